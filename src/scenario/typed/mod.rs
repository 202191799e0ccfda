//! The scenario file as it is typed: one struct per TOML table, every key with its meaning, unit and default.
//!
//! Nothing here is checked beyond its type; [`super::meant`] decides whether it makes sense. The doc comments are
//! what the JSON Schema tells an editor, so they are written for the person who types.

mod behaviour;
pub mod bounds;
mod capabilities;
mod channels;
mod customers;
mod in_part;
mod journeys;
mod outreach;
mod sharing;
mod showroom;
mod stocks;
mod strategies;

pub use behaviour::{BasketMerge, Choice, Conflict, Experience, Loss, Personalising, RecognisedBy, Seam, TwinClosed};
pub use capabilities::{BASKET_KEPT, BASKET_KEPT_WITHIN, Capabilities, Capability, Continuity, Cost, Ends, Owned};
pub use channels::{Channel, Kind, Shift, Staff, Step};
pub use customers::{BassCurve, Demand, Joins, Needs, Propensity, Ramp, Reach, Segment};
pub use in_part::InPart;
pub use journeys::{Ending, Follows, Journey, Refunds, Reopens, RestartNotOffered};
pub use outreach::{Campaign, Cap, Outreach};
pub use sharing::{Limits, SameAgent, Sharing, SharingRule, WithinLimits, slots_of};
pub use showroom::Showroom;
pub use stocks::Stock;
pub use strategies::{Change, Strategy};

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A table of named things.
pub type Named<T> = IndexMap<String, T>;

/// A market, and the strategies to compare in it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What the scenario is about, in one line; printed above the results.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub title: String,
    /// The currency in which all money is given and shown, by its code (ISO 4217).
    #[serde(default = "euros")]
    #[schemars(schema_with = "bounds::currency")]
    pub currency: String,
    /// Factor on all needs: each type arises so many times as often, for every customer.
    #[serde(default = "one")]
    #[schemars(range(min = 1e-3, max = 1000.0), extend("x-evidence" = "off"))]
    pub volume: f64,
    /// How much demand differs from day to day.
    #[serde(default)]
    pub demand: Demand,
    /// Size and length of a run.
    pub run: Run,
    /// Groups of customers with common parameters.
    #[schemars(schema_with = "bounds::segments")]
    pub segment: Named<Segment>,
    /// Kinds of needs, each an ordered list of steps.
    #[schemars(schema_with = "bounds::journeys")]
    pub journey: Named<Journey>,
    /// Where customers can turn, and how well each step goes there.
    #[schemars(schema_with = "bounds::channels")]
    pub channel: Named<Channel>,
    /// Pools of people who serve channels.
    #[serde(default)]
    #[schemars(schema_with = "bounds::pools")]
    pub staff: Named<Staff>,
    /// Pools of goods that channels sell from.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    #[schemars(schema_with = "bounds::stocks")]
    pub stock: Named<Stock>,
    /// What it does that customers see the goods somewhere.
    #[serde(default, skip_serializing_if = "Showroom::is_off")]
    pub showroom: Showroom,
    /// Messages by which the firm turns to its customers.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    #[schemars(schema_with = "bounds::campaigns")]
    pub campaign: Named<Campaign>,
    /// What all of these messages together do to a customer.
    #[serde(default)]
    pub outreach: Outreach,
    /// How customers choose a channel.
    #[serde(default)]
    pub choice: Choice,
    /// What happens in the passage from one contact to the next.
    #[serde(default)]
    pub seam: Seam,
    /// What two channels that disagree do to the customer.
    #[serde(default)]
    pub conflict: Conflict,
    /// What knowing a customer does.
    #[serde(default)]
    pub personalisation: Personalising,
    /// How a journey becomes satisfaction.
    #[serde(default)]
    pub experience: Experience,
    /// How satisfaction and failures become loss of the customer.
    #[serde(default)]
    pub loss: Loss,
    /// The levers of integration and their two end values.
    #[serde(default)]
    pub capability: Capabilities,
    /// What changes for all strategies in the course of the run, in the order in which it is laid over the market.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub change: Vec<Change>,
    /// What numbers of this file rest on, by their paths: rows of the evidence, such as `"seam.rebuild_minutes" = "E19"`,
    /// `"assumed"`, or `"own"`; after a colon or a semicolon whatever is worth saying. The path of a table speaks for all
    /// numbers in it that have no line of their own, and are not defaults whose key has evidence.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    #[schemars(schema_with = "bounds::evidence")]
    pub evidence: Named<String>,
    /// What the firm may decide; exactly one strategy is the baseline.
    #[schemars(length(min = 1, max = 256))]
    pub strategy: Vec<Strategy>,
}

/// The sections that pass into the rules as they are typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// What happens in a passage; minutes to identify and to rebuild are those of each channel and journey type.
    pub seam: Seam,
    /// What two channels that disagree do.
    pub conflict: Conflict,
    /// What knowing a customer does; `beta` is that of each step.
    pub personalisation: Personalising,
    /// How a journey becomes satisfaction.
    pub experience: Experience,
    /// How satisfaction and failures become loss; `a` and `b` are those of each segment.
    pub loss: Loss,
}

impl Scenario {
    /// The sections that pass into the rules as they are typed, without what is that of each channel, journey type or
    /// segment.
    pub fn whole(&self) -> Whole {
        Whole {
            seam: Seam { identify_minutes: 0.0, rebuild_minutes: 0.0, ..self.seam.clone() },
            conflict: self.conflict.clone(),
            personalisation: Personalising { beta: 0.0, ..self.personalisation.clone() },
            experience: self.experience.clone(),
            loss: Loss { a: 0.0, b: 0.0, ..self.loss.clone() },
        }
    }

    /// Whether anything may change in the course of the run.
    pub fn changes(&self) -> bool {
        !self.change.is_empty() || self.strategy.iter().any(|strategy| strategy.from_day.is_some())
    }

    /// Puts the tables in order of name, which numbers what they hold: no result depends on where a table stands.
    pub fn sort_tables(&mut self) {
        self.segment.sort_keys();
        self.journey.sort_keys();
        self.channel.sort_keys();
        self.staff.sort_keys();
        self.stock.sort_keys();
        self.campaign.sort_keys();
    }
}

/// Size and length of a run.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Number of customers there at the start, 1 to 16 million; all that there are, unless others join (`segment.X.joins`).
    #[schemars(range(min = 1, max = 16_000_000), extend("x-unit" = "customers"))]
    pub customers: u64,
    /// Length of a run in days; a year is 364 days, 52 weeks. Day 0 is a Monday.
    #[serde(default = "days_364")]
    #[schemars(range(min = 1e-3, max = 36_400.0), extend("x-unit" = "days"))]
    pub horizon_days: f64,
    /// Days at the start that are simulated but not reported.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 36_400.0), extend("x-unit" = "days"))]
    pub warm_up_days: f64,
    /// Independent repetitions, each with luck of its own that all strategies share.
    #[serde(default = "thirty")]
    #[schemars(range(min = 1, max = 100_000), extend("x-unit" = "replications"))]
    pub replications: u64,
    /// Where all luck comes from: the same seed gives the same bytes. Below 2^53.
    #[serde(default = "one_u64")]
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_u64))]
    pub seed: u64,
    /// Whether to report how long journeys take from the need to the first answer and to the end, on the clock and in
    /// opening hours (`answer_minutes`, `end_minutes` and their like).
    #[serde(default)]
    pub elapsed: bool,
    /// Report the share of contacts with somebody who serves after which the customer turned to somebody who serves again
    /// within so many days (`repeat_contact_rate`); not reported where absent.
    #[serde(default)]
    #[schemars(range(min = 1e-3, max = 36_400.0), extend("x-unit" = "days"))]
    pub repeat_within_days: Option<f64>,
    /// Whether to tell customers who use one channel from those who use more, and what each spend (`spend_one_channel` and
    /// its like): who they are, and not what the channels do.
    #[serde(default)]
    pub channels_used: bool,
    /// Who is served after at most so many seconds was served in time: `service_level`, and the service levels of all
    /// dashboards (`run --as`), whose makers let it be set.
    #[serde(default = "twenty")]
    #[schemars(range(min = 0, max = 604_800), extend("x-unit" = "seconds", "x-evidence" = "assumed; 80 % within 20 s is a target that is often named"))]
    pub service_level_seconds: u64,
    /// Rate at which money is discounted, from the end of the warm-up on: reports present values, payback and return on
    /// integration (`npv`, `lifetime_value`, `worth.csv`). 0: money keeps its value; not reported where absent.
    #[serde(default)]
    #[schemars(range(min = -0.9, max = 1000.0), extend("x-unit" = "per year"))]
    pub discount_per_year: Option<f64>,
    /// The smallest difference from the baseline that would matter, by outcome, in its unit, such as
    /// `{ profit = 10_000, conversion_rate = 0.001 }`: one whose interval lies within is *no relevant difference*.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    #[schemars(schema_with = "bounds::smallest_relevant")]
    pub smallest_relevant: Named<f64>,
}

/// A positive quantity that varies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Mean.
    #[schemars(range(min = 0.0))]
    pub mean: f64,
    /// Coefficient of variation of the lognormal law.
    #[serde(default = "one")]
    #[schemars(range(min = 0.0, max = 10.0), extend("x-evidence" = "assumed; E26 has lognormal times"))]
    pub cv: f64,
    /// Shape: lognormal (E26), exponential or fixed.
    #[serde(default)]
    pub law: Shape,
}

/// The shape of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Lognormal with the given mean and coefficient of variation.
    #[default]
    Lognormal,
    /// Exponential with the given mean; `cv` has no say.
    Exponential,
    /// Always the mean; `cv` has no say.
    Fixed,
}

fn euros() -> String {
    crate::scenario::currency::USUAL.into()
}

const fn days_364() -> f64 {
    364.0
}

const fn twenty() -> u64 {
    20
}

const fn thirty() -> u64 {
    30
}

const fn one_u64() -> u64 {
    1
}

const fn one() -> f64 {
    1.0
}
