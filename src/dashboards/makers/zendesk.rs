//! Zendesk.

use crate::dashboards::cases::{Clock, FirstContact, FirstReply, From, TimeIn};
use crate::dashboards::facts::Status;
use crate::dashboards::figure::{Dashboard, Delivered, Figure, MINUTES, Reach, Rule, SHARE, Source, Subject};

const REPLY: Source = Source { title: "Zendesk, calculating first reply time", version: "read 2026-11-28" };
const DURATIONS: Source = Source { title: "Zendesk, native support time duration metrics", version: "read 2026-11-28" };
const ONE_TOUCH: Source = Source { title: "Zendesk documentation, title not kept", version: "read 2026-11-28" };

pub(super) static DASHBOARDS: [Dashboard; 1] = [Dashboard { name: "zendesk", title: "Zendesk", figures: &FIGURES }];

const fn first_reply(name: &'static str, numerator: &'static str, clock: Clock) -> Figure {
    Figure {
        name,
        subject: Subject::FirstReply,
        measure: MINUTES,
        numerator,
        denominator: "tickets with such a reply",
        left_out: "notes and automatic messages are no replies",
        delivered: Delivered::So,
        also: "",
        source: REPLY,
        reach: Reach::Without("notes and automatic messages"),
        rule: Rule::FirstReply(FirstReply { from: From::Creation, clock, less: &[] }),
    }
}

const fn wait(name: &'static str, numerator: &'static str, reach: Reach, rule: TimeIn) -> Figure {
    Figure {
        name,
        subject: Subject::CaseWait,
        measure: MINUTES,
        numerator,
        denominator: "tickets",
        left_out: "time solved",
        delivered: Delivered::So,
        also: "",
        source: DURATIONS,
        reach,
        rule: Rule::TimeIn(rule),
    }
}

const fn one_touch(name: &'static str, numerator: &'static str, delivered: Delivered, replies: FirstContact) -> Figure {
    Figure {
        name,
        subject: Subject::FirstContact,
        measure: SHARE,
        numerator,
        denominator: "tickets solved",
        left_out: "tickets not solved; notes are no replies",
        delivered,
        also: "",
        source: ONE_TOUCH,
        reach: Reach::Without("notes and automatic messages"),
        rule: Rule::FirstContact(replies),
    }
}

static FIGURES: [Figure; 6] = [
    first_reply(
        "first reply time, calendar",
        "time from a ticket's creation to the first public reply of a person",
        Clock::Wall,
    ),
    first_reply("first reply time, business hours", "the same, in opening hours", Clock::OpeningHours),
    wait(
        "requester wait time",
        "time new, open and on hold, also after reopening",
        Reach::NotSimulated("pending time"),
        TimeIn(&[Status::New, Status::Open, Status::OnHold]),
    ),
    wait(
        "agent wait time",
        "time pending: waiting for the customer",
        Reach::NotSimulated("pending time"),
        TimeIn(&[Status::Pending]),
    ),
    one_touch(
        "one-touch tickets",
        "tickets solved with fewer than two replies of agents",
        Delivered::So,
        FirstContact::Replies { least: 0, most: 1 },
    ),
    one_touch(
        "one-touch tickets, as one national page says",
        "tickets solved with exactly one reply of an agent",
        Delivered::NotFound,
        FirstContact::Replies { least: 1, most: 1 },
    ),
];
