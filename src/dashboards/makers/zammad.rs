//! Zammad.

use crate::dashboards::cases::{Clock, FirstReply, From};
use crate::dashboards::facts::Status;
use crate::dashboards::figure::{Dashboard, Delivered, Figure, MINUTES, Reach, Rule, Source, Subject};

pub(super) static DASHBOARDS: [Dashboard; 1] = [Dashboard {
    name: "zammad",
    title: "Zammad",
    figures: &[Figure {
        name: "first response time",
        subject: Subject::FirstReply,
        measure: MINUTES,
        numerator: "time in opening hours from a ticket's creation to a person's message, less pending time",
        denominator: "tickets with such a message",
        left_out: "system and internal messages are none of a person's; pending time",
        delivered: Delivered::So,
        also: "",
        source: Source { title: "Zammad, source", version: "read 2026-11-28" },
        reach: Reach::Without("pending time, system and internal messages"),
        rule: Rule::FirstReply(FirstReply {
            from: From::Creation,
            clock: Clock::OpeningHours,
            less: &[Status::Pending],
        }),
    }],
}];
