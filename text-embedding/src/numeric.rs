//! Arithmetic with the same result to the last bit on every processor. A sum is computed as eight partial sums in a
//! fixed order, so that the compiler can use vector instructions without changing the result.

use crate::model_file::Norm;

/// Number of partial sums of [`sum`].
const LANES: usize = 8;

/// Adding this number to a float leaves no bits for a fraction, so that the processor rounds to the nearest integer.
const ROUNDING: f32 = 12_582_912.0;

/// Converts a 16-bit float, which must be finite.
#[inline(always)]
pub fn f32_from_f16(bytes: [u8; 2]) -> f32 {
    let half = u32::from(u16::from_le_bytes(bytes));
    let (sign, magnitude) = ((half & 0x8000) << 16, half & 0x7fff);
    // A 16-bit and a 32-bit float store the exponent with different offsets. Multiplying by a power of two corrects the
    // difference. This also works for subnormal numbers.
    let unsigned = f32::from_bits(magnitude << 13) * f32::from_bits(0x7780_0000);
    f32::from_bits(sign | unsigned.to_bits())
}

/// Rounds to the nearest integer. `x` must be less than 2^22 in magnitude.
#[inline(always)]
pub fn round(x: f32) -> i32 {
    (x + ROUNDING).to_bits() as i32 - ROUNDING.to_bits() as i32
}

/// Applies `term` to each value, and returns the sum of the results. The number of values must be a multiple of 8.
#[inline(always)]
pub fn sum(values: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0; LANES];
    for chunk in values.as_chunks::<LANES>().0 {
        for lane in 0..LANES {
            sums[lane] += term(chunk[lane]);
        }
    }
    ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
}

#[inline(always)]
pub fn add(to: &mut [f32], values: &[f32]) {
    for (to, value) in to.iter_mut().zip(values) {
        *to += value;
    }
}

/// Shifts and scales each vector of `rows` to mean 0 and variance 1, and then applies the learned parameters.
#[inline(always)]
pub fn normalize_layer(rows: &mut [f32], norm: &Norm) {
    let width = norm.weight.len();
    for row in rows.chunks_exact_mut(width) {
        let mean = sum(row, |x| x) / width as f32;
        let variance = sum(row, |x| (x - mean) * (x - mean)) / width as f32;
        let scale = 1.0 / (variance + 1e-12).sqrt();
        for ((x, weight), bias) in row.iter_mut().zip(&norm.weight).zip(&norm.bias) {
            *x = (*x - mean) * scale * weight + bias;
        }
    }
}

/// Returns e^x with a relative error below 2e-7. `x` must be at most 88. Values below -80 are replaced by -80.
/// Splits e^x into 2^n times e^r. The exponent bits of a float give 2^n. The polynomial of the Cephes library (Moshier
/// 1992) gives e^r.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Avoid `f32::max`: the instructions for its treatment of NaN differ between processors.
    let x = if x < -80.0 { -80.0 } else { x };
    let power = (x * std::f32::consts::LOG2_E + ROUNDING) - ROUNDING;
    let rest = x - power * 0.693_359_4 - power * -2.121_944_4e-4;
    let mut polynomial = 1.987_569_1e-4;
    for coefficient in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        polynomial = polynomial * rest + coefficient;
    }
    (polynomial * (rest * rest) + rest + 1.0) * f32::from_bits(((round(power) + 127) << 23) as u32)
}

/// The activation function of the feed-forward network: GELU (Hendrycks and Gimpel 2016). Approximates the error
/// function by formula 7.1.26 of Abramowitz and Stegun, with an error below 2e-7.
#[inline(always)]
pub fn gelu(values: &mut [f32]) {
    for x in values {
        let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
        let t = 1.0 / (1.0 + 0.327_591_1 * z);
        let mut polynomial = 1.061_405_4;
        for coefficient in [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6] {
            polynomial = polynomial * t + coefficient;
        }
        let error_function = 1.0 - polynomial * t * exp(-z * z);
        *x = 0.5 * *x * (1.0 + if *x < 0.0 { -error_function } else { error_function });
    }
}
