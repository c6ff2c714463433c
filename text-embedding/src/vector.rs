//! The vector of a text, as it is compared and stored.

use crate::Role;
use crate::numeric::sum;
use fearless_simd::{Level, dispatch, prelude::*};

/// Number of values in a vector.
pub const DIMENSIONS: usize = 384;
/// Number of bytes of a [`SmallVector`]: two values in each byte.
pub const SMALL_VECTOR_BYTES: usize = DIMENSIONS / 2;

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

    /// Returns how similar the meanings of two texts are. The argument `other` is the vector of the other text. The
    /// result is about 1 if the texts are equal, about 0 if they are unrelated, and rarely below 0.
    pub fn similarity(&self, other: &SmallVector) -> f32 {
        let (low, high) = self.0.split_at(DIMENSIONS / 2);
        // A search calls this for every stored vector, so use the best instruction set. Every instruction set gives the
        // same result, because sums of integers are exact.
        let sum = dispatch!(Level::new(), simd => simd.vectorize(#[inline(always)] || {
            let mut sum: i32 = 0;
            for ((low, high), other) in low.iter().zip(high).zip(&other.0) {
                sum += i32::from(*low) * i32::from((other & 15).cast_signed() - 8);
                sum += i32::from(*high) * i32::from((other >> 4).cast_signed() - 8);
            }
            sum
        }));
        sum as f32 * STEP / (SCALE * SCALE)
    }
}

/// A [`Vector`] with less precise values: whole numbers from -7 to 7, two in each byte. It takes half the memory, and
/// gives nearly the same similarities. Vectors are stored in this form, because reading very many of them takes longer
/// than comparing them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmallVector([u8; SMALL_VECTOR_BYTES]);

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
    /// Returns the vector with these bytes, or `None` if the number of bytes is not [`SMALL_VECTOR_BYTES`].
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Returns the bytes that [`SmallVector::from_bytes`] reads.
    pub const fn to_bytes(self) -> [u8; SMALL_VECTOR_BYTES] {
        self.0
    }

    /// Returns approximately how similar the texts are: see [`Vector::similarity`].
    pub fn similarity(&self, other: &Self) -> f32 {
        let sum = dispatch!(Level::new(), simd => simd.vectorize(#[inline(always)] || {
            // The sum of 384 products of at most 8 × 8 fits in 16 bits, and more small numbers fit in a register.
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
