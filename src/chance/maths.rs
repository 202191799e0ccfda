//! Exponential, logarithm and normal quantile in plain additions and multiplications: the platform's own differ in the
//! last digit from machine to machine, these give the same bytes everywhere. Short series around table entries keep
//! them fast; tests hold them against the platform's.

use std::f64::consts::LN_2;

/// Binary digits that pick a table entry, in [`exp`] and [`ln`].
const TABLE_BITS: u32 = 7;
const ENTRIES: usize = 1 << TABLE_BITS;
const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// 2^(i/128).
static POWERS: [f64; ENTRIES] = {
    let mut powers = [1.0; ENTRIES];
    let mut at = 1;
    while at < ENTRIES {
        powers[at] = exp_series(LN_2 * at as f64 / ENTRIES as f64);
        at += 1;
    }
    powers
};

/// e^x; relative error below 2e-15; 0 below -708, infinite above 709.
///
/// x = k ln 2 / 128 + r: the power of two comes from `k`, by table and exponent, and e^r from five terms of its series
/// (Tang 1989).
#[inline]
pub fn exp(x: f64) -> f64 {
    if x < -708.0 {
        return 0.0;
    }
    if x > 709.0 {
        return f64::INFINITY;
    }
    let k = (x * (ENTRIES as f64 / LN_2) + if x < 0.0 { -0.5 } else { 0.5 }) as i64;
    let parts = k as f64 / ENTRIES as f64;
    let r = (x - parts * LN_2_HIGH) - parts * LN_2_LOW;
    let r2 = r * r;
    let series = (r + 0.5 * r2) + r2 * (r * (1.0 / 6.0) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0)));
    let power = POWERS[k as usize % ENTRIES];
    (power + power * series) * f64::from_bits(((k >> TABLE_BITS) + 1023).cast_unsigned() << 52)
}

/// 2^-x for x >= 0; relative error below 3e-12; 0 beyond 1000.
///
/// As [`exp`], with the terms that this takes.
#[inline]
pub fn halved(x: f64) -> f64 {
    // Added to this, a number below 2^51 has no room for a fraction, and is rounded to the nearest.
    const ROUND: f64 = 1.5 * (1_u64 << 52) as f64;
    const LN: f64 = LN_2 / ENTRIES as f64;
    if x > 1000.0 {
        return 0.0;
    }
    let parts = x * ENTRIES as f64;
    let whole = ROUND - parts;
    let k = whole.to_bits().wrapping_sub(ROUND.to_bits()).cast_signed();
    let r = (ROUND - whole) - parts;
    let series = r * (LN + r * (LN * LN / 2.0 + r * (LN * LN * LN / 6.0)));
    let power = POWERS[k as usize % ENTRIES];
    (power + power * series) * f64::from_bits(((k >> TABLE_BITS) + 1023).cast_unsigned() << 52)
}

/// The exponential of a number in [0, 1] by its Taylor series, for tables.
const fn exp_series(x: f64) -> f64 {
    let (mut sum, mut n) = (1.0, 22);
    while n > 0 {
        sum = 1.0 + x / n as f64 * sum;
        n -= 1;
    }
    sum
}

/// Where the range that [`ln`] reduces to begins: it reaches from here to twice as much, around 1.
const LEAST: u64 = 0.703_125_f64.to_bits();
/// Bits of a double below a table entry's.
const ENTRY_SHIFT: u32 = f64::MANTISSA_DIGITS - 1 - TABLE_BITS;

/// A number c near the middle of each piece of [0.703125, 1.40625), as 1/c and ln c; 1 for the two pieces around 1, so
/// that logarithms near 0 lose nothing.
static CENTRES: [(f64, f64); ENTRIES] = {
    let mut centres = [(1.0, 0.0); ENTRIES];
    let one = ((1.0_f64.to_bits() - LEAST) >> ENTRY_SHIFT) as usize;
    let mut at = 0;
    while at < ENTRIES {
        if at != one && at + 1 != one {
            let inverse = 1.0 / f64::from_bits(LEAST + ((at as u64) << ENTRY_SHIFT) + (1 << (ENTRY_SHIFT - 1)));
            centres[at] = (inverse, -ln_series(inverse));
        }
        at += 1;
    }
    centres
};

/// Natural logarithm of a positive normal number; absolute error below 1e-15 times a few units.
///
/// x = 2^k z, and z = c (1 + r) with c from a table: ln x = k ln 2 + ln c + ln(1 + r), the last by its series (Tang 1990).
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    let offset = x.to_bits().wrapping_sub(LEAST);
    let k = offset.cast_signed() >> 52;
    let z = f64::from_bits(x.to_bits().wrapping_sub(k.cast_unsigned() << 52));
    let (inverse, ln_c) = CENTRES[(offset >> ENTRY_SHIFT) as usize % ENTRIES];
    let r = z * inverse - 1.0;
    let r2 = r * r;
    let (second, fourth, sixth) = (r * (1.0 / 3.0) - 0.5, r * 0.2 - 0.25, r * (1.0 / 7.0) - 1.0 / 6.0);
    let k = k as f64;
    (k * LN_2_HIGH + ln_c) + ((r + k * LN_2_LOW) + r2 * (second + r2 * (fourth + r2 * sixth)))
}

/// The logarithm of a number around 1 by the series of the inverse hyperbolic tangent, for tables.
const fn ln_series(x: f64) -> f64 {
    let s = (x - 1.0) / (x + 1.0);
    let (mut sum, mut k) = (0.0, 15);
    while k >= 0 {
        sum = sum * s * s + 1.0 / (2 * k + 1) as f64;
        k -= 1;
    }
    2.0 * s * sum
}

/// Moves a probability by a shift of its logit; 0 and 1 stay where they are, and so does everything at shift 0.
pub fn shifted(probability: f64, shift: f64) -> f64 {
    if shift == 0.0 || probability <= 0.0 || probability >= 1.0 {
        return probability;
    }
    let odds = probability / (1.0 - probability) * exp(shift);
    if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) }
}

/// Quantile of the standard normal law: algorithm AS 241, PPND16 (Wichura 1988); relative error about 1e-16.
pub fn probit(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTRE_ABOVE, &CENTRE_BELOW);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = (-ln(tail)).sqrt();
    let value =
        if r <= 5.0 { ratio(r - 1.6, &MIDDLE_ABOVE, &MIDDLE_BELOW) } else { ratio(r - 5.0, &FAR_ABOVE, &FAR_BELOW) };
    if q < 0.0 { -value } else { value }
}

fn ratio(r: f64, above: &[f64; 8], below: &[f64; 8]) -> f64 {
    polynomial(r, above) / polynomial(r, below)
}

/// A polynomial in pairs (Estrin 1960), so that its terms need not wait for each other.
fn polynomial(x: f64, terms: &[f64; 8]) -> f64 {
    let [a, b, c, d, e, f, g, h] = *terms;
    let x2 = x * x;
    ((a + b * x) + (c + d * x) * x2) + ((e + f * x) + (g + h * x) * x2) * (x2 * x2)
}

#[rustfmt::skip]
const CENTRE_ABOVE: [f64; 8] = [
    3.387_132_872_796_366_5, 1.331_416_678_917_843_8e2, 1.971_590_950_306_551_3e3, 1.373_169_376_550_946e4,
    4.592_195_393_154_987e4, 6.726_577_092_700_87e4, 3.343_057_558_358_813e4, 2.509_080_928_730_122_7e3,
];
#[rustfmt::skip]
const CENTRE_BELOW: [f64; 8] = [
    1.0, 4.231_333_070_160_091e1, 6.871_870_074_920_579e2, 5.394_196_021_424_751e3,
    2.121_379_430_158_659_7e4, 3.930_789_580_009_271e4, 2.872_908_573_572_194_3e4, 5.226_495_278_852_545e3,
];
#[rustfmt::skip]
const MIDDLE_ABOVE: [f64; 8] = [
    1.423_437_110_749_683_5, 4.630_337_846_156_546, 5.769_497_221_460_691, 3.647_848_324_763_204_5,
    1.270_458_252_452_368_4, 2.417_807_251_774_506e-1, 2.272_384_498_926_918_4e-2, 7.745_450_142_783_414e-4,
];
#[rustfmt::skip]
const MIDDLE_BELOW: [f64; 8] = [
    1.0, 2.053_191_626_637_759, 1.676_384_830_183_803_8, 6.897_673_349_851e-1,
    1.481_039_764_274_800_8e-1, 1.519_866_656_361_645_7e-2, 5.475_938_084_995_345e-4, 1.050_750_071_644_416_9e-9,
];
#[rustfmt::skip]
const FAR_ABOVE: [f64; 8] = [
    6.657_904_643_501_103, 5.463_784_911_164_114, 1.784_826_539_917_291_3, 2.965_605_718_285_048_7e-1,
    2.653_218_952_657_612_4e-2, 1.242_660_947_388_078_4e-3, 2.711_555_568_743_487_6e-5, 2.010_334_399_292_288_1e-7,
];
#[rustfmt::skip]
const FAR_BELOW: [f64; 8] = [
    1.0, 5.998_322_065_558_88e-1, 1.369_298_809_227_358e-1, 1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4, 1.846_318_317_510_054_8e-5, 1.421_511_758_316_446e-7, 2.044_263_103_389_939_7e-15,
];
