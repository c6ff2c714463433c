//! Search by meaning. Each searched record is cut into passages, and the register stores a vector for each passage. The
//! vector of a question is compared with all these vectors.
//!
//! A write does not wait for vectors: it deletes the vectors of the changed record and adds the record to a queue.
//! [`Register::embed_queued`] works through the queue. Records in the queue are found by their words only.

mod embed;
mod groups;
mod nearest;
mod parallel;
mod passages;
mod store;

pub use embed::{EmbedLimit, can_embed, embed_passage};
pub use groups::Texts;
pub use nearest::{MeaningScore, Nearest};
pub use passages::{Passage, passages_of};
pub use store::{PassageHash, StoredPassage, hash_passage};
