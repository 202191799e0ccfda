//! Messages by which the firm turns to its customers.

use super::{bounds, one};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Messages that the firm sends in a channel, each of which may begin a journey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// The channel in which it sends; one that offers no step, such as print or broadcast, only reaches out.
    #[schemars(schema_with = "bounds::name")]
    pub channel: String,
    /// The journey type that a message may begin.
    #[schemars(schema_with = "bounds::name")]
    pub begins: String,
    /// The segments to which it sends; all, where empty.
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub segments: Vec<String>,
    /// Time from wave to wave, each to all of the audience at once; this, or `per_year`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.01, max = 36_400.0), extend("x-unit" = "days"))]
    pub every_days: Option<f64>,
    /// Messages at random moments to each customer, in a year of 364 days; this, or `every_days`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 36_400.0), extend("x-unit" = "per year"))]
    pub per_year: Option<f64>,
    /// The day of the first wave, or from which on there are messages; fractions are times of the day.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 36_400.0), extend("x-unit" = "days", "x-evidence" = "off"))]
    pub first_day: f64,
    /// Share of the audience to whom each message goes, drawn anew for each.
    #[serde(default = "one")]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off"))]
    pub share: f64,
    /// Cost of a message.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "EUR", "x-evidence" = "off"))]
    pub cost: f64,
    /// Probability that a message begins a journey, of customers under no contact pressure; their mean.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub response: f64,
    /// Mean time from a message to the journey that it begins, exponential.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 36_400.0), extend("x-unit" = "days", "x-evidence" = "off"))]
    pub response_days: f64,
    /// Whether a customer who has responded hears no more of the campaign.
    #[serde(default)]
    pub until_response: bool,
    /// Share of the value that is given away on orders that the campaign began.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off"))]
    pub discount: f64,
    /// Share of the responses that take the place of the customer's next own need of the type.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off"))]
    pub brought_forward: f64,
    /// Probability that whoever gets a message under no contact pressure opts out of the channel.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off"))]
    pub opt_out: f64,
    /// What a message adds to contact pressure.
    #[serde(default = "one")]
    #[schemars(range(min = 0.0, max = 1000.0), extend("x-unit" = "messages", "x-evidence" = "off"))]
    pub pressure: f64,
}

/// What messages of all campaigns together do to a customer, and which of them are unwelcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Outreach {
    /// Time in which contact pressure halves.
    #[schemars(range(min = 0.01, max = 36_400.0), extend("x-unit" = "days", "x-evidence" = "assumed"))]
    pub half_life_days: f64,
    /// By how much the logarithm of the response falls with each unit of contact pressure.
    #[schemars(range(min = 0.0, max = 100.0), extend("x-evidence" = "off"))]
    pub fatigue: f64,
    /// By how much the logarithm of opting out rises with each unit of contact pressure.
    #[schemars(range(min = 0.0, max = 100.0), extend("x-evidence" = "off"))]
    pub opt_out_rise: f64,
    /// Share of satisfaction that a message takes for each unit of contact pressure that it meets.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off"))]
    pub annoyance: f64,
    /// Coefficient of variation of the response between customers, a beta law.
    #[schemars(range(min = 0.0, max = 100.0), extend("x-evidence" = "off"))]
    pub response_cv: f64,
    /// Factor on the response of a customer who has just joined.
    #[schemars(range(min = 0.0, max = 100.0), extend("x-evidence" = "off; F16 asks for more than 1"))]
    pub newcomer_response: f64,
    /// Time in which that factor comes half of the way to 1.
    #[schemars(range(min = 0.01, max = 36_400.0), extend("x-unit" = "days", "x-evidence" = "assumed"))]
    pub newcomer_half_life_days: f64,
    /// How many messages are enough: any beyond are unwelcome; absent: none is for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<Cap>,
    /// For how long after a journey of the type that a campaign begins was completed its messages are unwelcome.
    #[schemars(range(min = 0.0, max = 36_400.0), extend("x-unit" = "days", "x-evidence" = "off"))]
    pub quiet_days: f64,
}

/// How many messages are enough.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// So many messages, of all campaigns.
    #[schemars(range(min = 1, max = 1000), extend("x-unit" = "messages"))]
    pub messages: u32,
    /// In so many days.
    #[schemars(range(min = 0.01, max = 36_400.0), extend("x-unit" = "days"))]
    pub days: f64,
}

impl Default for Outreach {
    fn default() -> Self {
        Self {
            half_life_days: 7.0,
            fatigue: 0.0,
            opt_out_rise: 0.0,
            annoyance: 0.0,
            response_cv: 0.0,
            newcomer_response: 1.0,
            newcomer_half_life_days: 91.0,
            cap: None,
            quiet_days: 0.0,
        }
    }
}
