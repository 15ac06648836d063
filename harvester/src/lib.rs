//! From the platforms into the archive, on schedule and within their limits.
