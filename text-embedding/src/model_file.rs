//! Reads the model file. All numbers in the file are little-endian; `model/README.md` describes the layout. Large parts
//! are not copied, but remain slices of the file.

use crate::matrix::{BLOCK_BYTES, BLOCK_WEIGHTS, Matrix};
use crate::numeric::f32_from_f16;

/// A part of the model file. The methods read it as an array of numbers.
#[derive(Clone, Copy)]
pub struct Bytes(pub &'static [u8]);

impl Bytes {
    fn take(&mut self, count: usize) -> Self {
        let (taken, rest) = self.0.split_at(count);
        self.0 = rest;
        Self(taken)
    }

    fn array<const N: usize>(self, index: usize) -> [u8; N] {
        std::array::from_fn(|at| self.0[index * N + at])
    }

    pub fn u32(self, index: usize) -> u32 {
        u32::from_le_bytes(self.array(index))
    }

    pub fn f32(self, index: usize) -> f32 {
        f32::from_le_bytes(self.array(index))
    }

    pub fn f16(self, index: usize) -> f32 {
        f32_from_f16(self.array(index))
    }

    fn take_floats(&mut self, count: usize) -> Vec<f32> {
        let bytes = self.take(4 * count);
        (0..count).map(|index| bytes.f32(index)).collect()
    }
}

/// The pieces into which a text is split.
pub struct Vocabulary {
    pub count: usize,
    /// For each piece, the offset in `text` at which it ends. The next piece starts there.
    pub ends: Bytes,
    /// For each piece, the logarithm of its frequency.
    pub scores: Bytes,
    /// The pieces one after another, sorted by their bytes.
    pub text: Bytes,
    /// How characters are normalised. Each line has a character, a tab and the replacement. Lines are sorted by
    /// character.
    pub replacements: &'static str,
}

/// The parameters of a layer normalisation.
pub struct Norm {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

pub struct Layer {
    pub query: Matrix,
    pub key: Matrix,
    pub value: Matrix,
    pub output: Matrix,
    pub attention_norm: Norm,
    pub up: Matrix,
    pub down: Matrix,
    pub feed_forward_norm: Norm,
}

pub struct Weights {
    /// The length of the vector of a piece.
    pub width: usize,
    /// The length of the vectors inside the feed-forward network.
    pub feed_forward_width: usize,
    pub heads: usize,
    /// The vectors of the pieces, in blocks of 4-bit weights.
    pub pieces: &'static [u8],
    /// The vectors of the positions.
    pub positions: Bytes,
    pub input_norm: Norm,
    pub layers: Vec<Layer>,
}

/// Splits the model file into its parts. Panics if the file is not a model; the file is part of the program.
pub fn read(file: &'static [u8]) -> (Vocabulary, Weights) {
    let mut rest = Bytes(file);
    assert_eq!(rest.take(4).0, b"RE5\x01", "not a model file of this version");
    let header = rest.take(24);
    let [count, layer_count, width, feed_forward_width, heads, position_count] =
        std::array::from_fn(|index| header.u32(index) as usize);
    let (ends, scores) = (rest.take(4 * count), rest.take(4 * count));
    let text = rest.take(ends.u32(count - 1) as usize);
    let replacement_bytes = rest.take(4).u32(0) as usize;
    let replacements = std::str::from_utf8(rest.take(replacement_bytes).0).expect("the replacements are UTF-8");
    let vocabulary = Vocabulary { count, ends, scores, text, replacements };

    // Three pieces have a vector but no text: the beginning of a text, the end of a text, and an unknown character.
    let pieces = rest.take((count + 3) * (width / BLOCK_WEIGHTS * BLOCK_BYTES)).0;
    let positions = rest.take(2 * position_count * width);
    let norm = |rest: &mut Bytes| Norm { weight: rest.take_floats(width), bias: rest.take_floats(width) };
    let matrix = |rest: &mut Bytes, inputs: usize, outputs: usize| Matrix {
        inputs,
        blocks: rest.take(inputs * outputs / BLOCK_WEIGHTS * BLOCK_BYTES).0,
        bias: rest.take_floats(outputs),
    };
    let input_norm = norm(&mut rest);
    let layers = (0..layer_count)
        .map(|_| Layer {
            query: matrix(&mut rest, width, width),
            key: matrix(&mut rest, width, width),
            value: matrix(&mut rest, width, width),
            output: matrix(&mut rest, width, width),
            attention_norm: norm(&mut rest),
            up: matrix(&mut rest, width, feed_forward_width),
            down: matrix(&mut rest, feed_forward_width, width),
            feed_forward_norm: norm(&mut rest),
        })
        .collect();
    assert!(rest.0.is_empty(), "the model file is longer than its header says");
    (vocabulary, Weights { width, feed_forward_width, heads, pieces, positions, input_norm, layers })
}
