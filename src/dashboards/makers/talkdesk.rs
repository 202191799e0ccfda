//! Talkdesk.

use crate::dashboards::figure::{Dashboard, Delivered, Figure, Reach, Rule, SHARE, Source, Subject};
use crate::dashboards::waits::{Count, ServiceLevel};

const SUPPORT: Source =
    Source { title: "Talkdesk support, configuring your service level, short abandons", version: "read 2026-11-28" };

const SHORT_SECONDS: u32 = 5;

const fn service_level(
    name: &'static str,
    (denominator, left_out): (&'static str, &'static str),
    delivered: Delivered,
    hung_up: Count,
) -> Figure {
    Figure {
        name,
        subject: Subject::ServiceLevel,
        measure: SHARE,
        numerator: "answered in time",
        denominator,
        left_out,
        delivered,
        also: "",
        source: SUPPORT,
        reach: Reach::Simulated,
        rule: Rule::ServiceLevel(ServiceLevel::of_hang_ups(hung_up)),
    }
}

pub(super) static DASHBOARDS: [Dashboard; 3] = [
    Dashboard {
        name: "talkdesk/contacts",
        title: "Talkdesk, by contacts, as delivered",
        figures: &[service_level(
            "service level by contacts",
            ("contacts answered and hung up", "contacts moved elsewhere, call-backs"),
            Delivered::So,
            Count::Missed,
        )],
    },
    Dashboard {
        name: "talkdesk/contacts-filtered",
        title: "Talkdesk, by contacts, with its filter of short hang-ups",
        figures: &[service_level(
            "service level by contacts, short abandons filtered",
            (
                "contacts answered, and hung up after 5 s or more",
                "hang-ups before 5 s, contacts moved elsewhere, call-backs",
            ),
            Delivered::Otherwise,
            Count::LeftOutBefore(SHORT_SECONDS),
        )],
    },
    Dashboard {
        name: "talkdesk/calls",
        title: "Talkdesk, by calls",
        figures: &[service_level(
            "service level by calls",
            ("calls answered", "all hang-ups, calls moved elsewhere, call-backs"),
            Delivered::Otherwise,
            Count::LeftOut,
        )],
    },
];
