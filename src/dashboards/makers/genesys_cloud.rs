//! Genesys Cloud.

use crate::dashboards::cases::FirstContact;
use crate::dashboards::facts::{Left, State};
use crate::dashboards::figure::{Dashboard, Delivered, Figure, Reach, Rule, SECONDS, SHARE, Source, Subject};
use crate::dashboards::waits::{Abandonment, Count, ServiceLevel};
use crate::dashboards::work::HandleTime;

const CONFIGURE: Source = Source {
    title: "Genesys Cloud Resource Center, configure the service level calculation",
    version: "read 2026-11-28",
};
const RESOLUTION: Source =
    Source { title: "Genesys Cloud developer page on resolution aggregates", version: "read 2026-11-28" };

const SHORT_SECONDS: u32 = 5;

pub(super) static DASHBOARDS: [Dashboard; 1] = [Dashboard {
    name: "genesys-cloud",
    title: "Genesys Cloud, each service level that can be set",
    figures: &FIGURES,
}];

const fn service_level(
    name: &'static str,
    (numerator, denominator, left_out): (&'static str, &'static str, &'static str),
    also: &'static str,
    rule: ServiceLevel,
) -> Figure {
    Figure {
        name,
        subject: Subject::ServiceLevel,
        measure: SHARE,
        numerator,
        denominator,
        left_out,
        delivered: Delivered::NotFound,
        also,
        source: CONFIGURE,
        reach: Reach::Simulated,
        rule: Rule::ServiceLevel(rule),
    }
}

static FIGURES: [Figure; 7] = [
    service_level(
        "service level %, all hang-ups counted",
        ("contacts answered in time", "contacts answered and hung up", "flow-outs and call-backs"),
        "Cisco UCCE \"negative\"",
        ServiceLevel::of_hang_ups(Count::Missed),
    ),
    service_level(
        "service level %, flow-outs counted",
        ("contacts answered in time", "all contacts queued", "who still waits"),
        "",
        ServiceLevel {
            call_back: Count::Missed,
            moved_on: Count::Missed,
            timed_out: Count::Missed,
            ..ServiceLevel::of_hang_ups(Count::Missed)
        },
    ),
    service_level(
        "service level %, short hang-ups off",
        (
            "contacts answered in time",
            "contacts answered, and hung up after 5 s or more",
            "hang-ups before 5 s, flow-outs, call-backs",
        ),
        "RingCentral with a cut-off (what it delivers: not found)",
        ServiceLevel::of_hang_ups(Count::LeftOutBefore(SHORT_SECONDS)),
    ),
    service_level(
        "service level %, hang-ups off",
        ("contacts answered in time", "contacts answered", "all hang-ups, flow-outs, call-backs"),
        "",
        ServiceLevel::of_hang_ups(Count::LeftOut),
    ),
    Figure {
        name: "abandon %",
        subject: Subject::Abandonment,
        measure: SHARE,
        numerator: "contacts hung up, short ones too",
        denominator: "contacts offered, flow-outs too",
        left_out: "who still waits",
        delivered: Delivered::NotFound,
        also: "",
        source: CONFIGURE,
        reach: Reach::Without("call-backs asked for in the queue"),
        rule: Rule::Abandonment(Abandonment {
            short_seconds: 0,
            also: &[Left::CallBack, Left::MovedOn, Left::TimedOut],
        }),
    },
    Figure {
        name: "average handle",
        subject: Subject::HandleTime,
        measure: SECONDS,
        numerator: "talk, hold, work after the contact, and for calls of the firm's own the dialling",
        denominator: "contacts answered",
        left_out: "ringing",
        delivered: Delivered::So,
        also: "",
        source: CONFIGURE,
        reach: Reach::Without("hold, and calls of the firm's own"),
        rule: Rule::HandleTime(HandleTime(&[State::Talk, State::Hold, State::After, State::Dialling])),
    },
    Figure {
        name: "first contact resolution",
        subject: Subject::FirstContact,
        measure: SHARE,
        numerator: "contacts after which the customer did not come again within 7 days (unless set otherwise)",
        denominator: "contacts answered, each credited to its last queue and agent",
        left_out: "contacts whose 7 days are not over",
        delivered: Delivered::So,
        also: "",
        source: RESOLUTION,
        reach: Reach::Simulated,
        rule: Rule::FirstContact(FirstContact::NoneWithin { days: 7 }),
    },
];
