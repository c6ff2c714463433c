//! Whole commands on the built binary, as an officer types them, with their whole output.

mod day;
mod desk;
mod reconcile;
mod trouble;
