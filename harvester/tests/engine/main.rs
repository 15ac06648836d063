//! The whole engine over real HTTP: from the servers of a simulated world into an archive, with a
//! clock that moves only when somebody waits.

mod stage;
mod streams;
