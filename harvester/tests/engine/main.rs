//! The whole engine over real HTTP: from the servers of a simulated world into an archive, with a
//! clock that moves only when somebody waits.

mod faults;
mod fetching;
mod files;
mod limits;
mod running;
mod schedule;
mod secrets;
mod sessions;
mod stage;
mod streams;
mod sweeps;
