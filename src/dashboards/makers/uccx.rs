//! Cisco Unified Contact Center Express: four settings of its service level.

use crate::dashboards::facts::State;
use crate::dashboards::figure::{Dashboard, Delivered, Figure, Reach, Rule, SECONDS, SHARE, Source, Subject};
use crate::dashboards::waits::{Count, ServiceLevel};
use crate::dashboards::work::HandleTime;

const GUIDE: Source = Source { title: "UCCX Historical Reports User Guide", version: "7.0(1)" };

pub(super) static DASHBOARDS: [Dashboard; 4] = [
    Dashboard {
        name: "uccx/negative",
        title: "Cisco UCCX, hang-ups count against the service level",
        figures: &NEGATIVE,
    },
    Dashboard { name: "uccx/positive", title: "Cisco UCCX, early hang-ups count as met", figures: &POSITIVE },
    Dashboard { name: "uccx/without-abandon", title: "Cisco UCCX, early hang-ups left out", figures: &WITHOUT_ABANDON },
    Dashboard { name: "uccx/only-handled", title: "Cisco UCCX, only contacts answered count", figures: &ONLY_HANDLED },
];

/// The report shows all four side by side; none is the delivered one.
const fn service_level(
    (numerator, denominator, left_out): (&'static str, &'static str, &'static str),
    also: &'static str,
    hung_up: Count,
) -> Figure {
    Figure {
        name: "service level",
        subject: Subject::ServiceLevel,
        measure: SHARE,
        numerator,
        denominator,
        left_out,
        delivered: Delivered::NotFound,
        also,
        source: GUIDE,
        reach: Reach::Simulated,
        rule: Rule::ServiceLevel(ServiceLevel::of_hang_ups(hung_up)),
    }
}

const HANDLE_TIME: Figure = Figure {
    name: "average handle time",
    subject: Subject::HandleTime,
    measure: SECONDS,
    numerator: "talk, hold and work after the contact",
    denominator: "contacts answered",
    left_out: "ringing",
    delivered: Delivered::So,
    also: "",
    source: GUIDE,
    reach: Reach::Without("hold"),
    rule: Rule::HandleTime(HandleTime(&[State::Talk, State::Hold, State::After])),
};

static NEGATIVE: [Figure; 2] = [
    service_level(
        ("contacts answered in time", "contacts answered and hung up", "contacts moved elsewhere"),
        "Cisco UCCE \"negative\"",
        Count::Missed,
    ),
    HANDLE_TIME,
];
static POSITIVE: [Figure; 2] = [
    service_level(
        ("contacts answered or hung up, in time", "contacts answered and hung up", "contacts moved elsewhere"),
        "Cisco UCCE \"positive\"",
        Count::MetInTime,
    ),
    HANDLE_TIME,
];
static WITHOUT_ABANDON: [Figure; 2] = [
    service_level(
        (
            "contacts answered in time",
            "contacts offered, less those hung up within the threshold",
            "hang-ups within the threshold, contacts moved elsewhere",
        ),
        "Cisco UCCE \"ignored\"; CxEngage as delivered",
        Count::LeftOutInTime,
    ),
    HANDLE_TIME,
];
static ONLY_HANDLED: [Figure; 2] = [
    service_level(
        ("contacts answered in time", "contacts answered", "all hang-ups, contacts moved elsewhere"),
        "",
        Count::LeftOut,
    ),
    HANDLE_TIME,
];
