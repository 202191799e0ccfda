//! Asterisk, as its command line and its manager show queues.

use crate::dashboards::figure::{Dashboard, Delivered, Figure, Reach, Rule, SHARE, Source, Subject, WHOLE_SECONDS};
use crate::dashboards::waits::{Answer, Count, ServiceLevel};

const QUEUES: Source = Source { title: "Asterisk, app_queue.c", version: "2026-08" };

pub(super) static DASHBOARDS: [Dashboard; 2] = [
    Dashboard {
        name: "asterisk/sl",
        title: "Asterisk queues, SL (delivered with a threshold of 0 s)",
        figures: &[
            service_level(
                "SL",
                (
                    "calls answered in time; exactly the threshold is in time",
                    "calls answered",
                    "all hang-ups, calls that left by time-out or were moved elsewhere",
                ),
                ServiceLevel::of_hang_ups(Count::LeftOut),
            ),
            HOLDTIME,
        ],
    },
    Dashboard {
        name: "asterisk/sl2",
        title: "Asterisk queues, SL2 (delivered with a threshold of 0 s)",
        figures: &[
            service_level(
                "SL2",
                (
                    "calls answered or hung up, in time; exactly the threshold is in time",
                    "calls answered, hung up, and left by time-out",
                    "calls moved elsewhere",
                ),
                ServiceLevel { timed_out: Count::MetInTime, ..ServiceLevel::of_hang_ups(Count::MetInTime) },
            ),
            HOLDTIME,
        ],
    },
];

const fn service_level(
    name: &'static str,
    (numerator, denominator, left_out): (&'static str, &'static str, &'static str),
    rule: ServiceLevel,
) -> Figure {
    Figure {
        name,
        subject: Subject::ServiceLevel,
        measure: SHARE,
        numerator,
        denominator,
        left_out,
        delivered: Delivered::So,
        also: "",
        source: QUEUES,
        reach: Reach::Without("time-outs of queues"),
        rule: Rule::ServiceLevel(rule),
    }
}

const HOLDTIME: Figure = Figure {
    name: "holdtime",
    subject: Subject::SpeedOfAnswer,
    measure: WHOLE_SECONDS,
    numerator: "a moving average over calls answered, in their order: three quarters of what it was and a quarter of the call's wait, in whole seconds rounded down at each call; a wait is the difference of two readings of a clock of whole seconds",
    denominator: "none: it hangs on the order, and forgets all but the last calls; here it is what the server shows at the horizon, and over replications the mean of that",
    left_out: "whoever was not answered, or not before the horizon",
    delivered: Delivered::So,
    also: "",
    source: QUEUES,
    reach: Reach::Simulated,
    rule: Rule::Answer(Answer::MovingAverage),
};
