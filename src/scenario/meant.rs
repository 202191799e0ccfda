//! The scenario as it is meant: checked, complete, by number instead of by name.
//!
//! One [`Market`] per strategy, with the capabilities' levels already turned into the values they stand for: from here
//! on nobody knows what a level is. Names stay in [`Scenario`]; beside tables and charts, luck hangs on them.

use super::Wishes;
use super::evidence::Number;
use super::path::Path;
use super::timetable::Timetable;
use super::typed;
pub use super::typed::{
    BasketMerge, Ending, Kind, Law, Needs, Reach, RecognisedBy, RestartNotOffered, Shape, TwinClosed, Whole,
};
use std::ops::Range;
use std::sync::Arc;

/// A year of 52 weeks.
const DAYS_A_YEAR: f64 = 364.0;

/// A number in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Probability(f64);

impl Probability {
    /// Certainty.
    pub const ONE: Self = Self(1.0);

    /// The number, if it is one of these.
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// As a plain number.
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// A checked scenario.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The file's name without folder and ending.
    pub name: String,
    /// What the results are called where not by the file's name: these settings of it among others.
    pub design_point: Option<String>,
    /// What the command line changed in the file.
    pub wishes: Wishes,
    /// What it is about.
    pub title: String,
    /// Size and length.
    pub run: Run,
    /// The smallest difference that would matter, by outcome and in its unit.
    pub smallest_relevant: Vec<(String, f64)>,
    /// Names of what the markets hold by number.
    pub names: Names,
    /// The strategies in order of declaration.
    pub strategies: Vec<Strategy>,
    /// The scenario as typed, with every default filled in, as TOML.
    pub resolved: String,
    /// The numbers of the market, and what they are said to rest on.
    pub numbers: Vec<Number>,
    /// What is not wrong with it and worth a look, each with its place.
    pub notes: Vec<String>,
}

/// What is not wrong with a scenario, and worth a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub path: Path,
    /// What.
    pub what: String,
}

impl Scenario {
    /// What the folder of its results is called.
    pub fn results_name(&self) -> &str {
        self.design_point.as_ref().unwrap_or(&self.name)
    }

    /// Position of the strategy that the others are compared with.
    pub fn baseline(&self) -> usize {
        self.strategies.iter().position(|strategy| strategy.baseline).expect("a checked scenario has one baseline")
    }
}

impl Scenario {
    /// What its results are called, and what was changed in the file for them.
    pub fn changed(&self) -> Option<String> {
        let label = self.design_point.iter().map(|label| format!("design point \"{label}\""));
        let settings: Vec<String> = self.wishes.settings.iter().map(ToString::to_string).collect();
        let settings = (!settings.is_empty()).then(|| format!("settings {}", settings.join("; ")));
        let all: Vec<String> = label.chain(settings).collect();
        (!all.is_empty()).then(|| all.join(", "))
    }
}

/// Size and length of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// Number of customers.
    pub customers: u32,
    /// Length (days).
    pub horizon_days: f64,
    /// Start that is not reported (days).
    pub warm_up_days: f64,
    /// Number of replications.
    pub replications: u32,
    /// Where all luck comes from.
    pub seed: u64,
    /// Code of the currency.
    pub currency: &'static str,
    /// Who is served after at most so many seconds was served in time.
    pub service_level_seconds: u64,
    /// What is counted beyond the ordinary.
    pub asked: Asked,
}

/// What is counted only where a scenario asks for it.
#[allow(clippy::struct_excessive_bools, reason = "wishes that stand in any combination")]
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Asked {
    /// How long journeys take from the need on.
    pub elapsed: bool,
    /// How often customers turn to somebody who serves again, within so many days.
    pub repeat_within_days: Option<f64>,
    /// What customers spend, by the number of channels that they use.
    pub channels_used: bool,
    /// Who joins: whether anybody does, under any strategy.
    pub joins: bool,
    /// What comes and goes by the calendar: whether any segment has a margin or a loss by it, under any strategy.
    pub calendar: bool,
    /// What is taken from stock: whether anything is, under any strategy.
    pub stock: bool,
    /// What is sent back: whether anything is, under any strategy.
    pub refunds: bool,
    /// Baskets that meet: whether any do, under any strategy.
    pub baskets_meet: bool,
    /// What channels know of customers: whether anything is made of it, under any strategy.
    pub personalisation: bool,
    /// What is sent to customers: whether anything is, under any strategy.
    pub outreach: bool,
    /// What happens by the day: whether money is discounted, or anything changes in the course of the run.
    pub days: bool,
    /// What a change that ends did, day by day.
    pub bad_days: bool,
    /// How money is discounted (per year), where present values are reported.
    pub discount_per_year: Option<f64>,
    /// What dashboards count: a bit for each that is asked for, in their order.
    pub dashboards: u32,
}

/// Names by number.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Channels.
    pub channels: Vec<String>,
    /// Segments.
    pub segments: Vec<String>,
    /// Journey types.
    pub journeys: Vec<String>,
    /// Steps, over all journeys, in order of first mention.
    pub steps: Vec<String>,
    /// Staff pools.
    pub pools: Vec<String>,
    /// Stock pools.
    pub stocks: Vec<String>,
    /// Campaigns.
    pub campaigns: Vec<String>,
    /// The steps of each journey type in the file, by their numbers.
    pub steps_of: Vec<Vec<usize>>,
}

/// A strategy and the market it makes.
#[derive(Debug, Clone)]
pub struct Strategy {
    /// Its name.
    pub name: String,
    /// Its place in the file, whichever of those there are simulated.
    pub place: usize,
    /// What it stands for.
    pub description: String,
    /// Whether the others are compared with it.
    pub baseline: bool,
    /// The day on which it begins to take over from the baseline; from the start, where there is none.
    pub from_day: Option<u32>,
    /// The market under this strategy, from the start on.
    pub market: Market,
    /// What becomes of it in the course of the run.
    pub later: Vec<Later>,
    /// The same without changes that end, where there are any.
    pub undisturbed: Option<Box<Course>>,
}

impl Strategy {
    /// Whether customers earn or leave by the calendar, at any time.
    pub fn has_a_calendar(&self) -> bool {
        self.all_markets().any(Market::has_a_calendar)
    }

    /// Whether anything is sold from stock, at any time.
    pub fn has_stock(&self) -> bool {
        self.all_markets().any(Market::has_stock)
    }

    /// Whether anything is sent back.
    pub fn has_refunds(&self) -> bool {
        self.all_markets().any(|market| market.journeys.iter().any(|journey| journey.refunds.is_some()))
    }

    /// Whether baskets meet, at any time.
    pub fn has_baskets_that_meet(&self) -> bool {
        self.all_markets().any(|market| market.whole.seam.basket_merge.is_some())
    }

    /// Whether anything is made of what channels know of customers, at any time.
    pub fn personalises(&self) -> bool {
        self.all_markets().any(Market::personalises)
    }

    /// Whether anything is sent to customers, at any time.
    pub fn has_outreach(&self) -> bool {
        self.all_markets().any(Market::reaches_out)
    }

    fn all_markets(&self) -> impl Iterator<Item = &Market> {
        let undisturbed =
            self.undisturbed.iter().flat_map(|other| [&other.market].into_iter().chain(markets(&other.later)));
        [&self.market].into_iter().chain(markets(&self.later)).chain(undisturbed)
    }

    /// Whether customers join, at any time.
    pub fn has_joiners(&self) -> bool {
        self.all_markets().any(|market| market.segments.iter().any(|segment| segment.joins.is_some()))
    }

    /// From the first day on which its market is another than without changes that end to the day on which it no longer is;
    /// none where it never is.
    pub fn bad_days(&self) -> Option<Range<u32>> {
        let other = self.undisturbed.as_ref()?;
        let days = |later: &[Later]| later.iter().map(|later| later.day).collect::<Vec<_>>();
        let mut days = [vec![0], days(&self.later), days(&other.later)].concat();
        days.sort_unstable();
        let differs =
            |day: &u32| market_on(&self.market, &self.later, *day) != market_on(&other.market, &other.later, *day);
        let last = days.iter().rposition(differs)?;
        let first = days.iter().copied().find(differs)?;
        Some(first..days.get(last + 1).copied().unwrap_or(u32::MAX))
    }
}

fn markets(later: &[Later]) -> impl Iterator<Item = &Market> {
    later.iter().map(|later| &later.market)
}

/// The market of a day.
pub(super) fn market_on<'a>(market: &'a Market, later: &'a [Later], day: u32) -> &'a Market {
    later.iter().rev().find(|later| later.day <= day).map_or(market, |later| &later.market)
}

/// A market from the start on, and what becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// From the start.
    pub market: Market,
    /// Afterwards, in order.
    pub later: Vec<Later>,
}

/// A market from the start of some day on.
#[derive(Debug, Clone, PartialEq)]
pub struct Later {
    /// The day.
    pub day: u32,
    /// The market.
    pub market: Market,
}

/// A market under one strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    /// Channels.
    pub channels: Vec<Channel>,
    /// Segments.
    pub segments: Vec<Segment>,
    /// Journey types.
    pub journeys: Vec<Journey>,
    /// Staff pools.
    pub pools: Vec<Pool>,
    /// Stock pools, as typed.
    pub stocks: Vec<typed::Stock>,
    /// Campaigns.
    pub campaigns: Vec<Campaign>,
    /// What their messages do to a customer, as typed.
    pub outreach: typed::Outreach,
    /// An unwelcome message is not sent.
    pub suppressed: Probability,
    /// Another stock pool serves what a channel's own has not.
    pub stock_shared: Probability,
    /// Customers who choose see what is in stock.
    pub stock_visible: Probability,
    /// Where customers see the goods, and what that does.
    pub showroom: Showroom,
    /// How much of a channel's records another one knows: `records_shared[the one][the other]`.
    pub records_shared: Vec<Vec<Probability>>,
    /// Coefficient of variation of a factor on all needs of a day.
    pub day_cv: f64,
    /// How customers choose.
    pub choice: Choice,
    /// How much harder the first attempt is after context was lost (logit).
    pub cold: f64,
    /// A transfer goes where the step succeeds most often.
    pub routed_right: Probability,
    /// Who is recognised meets somebody else's record: `[before][channel]`, the last row for a journey's first contact.
    pub wrong_match: Vec<Vec<Probability>>,
    /// A conflict is for the better: `[before][channel]`.
    pub better_share: Vec<Vec<Probability>>,
    /// Work left behind in a channel is closed from another: `twin_closed[channel of the work][other channel]`.
    pub twin_closed: Vec<Vec<Probability>>,
    /// When it is.
    pub twin_closed_when: TwinClosed,
    /// What passes into the rules as it is typed.
    pub whole: Whole,
    /// What the levels of the capabilities cost, by capability.
    pub integration_costs: Vec<typed::Cost>,
}

impl Market {
    /// What the levels of all capabilities cost.
    pub fn integration_cost(&self) -> typed::Cost {
        let mut all = typed::Cost::default();
        for cost in &self.integration_costs {
            all.once += cost.once;
            all.per_year += cost.per_year;
            all.per_contact += cost.per_contact;
        }
        all
    }

    /// Customers who join in so many days, for each there at the start; the mean of it.
    pub fn joiners(&self, days: f64) -> f64 {
        let a_year = |segment: &Segment| segment.joins.as_ref().map_or(0.0, |joins| segment.share * joins.per_year);
        self.segments.iter().map(a_year).sum::<f64>() * days / DAYS_A_YEAR
    }

    /// Whether a stock pool, by its number, is there: a channel sells from it that is open.
    pub fn sells_from(&self, stock: usize) -> bool {
        self.channels.iter().any(|channel| channel.open && channel.stock == Some(stock))
    }

    /// Whether anything is sold from stock.
    pub fn has_stock(&self) -> bool {
        self.journeys.iter().any(|journey| journey.takes_at.is_some())
            && (0..self.stocks.len()).any(|stock| self.sells_from(stock))
    }

    /// Whether anything is made of what channels know of customers.
    pub fn personalises(&self) -> bool {
        let is_open = |channel: &&Channel| channel.open;
        let steps = self.channels.iter().filter(is_open).flat_map(|channel| channel.steps.iter().flatten());
        steps.map(|step| step.beta).any(|beta| beta != 0.0) || self.anticipates()
    }

    /// Whether questions that would follow are anticipated.
    pub fn anticipates(&self) -> bool {
        let is_question = |journey: &Journey| {
            journey.typed.value.is_none() && journey.refunds.is_none() && !journey.follows.is_empty()
        };
        self.whole.personalisation.anticipation > 0.0 && self.journeys.iter().any(is_question)
    }

    /// Whether any campaign sends anything.
    pub fn reaches_out(&self) -> bool {
        self.campaigns.iter().any(|campaign| self.sends(campaign))
    }

    /// Whether a campaign does.
    pub fn sends(&self, campaign: &Campaign) -> bool {
        let reaches = |segment: &Segment, at: usize| {
            segment.reach[campaign.channel] != Reach::Constant(0.0) && campaign.segments.contains(&at)
        };
        let somebody =
            self.segments.iter().enumerate().any(|(at, segment)| segment.share > 0.0 && reaches(segment, at));
        self.channels[campaign.channel].open
            && campaign.share > Probability::default()
            && campaign.a_day() > 0.0
            && somebody
    }

    /// Whether customers earn or leave by the calendar.
    pub fn has_a_calendar(&self) -> bool {
        self.segments.iter().any(|segment| segment.margin_per_year != 0.0 || segment.loss_per_year != 0.0)
    }
}

/// A channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Its kind.
    pub kind: Kind,
    /// Whether the strategy keeps it open.
    pub open: bool,
    /// When one can enter.
    pub hours: Timetable,
    /// The pool that serves it.
    pub pool: Option<usize>,
    /// The stock pool that it sells from.
    pub stock: Option<usize>,
    /// How each step goes here, where offered.
    pub steps: Vec<Option<Step>>,
    /// Time to get there (minutes).
    pub access_minutes: f64,
    /// Weight of being served in effort.
    pub handling_weight: f64,
    /// Weight of waiting in effort.
    pub waiting_weight: f64,
    /// Time to say who one is (minutes).
    pub identify_minutes: f64,
    /// Work after the customer has gone (minutes).
    pub after_contact_minutes: f64,
    /// Mean patience in the queue (minutes).
    pub patience_minutes: f64,
    /// Contacts that an agent handles at a time.
    pub slots: u8,
    /// Slow-down per further contact at a time.
    pub slowdown: f64,
    /// Probability that a failed step is passed on.
    pub transfer: Probability,
    /// Whether customers can be passed on to here.
    pub accepts_transfers: bool,
    /// Spread of its liking (logit).
    pub taste_sd: f64,
    /// Cost of a minute of service without a pool (EUR).
    pub cost_per_minute: f64,
    /// Cost of a contact apart from labour (EUR).
    pub cost_per_contact: f64,
}

/// How a step goes in a channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Probability of leaving.
    pub leave: Probability,
    /// Probability of success for those who stay.
    pub success: Probability,
    /// Time of an attempt (minutes).
    pub minutes: Law,
    /// How well the channel suits it (logit).
    pub fit: f64,
    /// What knowing the customer does to success (logit).
    pub beta: f64,
}

/// A segment.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Share of all customers.
    pub share: f64,
    /// Reach of each channel.
    pub reach: Vec<Reach>,
    /// Liking of each channel (logit).
    pub taste: Vec<f64>,
    /// How often each journey type is needed.
    pub needs: Vec<Option<Needs>>,
    /// Effort of failed contacts that customers put up with (minutes).
    pub tolerance: Law,
    /// Beta law of the chance of being lost on an occasion that goes well.
    pub loss: super::typed::Propensity,
    /// Factor on the value of orders.
    pub value_factor: f64,
    /// Spread over customers of a factor on the value of their orders (coefficient of variation).
    pub value_cv: f64,
    /// Margin of an active customer by the calendar (EUR per year).
    pub margin_per_year: f64,
    /// Rate at which customers are lost by the calendar (per year).
    pub loss_per_year: f64,
    /// Its coefficient of variation over customers.
    pub loss_cv: f64,
    /// Coefficient of variation of a factor on the needs of a day.
    pub day_cv: f64,
    /// How others join, if they do.
    pub joins: Option<Joins>,
}

impl Segment {
    /// What it costs to acquire each who joins (EUR).
    pub fn cost_of_joining(&self) -> f64 {
        self.joins.as_ref().map_or(0.0, |joins| joins.cost)
    }
}

/// Customers who join later.
#[derive(Debug, Clone, PartialEq)]
pub struct Joins {
    /// For each customer there at the start (per year).
    pub per_year: f64,
    /// Weights of the weeks of the run, repeated where they end; empty where all are alike.
    pub by_week: Vec<f64>,
    /// The journey type that is needed at the moment of joining.
    pub first: Option<usize>,
    /// What each costs (EUR).
    pub cost: f64,
}

impl Joins {
    /// The same over the first days of a run, in each week as many as over the whole of it; nobody, where none would join by
    /// then.
    #[must_use]
    pub fn over_the_first(&self, days: f64, whole: f64) -> Option<Self> {
        if self.by_week.is_empty() {
            return Some(self.clone());
        }
        let share = self.mean_weight(days) / self.mean_weight(whole);
        (share > 0.0).then(|| Self { per_year: self.per_year * share, ..self.clone() })
    }

    /// The mean of the weights over so many days from the start on.
    fn mean_weight(&self, days: f64) -> f64 {
        const WEEK: f64 = 7.0;
        let weeks = (days / WEEK).ceil() as usize;
        let of_week = |week: usize| self.by_week[week % self.by_week.len()] * WEEK.min(days - week as f64 * WEEK);
        (0..weeks).map(of_week).sum::<f64>() / days
    }
}

/// Messages by which the firm turns to its customers.
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    /// The channel in which it sends.
    pub channel: usize,
    /// The journey type that a message may begin.
    pub begins: usize,
    /// To whom.
    pub segments: Vec<usize>,
    /// How often.
    pub rhythm: Sends,
    /// The day from which on.
    pub first_day: f64,
    /// Share of the audience to whom each message goes.
    pub share: Probability,
    /// Cost of a message (EUR).
    pub cost: f64,
    /// A message begins a journey; the mean over customers.
    pub response: Probability,
    /// Mean time until it does (days).
    pub response_days: f64,
    /// Whoever has responded hears no more of it.
    pub until_response: bool,
    /// Share of the value that is given away.
    pub discount: f64,
    /// A response takes the place of an own need.
    pub brought_forward: Probability,
    /// Whoever gets a message opts out.
    pub opt_out: Probability,
    /// What a message adds to contact pressure.
    pub pressure: f64,
}

/// How often a campaign sends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sends {
    /// To all at once, every so many days.
    Waves(f64),
    /// To each at random moments, so often a year.
    AtRandom(f64),
}

impl Campaign {
    /// Messages to a customer, a day.
    pub fn a_day(&self) -> f64 {
        match self.rhythm {
            Sends::Waves(days) => 1.0 / days,
            Sends::AtRandom(per_year) => per_year / DAYS_A_YEAR,
        }
    }

    /// Whether each wave comes to all at once.
    pub const fn is_in_waves(&self) -> bool {
        matches!(self.rhythm, Sends::Waves(_))
    }
}

/// A journey type.
#[derive(Debug, Clone, PartialEq)]
pub struct Journey {
    /// What passes into the rules as it is typed.
    pub typed: Arc<typed::Journey>,
    /// Steps by number.
    pub steps: Vec<usize>,
    /// The position of the step at which the price is accepted, where one is known.
    pub price_step: Option<usize>,
    /// The position of the step that takes a unit of stock, where one does.
    pub takes_at: Option<usize>,
    /// What it takes to hand in the order that it brings back, if it does.
    pub refunds: Option<Refunds>,
    /// What lost context costs.
    pub lost_context: LostContext,
    /// Mean pause between contacts (days).
    pub pause_days: f64,
    /// Effort taken for granted (minutes).
    pub reference_minutes: f64,
    /// Liking of channels in place of the segments' (logit).
    pub taste: Vec<Option<f64>>,
    /// Needs by hour, weekday and season: empty or complete.
    pub rhythm: Rhythm,
    /// Channels to which the matter is also sent, and how likely that is.
    pub twin: Vec<(usize, Probability)>,
    /// What brings it about beside needs.
    pub follows: Vec<Follows>,
    /// The integration it meets at each seam: `seams[before][channel]`, the last row for a journey's first contact.
    pub seams: Vec<Vec<Seam>>,
}

/// What is sent back, and what that takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Refunds {
    /// Share of the price by which it is worth less.
    pub lost: f64,
    /// Cost of handling each piece (EUR).
    pub cost: f64,
    /// It is exchanged, by the channel in which it is handed in.
    pub exchanged: Vec<Probability>,
}

/// Where customers see the goods, and what that does.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Showroom {
    /// The channels, as bits; none: it is off.
    pub channels: u16,
    /// A need of somebody who has seen the goods brings one more about.
    pub needs: Probability,
    /// Mean time until it does (days).
    pub after_days: f64,
    /// Factor on the probability that what was ordered elsewhere is sent back.
    pub sent_back: f64,
}

/// What happens when context is lost: a journey has one of the two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LostContext {
    /// Fall back to the first step from this position on that the channel offers.
    Restart(usize),
    /// Explain again (minutes).
    Rebuild(f64),
}

/// Weights of needs in time; an empty list means all alike.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rhythm {
    /// 24 weights.
    pub by_hour: Vec<f64>,
    /// 7 weights.
    pub by_weekday: Vec<f64>,
    /// 4, 13 or 52 weights.
    pub by_season: Vec<f64>,
}

/// One journey bringing about another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Follows {
    /// The journey before.
    pub journey: usize,
    /// How it must have ended.
    pub ending: Ending,
    /// Where it must have ended.
    pub channel: Option<usize>,
    /// Probability that this one follows.
    pub probability: Probability,
    /// Mean time until it does (days).
    pub after_days: f64,
}

/// The integration that a journey meets in passing from one channel to another.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Seam {
    /// No identification needed.
    pub recognised: Probability,
    /// Context survives.
    pub context_kept: Probability,
    /// Both channels tell the same.
    pub consistent: Probability,
    /// A transfer keeps context and place in the queue.
    pub warm: Probability,
}

/// A staff pool.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Who is on duty when.
    pub timetable: Timetable,
    /// Cost of a paid hour (EUR).
    pub cost_per_hour: f64,
    /// Rank of each (journey, channel) in the queue, lower first: `ranks[journey][channel]`.
    pub ranks: Vec<Vec<u8>>,
    /// What an agent can have at hand at a time.
    pub sharing: Sharing,
    /// How long a returning customer waits for the agent who knows the case; 0: no longer than for any (minutes).
    pub same_agent_minutes: f64,
}

/// What an agent can have at hand at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Chats, or one contact of another kind.
    ChatsFirst,
    /// The same, and a call, for which all else stands still.
    CallInterrupts,
    /// Contacts of all kinds, each up to a limit.
    Limits(Limits),
}

/// How many contacts an agent can have at hand at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Calls and visits.
    pub calls: u8,
    /// Chats.
    pub chats: u8,
    /// Messages.
    pub messages: u8,
    /// Of all kinds.
    pub together: u8,
}

/// How customers choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Pull of the channel used last (logit).
    pub habit: f64,
    /// Push of an expected wait (logit per minute).
    pub wait_aversion: f64,
    /// Push of a channel that is sure to be out of stock (logit).
    pub stockout_aversion: f64,
    /// Pull from the channel before: `synergy[before][channel]` (logit).
    pub synergy: Vec<Vec<f64>>,
    /// Liking of doing nothing (logit).
    pub outside: Option<f64>,
}
