//! The command line of ketabkhan.

fn main() {}
