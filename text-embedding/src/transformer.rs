//! The layers of the model: see the documentation of the crate for what they do. Between two steps, the model has one
//! vector for each piece of each text. The vectors of all texts in a pass are in one array, one after another.
//!
//! A layer has two parts. In the attention, the pieces of a text exchange information. Then the feed-forward network
//! processes each piece on its own. Each part computes something from the vectors and adds the result to them. It then
//! shifts and scales the sums (*layer normalisation*), so that the numbers stay in the same range in all layers.

use crate::matrix::{BLOCK_BYTES, BLOCK_WEIGHTS, RoundedVectors, decode_row};
use crate::model_file::{Layer, Weights};
use crate::numeric::{add, exp, gelu, normalize_layer, sum};
use fearless_simd::{Level, dispatch, f32x16, prelude::*};

/// One pass through the layers takes several texts, with at most this many pieces in total. Sharing a pass saves time,
/// because every pass decodes all weights once.
const MAX_TOKENS_PER_PASS: usize = 512;
/// The attention is computed by several heads, each of which uses its own part of the vectors. This is the length of
/// such a part.
const HEAD_WIDTH: usize = 32;
/// When the attention is computed, a piece is compared with this many pieces at a time. It is the number of floats in an
/// [`f32x16`].
const GROUP: usize = 16;

pub struct Transformer {
    weights: Weights,
}

impl Transformer {
    pub fn new(weights: Weights) -> Self {
        Self { weights }
    }

    /// Returns the vector of each text, given the numbers of its pieces.
    pub fn run(&self, level: Level, texts: &[Vec<u32>]) -> Vec<Vec<f32>> {
        let mut vectors = Vec::with_capacity(texts.len());
        let mut rest = texts;
        while !rest.is_empty() {
            let mut tokens = 0;
            let fits = |text: &&Vec<u32>| {
                tokens += text.len();
                tokens <= MAX_TOKENS_PER_PASS
            };
            let count = rest.iter().take_while(fits).count().max(1);
            let (pass, others) = rest.split_at(count);
            // All code that is inlined into the closure is compiled once for each instruction set.
            let means = dispatch!(level, simd => simd.vectorize(#[inline(always)] || self.run_pass(simd, pass)));
            vectors.extend(means);
            rest = others;
        }
        vectors
    }

    /// Returns for each text the mean of the vectors of its pieces after the last layer.
    #[inline(always)]
    fn run_pass<S: Simd>(&self, simd: S, texts: &[Vec<u32>]) -> Vec<Vec<f32>> {
        let (width, inner) = (self.weights.width, self.weights.feed_forward_width);
        let tokens: usize = texts.iter().map(Vec::len).sum();
        let mut state = self.look_up(texts, tokens);
        normalize_layer(&mut state, &self.weights.input_norm);
        let mut buffers = Buffers {
            query: vec![0.0; tokens * width],
            key: vec![0.0; tokens * width],
            value: vec![0.0; tokens * width],
            result: vec![0.0; tokens * width],
            inner: vec![0.0; tokens * inner],
            rounded: RoundedVectors::new(tokens, inner),
        };
        for layer in &self.weights.layers {
            self.attend(simd, layer, texts, &mut state, &mut buffers);
            feed_forward(simd, layer, &mut state, &mut buffers);
        }
        let mut rest = &state[..];
        let mut means = Vec::with_capacity(texts.len());
        for text in texts {
            let (own, others) = rest.split_at(text.len() * width);
            let mut mean = vec![0.0; width];
            for vector in own.chunks_exact(width) {
                add(&mut mean, vector);
            }
            let scale = 1.0 / text.len() as f32;
            for x in &mut mean {
                *x *= scale;
            }
            means.push(mean);
            rest = others;
        }
        means
    }

    /// Returns for each piece the sum of its vector and the vector of its position.
    fn look_up(&self, texts: &[Vec<u32>], tokens: usize) -> Vec<f32> {
        let width = self.weights.width;
        let piece_bytes = width / BLOCK_WEIGHTS * BLOCK_BYTES;
        let mut state = vec![0.0; tokens * width];
        let places = texts.iter().flat_map(|text| text.iter().enumerate());
        for (row, (position, token)) in state.chunks_exact_mut(width).zip(places) {
            decode_row(&self.weights.pieces[*token as usize * piece_bytes..][..piece_bytes], row);
            for (at, x) in row.iter_mut().enumerate() {
                *x += self.weights.positions.f16(position * width + at);
            }
        }
        state
    }

    /// Lets each piece collect information from the pieces of the same text.
    #[inline(always)]
    fn attend<S: Simd>(&self, simd: S, layer: &Layer, texts: &[Vec<u32>], state: &mut [f32], buffers: &mut Buffers) {
        let width = self.weights.width;
        buffers.rounded.set(state, width);
        layer.query.multiply(simd, &buffers.rounded, &mut buffers.query);
        layer.key.multiply(simd, &buffers.rounded, &mut buffers.key);
        layer.value.multiply(simd, &buffers.rounded, &mut buffers.value);
        let mut start = 0;
        for text in texts {
            let count = text.len();
            let own = start * width..(start + count) * width;
            let text = Text {
                query: &buffers.query[own.clone()],
                key: &buffers.key[own.clone()],
                value: &buffers.value[own.clone()],
                width,
            };
            text.attend(simd, self.weights.heads, &mut buffers.result[own]);
            start += count;
        }
        buffers.rounded.set(&buffers.result, width);
        layer.output.multiply(simd, &buffers.rounded, &mut buffers.result);
        add(state, &buffers.result);
        normalize_layer(state, &layer.attention_norm);
    }
}

/// Transforms the vector of each piece on its own.
#[inline(always)]
fn feed_forward<S: Simd>(simd: S, layer: &Layer, state: &mut [f32], buffers: &mut Buffers) {
    buffers.rounded.set(state, layer.up.inputs);
    layer.up.multiply(simd, &buffers.rounded, &mut buffers.inner);
    gelu(&mut buffers.inner);
    buffers.rounded.set(&buffers.inner, layer.down.inputs);
    layer.down.multiply(simd, &buffers.rounded, &mut buffers.result);
    add(state, &buffers.result);
    normalize_layer(state, &layer.feed_forward_norm);
}

/// Space for intermediate results, which all layers use.
struct Buffers {
    query: Vec<f32>,
    key: Vec<f32>,
    value: Vec<f32>,
    result: Vec<f32>,
    inner: Vec<f32>,
    rounded: RoundedVectors,
}

/// The vectors of one text in one layer. Each piece has a *query*, which describes what it is looking for, a *key*,
/// which describes what it has to offer, and a *value*, which is what it offers. Each piece collects a weighted mean of
/// all values. The larger the product of its query and another piece's key, the larger the share of that other piece's
/// value.
struct Text<'a> {
    query: &'a [f32],
    key: &'a [f32],
    value: &'a [f32],
    width: usize,
}

impl Text<'_> {
    /// Writes for each piece the weighted mean of all values. The weights (`shares`) are the exponentials of the
    /// products, divided by the sum of these exponentials (*softmax*). Each head does this for its own part of the
    /// vectors, so that a piece can look for several things at once.
    #[inline(always)]
    fn attend<S: Simd>(&self, simd: S, heads: usize, result: &mut [f32]) {
        let tokens = self.query.len() / self.width;
        let padded = tokens.next_multiple_of(GROUP);
        let scale = 1.0 / (HEAD_WIDTH as f32).sqrt();
        // The keys are transposed, so that the innermost loop runs over pieces. Zeros fill up the last group of pieces.
        let mut keys = vec![0.0; HEAD_WIDTH * padded];
        let mut values = vec![0.0; tokens * HEAD_WIDTH];
        let mut shares = vec![0.0; padded];
        for head in 0..heads {
            let part = |row: usize| row * self.width + head * HEAD_WIDTH;
            for token in 0..tokens {
                for at in 0..HEAD_WIDTH {
                    keys[at * padded + token] = self.key[part(token) + at] * scale;
                }
                values[token * HEAD_WIDTH..][..HEAD_WIDTH].copy_from_slice(&self.value[part(token)..][..HEAD_WIDTH]);
            }
            for token in 0..tokens {
                let query = &self.query[part(token)..][..HEAD_WIDTH];
                for (group, shares) in shares.chunks_exact_mut(GROUP).enumerate() {
                    let mut products = f32x16::splat(simd, 0.0);
                    for (at, x) in query.iter().enumerate() {
                        products += f32x16::from_slice(simd, &keys[at * padded + group * GROUP..][..GROUP]) * *x;
                    }
                    products.store_slice(shares);
                }
                let largest = largest(simd, &shares[..tokens]);
                // Subtracting the largest product changes no share, and keeps the exponentials from overflowing.
                for share in &mut shares {
                    *share = exp(*share - largest);
                }
                shares[tokens..].fill(0.0);
                let total = 1.0 / sum(&shares, |share| share);
                let mut mean = [f32x16::splat(simd, 0.0); HEAD_WIDTH / GROUP];
                for (share, value) in shares[..tokens].iter().zip(values.chunks_exact(HEAD_WIDTH)) {
                    for at in 0..HEAD_WIDTH / GROUP {
                        mean[at] += f32x16::from_slice(simd, &value[at * GROUP..][..GROUP]) * *share;
                    }
                }
                for (at, x) in result[part(token)..][..HEAD_WIDTH].chunks_exact_mut(GROUP).enumerate() {
                    (mean[at] * total).store_slice(x);
                }
            }
        }
    }
}

/// Returns the largest number. The order of comparison does not change it.
#[inline(always)]
fn largest<S: Simd>(simd: S, values: &[f32]) -> f32 {
    let (groups, rest) = values.as_chunks::<GROUP>();
    let mut largest = f32x16::splat(simd, f32::MIN);
    for group in groups {
        largest = largest.max(f32x16::from_slice(simd, group));
    }
    let mut lanes = [0.0; GROUP];
    largest.store_slice(&mut lanes);
    lanes.iter().chain(rest).fold(f32::MIN, |one, other| if *other > one { *other } else { one })
}
