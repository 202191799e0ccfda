//! How customers choose, and what contacts do to them.

use super::Named;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How customers choose a channel: a mixed logit (H1).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Choice {
    /// Pull of the channel used last, on a journey's first contact.
    #[schemars(range(min = -50.0, max = 50.0), extend("x-unit" = "logit", "x-evidence" = "assumed; H4"))]
    pub habit: f64,
    /// Push of an expected wait.
    #[schemars(range(min = 0.0, max = 1000.0), extend("x-unit" = "logit per minute", "x-evidence" = "assumed"))]
    pub wait_aversion: f64,
    /// Push of a channel that is sure to be out of what is wanted, in choices for steps up to `takes_at`; in proportion where
    /// that is believed with some chance.
    #[schemars(range(min = 0.0, max = 50.0), extend("x-unit" = "logit", "x-evidence" = "off"))]
    pub stockout_aversion: f64,
    /// Spread of the liking of a channel over customers.
    #[schemars(range(min = 0.0, max = 10.0), extend("x-unit" = "logit", "x-evidence" = "assumed"))]
    pub taste_sd: f64,
    /// Pull from the channel of the contact before, "web>store"; "web>web" is lock-in; H2 has some.
    #[schemars(extend("additionalProperties" = { "type": "number", "minimum": -50.0, "maximum": 50.0, "x-unit": "logit" }))]
    pub synergy: Named<f64>,
    /// Liking of doing nothing about a new need; where absent, every need for which there is a channel is pursued.
    #[schemars(range(min = -50.0, max = 50.0), extend("x-unit" = "logit"))]
    pub outside: Option<f64>,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            habit: 0.8,
            wait_aversion: 0.05,
            stockout_aversion: 0.0,
            taste_sd: 0.8,
            synergy: Named::new(),
            outside: None,
        }
    }
}

/// What happens in the passage from one contact to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Seam {
    /// Time to say who one is, when not recognised.
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "minutes", "x-evidence" = "E20: 45 s"))]
    pub identify_minutes: f64,
    /// Time to explain again, when context is lost and the journey does not restart.
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "minutes", "x-evidence" = "E19, E20: 81 s"))]
    pub rebuild_minutes: f64,
    /// How much harder the first attempt is after context was lost.
    #[schemars(range(min = 0.0, max = 50.0), extend("x-unit" = "logit", "x-evidence" = "assumed"))]
    pub cold: f64,
    /// Whether each contact is recognised or not by itself, or each customer always or never.
    pub recognised_by: RecognisedBy,
    /// Time to put right that somebody else's record was met, of the customer and of whoever serves.
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "minutes", "x-evidence" = "assumed"))]
    pub repair_minutes: f64,
    /// When work left behind in another channel is closed, with the probability `twin_closed` of continuity.
    pub twin_closed_when: TwinClosed,
    /// What becomes of two baskets that a journey has filled in two self-service channels, when the customer logs in and is
    /// recognised. Absent: they never meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basket_merge: Option<BasketMerge>,
    /// Time to set a basket aside, with `basket_merge = "set_aside"`; 2 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "minutes", "x-evidence" = "assumed"))]
    pub basket_minutes: Option<f64>,
}

impl Default for Seam {
    fn default() -> Self {
        Self {
            identify_minutes: 0.75,
            rebuild_minutes: 1.35,
            cold: 0.3,
            recognised_by: RecognisedBy::Contact,
            repair_minutes: 8.0,
            twin_closed_when: TwinClosed::Served,
            basket_merge: None,
            basket_minutes: None,
        }
    }
}

impl Seam {
    /// Time to set a basket aside (minutes).
    pub fn basket_minutes(&self) -> f64 {
        self.basket_minutes.unwrap_or(2.0)
    }
}

/// Whose luck it is to be recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecognisedBy {
    /// That of each contact.
    #[default]
    Contact,
    /// That of each customer, for all contacts: whoever writes from a second address is unknown each time.
    Customer,
}

/// What becomes of two baskets of one journey that meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BasketMerge {
    /// The order holds all twice; what is paid twice is sent back.
    AddedUp,
    /// The older takes the place of the newer, which has to be filled again.
    Overwritten,
    /// The older is put aside, which takes time.
    SetAside,
}

/// When the work that a customer has left behind in another channel is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TwinClosed {
    /// Once the customer has been served to an end of whatever kind.
    #[default]
    Served,
    /// As soon as the customer arrives.
    Arrives,
}

/// What two channels that disagree do to the customer: the new one has the better price or news, or the worse.
/// Better prices exist only where the journey has a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Conflict {
    /// Share of conflicts that are for the better, in passages that `worse_share` does not name.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "assumed; C24, C25, C26"))]
    pub better_share: f64,
    /// Share of conflicts that are for the worse in single passages, such as { "web>store" = 1 }.
    #[schemars(extend("additionalProperties" = { "type": "number", "minimum": 0.0, "maximum": 1.0 }))]
    pub worse_share: Named<f64>,
    /// Better: how much more likely the step at which the price is accepted succeeds.
    #[schemars(range(min = -50.0, max = 50.0), extend("x-unit" = "logit", "x-evidence" = "assumed; C24, C25, C26"))]
    pub better_success: f64,
    /// Better: added to the experience.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "assumed; C24, C25, C26"))]
    pub better_experience: f64,
    /// Better: share of the value that the firm gives away.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "assumed; C24, C25, C26"))]
    pub better_discount: f64,
    /// Worse: how much more likely customers leave.
    #[schemars(range(min = -50.0, max = 50.0), extend("x-unit" = "logit", "x-evidence" = "assumed; C24, C25, C26"))]
    pub worse_leave: f64,
    /// Worse: taken from the experience.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "assumed; C24, C25, C26"))]
    pub worse_experience: f64,
}

impl Default for Conflict {
    fn default() -> Self {
        Self {
            better_share: 0.5,
            worse_share: Named::new(),
            better_success: 0.3,
            better_experience: 0.05,
            better_discount: 0.05,
            worse_leave: 0.5,
            worse_experience: 0.10,
        }
    }
}

/// What knowing a customer does: every contact that was served leaves a record with its channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Personalising {
    /// How much more likely an attempt succeeds where the channel knows all that can be known of the customer; below 0 it
    /// puts people off. 0: nothing is personalised.
    #[schemars(range(min = -50.0, max = 50.0), extend("x-unit" = "logit", "x-evidence" = "off; C27 has a few per cent, C39 up to 0.27"))]
    pub beta: f64,
    /// Records after which all but 1/e of that is known: with n of them, 1 - exp(-n / kappa) of `beta`.
    #[schemars(range(min = 1e-3, max = 1e6), extend("x-unit" = "records", "x-evidence" = "assumed"))]
    pub kappa: f64,
    /// Share of the questions that follow a journey (`follows`, of journey types without a value) which do not come up,
    /// where all is known. 0: none is anticipated.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off"))]
    pub anticipation: f64,
}

impl Default for Personalising {
    fn default() -> Self {
        Self { beta: 0.0, kappa: 3.0, anticipation: 0.0 }
    }
}

/// How a journey becomes an experience x in [0, 1], and experience becomes satisfaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Experience {
    /// Satisfaction at the start.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "assumed"))]
    pub start: f64,
    /// Share of the way that satisfaction moves up to a better experience.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "assumed"))]
    pub rise: f64,
    /// Share of the way that satisfaction moves down to a worse experience.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "assumed; E4: more than `rise`"))]
    pub fall: f64,
    /// Lost for each failed contact.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "E13: 15 points"))]
    pub failed_contact: f64,
    /// Lost for each multiple of the reference effort above one.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "assumed"))]
    pub excess_effort: f64,
    /// Multiples beyond which more effort makes no difference.
    #[schemars(range(min = 0.0, max = 1e6), extend("x-evidence" = "assumed; E3: the response saturates"))]
    pub excess_effort_cap: f64,
    /// Lost for each transfer.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "assumed; E16"))]
    pub transfer: f64,
    /// Lost for having given up.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "assumed"))]
    pub given_up: f64,
    /// Lost for each contact that met somebody else's record, beside what its conflict takes.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "assumed"))]
    pub wrong_match: f64,
    /// Lost for each time that what was wanted was out of stock, beside what the failed contact takes.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off; C38"))]
    pub stock_out: f64,
    /// Added to *reported* satisfaction, up to 1, after a single failed contact, if the last one lost no context;
    /// loyalty does not see it.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off; R6"))]
    pub recovery: f64,
}

impl Default for Experience {
    fn default() -> Self {
        Self {
            start: 0.75,
            rise: 0.10,
            fall: 0.30,
            failed_contact: 0.15,
            excess_effort: 0.04,
            excess_effort_cap: 3.0,
            transfer: 0.03,
            given_up: 0.30,
            wrong_match: 0.10,
            stock_out: 0.0,
            recovery: 0.0,
        }
    }
}

/// How a customer is lost on an occasion: logit p = logit `p_i` + `stated_to_actual` (late or `given_up`) + satisfaction (start - S).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Loss {
    /// First shape of the Beta law of `p_i` over customers.
    #[schemars(range(min = 0.0, max = 1e9), extend("x-evidence" = "assumed"))]
    pub a: f64,
    /// Second shape of the Beta law of `p_i` over customers.
    #[schemars(range(min = 0.0, max = 1e9), extend("x-evidence" = "assumed"))]
    pub b: f64,
    /// Weight of lost satisfaction (logit per unit of satisfaction).
    #[schemars(range(min = 0.0, max = 1000.0), extend("x-unit" = "logit", "x-evidence" = "assumed"))]
    pub satisfaction: f64,
    /// How much of what people say they would do they do, 0.2 to 1.
    #[schemars(range(min = 0.0, max = 10.0), extend("x-evidence" = "assumed; E14, R5"))]
    pub stated_to_actual: f64,
    /// Stated effect of a journey that was completed only after a failed contact.
    #[schemars(range(min = -50.0, max = 50.0), extend("x-unit" = "logit", "x-evidence" = "E14"))]
    pub late: f64,
    /// Stated effect of a journey that was given up.
    #[schemars(range(min = -50.0, max = 50.0), extend("x-unit" = "logit", "x-evidence" = "E14"))]
    pub given_up: f64,
}

impl Default for Loss {
    fn default() -> Self {
        Self { a: 0.5, b: 9.5, satisfaction: 2.0, stated_to_actual: 0.5, late: 0.63, given_up: 1.85 }
    }
}
