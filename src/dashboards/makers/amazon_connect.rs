//! Amazon Connect.

use crate::dashboards::cases::FirstContact;
use crate::dashboards::facts::{Doing, Left, State};
use crate::dashboards::figure::{
    Dashboard, Delivered, Figure, Reach, Rule, SECONDS, SHARE, SHARE_OF_TIME, Source, Subject,
};
use crate::dashboards::waits::{Abandonment, Answer, Count, Edge, ServiceLevel};
use crate::dashboards::work::{By, HandleTime, Occupancy};

const GUIDE: Source =
    Source { title: "Amazon Connect Administrator Guide, metric definitions", version: "text of 2025" };

pub(super) static DASHBOARDS: [Dashboard; 1] =
    [Dashboard { name: "amazon-connect", title: "Amazon Connect", figures: &FIGURES }];

static FIGURES: [Figure; 6] = [
    Figure {
        name: "service level",
        subject: Subject::ServiceLevel,
        measure: SHARE,
        numerator: "contacts that left the queue in time: answered, hung up, or a call-back asked for; the caller chooses whether exactly the threshold is in time",
        denominator: "all contacts queued; who still waits counts at once",
        left_out: "nothing",
        delivered: Delivered::So,
        also: "",
        source: GUIDE,
        reach: Reach::Without("call-backs asked for in the queue"),
        rule: Rule::ServiceLevel(ServiceLevel {
            hung_up: Count::MetInTime,
            call_back: Count::MetInTime,
            moved_on: Count::Missed,
            timed_out: Count::Missed,
            waiting: Count::Missed,
            edge: Edge::Chosen,
        }),
    },
    Figure {
        name: "abandonment rate",
        subject: Subject::Abandonment,
        measure: SHARE,
        numerator: "contacts whose customer hung up in the queue",
        denominator: "all contacts queued",
        left_out: "nothing",
        delivered: Delivered::So,
        also: "",
        source: GUIDE,
        reach: Reach::Without("call-backs asked for in the queue"),
        rule: Rule::Abandonment(Abandonment {
            short_seconds: 0,
            also: &[Left::CallBack, Left::MovedOn, Left::TimedOut, Left::Waiting],
        }),
    },
    Figure {
        name: "average queue answer time",
        subject: Subject::SpeedOfAnswer,
        measure: SECONDS,
        numerator: "time in the queue of contacts answered",
        denominator: "contacts answered",
        left_out: "whoever was not answered",
        delivered: Delivered::So,
        also: "",
        source: GUIDE,
        reach: Reach::Simulated,
        rule: Rule::Answer(Answer::MeanOfAnswered),
    },
    Figure {
        name: "average handle time",
        subject: Subject::HandleTime,
        measure: SECONDS,
        numerator: "talk, hold, work after the contact, and for tasks the pause",
        denominator: "contacts answered",
        left_out: "ringing",
        delivered: Delivered::So,
        also: "",
        source: GUIDE,
        reach: Reach::Without("hold and paused tasks"),
        rule: Rule::HandleTime(HandleTime(&[State::Talk, State::Hold, State::After, State::Pause])),
    },
    Figure {
        name: "occupancy",
        subject: Subject::Occupancy,
        measure: SHARE_OF_TIME,
        numerator: "time of agents with at least one contact; one chat of three slots is all of the agent",
        denominator: "time with a contact and time idle; while it rings an agent is idle",
        left_out: "states of the firm's own, such as breaks",
        delivered: Delivered::So,
        also: "",
        source: GUIDE,
        reach: Reach::Without("ringing and states of the firm's own"),
        rule: Rule::Occupancy(Occupancy { by: By::Agent, ringing: Doing::Idle }),
    },
    Figure {
        name: "cases resolved on first contact",
        subject: Subject::FirstContact,
        measure: SHARE,
        numerator: "cases closed with exactly one call, chat or e-mail, however long ago",
        denominator: "cases closed",
        left_out: "contacts without a case; not split by queue",
        delivered: Delivered::So,
        also: "",
        source: GUIDE,
        reach: Reach::Simulated,
        rule: Rule::FirstContact(FirstContact::OneContact),
    },
];
