//! Every setting of ketabkhan, typed, with an embedded commented default.
