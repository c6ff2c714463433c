//! Multiplies vectors with the matrices of the model, which takes nearly all of the computing time. A matrix has a row
//! of weights for each number of the product. That number is the sum of the vector's numbers times the row's weights.
//!
//! A weight has 4 bits; the numbers of a vector are rounded to 11 bits. The sums of their products are exact integers.
//! The order of addition differs between instruction sets, but does not change an exact sum.

use crate::numeric::{f32_from_f16, round};
use fearless_simd::{Bytes as _, i16x8, i16x16, i32x8, prelude::*, u8x16};

/// Number of weights in a block. The weights of a block share a scale.
pub const BLOCK_WEIGHTS: usize = 32;
/// A block has 18 bytes. The first 2 bytes are the scale, as a 16-bit float. Each of the other 16 bytes has two weights
/// of 4 bits. The lower halves of these bytes are the first 16 weights of the block, and the upper halves are the last
/// 16. Four bits with the value `bits` stand for the weight `(bits - 8) * scale`.
pub const BLOCK_BYTES: usize = 18;

/// The largest magnitude of a rounded number in a vector.
const MAX_ACTIVATION: f32 = 1023.0;
/// The block scales of a row are multiplied by one factor, so that the largest scale becomes this number. A weight is
/// then at most 8 times this number. To round the weight, 16 is added and the result is divided by 32. This is the
/// largest number for which that addition does not overflow an `i16`. The rounded weight is at most 1023. The sum of
/// 1,536 products of such weights and the numbers of a vector is less than 2^31.
const MAX_SCALE: f32 = 4093.0;
/// Number of rows of the matrix that are multiplied at the same time, each with two vectors. The eight sums fit in the
/// registers of the processor.
const ROWS: usize = 4;

pub struct Matrix {
    /// Number of weights in a row.
    pub inputs: usize,
    /// The rows, one for each output, in blocks.
    pub blocks: &'static [u8],
    /// For each output, a number that is added to the product.
    pub bias: Vec<f32>,
}

/// Decodes the blocks of one row to floats.
pub fn decode_row(blocks: &[u8], row: &mut [f32]) {
    for (block, values) in blocks.chunks_exact(BLOCK_BYTES).zip(row.chunks_exact_mut(BLOCK_WEIGHTS)) {
        let scale = scale_of(block);
        for (at, byte) in block[2..].iter().enumerate() {
            values[at] = (f32::from(byte & 15) - 8.0) * scale;
            values[at + 16] = (f32::from(byte >> 4) - 8.0) * scale;
        }
    }
}

#[inline(always)]
fn scale_of(block: &[u8]) -> f32 {
    f32_from_f16([block[0], block[1]])
}

/// Vectors whose numbers are rounded to integers.
pub struct RoundedVectors {
    values: Vec<i16>,
    /// For each vector, the factor that converts its integers back to floats.
    scales: Vec<f32>,
}

impl RoundedVectors {
    /// Allocates space for `count` vectors of at most `width` numbers.
    pub fn new(count: usize, width: usize) -> Self {
        Self { values: vec![0; count * width], scales: vec![0.0; count] }
    }

    /// Rounds vectors of `width` numbers, which must be a multiple of 8.
    #[inline(always)]
    pub fn set(&mut self, vectors: &[f32], width: usize) {
        let rounded = self.values.chunks_exact_mut(width).zip(&mut self.scales);
        for (vector, (values, scale)) in vectors.chunks_exact(width).zip(rounded) {
            let mut largest = [1e-20_f32; 8];
            for chunk in vector.as_chunks::<8>().0 {
                for lane in 0..8 {
                    let magnitude = chunk[lane].abs();
                    largest[lane] = if magnitude > largest[lane] { magnitude } else { largest[lane] };
                }
            }
            let largest = largest.iter().fold(0.0, |one: f32, other| if *other > one { *other } else { one });
            *scale = largest / MAX_ACTIVATION;
            let factor = MAX_ACTIVATION / largest;
            for (value, x) in values.iter_mut().zip(vector) {
                *value = round(x * factor) as i16;
            }
        }
    }
}

impl Matrix {
    /// Writes the product of each vector with the matrix, plus the bias, to `products`.
    #[inline(always)]
    pub fn multiply<S: Simd>(&self, simd: S, vectors: &RoundedVectors, products: &mut [f32]) {
        let width = self.inputs;
        let outputs = self.bias.len();
        let row_bytes = width / BLOCK_WEIGHTS * BLOCK_BYTES;
        // Decode each row once, and multiply it with all vectors.
        let mut weights = vec![0_i16; ROWS * width];
        for (group, rows) in self.blocks.chunks_exact(ROWS * row_bytes).enumerate() {
            let mut row_scales = [0.0; ROWS];
            for (at, row) in rows.chunks_exact(row_bytes).enumerate() {
                row_scales[at] = decode_row_to_integers(simd, row, &mut weights[at * width..][..width]);
            }
            let rows: [&[i16]; ROWS] = std::array::from_fn(|at| &weights[at * width..][..width]);
            let first_output = group * ROWS;
            let mut write = |vector: usize, sums: &[i32]| {
                for (at, sum) in sums.iter().enumerate() {
                    let output = first_output + at;
                    products[vector * outputs + output] =
                        *sum as f32 * (row_scales[at] * vectors.scales[vector]) + self.bias[output];
                }
            };
            let count = vectors.scales.len();
            let mut pairs = vectors.values[..count * width].chunks_exact(2 * width);
            for (at, pair) in pairs.by_ref().enumerate() {
                let sums = sums_of_products(simd, &pair[..width], &pair[width..], rows);
                write(2 * at, &sums[..ROWS]);
                write(2 * at + 1, &sums[ROWS..]);
            }
            if count % 2 == 1 {
                let last = pairs.remainder();
                write(count - 1, &sums_of_products(simd, last, last, rows)[..ROWS]);
            }
        }
    }
}

/// Decodes the blocks of a row to integers with one common scale. Returns that scale.
#[inline(always)]
fn decode_row_to_integers<S: Simd>(simd: S, row: &[u8], weights: &mut [i16]) -> f32 {
    let mut largest = 1e-20;
    for block in row.chunks_exact(BLOCK_BYTES) {
        let scale = scale_of(block).abs();
        largest = if scale > largest { scale } else { largest };
    }
    let factor = MAX_SCALE / largest;
    for (block, weights) in row.chunks_exact(BLOCK_BYTES).zip(weights.chunks_exact_mut(BLOCK_WEIGHTS)) {
        let scale = round(scale_of(block) * factor) as i16;
        let bytes = u8x16::from_slice(simd, &block[2..]);
        for (half, weights) in [bytes & 15, bytes >> 4].into_iter().zip(weights.chunks_exact_mut(16)) {
            let (first, second) = half.widen();
            for (quarter, weights) in [first, second].into_iter().zip(weights.chunks_exact_mut(8)) {
                // Divide by 32 and round to the nearest integer.
                (((quarter.bitcast::<i16x8<S>>() - 8) * scale + 16) >> 5).store_slice(weights);
            }
        }
    }
    largest * (32.0 / MAX_SCALE)
}

/// Multiplies two vectors with four rows. Returns the four sums of the first vector, and then those of the second.
#[inline(always)]
fn sums_of_products<S: Simd>(simd: S, one: &[i16], two: &[i16], rows: [&[i16]; ROWS]) -> [i32; 2 * ROWS] {
    let mut sums = [i32x8::splat(simd, 0); 2 * ROWS];
    let (one, two) = (one.as_chunks::<16>().0, two.as_chunks::<16>().0);
    let rows = [
        rows[0].as_chunks::<16>().0,
        rows[1].as_chunks::<16>().0,
        rows[2].as_chunks::<16>().0,
        rows[3].as_chunks::<16>().0,
    ];
    let count = one.len();
    // This assertion lets the compiler leave out the bounds checks in the loop.
    assert!(two.len() == count && rows.iter().all(|row| row.len() == count));
    for at in 0..count {
        let (one, two) = (i16x16::from_slice(simd, &one[at]), i16x16::from_slice(simd, &two[at]));
        for row in 0..ROWS {
            let weights = i16x16::from_slice(simd, &rows[row][at]);
            sums[row] += one.pairwise_dot_product(weights);
            sums[ROWS + row] += two.pairwise_dot_product(weights);
        }
    }
    let mut totals = [0; 2 * ROWS];
    // Use a loop, because a closure would not be compiled for the instruction set of its caller.
    for at in 0..2 * ROWS {
        totals[at] = sums[at].reduce_sum();
    }
    totals
}
