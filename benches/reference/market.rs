//! The numbers of the reference markets, as in `rm1.toml` and `rm2.toml`, and the totals that every program reports.

use throughline::chance::maths::{exp, shifted};
use throughline::chance::{Laws, cause_address, named};
use throughline::engine::Tally;
use throughline::engine::tally::{Contacts, Endings, UNIT};
use throughline::model::experience::Ended;
use throughline::model::rules::Rules;
use throughline::scenario::timetable::{DAY, Micros, YEAR};
use throughline::scenario::{Setting, Source, Wishes, understand};

pub const CHANNELS: usize = 5;
pub const STEPS: usize = 3;
pub const HORIZON: Micros = 364 * DAY;
pub const COUNTED_UNTIL: Micros = HORIZON - GIVE_UP;
pub const GIVE_UP: Micros = 21 * DAY;
/// The address of the customers' needs.
pub const PURCHASES: u64 = cause_address(0, named("purchase"));
pub const CONTACT_LIMIT: u16 = 50;
pub const NEEDS_PER_MICRO: f64 = 6.0 / YEAR as f64;
pub const TOLERANCE: f64 = 60.0;
pub const PAUSE: f64 = 1.5 * 1440.0;
pub const KEPT: f64 = 0.55;
pub const KEPT_WITHIN: f64 = 0.95;
pub const COLD: f64 = 0.3;
pub const RETRY: f64 = 0.6;
pub const REFERENCE: f64 = 20.0;
pub const WAITING_WEIGHT: f64 = 1.5;
pub const START: f64 = 0.75;
/// Agents of the channels, in order of name, for 100,000 customers, and the mean patience (minutes) of those who wait there.
pub const SERVERS: [f64; CHANNELS] = [0.0, 1.0, 2.0, 7.0, 0.0];
pub const PATIENCE: [f64; CHANNELS] = [0.0, 3.0, 5.0, 10.0, 0.0];

/// Leave, success and mean minutes of each step in each channel; a mean of 0: not offered.
pub const ATTEMPTS: [[[f64; 3]; CHANNELS]; STEPS] = [
    [[0.36, 0.76, 3.0], [0.0; 3], [0.0; 3], [0.10, 0.90, 8.0], [0.40, 0.72, 4.0]],
    [[0.26, 0.55, 5.0], [0.15, 0.60, 8.0], [0.10, 0.70, 5.0], [0.32, 0.70, 12.0], [0.30, 0.50, 6.0]],
    [[0.34, 0.68, 4.0], [0.12, 0.85, 5.0], [0.08, 0.92, 4.0], [0.04, 0.97, 4.0], [0.40, 0.66, 4.0]],
];
const TASTE: [f64; CHANNELS] = [0.4, 0.3, 0.6, 0.0, 1.0];
/// From channel to channel: app, chat, phone, store, web.
const SYNERGY: [[f64; CHANNELS]; CHANNELS] = [
    [1.6, 0.0, 0.0, 0.0, 0.0],
    [0.0, 1.4, 1.2, 0.0, 0.0],
    [0.0, 0.0, 2.6, 0.0, 0.0],
    [0.0, 0.0, 0.0, 2.5, 0.9],
    [0.0, 0.0, 1.4, 1.9, 1.6],
];

/// Weights of the channels for a step, after a channel (`CHANNELS` for none).
pub fn weights(step: usize, before: usize) -> [f64; CHANNELS] {
    std::array::from_fn(|channel| {
        let pull = if before < CHANNELS { SYNERGY[before][channel] } else { 0.0 };
        if ATTEMPTS[step][channel][2] > 0.0 { exp(TASTE[channel] + pull) } else { 0.0 }
    })
}

/// Probability of success of a first attempt after context was lost.
pub fn cold_success(step: usize, channel: usize) -> f64 {
    shifted(ATTEMPTS[step][channel][1], -COLD)
}

/// Agents of a channel in a market of so many customers.
pub fn agents(channel: usize, customers: u32) -> u32 {
    ((SERVERS[channel] * f64::from(customers) / 1e5).round() as u32).max(1)
}

/// Market 1 for the engine, with the horizon of the file or another.
pub fn independent(customers: u32, days: Option<u32>) -> Rules {
    rules(include_str!("../rm1.toml"), &[("run.customers", customers)], days)
}

/// Market 2 likewise.
pub fn staffed(customers: u32, days: Option<u32>) -> Rules {
    let desks = [("staff.clerks.servers", 3), ("staff.agents.servers", 2), ("staff.chatters.servers", 1)];
    let [clerks, agents, chatters] = desks.map(|(path, channel)| (path, agents(channel, customers)));
    rules(include_str!("../rm2.toml"), &[("run.customers", customers), clerks, agents, chatters], days)
}

fn rules(text: &str, settings: &[(&str, u32)], days: Option<u32>) -> Rules {
    let setting = |(path, value): &(&str, u32)| Setting::of_path(path, &value.to_string());
    let days = days.map(|days| ("run.horizon_days", days));
    let wishes = Wishes { settings: settings.iter().chain(&days).map(setting).collect(), strategies: Vec::new() };
    let source = Source::parse("reference.toml".into(), text.into()).expect("reference markets are TOML");
    let scenario = understand(&source, "reference", &wishes).unwrap_or_else(|problems| {
        eprintln!("{problems}");
        std::process::exit(2)
    });
    let mut rules = Rules::new(
        &scenario.run,
        &scenario.names,
        &scenario.strategies[scenario.baseline()].market,
        &mut Laws::default(),
    );
    // The loops do not follow contacts beyond the horizon.
    rules.followed_until = rules.horizon;
    rules
}

/// How a journey ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    Completed,
    Left,
    GivenUp,
}

/// The experience of a journey.
pub fn experience(effort_minutes: f64, failed: u16, end: End) -> f64 {
    let excess = (effort_minutes / REFERENCE - 1.0).clamp(0.0, 3.0);
    let given_up = if end == End::GivenUp { 0.30 } else { 0.0 };
    (1.0 - (0.15 * f64::from(failed) + 0.04 * excess + given_up)).clamp(0.0, 1.0)
}

/// Satisfaction after an experience.
pub fn moved(satisfaction: f64, experience: f64) -> f64 {
    satisfaction + if experience < satisfaction { 0.30 } else { 0.10 } * (experience - satisfaction)
}

/// What a journey adds to the logit of being lost.
pub fn shift(end: End, failed: u16, satisfaction: f64) -> f64 {
    let stated = match end {
        End::Completed if failed > 0 => 0.63,
        End::GivenUp => 1.85,
        _ => 0.0,
    };
    0.5 * stated + 2.0 * (START - satisfaction)
}

/// Whether a draw is below a probability that is moved by a shift of its logit, which moves none by more than a quarter of
/// the shift.
pub fn is_lost(draw: f64, plain: f64, shift: f64) -> bool {
    draw < plain + 0.25 * shift.max(0.0) && draw < shifted(plain, shift)
}

/// Totals of one replication: times in micro-minutes, money in millionths of EUR, satisfaction in units of 10^-9.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    pub arrived: u64,
    pub completed: u64,
    pub left: u64,
    pub given_up: u64,
    pub contacts: u64,
    pub switches: u64,
    pub repeats: u64,
    pub failed: u64,
    pub effort: u64,
    pub effort_squared: u128,
    pub revenue: u64,
    pub lost: u64,
    pub satisfaction: i64,
    pub waited: u64,
    pub hung_up: u64,
}

impl Totals {
    /// What the engine says of the same market.
    pub fn of(tally: &Tally) -> Self {
        let customers = &tally.customers[0];
        let mut endings = Endings::default();
        endings.add(tally.journeys.row(0));
        let journeys = endings.all();
        let contacts = || tally.contacts.cells().iter();
        Self {
            arrived: contacts().map(Contacts::arrived).sum(),
            completed: endings.completed().ended,
            left: endings.of(&[Ended::Left]).ended,
            given_up: endings.of(&[Ended::GivenUp, Ended::CutOff]).ended,
            contacts: journeys.contacts,
            switches: journeys.switches,
            repeats: journeys.repeats,
            failed: journeys.failed,
            effort: journeys.effort.iter().sum(),
            effort_squared: journeys.effort_squared,
            revenue: u64::try_from(journeys.revenue).expect("nothing is sent back"),
            lost: customers.lost,
            satisfaction: customers.satisfaction,
            waited: contacts().map(|cell| cell.waited).sum(),
            hung_up: contacts().map(|cell| cell.hung_up).sum(),
        }
    }

    /// By name, in the units of `LAWS.md`, without what concerns waiting.
    pub fn named(&self) -> Vec<(&'static str, f64)> {
        let minutes = |micros: u64| micros as f64 / 1e6;
        vec![
            ("arrived", self.arrived as f64),
            ("journeys", (self.completed + self.left + self.given_up) as f64),
            ("completed", self.completed as f64),
            ("left", self.left as f64),
            ("given_up", self.given_up as f64),
            ("contacts", self.contacts as f64),
            ("switches", self.switches as f64),
            ("repeats", self.repeats as f64),
            ("failed", self.failed as f64),
            ("effort", minutes(self.effort)),
            ("effort_squared", self.effort_squared as f64 / 1e12),
            ("revenue", self.revenue as f64 / 1e6),
            ("lost", self.lost as f64),
            ("satisfaction", self.satisfaction as f64 / UNIT),
        ]
    }
}
