//! What is told of a figure, and how it is computed.

use super::cases::{FirstContact, FirstReply, TimeIn};
use super::facts::{Facts, Part, Settings};
use super::shop::{Abandoned, returning};
use super::visits::{Cuts, LastClick, Visits};
use super::waits::{Abandonment, Answer, ServiceLevel};
use super::work::{HandleTime, Occupancy};
use crate::scenario::timetable::MINUTE;
use crate::stats::{Kind, Measure, Ratio};

/// A dashboard in one setting: its figures, in its own words.
#[derive(Debug)]
pub struct Dashboard {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, and in which setting.
    pub title: &'static str,
    /// Its figures.
    pub figures: &'static [Figure],
}

/// A figure of a dashboard.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What the dashboard calls it.
    pub name: &'static str,
    /// What it is a figure of, whoever counts.
    pub subject: Subject,
    /// In what it is measured.
    pub measure: Measure,
    /// What is counted or summed.
    pub numerator: &'static str,
    /// What it is divided by.
    pub denominator: &'static str,
    /// What is left out of both.
    pub left_out: &'static str,
    /// Whether it is counted so as delivered.
    pub delivered: Delivered,
    /// Who else counts so; empty where nobody was looked up.
    pub also: &'static str,
    /// Where that is written.
    pub source: Source,
    /// Whether a simulation knows all that it counts.
    pub reach: Reach,
    /// How it is computed.
    pub rule: Rule,
}

/// Where a definition is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Title.
    pub title: &'static str,
    /// Version or date of what was read.
    pub version: &'static str,
}

/// Whether a dashboard counts so without anybody having set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// It does.
    So,
    /// It has to be set so.
    Otherwise,
    /// No documentation says what is delivered.
    NotFound,
}

impl Delivered {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::So => "as delivered",
            Self::Otherwise => "has to be set so",
            Self::NotFound => "not found",
        }
    }
}

/// Whether a simulation knows all that a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It does.
    Simulated,
    /// It does, but for this, which never happens in it.
    Without(&'static str),
    /// It knows nothing of this, without which there is no figure.
    NotSimulated(&'static str),
}

impl Reach {
    /// In words.
    pub fn words(self) -> String {
        match self {
            Self::Simulated => "simulated".into(),
            Self::Without(what) => format!("simulated without {what}"),
            Self::NotSimulated(what) => format!("not simulated: {what}"),
        }
    }
}

/// What a figure is of, whoever counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Answered in time.
    ServiceLevel,
    /// Hung up.
    Abandonment,
    /// Wait until somebody answers.
    SpeedOfAnswer,
    /// Time that a contact takes an agent.
    HandleTime,
    /// Time of agents at work.
    Occupancy,
    /// Time until somebody replies.
    FirstReply,
    /// Time for which a customer or the firm waits over a case.
    CaseWait,
    /// Done at the first contact.
    FirstContact,
    /// Customers who have to come again.
    Repeats,
    /// Visits to a site.
    Visits,
    /// Visits with what the firm wants.
    Conversion,
    /// Visits that look at something.
    Engagement,
    /// What brought a conversion.
    Attribution,
    /// Baskets left behind.
    AbandonedBasket,
    /// Customers who come back.
    Returning,
}

impl Subject {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ServiceLevel => "service level",
            Self::Abandonment => "abandonment",
            Self::SpeedOfAnswer => "speed of answer",
            Self::HandleTime => "handle time",
            Self::Occupancy => "occupancy",
            Self::FirstReply => "first reply",
            Self::CaseWait => "waiting over a case",
            Self::FirstContact => "first-contact resolution",
            Self::Repeats => "repeats",
            Self::Visits => "visits",
            Self::Conversion => "conversion by visit",
            Self::Engagement => "engaged visits",
            Self::Attribution => "attribution",
            Self::AbandonedBasket => "abandoned baskets",
            Self::Returning => "returning customers",
        }
    }
}

/// How a figure is computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// Answered in time.
    ServiceLevel(ServiceLevel),
    /// Hung up.
    Abandonment(Abandonment),
    /// Wait until somebody answers.
    Answer(Answer),
    /// Time of a contact in some states.
    HandleTime(HandleTime),
    /// Time of agents on contacts.
    Occupancy(Occupancy),
    /// Time until somebody replies.
    FirstReply(FirstReply),
    /// Time of a case in some states.
    TimeIn(TimeIn),
    /// Done at the first contact.
    FirstContact(FirstContact),
    /// Something of visits, which end so.
    Visits(Visits, Cuts),
    /// What brought a conversion.
    LastClick(LastClick),
    /// Baskets left behind.
    Abandoned(Abandoned),
    /// Orders of customers who return.
    Returning,
    /// What the outcome of this name has in the tables: taken from there, and no matter of lists.
    Outcome(&'static str),
    /// Nobody but the maker can compute it.
    Unpublished,
}

impl Figure {
    /// The figure for a part of the firm; none where nothing is counted.
    pub fn of(&self, facts: &Facts, settings: &Settings, part: Part) -> Ratio {
        match self.rule {
            Rule::ServiceLevel(rule) => rule.of(facts, settings, part),
            Rule::Abandonment(rule) => rule.of(facts, part),
            Rule::Answer(rule) => rule.of(facts, part),
            Rule::HandleTime(rule) => rule.of(facts, part),
            Rule::Occupancy(rule) if part == Part::All => rule.of(facts),
            Rule::FirstReply(rule) => rule.of(facts, settings, part),
            Rule::TimeIn(rule) => rule.of(facts, part),
            Rule::FirstContact(rule) => rule.of(facts, part),
            Rule::Visits(rule, cuts) => rule.of(&cuts, facts, part),
            Rule::LastClick(rule) => rule.of(facts, part),
            Rule::Abandoned(rule) => rule.of(facts, part),
            Rule::Returning => returning(facts, part),
            Rule::Occupancy(_) | Rule::Outcome(_) | Rule::Unpublished => Ratio::NONE,
        }
    }

    /// Whether the figure of a whole is no sum of those of its parts, since it hangs on the order of contacts.
    pub const fn hangs_on_order(&self) -> bool {
        matches!(self.rule, Rule::Answer(Answer::MovingAverage))
    }
}

const fn measure(unit: &'static str, in_one: f64, kind: Kind) -> Measure {
    Measure { unit, in_one, kind }
}

/// Cases out of cases.
pub(super) const SHARE: Measure = measure("share", 1.0, Kind::Share);
/// Time out of time.
pub(super) const SHARE_OF_TIME: Measure = measure("share", 1.0, Kind::Amount);
/// Times, in micro-minutes.
pub(super) const SECONDS: Measure = measure("s", MINUTE as f64 / 60.0, Kind::Amount);
/// Times, in whole seconds.
pub(super) const WHOLE_SECONDS: Measure = measure("s", 1.0, Kind::Amount);
/// Times, in micro-minutes.
pub(super) const MINUTES: Measure = measure("min", MINUTE as f64, Kind::Amount);
/// Visits.
pub(super) const VISITS: Measure = measure("visits", 1.0, Kind::Count);
