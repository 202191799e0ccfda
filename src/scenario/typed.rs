//! The scenario file as it is typed: one struct per TOML table, every key with its meaning, unit and default.
//!
//! Nothing here is checked beyond its type; [`super::meant`] decides whether it makes sense. The doc comments are
//! what the JSON Schema tells an editor, so they are written for the person who types.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A table of named things in the order in which they were declared, which numbers them.
pub type Named<T> = IndexMap<String, T>;

/// A market, and the strategies to compare in it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What the scenario is about, in one line; printed above the results.
    #[serde(default)]
    pub title: String,
    /// Size and length of a run.
    pub run: Run,
    /// Groups of customers with common parameters.
    pub segment: Named<Segment>,
    /// Kinds of needs, each an ordered list of steps.
    pub journey: Named<Journey>,
    /// Where customers can turn, and how well each step goes there.
    pub channel: Named<Channel>,
    /// Pools of people who serve channels.
    #[serde(default)]
    pub staff: Named<Staff>,
    /// How customers choose a channel.
    #[serde(default)]
    pub choice: Choice,
    /// What happens in the passage from one contact to the next.
    #[serde(default)]
    pub seam: Seam,
    /// What two channels that disagree do to the customer.
    #[serde(default)]
    pub conflict: Conflict,
    /// How a journey becomes satisfaction.
    #[serde(default)]
    pub experience: Experience,
    /// How satisfaction and failures become loss of the customer.
    #[serde(default)]
    pub loss: Loss,
    /// The levers of integration and their two end values.
    #[serde(default)]
    pub capability: Capabilities,
    /// What the firm may decide; exactly one strategy is the baseline.
    pub strategy: Vec<Strategy>,
}

/// Size and length of a run.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Number of customers, 1 to 16 million.
    pub customers: u64,
    /// Length of a run in days; a year is 364 days, 52 weeks. Day 0 is a Monday.
    #[serde(default = "days_364")]
    pub horizon_days: f64,
    /// Days at the start that are simulated but not reported.
    #[serde(default)]
    pub warm_up_days: f64,
    /// Independent repetitions, each with luck of its own that all strategies share.
    #[serde(default = "thirty")]
    pub replications: u64,
    /// Where all luck comes from: the same seed gives the same bytes.
    #[serde(default = "one_u64")]
    pub seed: u64,
}

/// Customers with common parameters.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Share of all customers; the shares add up to 1.
    pub share: f64,
    /// Share of the segment that can use a channel, per channel; 1 where not named. May grow in time.
    #[serde(default)]
    pub reach: Named<Reach>,
    /// Liking of a channel, per channel (logit); 0 where not named.
    #[serde(default)]
    pub taste: Named<f64>,
    /// How often each journey type is needed; never, where not named.
    #[serde(default)]
    pub needs: Named<Needs>,
    /// Effort of failed contacts that a customer puts up with in one journey (minutes), over customers lognormal;
    /// `inf`: no end. Assumed.
    #[serde(default = "tolerance")]
    pub tolerance_minutes: Law,
    /// Chance of being lost on an occasion if all goes well: Beta(a, b) over customers; that of `[loss]` where absent.
    #[serde(default)]
    pub loss: Option<Propensity>,
    /// Factor on the value of every order.
    #[serde(default = "one")]
    pub value_factor: f64,
}

/// The share of a segment that can use a channel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a share such as 0.8, a ramp { from, to, start_day, days } or a Bass curve { to, p, q }")]
pub enum Reach {
    /// The same share throughout.
    Constant(f64),
    /// A straight line from one share to another.
    Ramp(Ramp),
    /// Bass diffusion up to a ceiling (Bass 1969).
    Bass(BassCurve),
}

/// Reach that grows in a straight line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ramp {
    /// Share before the ramp.
    pub from: f64,
    /// Share after the ramp.
    pub to: f64,
    /// First day of the ramp.
    #[serde(default)]
    pub start_day: f64,
    /// Length of the ramp (days).
    pub days: f64,
}

/// Reach that grows as a Bass curve from day 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BassCurve {
    /// Share reached in the end.
    pub to: f64,
    /// Coefficient of innovation (per year); W6: about 0.03.
    pub p: f64,
    /// Coefficient of imitation (per year); W6: about 0.38.
    pub q: f64,
}

/// How often a need arises: at random (`per_year`, `cv`) or by a contract (`every_days`).
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// Mean number a year (364 days); Poisson for each customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_year: Option<f64>,
    /// Coefficient of variation of the rate over customers (gamma); 0: all alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cv: Option<f64>,
    /// A need every so many days, the first after a uniform part of that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_days: Option<f64>,
}

/// A positive quantity that varies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Mean.
    pub mean: f64,
    /// Coefficient of variation of the lognormal law.
    #[serde(default = "one")]
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

/// A Beta(a, b) law of a probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Propensity {
    /// First shape; 0 with any b: nobody is lost.
    pub a: f64,
    /// Second shape; `inf` is not a shape: for one probability p for all, use a large a and b with a/(a+b) = p.
    pub b: f64,
}

/// A kind of need and the way to its end.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// The steps in their order, by name; a channel offers a step by saying how it goes there.
    pub steps: Vec<String>,
    /// Loyalty is decided on these: a purchase need, a renewal.
    #[serde(default)]
    pub occasion: bool,
    /// Value of a completed journey (EUR); a journey with a value is a purchase, one without is service.
    #[serde(default)]
    pub value: Option<Law>,
    /// Share of the value that is margin. Assumed.
    #[serde(default = "margin")]
    pub margin: f64,
    /// What lost context costs: the journey falls back to the first step from this one on that the channel offers.
    #[serde(default)]
    pub restart: Option<String>,
    /// What lost context costs, for journeys that do not restart: minutes to explain again; that of `[seam]` where absent.
    #[serde(default)]
    pub rebuild_minutes: Option<f64>,
    /// Probability that context survives between channels; by default 0.55 and 0.90 with `restart` (assumed), else that
    /// of the capability continuity.
    #[serde(default)]
    pub context_kept: Option<Ends>,
    /// Probability that context survives within a channel; by default 0.95 and 0.98 with `restart` (assumed), else that
    /// of the capability continuity.
    #[serde(default)]
    pub context_kept_within: Option<Ends>,
    /// Mean pause between contacts (days), exponential; 1.5 with a value, else 0.5. Assumed.
    #[serde(default)]
    pub pause_days: Option<f64>,
    /// A journey that would start a contact after so many days is given up. Assumed.
    #[serde(default = "give_up")]
    pub give_up_days: f64,
    /// A journey is cut off, and counted as such, after so many contacts, 1 to 9000.
    #[serde(default = "contact_limit")]
    pub contact_limit: u16,
    /// Effort that is taken for granted (minutes); 20 with a value, else 9. Assumed.
    #[serde(default)]
    pub reference_minutes: Option<f64>,
    /// Probability that a customer who hung up or was turned away goes on (E33: about 0.5).
    #[serde(default = "retry")]
    pub retry: f64,
    /// Liking of channels for this need, per channel (logit); takes the place of the segments' taste.
    #[serde(default)]
    pub taste: Named<f64>,
    /// Needs by hour of the day: 24 weights.
    #[serde(default)]
    pub by_hour: Vec<f64>,
    /// Needs by day of the week from Monday: 7 weights.
    #[serde(default)]
    pub by_weekday: Vec<f64>,
    /// Needs by season: 4, 13 or 52 weights that share the year of 52 weeks.
    #[serde(default)]
    pub by_season: Vec<f64>,
    /// Other journeys whose end may bring this need about.
    #[serde(default)]
    pub follows: Vec<Follows>,
}

/// One journey bringing about another.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
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
    pub probability: f64,
    /// Mean time until it arises (days), exponential.
    #[serde(default)]
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
    pub hours: Option<String>,
    /// The steps that can be done here.
    #[serde(default)]
    pub step: Named<Step>,
    /// Time to get there or to log in, every contact (minutes). Assumed.
    #[serde(default)]
    pub access_minutes: f64,
    /// How much a minute of being served weighs in effort. Assumed.
    #[serde(default = "one")]
    pub handling_weight: f64,
    /// How much a minute of waiting weighs in effort; 1.5, for messages 0. Assumed.
    #[serde(default)]
    pub waiting_weight: Option<f64>,
    /// Time to say who one is, when not recognised (minutes); that of `[seam]`, in self-service 0 (E20).
    #[serde(default)]
    pub identify_minutes: Option<f64>,
    /// Work of the agent after the customer has gone (minutes).
    #[serde(default)]
    pub after_contact_minutes: f64,
    /// Mean patience in the queue (minutes), exponential (O1); 5, for chat 3, for messages 1440 (E29). `inf` and 0 are legal.
    #[serde(default)]
    pub patience_minutes: Option<f64>,
    /// Chats that one agent handles at a time; 3 (E27).
    #[serde(default)]
    pub slots: Option<u8>,
    /// With j chats each runs at speed 1/(1 + slowdown (j-1)); 0.3 (E27).
    #[serde(default)]
    pub slowdown: Option<f64>,
    /// Probability that a failed step is passed on to another channel or desk (E16).
    #[serde(default)]
    pub transfer: f64,
    /// Whether other channels can pass customers on to here; yes, except for self-service.
    #[serde(default)]
    pub accepts_transfers: Option<bool>,
    /// Spread of the liking of this channel over customers (logit); that of `[choice]` where absent.
    #[serde(default)]
    pub taste_sd: Option<f64>,
    /// Cost of a minute of service in a channel without a staff pool (EUR).
    #[serde(default)]
    pub cost_per_minute: f64,
    /// Cost of a contact apart from labour (EUR) (E23).
    #[serde(default)]
    pub cost_per_contact: f64,
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
    pub leave: f64,
    /// Probability of success for those who stay.
    #[serde(default = "one")]
    pub success: f64,
    /// Time that an attempt takes.
    pub minutes: Law,
    /// How well the channel suits the step, for the choice (logit).
    #[serde(default)]
    pub fit: f64,
}

/// People who serve channels. A pool whose channels a strategy closes all is neither on duty nor paid.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// The channels that this pool serves; a channel has at most one pool.
    pub serves: Vec<String>,
    /// Agents on duty during `hours`.
    #[serde(default)]
    pub servers: Option<u32>,
    /// When they are on duty, such as "mon-sat 09:00-18:00"; always, where absent.
    #[serde(default)]
    pub hours: Option<String>,
    /// Instead of `servers` and `hours`: several shifts; where shifts overlap, their agents add up.
    #[serde(default)]
    pub timetable: Vec<Shift>,
    /// Cost of an agent's paid hour (EUR).
    #[serde(default)]
    pub cost_per_hour: f64,
    /// Channels or journeys that are served before all others, first named first.
    #[serde(default)]
    pub priority: Vec<String>,
}

/// Agents who are on duty at certain hours of the week.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// When, such as "mon-fri 09:00-13:00".
    pub hours: String,
    /// How many agents.
    pub servers: u32,
}

/// How customers choose a channel: a mixed logit (H1).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Choice {
    /// Pull of the channel used last, on a journey's first contact (logit) (H4). Assumed.
    pub habit: f64,
    /// Push of an expected wait (logit per minute). Assumed.
    pub wait_aversion: f64,
    /// Spread of the liking of a channel over customers (logit). Assumed.
    pub taste_sd: f64,
    /// Pull from the channel of the contact before, "web>store" (logit); "web>web" is lock-in (H2).
    pub synergy: Named<f64>,
    /// Liking of doing nothing about a new need (logit); every need is pursued where absent.
    pub outside: Option<f64>,
}

impl Default for Choice {
    fn default() -> Self {
        Self { habit: 0.8, wait_aversion: 0.05, taste_sd: 0.8, synergy: Named::new(), outside: None }
    }
}

/// What happens in the passage from one contact to the next.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Seam {
    /// Time to say who one is, when not recognised (minutes) (E20: 45 s).
    pub identify_minutes: f64,
    /// Time to explain again, when context is lost and the journey does not restart (minutes) (E19, E20: 81 s).
    pub rebuild_minutes: f64,
    /// How much harder the first attempt is after context was lost (logit). Assumed.
    pub cold: f64,
}

impl Default for Seam {
    fn default() -> Self {
        Self { identify_minutes: 0.75, rebuild_minutes: 1.35, cold: 0.3 }
    }
}

/// What two channels that disagree do to the customer: half the time the new one has the better price or news, half
/// the time the worse (C24 to C26). All values assumed. Better prices exist only where the journey has a value.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Conflict {
    /// Better: how much more likely steps succeed (logit).
    pub better_success: f64,
    /// Better: added to the experience.
    pub better_experience: f64,
    /// Better: share of the value that the firm gives away.
    pub better_discount: f64,
    /// Worse: how much more likely customers leave (logit).
    pub worse_leave: f64,
    /// Worse: taken from the experience.
    pub worse_experience: f64,
}

impl Default for Conflict {
    fn default() -> Self {
        Self {
            better_success: 0.3,
            better_experience: 0.05,
            better_discount: 0.05,
            worse_leave: 0.5,
            worse_experience: 0.10,
        }
    }
}

/// How a journey becomes an experience x in [0, 1], and experience becomes satisfaction.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Experience {
    /// Satisfaction at the start. Assumed.
    pub start: f64,
    /// Share of the way that satisfaction moves up to a better experience. Assumed.
    pub rise: f64,
    /// Share of the way that satisfaction moves down to a worse experience; E4: more than `rise`. Assumed.
    pub fall: f64,
    /// Lost for each failed contact (E13: 15 points).
    pub failed_contact: f64,
    /// Lost for each multiple of the reference effort above one. Assumed.
    pub excess_effort: f64,
    /// Multiples beyond which more effort makes no difference (E3: the response saturates). Assumed.
    pub excess_effort_cap: f64,
    /// Lost for each transfer (E16). Assumed.
    pub transfer: f64,
    /// Lost for having given up. Assumed.
    pub given_up: f64,
    /// Added to *reported* satisfaction, up to 1, when the very next contact made a failure good with context kept; loyalty
    /// does not see it (R6).
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
            recovery: 0.0,
        }
    }
}

/// How a customer is lost on an occasion: logit p = logit `p_i` + `stated_to_actual` (late or `given_up`) + satisfaction (start - S).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Loss {
    /// First shape of the Beta law of `p_i` over customers. Assumed.
    pub a: f64,
    /// Second shape of the Beta law of `p_i` over customers. Assumed.
    pub b: f64,
    /// Weight of lost satisfaction (logit per unit of satisfaction). Assumed.
    pub satisfaction: f64,
    /// How much of what people say they would do they do, 0.2 to 1 (E14, R5). Assumed.
    pub stated_to_actual: f64,
    /// Stated effect of a journey that was completed only after a failed contact (logit) (E14).
    pub late: f64,
    /// Stated effect of a journey that was given up (logit) (E14).
    pub given_up: f64,
}

impl Default for Loss {
    fn default() -> Self {
        Self { a: 0.5, b: 9.5, satisfaction: 2.0, stated_to_actual: 0.5, late: 0.63, given_up: 1.85 }
    }
}

/// The two end values of a parameter that a capability owns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ends {
    /// Value at level 0.
    pub siloed: f64,
    /// Value at level 1.
    pub integrated: f64,
}

/// What a capability costs at level 1; a level L costs L times as much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Cost {
    /// Once (EUR).
    pub once: f64,
    /// Every year of 364 days (EUR).
    pub per_year: f64,
    /// Every contact in any channel (EUR) (I4: about 0.33).
    pub per_contact: f64,
}

/// The levers of integration.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Capabilities {
    /// The firm knows who this is, in every channel.
    pub identity: Identity,
    /// Customers pick up where they left off.
    pub continuity: Continuity,
    /// Channels say the same.
    pub consistency: Consistency,
    /// Channels pass customers on to the right place, with their story.
    pub routing: Routing,
}

/// The firm knows who this is, in every channel.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Identity {
    /// Probability that a contact needs no identification (E20).
    pub recognised: Ends,
    /// What it costs.
    pub cost: Cost,
}

/// Customers pick up where they left off.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Continuity {
    /// Probability that context survives between channels (E7, E18).
    pub context_kept: Ends,
    /// Probability that context survives from contact to contact within a channel (E7, E18).
    pub context_kept_within: Ends,
    /// What it costs.
    pub cost: Cost,
}

/// Channels say the same.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Consistency {
    /// Probability that two channels tell the same (C24).
    pub consistent: Ends,
    /// What it costs.
    pub cost: Cost,
}

/// Channels pass customers on to the right place, with their story.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Routing {
    /// Probability that a transfer goes where the step succeeds most often. Assumed; order from E16.
    pub routed_right: Ends,
    /// Probability that a transfer keeps context and place in the queue. Assumed; order from E16.
    pub warm: Ends,
    /// What it costs.
    pub cost: Cost,
}

impl Default for Identity {
    fn default() -> Self {
        Self { recognised: ends(0.41, 0.95), cost: Cost::default() }
    }
}
impl Default for Continuity {
    fn default() -> Self {
        Self { context_kept: ends(0.15, 0.90), context_kept_within: ends(0.85, 0.95), cost: Cost::default() }
    }
}
impl Default for Consistency {
    fn default() -> Self {
        Self { consistent: ends(0.72, 0.98), cost: Cost::default() }
    }
}
impl Default for Routing {
    fn default() -> Self {
        Self { routed_right: ends(0.30, 0.85), warm: ends(0.10, 0.90), cost: Cost::default() }
    }
}

/// What the firm decides: a named difference from the market.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Strategy {
    /// The strategy's name in every table and chart.
    pub name: String,
    /// Whether the others are compared with this one; exactly one is.
    #[serde(default)]
    pub baseline: bool,
    /// What it stands for, in one line.
    #[serde(default)]
    pub description: String,
    /// Level of each capability in [0, 1]; 0 where not named.
    #[serde(default)]
    pub levels: Named<f64>,
    /// Levels for single seams: `continuity = { "web>phone" = 0.4 }`.
    #[serde(default)]
    pub seam_levels: Named<Named<f64>>,
    /// The channels that are open; all, where absent.
    #[serde(default)]
    pub channels: Option<Vec<String>>,
    /// Any setting of the market, by its path: `"staff.agents.servers" = 2`.
    #[serde(default)]
    #[schemars(with = "Named<serde_json::Value>")]
    pub set: Named<toml::Value>,
}

const fn ends(siloed: f64, integrated: f64) -> Ends {
    Ends { siloed, integrated }
}
const fn tolerance() -> Law {
    Law { mean: 150.0, cv: 1.0, law: Shape::Lognormal }
}
const fn days_364() -> f64 {
    364.0
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
const fn yes() -> bool {
    true
}
const fn margin() -> f64 {
    0.3
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
