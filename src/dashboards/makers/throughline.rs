//! What the tables of throughline have. Of waits and work by the same rules as all others, to be held against them; of
//! what takes more than lists of contacts, from the tables.

use crate::dashboards::facts::{Doing, Left, State};
use crate::dashboards::figure::{
    Dashboard, Delivered, Figure, MINUTES, Reach, Rule, SECONDS, SHARE, SHARE_OF_TIME, Source, Subject,
};
use crate::dashboards::waits::{Abandonment, Answer, Count, ServiceLevel};
use crate::dashboards::work::{By, HandleTime, Occupancy};
use crate::stats::Measure;

const OWN: Source = Source { title: "throughline describe", version: env!("CARGO_PKG_VERSION") };

pub(super) static DASHBOARDS: [Dashboard; 1] =
    [Dashboard { name: "throughline", title: "The tables of throughline itself", figures: &FIGURES }];

const fn figure(
    (name, subject, measure): (&'static str, Subject, Measure),
    (numerator, denominator, left_out): (&'static str, &'static str, &'static str),
    rule: Rule,
) -> Figure {
    Figure {
        name,
        subject,
        measure,
        numerator,
        denominator,
        left_out,
        delivered: Delivered::So,
        also: "",
        source: OWN,
        reach: Reach::Simulated,
        rule,
    }
}

static FIGURES: [Figure; 12] = [
    figure(
        ("service level", Subject::ServiceLevel, SHARE),
        ("contacts answered in time", "contacts that no longer wait", "who still waits"),
        Rule::ServiceLevel(ServiceLevel { moved_on: Count::Missed, ..ServiceLevel::of_hang_ups(Count::Missed) }),
    ),
    figure(
        ("abandonment", Subject::Abandonment, SHARE),
        ("contacts whose customer hung up", "contacts that no longer wait", "who still waits"),
        Rule::Abandonment(Abandonment { short_seconds: 0, also: &[Left::MovedOn] }),
    ),
    figure(
        ("waiting time", Subject::SpeedOfAnswer, SECONDS),
        ("time in line", "contacts that no longer wait", "who still waits"),
        Rule::Answer(Answer::MeanOfAll),
    ),
    figure(
        ("handle time", Subject::HandleTime, SECONDS),
        ("time that a contact takes, with the work after it", "contacts answered", "who still waits"),
        Rule::HandleTime(HandleTime(&[State::Talk, State::After])),
    ),
    figure(
        ("occupancy", Subject::Occupancy, SHARE_OF_TIME),
        ("time of agents at work, in all pools", "that, and what is left of their paid time", "nothing"),
        Rule::Occupancy(Occupancy { by: By::Agent, ringing: Doing::Idle }),
    ),
    figure(
        ("first answer", Subject::FirstReply, MINUTES),
        (
            "time from the need to the beginning of the first service by somebody, where run.elapsed asks for it (answer_minutes, by the channel of the first contact)",
            "ended journeys that had one",
            "getting no answer",
        ),
        Rule::Outcome("answer_minutes"),
    ),
    figure(
        ("first answer, opening hours", Subject::FirstReply, MINUTES),
        (
            "the same, as far as whoever answered was open (answer_open_minutes)",
            "ended journeys that had one",
            "getting no answer",
        ),
        Rule::Outcome("answer_open_minutes"),
    ),
    figure(
        ("first-contact resolution", Subject::FirstContact, SHARE),
        (
            "service journeys completed with one turn to somebody who serves, in any channel (first_contact_resolution)",
            "ended service journeys that turned to somebody who serves",
            "journeys with a value",
        ),
        Rule::Outcome("first_contact_resolution"),
    ),
    figure(
        ("first-contact resolution, reported", Subject::FirstContact, SHARE),
        (
            "the same, as each channel sees it: completed with one turn there (first_contact_resolution_reported)",
            "service journeys by the channels that they turned to",
            "journeys with a value",
        ),
        Rule::Outcome("first_contact_resolution_reported"),
    ),
    figure(
        ("repeat contacts", Subject::Repeats, SHARE),
        (
            "those after which the customer turned to somebody again within run.repeat_within_days, where that is set (repeat_contact_rate, by the channel of the first of the two)",
            "contacts served to an end by somebody, so long before the horizon",
            "contacts whose window is not over",
        ),
        Rule::Outcome("repeat_contact_rate"),
    ),
    figure(
        ("conversion per visit", Subject::Conversion, SHARE),
        (
            "contacts that completed a journey with a value, in all channels (conversion_per_visit)",
            "ended contacts of journeys with a value",
            "contacts of service journeys",
        ),
        Rule::Outcome("conversion_per_visit"),
    ),
    figure(
        ("cart abandonment", Subject::AbandonedBasket, SHARE),
        (
            "baskets filled in self-service and not ordered anywhere (cart_abandonment)",
            "baskets filled in self-service",
            "baskets whose journey has not ended",
        ),
        Rule::Outcome("cart_abandonment"),
    ),
];
