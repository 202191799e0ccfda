//! What `summary.csv` has, by the same rules as all others: to be held against them.

use crate::dashboards::facts::{Left, State};
use crate::dashboards::figure::{Dashboard, Delivered, Figure, Reach, Rule, SECONDS, SHARE, Source, Subject};
use crate::dashboards::waits::{Abandonment, Answer, Count, ServiceLevel};
use crate::dashboards::work::HandleTime;

const OWN: Source = Source { title: "throughline describe", version: env!("CARGO_PKG_VERSION") };

pub(super) static DASHBOARDS: [Dashboard; 1] =
    [Dashboard { name: "throughline", title: "The tables of throughline itself", figures: &FIGURES }];

const fn figure(
    (name, subject): (&'static str, Subject),
    (numerator, denominator): (&'static str, &'static str),
    rule: Rule,
) -> Figure {
    Figure {
        name,
        subject,
        measure: if matches!(rule, Rule::ServiceLevel(_) | Rule::Abandonment(_)) { SHARE } else { SECONDS },
        numerator,
        denominator,
        left_out: "who still waits",
        delivered: Delivered::So,
        also: "",
        source: OWN,
        reach: Reach::Simulated,
        rule,
    }
}

static FIGURES: [Figure; 4] = [
    figure(
        ("service level", Subject::ServiceLevel),
        ("contacts answered in time", "contacts that no longer wait"),
        Rule::ServiceLevel(ServiceLevel { moved_on: Count::Missed, ..ServiceLevel::of_hang_ups(Count::Missed) }),
    ),
    figure(
        ("abandonment", Subject::Abandonment),
        ("contacts whose customer hung up", "contacts that no longer wait"),
        Rule::Abandonment(Abandonment { short_seconds: 0, also: &[Left::MovedOn] }),
    ),
    figure(
        ("waiting time", Subject::SpeedOfAnswer),
        ("time in line", "contacts that no longer wait"),
        Rule::Answer(Answer::MeanOfAll),
    ),
    figure(
        ("handle time", Subject::HandleTime),
        ("time that a contact takes, with the work after it", "contacts answered"),
        Rule::HandleTime(HandleTime(&[State::Talk, State::After])),
    ),
];
