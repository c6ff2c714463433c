//! Turns a text into a vector of 384 numbers. If two texts have nearly the same meaning, their vectors have nearly the
//! same direction, even if the texts share no words or are in different languages. Two vectors are compared by their
//! dot product: the sum of the products of their numbers.
//!
//! # How it works
//!
//! The model is a *transformer encoder*: multilingual-e5-small (Wang et al. 2024, "Multilingual E5 text embeddings"),
//! with its weights rounded to 4 bits. It works in four steps:
//!
//! 1. The tokenizer (`tokenizer.rs`) splits the text into pieces from a list of 32,000: whole words if they are
//!    frequent, and otherwise parts of words. Each piece has a number.
//! 2. Each piece is replaced by a vector from a table, plus a vector for its position in the text. At this point, the
//!    vector of a piece does not depend on the neighbours of that piece.
//! 3. Twelve layers (`transformer.rs`) mix these vectors. In a layer, each piece first collects information from the
//!    pieces that matter to it (*attention*), and then transforms what it has collected (*feed-forward network*). Both
//!    steps multiply vectors with matrices. The numbers in the matrices, the *weights*, were learned from pairs of
//!    texts that belong together. After the layers, the Dutch word "bank" (a bank or a sofa) has different vectors in a
//!    text about money and in one about furniture.
//! 4. The vector of the text is the mean of the vectors of its pieces. The mean is then shifted, scaled to length 1 and
//!    rounded to whole numbers of one byte: see [`Vector`]. Half a byte is enough for storage: see [`SmallVector`].
//!
//! # Equal results everywhere
//!
//! A vector depends on the text alone: not on the processor, its instruction set or the number of threads. Products of
//! vectors and matrices are sums of products of integers, which are exact in any order. All other arithmetic consists
//! of additions, multiplications, divisions and square roots in a fixed order, which IEEE 754 defines to the last bit.
//! The library computes `exp` itself, because that function of the standard library differs between platforms.
//!
//! # Limits
//!
//! [`Embedder::embed`] reads at most [`MAX_TOKENS`] pieces of a text, and at most [`MAX_TEXT_BYTES`] bytes. The caller
//! cuts longer texts into parts. Time grows with the number of pieces: 12 words take some 10 ms, 300 words 150 ms.

mod matrix;
mod model_file;
mod numeric;
mod tokenizer;
mod transformer;
mod vector;

pub use fearless_simd::Level;
pub use vector::{DIMENSIONS, SMALL_VECTOR_BYTES, SmallVector, Vector};

use tokenizer::Tokenizer;
use transformer::Transformer;

/// Identifies the model and everything else that a vector depends on. Vectors with different identifiers cannot be
/// compared.
pub const MODEL_ID: &str = "multilingual-e5-small-q4-nl-en-1";

/// The model and its vocabulary: see `model/README.md`. Empty without the feature `model`.
#[cfg(feature = "model")]
static MODEL: &[u8] = include_bytes!("../model/e5-small-q4-nl-en.bin");
#[cfg(not(feature = "model"))]
static MODEL: &[u8] = &[];

/// The model reads at most this many pieces of a text. The prefix that shows the role of the text counts too. Further
/// pieces are ignored.
pub const MAX_TOKENS: usize = 510;
/// At most this many bytes of a text are split into pieces. The rest of the text is ignored.
pub const MAX_TEXT_BYTES: usize = 16 * 1024;

/// What a text is used for. The model was trained with a different prefix for each role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A text to search with.
    Query,
    /// A text that a search can find.
    Passage,
}

impl Role {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Query => "query: ",
            Self::Passage => "passage: ",
        }
    }
}

/// The model, ready for use. Creating one takes less than a millisecond.
pub struct Embedder {
    tokenizer: Tokenizer,
    transformer: Transformer,
    level: Level,
}

impl Embedder {
    /// Returns the model, using the best instruction set of the processor. Returns `None` without the feature `model`.
    pub fn load() -> Option<Self> {
        Self::with_instructions(Level::new())
    }

    /// Like [`Self::load`], but uses the instruction set `level`. Every instruction set gives the same vectors.
    pub fn with_instructions(level: Level) -> Option<Self> {
        if MODEL.is_empty() {
            return None;
        }
        let (vocabulary, weights) = model_file::read(MODEL);
        Some(Self { tokenizer: Tokenizer::new(vocabulary), transformer: Transformer::new(weights), level })
    }

    /// Returns the vector of a text.
    pub fn embed(&self, role: Role, text: &str) -> Vector {
        self.embed_all(role, &[text]).remove(0)
    }

    /// Returns the vectors of several texts, which takes less time than embedding each on its own. The texts are
    /// computed in groups of about 500 pieces, so passing more than a dozen at a time gains nothing.
    pub fn embed_all(&self, role: Role, texts: &[&str]) -> Vec<Vector> {
        let texts: Vec<(Role, &str)> = texts.iter().map(|text| (role, *text)).collect();
        self.embed_raw(&texts).iter().map(|floats| Vector::from_floats(role, floats)).collect()
    }

    /// Returns the vectors as the model computes them, before they are shifted and rounded. Public only for tests, one
    /// of which computes the mean vectors.
    #[doc(hidden)]
    pub fn embed_raw(&self, texts: &[(Role, &str)]) -> Vec<Vec<f32>> {
        let mut token_lists = Vec::with_capacity(texts.len());
        for (role, text) in texts {
            let text = &text[..text.floor_char_boundary(MAX_TEXT_BYTES)];
            let mut tokens = self.tokenizer.tokens(&format!("{}{text}", role.prefix()));
            tokens.truncate(MAX_TOKENS);
            tokens.insert(0, tokenizer::BEGIN);
            tokens.push(tokenizer::END);
            token_lists.push(tokens);
        }
        self.transformer.run(self.level, &token_lists)
    }
}
