//! Rules that give the credit for what a path brought to its channels.

use super::{Came, Paths, removal_effects};

/// Who gets the credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Each channel that was touched, all of it: what channels that work apart claim, more than there is.
    AnyTouch,
    /// The first channel.
    FirstTouch,
    /// The last channel.
    LastTouch,
    /// All touches alike.
    Linear,
    /// Channels by what would be lost if whoever goes there went nowhere (Anderl et al. 2016).
    Removal,
}

impl Rule {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::AnyTouch, Self::FirstTouch, Self::LastTouch, Self::Linear, Self::Removal];

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::AnyTouch => "any touch",
            Self::FirstTouch => "first touch",
            Self::LastTouch => "last touch",
            Self::Linear => "linear",
            Self::Removal => "Markov removal",
        }
    }
}

/// What a channel is credited with.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Credit {
    /// Conversions.
    pub conversions: f64,
    /// Their value.
    pub value: f64,
}

impl Credit {
    /// Part of what came of a path.
    fn part(came: &Came, share: f64) -> Self {
        Self { conversions: came.conversions as f64 * share, value: came.value * share }
    }

    fn add(&mut self, other: Self) {
        self.conversions += other.conversions;
        self.value += other.value;
    }
}

/// What each channel is credited with. By every rule but [`Rule::AnyTouch`] the credits sum to what came of all paths.
/// `None` where removal effects cannot be told ([`removal_effects`]).
pub fn credits(paths: &Paths, rule: Rule) -> Option<Vec<Credit>> {
    let by_path = |shares: fn(&[u16]) -> Vec<(u16, f64)>| {
        let mut credits = vec![Credit::default(); paths.channels.len()];
        for path in &paths.paths {
            for (to, share) in shares(&path.touches) {
                credits[usize::from(to)].add(Credit::part(&path.came, share));
            }
        }
        credits
    };
    match rule {
        Rule::AnyTouch => Some(by_path(|touches| counted(touches).map(|(channel, _)| (channel, 1.0)).collect())),
        Rule::FirstTouch => Some(by_path(|touches| touches.first().map(|&first| (first, 1.0)).into_iter().collect())),
        Rule::LastTouch => Some(by_path(|touches| touches.last().map(|&last| (last, 1.0)).into_iter().collect())),
        Rule::Linear => Some(by_path(|touches| {
            counted(touches).map(|(channel, times)| (channel, times as f64 / touches.len() as f64)).collect()
        })),
        Rule::Removal => by_removal(paths),
    }
}

/// How many claims to conversions all channels have together, each to those that it touched.
pub fn claims(paths: &Paths) -> u64 {
    paths.paths.iter().map(|path| counted(&path.touches).count() as u64 * path.came.conversions).sum()
}

/// Mean number of channels that claim a conversion; none where nothing was converted.
pub fn over_claim(paths: &Paths) -> Option<f64> {
    let conversions = paths.all().conversions;
    (conversions > 0).then(|| claims(paths) as f64 / conversions as f64)
}

/// The channels of a path in order, each once, and how often it was touched.
fn counted(touches: &[u16]) -> impl Iterator<Item = (u16, usize)> {
    let mut touches = touches.to_vec();
    touches.sort_unstable();
    let runs: Vec<(u16, usize)> = touches.chunk_by(u16::eq).map(|run| (run[0], run.len())).collect();
    runs.into_iter()
}

/// What came of all paths, shared out by removal effects.
fn by_removal(paths: &Paths) -> Option<Vec<Credit>> {
    let all = paths.all();
    if all.conversions == 0 {
        return Some(vec![Credit::default(); paths.channels.len()]);
    }
    let effects = removal_effects(paths)?;
    let sum: f64 = effects.iter().sum();
    Some(effects.iter().map(|effect| Credit::part(&all, effect / sum)).collect())
}

#[cfg(test)]
mod tests {
    use super::super::paths;
    use super::*;

    fn conversions(paths: &Paths, rule: Rule) -> Vec<f64> {
        credits(paths, rule).expect("conversions").iter().map(|credit| credit.conversions).collect()
    }

    /// Web, phone and store: 6 + 3 + 1 buy.
    fn three_channels() -> Paths {
        paths(&[("web > phone > web > store", 6, 60.0, 4), ("phone > store", 3, 90.0, 0), ("web", 1, 5.0, 9)])
    }

    #[test]
    fn who_claims_what_by_hand() {
        let paths = three_channels();
        assert_eq!(conversions(&paths, Rule::AnyTouch), [7.0, 9.0, 9.0]);
        assert_eq!(conversions(&paths, Rule::FirstTouch), [7.0, 3.0, 0.0]);
        assert_eq!(conversions(&paths, Rule::LastTouch), [1.0, 0.0, 9.0]);
        assert_eq!(conversions(&paths, Rule::Linear), [4.0, 3.0, 3.0]);
        assert_eq!(over_claim(&paths), Some(2.5));
        let value = |rule| credits(&paths, rule).expect("conversions").iter().map(|one| one.value).collect::<Vec<_>>();
        assert_eq!(value(Rule::AnyTouch), [65.0, 150.0, 150.0]);
        assert_eq!(value(Rule::Linear), [35.0, 60.0, 60.0]);
    }

    #[test]
    fn every_rule_but_any_touch_gives_out_what_there_is() {
        let paths = three_channels();
        for rule in Rule::ALL.into_iter().filter(|rule| *rule != Rule::AnyTouch) {
            let sum =
                credits(&paths, rule).expect("conversions").into_iter().fold(Credit::default(), |mut sum, one| {
                    sum.add(one);
                    sum
                });
            assert!((sum.conversions - 10.0).abs() < 1e-12 && (sum.value - 155.0).abs() < 1e-12, "{rule:?}: {sum:?}");
        }
    }

    #[test]
    fn with_one_channel_all_rules_agree_and_nothing_is_claimed_twice() {
        let alone = paths(&[("web", 2, 10.0, 5), ("web > web > web", 3, 20.0, 0)]);
        for rule in Rule::ALL {
            assert_eq!(credits(&alone, rule), Some(vec![Credit { conversions: 5.0, value: 30.0 }]), "{rule:?}");
        }
        assert_eq!((over_claim(&alone), removal_effects(&alone)), (Some(1.0), Some(vec![1.0])));
    }

    #[test]
    fn where_nothing_is_sold_nobody_has_a_credit_and_nothing_is_claimed() {
        let nothing = paths(&[("web > phone", 0, 0.0, 5)]);
        for rule in Rule::ALL {
            assert_eq!(conversions(&nothing, rule), [0.0, 0.0], "{rule:?}");
        }
        assert_eq!((over_claim(&nothing), nothing.all().conversion()), (None, Some(0.0)));
        assert_eq!(Paths::default().all().conversion(), None);
    }

    /// Evidence 3.12: n equiprobable touches over K channels are in K (1 - (1 - 1/K)^n) channels on average.
    #[test]
    fn touches_by_chance_are_claimed_as_often_as_evidence_says() {
        let names = ["a", "b", "c", "d", "e", "f"];
        let triples =
            names.iter().flat_map(|a| names.iter().flat_map(move |b| names.map(|c| format!("{a} > {b} > {c}"))));
        let triples: Vec<String> = triples.collect();
        let all: Vec<(&str, u64, f64, u64)> = triples.iter().map(|path| (path.as_str(), 1, 0.0, 0)).collect();
        let factor = over_claim(&paths(&all)).expect("conversions");
        assert!((factor - 2.527_778).abs() < 1e-6, "{factor}");
    }
}
