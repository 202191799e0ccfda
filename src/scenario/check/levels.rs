//! Levels of capabilities, turned into the values they stand for. From here on nobody knows what a level is.

use super::values::{Check, share};
use crate::scenario::meant::{Names, Probability};
use crate::scenario::path::Path;
use crate::scenario::typed::{self, Capability, Cost, Ends};
use std::collections::BTreeMap;

const A_CAPABILITY: &str = "a capability";

/// A strategy's levels, with overrides for single seams.
pub(super) struct Levels {
    levels: [f64; Capability::ALL.len()],
    seams: BTreeMap<(Capability, usize, usize), f64>,
}

impl Levels {
    pub(super) fn read(check: &mut Check, strategy: &typed::Strategy, at: usize, names: &Names) -> Self {
        let known: Vec<String> = Capability::ALL.iter().map(|capability| capability.name().into()).collect();
        let mut levels = [0.0; Capability::ALL.len()];
        for (name, level) in &strategy.levels {
            let path = Path::of(["strategy"]).index(at).key("levels").key(name);
            if let Some(capability) = check.name(path, name, A_CAPABILITY, &known) {
                levels[capability] = *level;
            }
        }
        let mut seams = BTreeMap::new();
        for (name, overrides) in &strategy.seam_levels {
            let path = Path::of(["strategy"]).index(at).key("seam_levels").key(name);
            let Some(capability) = check.name(&path, name, A_CAPABILITY, &known) else { continue };
            if matches!(Capability::ALL[capability], Capability::Inventory | Capability::Orchestration) {
                let (found, expected) = (format!("levels of {name} by passage"), format!("a level of {name} for all"));
                check.wrong(&path, found, expected, format!("set levels.{name} instead"));
                continue;
            }
            for (key, level) in overrides {
                if let Some((before, channel)) = check.seam(&path, key, &names.channels) {
                    seams.entry((Capability::ALL[capability], before, channel)).or_insert(*level);
                }
            }
        }
        Self { levels, seams }
    }

    /// The level of a capability itself, for what a channel offers from some level on.
    pub(super) const fn level(&self, capability: Capability) -> f64 {
        self.levels[capability as usize]
    }

    /// The value of an owned parameter at this strategy's level: exactly `integrated` at level 1.
    pub(super) fn at(&self, capability: Capability, ends: Ends, seam: Option<(usize, usize)>) -> Probability {
        let own = seam.and_then(|(before, channel)| self.seams.get(&(capability, before, channel)));
        share(at_level(ends, own.copied().unwrap_or(self.levels[capability as usize])))
    }

    /// The same by passage: `[channel before][channel]`.
    pub(super) fn by_passage(&self, capability: Capability, ends: Ends, channels: usize) -> Vec<Vec<Probability>> {
        let to = |before| (0..channels).map(move |channel| self.at(capability, ends, Some((before, channel))));
        (0..channels).map(|before| to(before).collect()).collect()
    }

    /// What each capability costs.
    pub(super) fn costs(&self, typed: &typed::Scenario) -> Vec<Cost> {
        let cost = |(capability, level): (&Capability, f64)| {
            let in_full = capability.cost(&typed.capability);
            Cost {
                once: level * in_full.once,
                per_year: level * in_full.per_year,
                per_contact: level * in_full.per_contact,
            }
        };
        Capability::ALL.iter().zip(self.levels).map(cost).collect()
    }
}

fn at_level(ends: Ends, level: f64) -> f64 {
    if level >= 1.0 { ends.integrated } else { ends.siloed + level * (ends.integrated - ends.siloed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_of_one_is_exactly_the_integrated_value() {
        let ends = Ends { siloed: 0.1, integrated: 0.3 };
        assert_eq!(at_level(ends, 1.0).to_bits(), 0.3_f64.to_bits());
        assert_eq!(at_level(ends, 0.0).to_bits(), 0.1_f64.to_bits());
        assert!((at_level(ends, 0.5) - 0.2).abs() < 1e-15);
    }
}
