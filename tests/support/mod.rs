//! What the tests of the whole program share.
#![allow(dead_code, reason = "each test is a program of its own and uses a part of this")]

pub(crate) mod browser;
pub(crate) mod brute;
pub(crate) mod bytes;
pub(crate) mod posts;
pub(crate) mod program;
pub(crate) mod seed;
pub(crate) mod stage;
