//! Pools that mix calls, messages and chats, against the chain of their one rule: the first in line is served while an
//! agent is free for them, and nobody else is; and a pool that opens in the morning and closes.

use super::{Fact, Proof};
use crate::theory::pools::{Class, DayFare, pool, pool_over_day};

/// The channels of a market, in the order of its classes.
pub const CHANNELS: [&str; 3] = ["first", "second", "third"];

/// A market of 10,000 customers with one channel for each class and one pool for all.
#[derive(Debug, Clone, Copy)]
pub struct Mixture<'a> {
    /// Who comes.
    pub classes: &'a [Class],
    /// Days that are reported, after one that is not.
    pub days: u32,
    /// So many agents from one hour to another. Needs arise only while some are there.
    pub shifts: &'a [(usize, u32, u32)],
}

impl Mixture<'_> {
    /// The scenario.
    pub fn text(&self) -> String {
        let open = |hour: &u32| self.shifts.iter().any(|(_, from, to)| (from..to).contains(&hour));
        let by_hour: Vec<u32> = (0..24).map(|hour| u32::from(open(&hour))).collect();
        let hours_open: u32 = by_hour.iter().sum();
        let shift = |(agents, from, to): &(usize, u32, u32)| {
            format!("{{ hours = \"mon-sun {from:02}:00-{to:02}:00\", servers = {agents} }}")
        };
        let channels = || self.classes.iter().zip(CHANNELS);
        format!(
            r#"
            [run]
            customers = 10_000
            horizon_days = {}
            warm_up_days = 1
            replications = 30
            seed = 12
            [segment.all]
            share = 1
            tolerance_minutes = {{ mean = inf }}
            loss = {{ a = 0, b = 1 }}
            {}
            {}
            [staff.all]
            serves = {:?}
            priority = {:?}
            timetable = [{}]
            [[strategy]]
            name = "one"
            baseline = true
            "#,
            self.days + 1,
            channels().map(|(class, name)| needs(class, name, hours_open)).collect::<Vec<_>>().concat(),
            channels().map(|(class, name)| channel(class, name, &by_hour)).collect::<Vec<_>>().concat(),
            &CHANNELS[..self.classes.len()],
            self.priority(),
            self.shifts.iter().map(shift).collect::<Vec<_>>().join(", "),
        )
    }

    /// The channels that come before others, the first of them first.
    fn priority(&self) -> Vec<&str> {
        let ranked = self.classes.iter().zip(CHANNELS).filter(|(class, _)| class.rank < 1);
        ranked.map(|(_, name)| name).collect()
    }
}

fn needs(class: &Class, name: &str, hours_open: u32) -> String {
    let per_year = class.rate * 60.0 * f64::from(hours_open) * 364.0 / 10_000.0;
    format!("needs.{name}_need = {{ per_year = {per_year} }}\n")
}

fn channel(class: &Class, name: &str, by_hour: &[u32]) -> String {
    let kind = match class {
        Class { message: true, .. } => "kind = \"messages\"".to_owned(),
        Class { slots: 1, .. } => "kind = \"live\"".to_owned(),
        Class { slots, slowdown, .. } => format!("kind = \"chat\"\nslots = {slots}\nslowdown = {slowdown}"),
    };
    format!(
        r#"
        [journey.{name}_need]
        steps = ["{name}_step"]
        retry = 0
        pause_days = 0
        give_up_days = 0.2
        by_hour = {by_hour:?}
        [channel.{name}]
        {kind}
        identify_minutes = 0
        patience_minutes = {}
        step.{name}_step = {{ minutes = {{ mean = {}, law = "exponential" }} }}
        "#,
        class.mean_patience, class.mean_service
    )
}

/// Those who hang up.
pub const fn patient_for(mean_patience: f64, class: Class) -> Class {
    Class { mean_patience, ..class }
}

/// Those who come before others.
pub const fn first(class: Class) -> Class {
    Class { rank: 0, ..class }
}

/// Ten calls an hour of four minutes each, that hang up after three.
pub const CALLS: Class = patient_for(3.0, Class::calls(1.0 / 6.0, 4.0));
/// Five chats an hour of eight minutes, two at a time, that hang up after five.
pub const CHATS: Class = patient_for(5.0, Class::chats(1.0 / 12.0, 8.0, 2, 0.3));
/// Three mails an hour of five minutes.
pub const MAIL: Class = Class::messages(1.0 / 20.0, 5.0);

/// What the chain of a pool that is always open says of it; the line is cut at `longest`.
pub fn facts(classes: &[Class], agents: usize, longest: usize) -> Vec<Fact> {
    const LAW: &str = "chain over agents and line";
    let law = pool(classes, agents, longest);
    assert!(law.cut < 1e-5, "a line of {longest} is too short: {}", law.cut);
    let mut facts = Vec::new();
    for ((class, fare), channel) in classes.iter().zip(&law.fares).zip(CHANNELS) {
        facts.push(Fact::new(LAW, "wait_minutes", fare.mean_wait).of(channel));
        if class.mean_patience < f64::INFINITY {
            facts.push(Fact::new(LAW, "abandonment_rate", fare.hang_up).of(channel));
        }
        if class.slots > 1 {
            facts.push(Fact::new(LAW, "handle_minutes", fare.mean_handling).of(channel));
        }
    }
    facts.push(Fact::new(LAW, "occupancy", law.busy).of("staff.all"));
    facts
}

/// What the same says of a day that begins with nobody there, and turns away at its end who still waits.
pub fn facts_of_a_day(classes: &[Class], shifts: &[(usize, u32, u32)], days: u32, longest: usize) -> Vec<Fact> {
    const LAW: &str = "chain over agents and line, in time";
    let spells: Vec<(usize, f64)> =
        shifts.iter().map(|&(agents, from, to)| (agents, 60.0 * f64::from(to - from))).collect();
    let open: f64 = spells.iter().map(|(_, minutes)| minutes).sum();
    let of_class = |((class, fare), channel): ((&Class, DayFare), &'static str)| {
        let calls = class.rate * open;
        [
            Fact::new(LAW, "wait_minutes", fare.waited / calls).of(channel),
            Fact::new(LAW, "abandonment_rate", fare.hung_up / calls).of(channel),
            Fact::new(LAW, "turned_away_contacts", fare.turned_away * f64::from(days)).of(channel),
        ]
    };
    classes.iter().zip(pool_over_day(classes, &spells, longest)).zip(CHANNELS).flat_map(of_class).collect()
}

/// What theory says of them.
pub(super) fn proofs() -> Vec<Proof> {
    const DAYS: u32 = 120;
    const MORNINGS: u32 = 1_600;
    let always = |agents| [(agents, 0, 24)];
    let (calls, mail) = (Class { rate: 0.08, ..CALLS }, Class { rate: 0.03, ..MAIL });
    let mixed = [first(calls), CHATS, mail];
    let busy = [Class { rate: 0.3, ..CALLS }, first(Class { rate: 0.2, ..CHATS })];
    let morning = [CALLS, first(Class { rate: 0.2, ..CHATS })];
    let shifts = [(1, 9, 10), (2, 10, 11), (1, 11, 12)];
    vec![
        Proof {
            about: "one agent for calls, chats and mail",
            market: Mixture { classes: &mixed, days: DAYS, shifts: &always(1) }.text(),
            facts: facts(&mixed, 1, 20),
        },
        Proof {
            about: "two agents for calls and chats",
            market: Mixture { classes: &busy, days: DAYS, shifts: &always(2) }.text(),
            facts: facts(&busy, 2, 25),
        },
        Proof {
            about: "mornings in three shifts",
            market: Mixture { classes: &morning, days: MORNINGS, shifts: &shifts }.text(),
            facts: facts_of_a_day(&morning, &shifts, MORNINGS, 25),
        },
    ]
}
