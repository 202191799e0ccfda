//! When strategies have paid back, in words: of one for the terminal, of all for a title.

use super::finding::{LONGEST, listed, quoted, replications_are_too_few};
use crate::experiment::{BesideBaseline, Payback, Study};

/// Most strategies that are named of each kind.
const NAMED: usize = 3;

/// After how many days a strategy has paid back, and within which days by its interval, as far as that tells; none where
/// it has not within the horizon.
pub fn after(payback: &Payback) -> Option<String> {
    payback.day.map(|day| format!("after {day} days{}", within(payback)))
}

fn within(payback: &Payback) -> String {
    match (payback.earliest, payback.latest) {
        (Some(0), Some(last)) if last > 0 => format!(" (at once to {last})"),
        (Some(0), None) => " (at once to beyond the horizon)".into(),
        (Some(first), Some(last)) if first < last => format!(" ({first} to {last})"),
        (Some(first), None) => format!(" ({first} to beyond the horizon)"),
        _ => String::new(),
    }
}

/// The day on which a strategy has paid back, in a few words, where there is one.
pub fn in_short(payback: &Payback) -> Option<String> {
    let day = payback.day.filter(|&day| day > 0)?;
    let how_sure = if Told::of(payback) == Told::Open { ", not certain" } else { "" };
    Some(format!("paid back after {day} days{how_sure}"))
}

/// What the intervals of what is gained so far tell of a strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    /// All of it has paid back within the horizon; by the mean on this day.
    PaidBack(usize),
    /// Some of it has not, or the mean has not and some of it has.
    Open,
    /// None of it has.
    NotPaidBack,
    /// It never lags behind.
    NothingToPayBack,
}

impl Told {
    const fn of(payback: &Payback) -> Self {
        match *payback {
            Payback { day: Some(0), .. } => Self::NothingToPayBack,
            Payback { day: Some(day), latest: Some(_), .. } => Self::PaidBack(day),
            Payback { day: None, earliest: None, .. } => Self::NotPaidBack,
            _ => Self::Open,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::PaidBack(_) => "Paid back",
            Self::Open => "Too uncertain to tell",
            Self::NotPaidBack => "Not paid back",
            Self::NothingToPayBack => "Nothing to pay back",
        }
    }
}

/// A strategy's name in quotes, and its payback.
type Named = (String, Payback);

/// Which strategies have paid back and when, which have not, and of which it cannot be told; none where nobody asks, or
/// nothing differs.
pub fn found(study: &Study, beside: &[BesideBaseline]) -> Option<String> {
    let of = |one: &BesideBaseline| {
        let over = one.over_time.as_ref()?;
        let changes = over.cumulative.iter().any(|so_far| so_far.difference != 0.0);
        changes.then(|| (quoted(study, one.strategy), over.payback))
    };
    let all: Vec<Named> = beside.iter().filter_map(of).collect();
    let told = |all| {
        if replications_are_too_few(study) {
            "Too few replications to say what has paid back".into()
        } else {
            sentence(all)
        }
    };
    (!all.is_empty()).then(|| told(all))
}

/// By kind, those who have paid back in order of the day; with as many names as there is room for.
fn sentence(mut all: Vec<Named>) -> String {
    all.sort_by_key(|(_, payback)| Told::of(payback));
    let kinds: Vec<&[Named]> =
        all.chunk_by(|one, next| Told::of(&one.1).words() == Told::of(&next.1).words()).collect();
    let with = |most: usize| {
        let kind = |kind: &&[Named]| format!("{}: {}", Told::of(&kind[0].1).words(), listed(&names(kind), most));
        kinds.iter().map(kind).collect::<Vec<_>>().join(". ")
    };
    let fits = |words: &String| words.chars().count() <= LONGEST;
    (1..=NAMED).rev().map(with).find(fits).unwrap_or_else(|| with(0))
}

/// With the days of those who have paid back; that these are days is said of the first.
fn names(kind: &[Named]) -> Vec<String> {
    let named = |(at, (name, payback)): (usize, &Named)| match Told::of(payback) {
        Told::PaidBack(day) if at == 0 => format!("{name} after {day} days{}", within(payback)),
        Told::PaidBack(day) => format!("{name} {day}{}", within(payback)),
        _ => name.clone(),
    };
    kind.iter().enumerate().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payback(day: Option<usize>, earliest: Option<usize>, latest: Option<usize>) -> Payback {
        Payback { day, earliest, latest }
    }

    #[test]
    fn how_sure_the_day_is_stands_beside_it() {
        let told = |payback: Payback| after(&payback).unwrap_or_default();
        assert_eq!(told(payback(Some(212), Some(198), Some(230))), "after 212 days (198 to 230)");
        assert_eq!(told(payback(Some(212), Some(198), None)), "after 212 days (198 to beyond the horizon)");
        assert_eq!(told(payback(Some(40), Some(40), Some(40))), "after 40 days", "there are no intervals");
        assert_eq!(told(payback(None, Some(300), None)), "");
    }

    #[test]
    fn a_day_that_the_interval_does_not_hold_is_said_to_be_uncertain() {
        let told = |payback: Payback| in_short(&payback).unwrap_or_default();
        assert_eq!(told(payback(Some(212), Some(198), Some(230))), "paid back after 212 days");
        assert_eq!(told(payback(Some(212), Some(198), None)), "paid back after 212 days, not certain");
        assert_eq!(
            (told(payback(Some(0), Some(0), Some(0))), told(payback(None, Some(3), None))),
            (String::new(), String::new())
        );
        assert_eq!(after(&payback(Some(40), Some(0), Some(81))).as_deref(), Some("after 40 days (at once to 81)"));
    }

    #[test]
    fn what_the_whole_interval_says_is_said_and_nothing_else() {
        let told = |day, earliest, latest| Told::of(&payback(day, earliest, latest));
        assert_eq!(told(Some(212), Some(198), Some(230)), Told::PaidBack(212));
        assert_eq!(told(Some(212), Some(198), None), Told::Open);
        assert_eq!(told(None, Some(198), None), Told::Open);
        assert_eq!(told(None, None, None), Told::NotPaidBack);
        assert_eq!(told(Some(0), Some(0), None), Told::NothingToPayBack);
    }

    fn named(name: &str, day: Option<usize>, earliest: Option<usize>, latest: Option<usize>) -> Named {
        (format!("“{name}”"), payback(day, earliest, latest))
    }

    #[test]
    fn who_has_paid_back_first_is_named_first_and_who_has_not_after_that() {
        let all = [
            named("dear", None, None, None),
            named("late", Some(212), Some(198), Some(230)),
            named("free", Some(0), Some(0), Some(0)),
            named("odd", Some(300), Some(250), None),
            named("soon", Some(40), Some(38), Some(41)),
        ];
        assert_eq!(
            sentence(all[..3].to_vec()),
            "Paid back: “late” after 212 days (198 to 230). Not paid back: “dear”. Nothing to pay back: “free”"
        );
        assert_eq!(
            sentence(all[3..].to_vec()),
            "Paid back: “soon” after 40 days (38 to 41). Too uncertain to tell: “odd”"
        );
        assert_eq!(
            sentence(vec![all[1].clone(), all[4].clone()]),
            "Paid back: “soon” after 40 days (38 to 41), “late” 212 (198 to 230)"
        );
    }

    #[test]
    fn a_title_has_room_for_some_names_and_counts_the_others() {
        let many = |letters: usize| (1..=12).map(|n| named(&format!("{n:0>letters$}"), None, None, None)).collect();
        assert_eq!(sentence(many(2)), "Not paid back: “01”, “02”, 10 others");
        assert_eq!(sentence(many(90)), format!("Not paid back: “{:0>90}”, 11 others", 1));
        assert_eq!(sentence(many(200)), "Not paid back: 12 strategies");
    }
}
