//! The vector of a text, as it is stored and compared.

use crate::Role;
use crate::numeric::sum;
use fearless_simd::{Level, dispatch, prelude::*};

/// Number of values in a vector.
pub const DIMENSIONS: usize = 384;

/// The values of a vector of length 1 are multiplied by this number, rounded, and clamped to -127 to 127. Clamping is
/// rare, because hardly any value of such a vector is larger than 127 / 512.
const SCALE: f32 = 512.0;

/// The mean vectors of many Dutch questions and of many passages, which are texts that a search can find: see
/// `model/README.md`. All vectors point more or less in the direction of their mean. The mean is subtracted, so that
/// unrelated texts have a similarity of about 0.
static MEAN_QUESTION: &[u8; 4 * DIMENSIONS] = include_bytes!("../model/mean-question.bin");
static MEAN_PASSAGE: &[u8; 4 * DIMENSIONS] = include_bytes!("../model/mean-passage.bin");

/// The vector of a text: 384 whole numbers from -127 to 127.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vector([i8; DIMENSIONS]);

impl Vector {
    pub(crate) fn from_floats(role: Role, floats: &[f32]) -> Self {
        let mean = match role {
            Role::Query => MEAN_QUESTION,
            Role::Passage => MEAN_PASSAGE,
        };
        let mut values = unit(floats);
        for (value, mean) in values.iter_mut().zip(mean.as_chunks::<4>().0) {
            *value -= f32::from_le_bytes(*mean);
        }
        let values = unit(&values);
        Self(std::array::from_fn(|at| (SCALE * values[at]).round().clamp(-127.0, 127.0) as i8))
    }

    /// Returns the vector with these bytes, or `None` if the number of bytes is not [`DIMENSIONS`].
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; DIMENSIONS] = bytes.try_into().ok()?;
        Some(Self(bytes.map(u8::cast_signed)))
    }

    /// Returns the values as bytes, in two's complement.
    pub fn to_bytes(self) -> [u8; DIMENSIONS] {
        self.0.map(i8::cast_unsigned)
    }

    /// Returns how similar the meanings of two texts are. The argument `other` is the other text's vector, as bytes.
    /// The result is about 1 if the texts are equal, about 0 if they are unrelated, and rarely below 0.
    pub fn similarity(&self, other: &[u8; DIMENSIONS]) -> f32 {
        // A search calls this for every stored vector, so use the best instruction set. Every instruction set gives the
        // same result, because sums of integers are exact.
        let sum = dispatch!(Level::new(), simd => simd.vectorize(#[inline(always)] || {
            let mut sum = 0;
            for (one, other) in self.0.iter().zip(other) {
                sum += i32::from(*one) * i32::from(other.cast_signed());
            }
            sum
        }));
        sum as f32 / (SCALE * SCALE)
    }
}

/// A vector with less precise values: whole numbers from -7 to 7. It takes half the memory of a [`Vector`], and gives
/// nearly the same similarities. It is used to compare very many vectors with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmallVector([u8; DIMENSIONS / 2]);

/// A difference of 1 between values of a [`SmallVector`] is a difference of this size between values of a [`Vector`].
/// With a smaller step, more values would be clamped, and texts would seem less similar than they are. With a whole
/// number, some values would be halfway between two steps. These are rounded away from zero, so texts would seem more
/// similar than they are.
const STEP: f32 = 12.5;

impl From<&Vector> for SmallVector {
    fn from(vector: &Vector) -> Self {
        let small = |value: i8| ((f32::from(value) / STEP).round().clamp(-7.0, 7.0) as i8 + 8).cast_unsigned();
        let (low, high) = vector.0.split_at(DIMENSIONS / 2);
        Self(std::array::from_fn(|at| small(low[at]) | small(high[at]) << 4))
    }
}

impl SmallVector {
    /// Returns approximately the result of [`Vector::similarity`].
    pub fn similarity(&self, other: &Self) -> f32 {
        let sum = dispatch!(Level::new(), simd => simd.vectorize(#[inline(always)] || {
            // The sum of 384 products of at most 7 × 7 fits in 16 bits, and more small numbers fit in a register.
            let mut sum: i16 = 0;
            for (one, other) in self.0.iter().zip(&other.0) {
                sum += (i16::from(one & 15) - 8) * (i16::from(other & 15) - 8);
                sum += (i16::from(one >> 4) - 8) * (i16::from(other >> 4) - 8);
            }
            sum
        }));
        f32::from(sum) * (STEP * STEP) / (SCALE * SCALE)
    }
}

/// Returns the vector of length 1 with the same direction.
fn unit(vector: &[f32]) -> Vec<f32> {
    let scale = 1.0 / sum(vector, |x| x * x).max(1e-24).sqrt();
    vector.iter().map(|x| x * scale).collect()
}
