//! Chatwoot.

use crate::dashboards::cases::{Clock, FirstReply, From};
use crate::dashboards::figure::{Dashboard, Delivered, Figure, Reach, Rule, SECONDS, Source, Subject};

pub(super) static DASHBOARDS: [Dashboard; 1] = [Dashboard {
    name: "chatwoot",
    title: "Chatwoot",
    figures: &[Figure {
        name: "first response time",
        subject: Subject::FirstReply,
        measure: SECONDS,
        numerator: "time to a person's public message, from the bot's hand-over, else from creation, anew after reopening",
        denominator: "conversations with such a message",
        left_out: "greetings, rules and notes are no messages of a person",
        delivered: Delivered::So,
        also: "",
        source: Source { title: "Chatwoot, source", version: "read 2026-11-28" },
        reach: Reach::Without("greetings, rules and notes"),
        rule: Rule::FirstReply(FirstReply { from: From::HandOver, clock: Clock::Wall, less: &[] }),
    }],
}];
