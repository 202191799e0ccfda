//! Google Analytics 4.

use crate::dashboards::figure::{Dashboard, Delivered, Figure, Reach, Rule, SHARE, Source, Subject, VISITS};
use crate::dashboards::visits::{Cut, Cuts, First, LastClick, Visits};

const SESSIONS: Source = Source { title: "GA4 sessions, second-hand", version: "read 2026-11-28" };
const ADMIN: Source = Source { title: "google-analytics-admin, attribution settings", version: "0.30.2" };

const CUTS: Cuts = Cuts { pause_minutes: 30, midnight: Cut::GoesOn, campaign: Cut::GoesOn };
const ENGAGED_SECONDS: u32 = 10;
const ENGAGED_PAGES: usize = 2;
/// Look-back for events other than a customer's acquisition, for which it is 30 days.
const LOOK_BACK_DAYS: u32 = 90;

pub(super) static DASHBOARDS: [Dashboard; 1] =
    [Dashboard { name: "ga4", title: "Google Analytics 4", figures: &FIGURES }];

const fn of_sessions(
    (name, subject): (&'static str, Subject),
    (numerator, denominator): (&'static str, &'static str),
    reach: Reach,
    of: Visits,
) -> Figure {
    Figure {
        name,
        subject,
        measure: if matches!(of, Visits::All) { VISITS } else { SHARE },
        numerator,
        denominator,
        left_out: "nothing; neither midnight nor a campaign ends a session, a pause of more than 30 minutes does",
        delivered: Delivered::So,
        also: "",
        source: SESSIONS,
        reach,
        rule: Rule::Visits(of, CUTS),
    }
}

const fn attribution(
    (name, numerator): (&'static str, &'static str),
    delivered: Delivered,
    reach: Reach,
    rule: Rule,
) -> Figure {
    Figure {
        name,
        subject: Subject::Attribution,
        measure: SHARE,
        numerator,
        denominator: "key events",
        left_out: "direct arrivals, where there is another within the look-back of 90 days (30 for acquisition)",
        delivered,
        also: "",
        source: ADMIN,
        reach,
        rule,
    }
}

const CAMPAIGNS: Reach = Reach::NotSimulated("campaigns");

static FIGURES: [Figure; 7] = [
    of_sessions(("sessions", Subject::Visits), ("sessions", "1"), Reach::Simulated, Visits::All),
    of_sessions(
        ("session key event rate", Subject::Conversion),
        ("sessions with a key event", "sessions"),
        Reach::Simulated,
        Visits::Converted,
    ),
    of_sessions(
        ("engagement rate", Subject::Engagement),
        ("sessions with 10 s in front, two pages, or a key event", "sessions"),
        Reach::NotSimulated("time in front"),
        Visits::Engaged { seconds: ENGAGED_SECONDS, pages: ENGAGED_PAGES },
    ),
    of_sessions(
        ("bounce rate", Subject::Engagement),
        ("sessions with none of these", "sessions"),
        Reach::NotSimulated("time in front"),
        Visits::Bounced { seconds: ENGAGED_SECONDS, pages: ENGAGED_PAGES },
    ),
    attribution(
        ("key events credited, data-driven", "key events shared out among arrivals by a model of the maker's"),
        Delivered::So,
        Reach::NotSimulated("campaigns; the model is not published"),
        Rule::Unpublished,
    ),
    attribution(
        ("key events credited, last click (paid and organic)", "key events whose last arrival is not direct"),
        Delivered::Otherwise,
        CAMPAIGNS,
        Rule::LastClick(LastClick { first: First::Any, look_back_days: LOOK_BACK_DAYS }),
    ),
    attribution(
        (
            "key events credited, last click (own ads)",
            "key events by the last of the maker's own ads, and where there was none, by the last arrival that is not direct",
        ),
        Delivered::Otherwise,
        CAMPAIGNS,
        Rule::LastClick(LastClick { first: First::OwnAds, look_back_days: LOOK_BACK_DAYS }),
    ),
];
