//! A stand-in for the platforms over real HTTP, driven by one world file.
