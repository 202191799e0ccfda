//! Exponential, logarithm and normal quantile in plain additions and multiplications.
//!
//! The platform's own differ in the last digit from machine to machine; these give the same bytes everywhere.

use std::f64::consts::{LN_2, SQRT_2};

/// Taylor terms of e^x, the highest power first.
const TERMS: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

/// e^x; relative error below 3e-16 times a few units; 0 below -708, infinite above 709.
pub fn exp(x: f64) -> f64 {
    const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
    const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    if x < -708.0 {
        return 0.0;
    }
    if x > 709.0 {
        return f64::INFINITY;
    }
    let k = (x / LN_2 + if x < 0.0 { -0.5 } else { 0.5 }) as i64;
    let r = (x - k as f64 * LN_2_HIGH) - k as f64 * LN_2_LOW;
    let series = TERMS.iter().fold(0.0, |sum, term| sum * r + term);
    series * f64::from_bits(((k + 1023) as u64) << 52)
}

/// Natural logarithm of a positive normal number; absolute error below 1e-15 times a few units.
pub fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    let mut exponent = (bits >> 52) as i64 - 1023;
    let mut mantissa = f64::from_bits((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
    if mantissa > SQRT_2 {
        mantissa *= 0.5;
        exponent += 1;
    }
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let s2 = s * s;
    let series = (0..11).rev().fold(0.0, |sum, k| sum * s2 + 1.0 / f64::from(2 * k + 1));
    exponent as f64 * LN_2 + 2.0 * s * series
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
    let polynomial = |terms: &[f64; 8]| terms.iter().rev().fold(0.0, |sum, term| sum * r + term);
    polynomial(above) / polynomial(below)
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
