//! Where customers can turn, and the people who serve there.

use super::{Choice, Law, Named, SameAgent, Seam, Sharing, bounds, one};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place to turn to.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// What kind of channel it is.
    #[serde(default)]
    pub kind: Kind,
    /// Whether the firm keeps it open at all.
    #[serde(default = "yes")]
    pub open: bool,
    /// Opening hours of a channel without a staff pool, such as "mon-fri 08:00-20:00, sat 09:00-14:00"; always open
    /// where absent. A channel with a staff pool is open while somebody is on duty; messages can be sent at any time.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub hours: Option<String>,
    /// The stock pool that this channel sells from; it has no end of everything, where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 60))]
    pub stock: Option<String>,
    /// The steps that can be done here.
    #[serde(default)]
    #[schemars(schema_with = "bounds::steps")]
    pub step: Named<Step>,
    /// Time to get there or to log in, every contact.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "minutes", "x-evidence" = "off"))]
    pub access_minutes: f64,
    /// How much a minute of being served weighs in effort.
    #[serde(default = "one")]
    #[schemars(range(min = 0.0, max = 1000.0), extend("x-evidence" = "assumed"))]
    pub handling_weight: f64,
    /// How much a minute of waiting weighs in effort; 1.5, for messages 0.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1000.0), extend("x-evidence" = "assumed"))]
    pub waiting_weight: Option<f64>,
    /// Time to say who one is, when not recognised; that of `[seam]`, in self-service 0.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "minutes", "x-evidence" = "E20"))]
    pub identify_minutes: Option<f64>,
    /// Work of the agent after the customer has gone.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "minutes", "x-evidence" = "off"))]
    pub after_contact_minutes: f64,
    /// Mean patience in the queue, exponential; 5, for chat 3, for messages 1440. `inf` and 0 are legal.
    #[serde(default)]
    #[schemars(range(min = 0.0), extend("x-unit" = "minutes", "x-evidence" = "O1, E29"))]
    pub patience_minutes: Option<f64>,
    /// Chats that one agent handles at a time; 3.
    #[serde(default)]
    #[schemars(range(min = 1, max = 32), extend("x-evidence" = "E27"))]
    pub slots: Option<u8>,
    /// With j chats each runs at speed 1/(1 + slowdown (j-1)); 0.3.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 100.0), extend("x-evidence" = "E27"))]
    pub slowdown: Option<f64>,
    /// Probability that a failed step is passed on to another channel or desk; E16 has 0.19 of
    /// contacts.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off"))]
    pub transfer: f64,
    /// Whether customers can be passed on to here, by other channels or by another desk of this one; yes, except for
    /// self-service, which never passes on to itself.
    #[serde(default)]
    pub accepts_transfers: Option<bool>,
    /// Spread of the liking of this channel over customers; that of `[choice]` where absent.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 10.0), extend("x-unit" = "logit"))]
    pub taste_sd: Option<f64>,
    /// Cost of a minute of service in a channel without a staff pool.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e12), extend("x-unit" = "EUR", "x-evidence" = "off"))]
    pub cost_per_minute: f64,
    /// Cost of a contact apart from labour; E23 has some.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e12), extend("x-unit" = "EUR", "x-evidence" = "off"))]
    pub cost_per_contact: f64,
}

impl Channel {
    /// Weight of a minute of waiting in effort (assumed).
    pub fn waiting_weight(&self) -> f64 {
        self.waiting_weight.unwrap_or(if self.kind == Kind::Messages { 0.0 } else { 1.5 })
    }

    /// Mean patience in the queue (minutes; E29).
    pub fn patience_minutes(&self) -> f64 {
        self.patience_minutes.unwrap_or(match self.kind {
            Kind::Messages => 1440.0,
            Kind::Chat => 3.0,
            Kind::Live | Kind::SelfService => 5.0,
        })
    }

    /// Contacts that an agent handles at a time (E27).
    pub fn slots(&self) -> u8 {
        self.slots.unwrap_or(if self.kind == Kind::Chat { 3 } else { 1 })
    }

    /// Slow-down per further contact at a time (E27).
    pub fn slowdown(&self) -> f64 {
        self.slowdown.unwrap_or(0.3)
    }

    /// Time to say who one is (minutes).
    pub fn identify_minutes(&self, seam: &Seam) -> f64 {
        self.identify_minutes.unwrap_or(if self.kind == Kind::SelfService { 0.0 } else { seam.identify_minutes })
    }

    /// Whether customers can be passed on to here.
    pub fn accepts_transfers(&self) -> bool {
        self.accepts_transfers.unwrap_or(self.kind != Kind::SelfService)
    }

    /// Spread of the liking of this channel (logit).
    pub fn taste_sd(&self, choice: &Choice) -> f64 {
        self.taste_sd.unwrap_or(choice.taste_sd)
    }
}

/// Kinds of channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The customer does it alone: web, app.
    #[default]
    SelfService,
    /// One agent, one customer at a time: phone, store.
    Live,
    /// One agent, several customers at a time, all present.
    Chat,
    /// Worked on while the customer is away: e-mail.
    Messages,
}

/// How one step goes in one channel.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Probability of leaving for reasons of one's own.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off"))]
    pub leave: f64,
    /// Probability of success for those who stay.
    #[serde(default = "one")]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off: whoever stays succeeds"))]
    pub success: f64,
    /// Time that an attempt takes.
    #[schemars(schema_with = "bounds::law_in_minutes")]
    pub minutes: Law,
    /// How well the channel suits the step, for the choice.
    #[serde(default)]
    #[schemars(range(min = -50.0, max = 50.0), extend("x-unit" = "logit", "x-evidence" = "off"))]
    pub fit: f64,
    /// The level of inventory from which on the channel offers the step, such as picking up, or giving back, what was bought
    /// elsewhere; at any level, where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub from_inventory: Option<f64>,
    /// What knowing the customer does to success here, in the place of `personalisation.beta`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -50.0, max = 50.0), extend("x-unit" = "logit"))]
    pub personalisation: Option<f64>,
}

/// People who serve channels. A pool whose channels a strategy closes all is neither on duty nor paid.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// The channels that this pool serves; a channel has at most one pool. None, where a strategy or a change gives them to
    /// another, or some to this one.
    #[schemars(length(max = 16))]
    pub serves: Vec<String>,
    /// Agents on duty during `hours`.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000), extend("x-unit" = "agents"))]
    pub servers: Option<u32>,
    /// When they are on duty, such as "mon-sat 09:00-18:00"; always, where absent.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub hours: Option<String>,
    /// Instead of `servers` and `hours`: several shifts; where shifts overlap, their agents add up.
    #[serde(default)]
    #[schemars(length(max = 50))]
    pub timetable: Vec<Shift>,
    /// Factor on the agents of each shift: each number is rounded to the nearest, of two as near to the greater; where
    /// somebody is on duty, at least one is.
    #[serde(default = "one")]
    #[schemars(range(min = 0.0, max = 1000.0), extend("x-evidence" = "off"))]
    pub scale: f64,
    /// Cost of an agent's paid hour.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e12), extend("x-unit" = "EUR", "x-evidence" = "off"))]
    pub cost_per_hour: f64,
    /// Channels or journeys that are served before all others, first named first.
    #[serde(default)]
    #[schemars(length(max = 80))]
    pub priority: Vec<String>,
    /// What an agent can have at hand at a time, where the pool serves contacts of several kinds: a rule, or limits of each
    /// kind. `"chats_first"`, where absent: a call waits until an agent has no chats at hand. `"call_interrupts"`: a call goes
    /// to any agent without one, whose chats and messages stand still meanwhile.
    #[serde(default)]
    pub sharing: Sharing,
    /// Returning customers and the agent who knows their case.
    #[serde(default)]
    pub same_agent: SameAgent,
}

/// Agents who are on duty at certain hours of the week.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// When, such as "mon-fri 09:00-13:00".
    #[schemars(length(max = 200))]
    pub hours: String,
    /// How many agents.
    #[schemars(range(min = 0, max = 100_000), extend("x-unit" = "agents"))]
    pub servers: u32,
}

const fn yes() -> bool {
    true
}
