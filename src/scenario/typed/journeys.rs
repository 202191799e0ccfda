//! Kinds of needs and the way to their end.

use super::{BASKET_KEPT, BASKET_KEPT_WITHIN, Continuity, Ends, InPart, Law, Named, Seam, bounds};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of need and the way to its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// The steps in their order, by name; a channel offers a step by saying how it goes there.
    #[schemars(schema_with = "bounds::step_names")]
    pub steps: Vec<String>,
    /// Loyalty is decided on these: a purchase need, a renewal.
    #[serde(default)]
    pub occasion: bool,
    /// Value of a completed journey; a journey with a value is a purchase, one without is service.
    #[serde(default)]
    #[schemars(schema_with = "bounds::law_in_euros")]
    pub value: Option<Law>,
    /// Share of the value that is margin; below 0 where each order costs more than it brings.
    #[serde(default = "margin")]
    #[schemars(range(min = -10.0, max = 1.0), extend("x-evidence" = "assumed"))]
    pub margin: f64,
    /// The step at which the price is accepted: a better price helps there, and is given. The only step where there is but
    /// one; else, where absent, a better price helps no step, and is given with the last.
    #[serde(default)]
    pub price_step: Option<String>,
    /// The step that takes a unit of stock, in channels that sell from a stock pool; absent: none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes_at: Option<String>,
    /// Probability that a customer who finds nothing in stock leaves, where the step would else have failed; 0.14 where
    /// absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "C37: 0.14 to 0.31"))]
    pub leave_when_out: Option<f64>,
    /// The journey brings back what the order bought that it follows, and the firm refunds it; absent: it does not. Which
    /// share of orders is sent back, by channel, and how much later is in `follows`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refunds: Option<Refunds>,
    /// What lost context costs: the journey falls back to the first step from this one on that the channel offers.
    #[serde(default)]
    pub restart: Option<String>,
    /// What happens where context is lost in a channel that offers no step from `restart` to the one reached. `"nothing"`
    /// where absent; `"minutes"`: it is entered again where the customer is; `"back"`: the customer goes back to a channel
    /// that offers `restart`.
    #[serde(default)]
    pub restart_not_offered: Option<RestartNotOffered>,
    /// What lost context costs, for journeys that do not restart: minutes to explain again; that of `[seam]` where absent.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "minutes"))]
    pub rebuild_minutes: Option<f64>,
    /// Probability that context survives between channels; by default 0.55 and 0.90 with `restart` (assumed), else that
    /// of the capability continuity.
    #[serde(default)]
    pub context_kept: Option<InPart<Ends>>,
    /// Probability that context survives within a channel; by default 0.95 and 0.98 with `restart` (assumed), else that
    /// of the capability continuity.
    #[serde(default)]
    pub context_kept_within: Option<InPart<Ends>>,
    /// Mean pause between contacts, exponential; 1.5 with a value, else 0.5.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 36_400.0), extend("x-unit" = "days", "x-evidence" = "assumed"))]
    pub pause_days: Option<f64>,
    /// Mean time after the next opening, exponential, at which somebody comes who found all closed.
    #[serde(default = "return_minutes")]
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "minutes", "x-evidence" = "assumed"))]
    pub return_minutes: f64,
    /// A journey is given up after so many days; a contact under way is finished first.
    #[serde(default = "give_up")]
    #[schemars(range(min = 0.0, max = 36_400.0), extend("x-unit" = "days", "x-evidence" = "assumed"))]
    pub give_up_days: f64,
    /// A journey is cut off, and counted as such, after so many contacts, 1 to 9000: all that they repeat can be counted
    /// in 16 bits.
    #[serde(default = "contact_limit")]
    #[schemars(range(min = 1, max = 9000), extend("x-unit" = "contacts", "x-evidence" = "assumed"))]
    pub contact_limit: u16,
    /// Effort that is taken for granted; 20 with a value, else 9.
    #[serde(default)]
    #[schemars(range(min = 1e-6, max = 1e6), extend("x-unit" = "minutes", "x-evidence" = "assumed"))]
    pub reference_minutes: Option<f64>,
    /// Probability that a customer who hung up goes on.
    #[serde(default = "retry")]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "E33: about 0.5"))]
    pub retry: f64,
    /// A case that seems solved may come back, with its history; absent: it never does. Of journeys without a value only.
    #[serde(default)]
    pub reopens: Option<Reopens>,
    /// Probability that the customer is lost over a need that is not pursued; 0, since the firm has done nothing.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off"))]
    pub loss_not_pursued: f64,
    /// Liking of channels for this need, per channel; takes the place of the segments' taste where named.
    #[serde(default)]
    #[schemars(extend("additionalProperties" = { "type": "number", "minimum": -50.0, "maximum": 50.0, "x-unit": "logit" }))]
    pub taste: Named<f64>,
    /// Probability, by channel, that whoever begins the journey in another channel writes there at the same moment. These are
    /// channels of kind messages with a staff pool that offer the first step.
    #[serde(default)]
    #[schemars(extend("additionalProperties" = { "type": "number", "minimum": 0.0, "maximum": 1.0, "x-evidence": "off" }))]
    pub twin: Named<f64>,
    /// Needs by hour of the day: 24 weights.
    #[serde(default)]
    #[schemars(length(max = 24), inner(range(min = 0.0, max = 1e6)))]
    pub by_hour: Vec<f64>,
    /// Needs by day of the week from Monday: 7 weights.
    #[serde(default)]
    #[schemars(length(max = 7), inner(range(min = 0.0, max = 1e6)))]
    pub by_weekday: Vec<f64>,
    /// Needs by season: 4, 13 or 52 weights that share the year of 52 weeks.
    #[serde(default)]
    #[schemars(length(max = 52), inner(range(min = 0.0, max = 1e6)))]
    pub by_season: Vec<f64>,
    /// Other journeys whose end may bring this need about.
    #[serde(default)]
    #[schemars(length(max = 256))]
    pub follows: Vec<Follows>,
}

impl Journey {
    /// Mean pause between contacts (days).
    pub fn pause_days(&self) -> f64 {
        self.pause_days.unwrap_or(if self.value.is_some() { 1.5 } else { 0.5 })
    }

    /// Effort that is taken for granted (minutes).
    pub fn reference_minutes(&self) -> f64 {
        self.reference_minutes.unwrap_or(if self.value.is_some() { 20.0 } else { 9.0 })
    }

    /// Minutes to explain again, for a journey that does not restart.
    pub fn rebuild_minutes(&self, seam: &Seam) -> f64 {
        self.rebuild_minutes.unwrap_or(seam.rebuild_minutes)
    }

    /// Probability that a customer who finds nothing in stock leaves (C37).
    pub fn leave_when_out(&self) -> f64 {
        self.leave_when_out.unwrap_or(0.14)
    }

    /// Probability that context survives between channels.
    pub fn context_kept(&self, continuity: &Continuity) -> Ends {
        let usual = if self.restart.is_some() { BASKET_KEPT } else { continuity.context_kept };
        self.context_kept.as_ref().map_or(usual, |given| given.or(usual))
    }

    /// Probability that context survives within a channel.
    pub fn context_kept_within(&self, continuity: &Continuity) -> Ends {
        let usual = if self.restart.is_some() { BASKET_KEPT_WITHIN } else { continuity.context_kept_within };
        self.context_kept_within.as_ref().map_or(usual, |given| given.or(usual))
    }

    /// Days from its start within which next to all journeys of the type end: until they are given up, once more from
    /// where the case comes back, and seven times the mean until it does, which 1 in 1,100 exceeds.
    pub fn longest_days(&self) -> f64 {
        self.reopens.map_or(self.give_up_days, |reopens| 2.0 * self.give_up_days + 7.0 * reopens.after_days)
    }
}

/// A case that seems solved and comes back.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reopens {
    /// Probability that it does, each time that all steps are done.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub probability: f64,
    /// Mean time until it does, exponential.
    #[schemars(range(min = 0.0, max = 36_400.0), extend("x-unit" = "days"))]
    pub after_days: f64,
}

/// What is sent back, and what that takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refunds {
    /// Share of the price by which a piece is worth less that was sent back.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "assumed"))]
    pub lost: f64,
    /// Cost of handling each piece that is handed in, beside that of the contacts.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e9), extend("x-unit" = "EUR", "x-evidence" = "O6: 10 to 20 for online orders"))]
    pub cost: f64,
    /// Probability, by the channel in which it is handed in, that a piece is exchanged, and nothing is refunded.
    #[serde(default)]
    #[schemars(extend("additionalProperties" = { "type": "number", "minimum": 0.0, "maximum": 1.0, "x-evidence": "C36: 0.1 to 0.3 in a store" }))]
    pub exchanged: Named<f64>,
}

/// What happens where context is lost, and nothing of it can be done again in the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RestartNotOffered {
    /// The journey goes on as if nothing were lost.
    #[default]
    Nothing,
    /// It is entered again in the channel at hand, for the minutes that the step `restart` takes elsewhere.
    Minutes,
    /// The contact ends, and the journey goes back to a channel that offers the step `restart`.
    Back,
}

/// One journey bringing about another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Follows {
    /// The journey that comes before.
    pub journey: String,
    /// How it must have ended.
    #[serde(default)]
    pub ending: Ending,
    /// The channel in which it must have ended; any, where absent.
    #[serde(default)]
    pub channel: Option<String>,
    /// Probability that this need follows.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub probability: f64,
    /// Mean time until it arises, exponential.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 36_400.0), extend("x-unit" = "days", "x-evidence" = "off"))]
    pub after_days: f64,
}

/// How a journey ended, as a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// All steps done.
    #[default]
    Completed,
    /// Left for reasons of the customer's own.
    Left,
    /// Given up over what went wrong.
    GivenUp,
    /// Any of these.
    Any,
}

const fn margin() -> f64 {
    0.3
}

const fn return_minutes() -> f64 {
    30.0
}
const fn give_up() -> f64 {
    21.0
}

const fn contact_limit() -> u16 {
    100
}

const fn retry() -> f64 {
    0.6
}
