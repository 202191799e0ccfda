//! Whether a strategy pays: up to which cost of integration, from which day on, and how much for each unit of money.

use super::Study;
use crate::outcomes::worth::Worth;
use crate::stats::{Estimate, Kind, Measure, Paired, Ratio};

/// Days of the year by which costs per year are told.
const DAYS_A_YEAR: f64 = 364.0;
/// Millionths, in which money is summed.
const MONEY: Measure = Measure { unit: "", in_one: 1e6, kind: Kind::Balance };
/// Money for money.
const TIMES: Measure = Measure { unit: "", in_one: 1.0, kind: Kind::Balance };

/// The outcomes that profit is made of, and how each counts in it.
const MAKE_PROFIT: [(&str, f64); 5] = [
    ("margin", 1.0),
    ("cost_to_serve", -1.0),
    ("acquisition_cost", -1.0),
    ("outreach_cost", -1.0),
    ("integration_cost", -1.0),
];

/// What a strategy is worth beside the baseline.
#[derive(Debug, Clone)]
pub struct BesideBaseline {
    /// The strategy.
    pub strategy: usize,
    /// By how much integration costs more than in the baseline, over the time that is reported.
    pub integration: Paired,
    /// The cost at which integration stops paying, over that time: what the strategy earns more, integration apart.
    pub stops_paying: Paired,
    /// What the difference in profit is made of: outcomes, by their keys, each with what it adds to it.
    pub made_of: Vec<(usize, f64)>,
    /// What money over time tells, where that is asked for.
    pub over_time: Option<OverTime>,
}

/// Money over time, discounted to the end of the warm-up.
#[derive(Debug, Clone)]
pub struct OverTime {
    /// The difference in net present value.
    pub npv: Paired,
    /// What is gained for each unit of money that integration costs more, that unit taken off; none, where it does not.
    pub roi: Option<Estimate>,
    /// The profit gained up to the end of each reported day.
    pub cumulative: Vec<Paired>,
    /// From when it pays.
    pub payback: Payback,
}

/// From which day after the warm-up on what is gained so far stays at 0 or more; none where it is not within the horizon.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Payback {
    /// By the mean over replications.
    pub day: Option<usize>,
    /// By the upper ends of the intervals of what is gained.
    pub earliest: Option<usize>,
    /// By the lower ends.
    pub latest: Option<usize>,
}

impl BesideBaseline {
    /// A cost over the reported time as one a year.
    pub fn per_year(study: &Study, over_time: f64) -> f64 {
        let run = &study.scenario.run;
        over_time * DAYS_A_YEAR / (run.horizon_days - run.warm_up_days)
    }
}

/// What each strategy but the baseline is worth, where there is any money.
pub fn worth(study: &Study) -> Vec<BesideBaseline> {
    let baseline = study.scenario.baseline();
    let there_is_money = MAKE_PROFIT
        .iter()
        .filter_map(|(metric, _)| study.key_of(metric, "", ""))
        .any(|key| (0..study.outcomes.len()).any(|s| study.parts(s, key).iter().any(|part| part.numerator != 0)));
    let others = (0..study.outcomes.len()).filter(|&strategy| there_is_money && strategy != baseline);
    others.filter_map(|strategy| beside_baseline(study, strategy, baseline)).collect()
}

fn beside_baseline(study: &Study, strategy: usize, baseline: usize) -> Option<BesideBaseline> {
    let differs =
        |key: usize| Paired::of(&study.parts(strategy, key), &study.parts(baseline, key), &study.keys[key].measure);
    let difference = |metric: &str| differs(study.key(metric));
    let part = |&(metric, counts): &(&str, f64)| {
        let key = study.key_of(metric, "", "")?;
        Some((key, counts * differs(key)?.difference))
    };
    Some(BesideBaseline {
        strategy,
        integration: difference("integration_cost")?,
        stops_paying: difference("profit_before_integration")?,
        made_of: MAKE_PROFIT.iter().filter_map(part).filter(|(_, adds)| *adds != 0.0).collect(),
        over_time: over_time(study, strategy, baseline),
    })
}

fn over_time(study: &Study, strategy: usize, baseline: usize) -> Option<OverTime> {
    study.scenario.run.asked.discount_per_year?;
    let first = (study.scenario.run.warm_up_days).floor() as usize;
    let gained: Vec<Vec<Worth>> = (study.outcomes[strategy].iter().zip(&study.outcomes[baseline]))
        .map(|(ours, theirs)| sums(&ours.worth[first..], &theirs.worth[first..]))
        .collect();
    let days = gained.first().map_or(0, Vec::len);
    let of_day = |day: usize| {
        let profits: Vec<Ratio> = gained.iter().map(|days| total(days[day].profit())).collect();
        Paired::of(&profits, &vec![Ratio::total(0); profits.len()], &MONEY)
    };
    let cumulative: Vec<Paired> = (0..days).map_while(of_day).collect();
    let returns: Vec<Ratio> = gained.iter().filter_map(|days| days.last()).map(returned).collect();
    Some(OverTime {
        npv: *cumulative.last()?,
        roi: Estimate::of_ratio(&returns, &TIMES),
        payback: Payback::of(&cumulative),
        cumulative,
    })
}

/// What is gained up to the end of each day.
fn sums(ours: &[Worth], theirs: &[Worth]) -> Vec<Worth> {
    let mut sum = Worth::default();
    let add = |(ours, theirs): (&Worth, &Worth)| {
        sum.earned += ours.earned - theirs.earned;
        sum.acquisition += ours.acquisition - theirs.acquisition;
        sum.outreach += ours.outreach - theirs.outreach;
        sum.integration += ours.integration - theirs.integration;
        sum
    };
    ours.iter().zip(theirs).map(add).collect()
}

fn total(money: f64) -> Ratio {
    Ratio::total((money * MONEY.in_one).round() as i128)
}

/// What is left of what was gained, for what it cost.
fn returned(gained: &Worth) -> Ratio {
    let cost = (gained.integration * MONEY.in_one).round();
    if cost > 0.0 { Ratio { denominator: cost as u64, ..total(gained.profit()) } } else { Ratio::NONE }
}

impl Payback {
    fn of(cumulative: &[Paired]) -> Self {
        let end = |upper: bool| {
            move |one: &Paired| one.ci.map_or(one.difference, |(low, high)| if upper { high } else { low })
        };
        Self {
            day: stays_from(cumulative, |one| one.difference),
            earliest: stays_from(cumulative, end(true)),
            latest: stays_from(cumulative, end(false)),
        }
    }
}

/// The number of the first day at whose end, and at the end of all later ones, nothing is owed; 0 where nothing ever is,
/// though something changes.
fn stays_from(cumulative: &[Paired], value: impl Fn(&Paired) -> f64) -> Option<usize> {
    let changes = cumulative.iter().any(|one| value(one) != 0.0);
    let owed = cumulative.iter().rposition(|one| value(one) < 0.0).map_or(0, |last| last + 1);
    let is_after = |owed: usize| if owed == 0 { 0 } else { owed + 1 };
    (changes && owed < cumulative.len()).then(|| is_after(owed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paid_back(gained: &[f64]) -> Option<usize> {
        let days = gained.iter().map(|&gain| {
            let all = [total(gain), total(gain)];
            Paired::of(&all, &[Ratio::total(0); 2], &MONEY).expect("two replications")
        });
        Payback::of(&days.collect::<Vec<_>>()).day
    }

    #[test]
    fn it_has_paid_back_from_the_day_on_at_whose_end_nothing_is_owed_any_more() {
        assert_eq!(paid_back(&[-10.0, -4.0, 2.0, 8.0]), Some(3));
        assert_eq!(paid_back(&[-10.0, 2.0, -1.0, 0.0]), Some(4), "it must stay");
        assert_eq!(paid_back(&[-10.0, -6.0]), None, "not within the horizon");
        assert_eq!(paid_back(&[1.0, 2.0]), Some(0), "nothing is ever owed");
        assert_eq!(paid_back(&[0.0, 0.0]), None, "nothing changes");
        assert_eq!(paid_back(&[0.0, -1.0, 3.0]), Some(3));
    }

    #[test]
    fn return_is_what_is_left_for_what_it_cost() {
        // Evidence I4: benefits of 14,840,638 for costs of 4,057,170 return 2.657879.
        let one = returned(&Worth { earned: 14_840_638.0, integration: 4_057_170.0, ..Worth::default() });
        assert!((one.value(&TIMES).expect("it cost something") - 2.657_879).abs() < 1e-6);
        assert_eq!(returned(&Worth { earned: 5.0, integration: 0.0, ..Worth::default() }), Ratio::NONE);
    }
}
