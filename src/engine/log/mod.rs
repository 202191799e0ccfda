//! Contacts and journeys one by one, as a server of calls, chats or letters writes them down: kept only where something
//! that a scenario asks for needs them, and only until that is counted.
//!
//! All of it follows from what the walk tells a record anyway. Entries come in no order of time, since much is seen
//! through ahead of its time: whoever counts puts them in order first.

pub mod channels_used;
pub mod elapsed;
pub mod repeats;

use super::tally::{AfterContact, WaitEnd};
use crate::model::journey::{Arrival, ContactEnd, Journey, Phase};
use crate::model::rules::Rules;
use crate::scenario::timetable::Micros;

/// One contact, or one trip in vain, from its arrival to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Logged {
    /// The customer.
    pub customer: u32,
    /// The journey, unique for the customer.
    pub journey: u32,
    /// Its place in the journey, from 1.
    pub number: u16,
    /// Segment and journey type, as in tables of both.
    pub cell: u16,
    /// The channel; its rules tell whether somebody serves there, or a machine.
    pub channel: u8,
    /// What the channel was when the customer arrived.
    pub form: u8,
    /// The channel of the contact before, in the same journey: the one that passed it on, if one did.
    pub before: u8,
    /// By whom it came about.
    pub arrival: Arrival,
    /// When the customer arrived.
    pub arrived: Micros,
    /// When service began, if it did.
    pub answered: Option<Micros>,
    /// When the customer was gone; of what was followed in vain, up to when.
    pub ended: Micros,
    /// How it ended.
    pub end: End,
    /// Whether it was passed on.
    pub passed_on: bool,
    /// Work after it, by the clock.
    pub work_after: Micros,
}

/// How a contact ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It was served to an end.
    Served(ContactEnd),
    /// The customer hung up.
    HungUp,
    /// The desk closed.
    TurnedAway,
    /// The customer found the channel closed.
    InVain,
    /// It was in line or in service when the run was over, and what is followed beyond it.
    Censored,
}

/// One journey that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoggedJourney {
    /// The customer.
    pub customer: u32,
    /// The journey, unique for the customer.
    pub journey: u32,
    /// Its type.
    pub kind: usize,
    /// The channel of its first contact.
    pub first_channel: u8,
    /// The channel of its last contact.
    pub last_channel: u8,
    /// When the need arose.
    pub started: Micros,
    /// When it ended.
    pub ended: Micros,
    /// Whether it was completed.
    pub completed: bool,
    /// The value of its order, if it was one (millionths of a unit of money).
    pub value: u64,
}

/// What was written down so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    /// Contacts.
    pub contacts: Vec<Logged>,
    /// Journeys that count.
    pub journeys: Vec<LoggedJourney>,
}

impl Log {
    /// An empty one, where anything that is asked for needs it.
    pub fn if_needed(rules: &Rules) -> Option<Box<Self>> {
        let asked = &rules.asked;
        let is_asked = asked.elapsed || asked.channels_used || asked.repeat_within_days.is_some();
        (is_asked || asked.dashboards != 0).then(Box::default)
    }

    /// A contact was served to an end.
    #[cold]
    pub fn served(&mut self, rules: &Rules, journey: &Journey, end: ContactEnd) {
        self.contacts.push(Logged::served(rules, journey, end));
    }

    /// A contact ended without service.
    #[cold]
    pub fn unserved(&mut self, journey: &Journey, waited: Micros, why: WaitEnd) {
        self.contacts.push(Logged::unserved(journey, waited, why));
    }

    /// A trip was in vain.
    #[cold]
    pub fn trip_in_vain(&mut self, journey: &Journey) {
        self.contacts.push(Logged::in_vain(journey));
    }

    /// The contact that was served last is passed on.
    #[cold]
    pub fn passed_on(&mut self, journey: &Journey) {
        if let Some(last) = self.contacts.last_mut() {
            debug_assert_eq!((last.customer, last.journey), (journey.customer, journey.id));
            last.passed_on = true;
        }
    }

    /// The work after a contact is done; others at hand have delayed it by this time.
    #[cold]
    pub fn worked_after(&mut self, after: &AfterContact, delay: Micros) {
        let is_it = |one: &&mut Logged| (one.cell, one.channel, one.ended) == (after.cell, after.channel, after.began);
        if let Some(contact) = self.contacts.iter_mut().rev().find(is_it) {
            contact.work_after += delay;
        }
    }

    /// A journey has ended that counts.
    #[cold]
    pub fn journey_ended(&mut self, journey: &Journey, completed: bool, value: u64, now: Micros) {
        self.journeys.push(LoggedJourney {
            customer: journey.customer,
            journey: journey.id,
            kind: journey.kind.number,
            first_channel: journey.first_channel,
            last_channel: journey.channel,
            started: journey.started,
            ended: now,
            completed,
            value,
        });
    }

    /// A journey is open at the end of all; its contact under way, if there is one, was followed in vain.
    #[cold]
    pub fn censored(&mut self, journey: &Journey, until: Micros) {
        self.contacts.extend(Logged::censored(journey, until));
    }

    /// Puts contacts in order, customer by customer, journey by journey, and as they came in it.
    pub fn sort(&mut self) {
        self.contacts.sort_unstable_by_key(|one| (one.customer, one.journey, one.number));
    }

    /// The contacts of a journey in their order, once they are sorted.
    pub fn contacts_of(&self, customer: u32, journey: u32) -> &[Logged] {
        let key = (customer, journey);
        let from = self.contacts.partition_point(|one| (one.customer, one.journey) < key);
        let rest = &self.contacts[from..];
        &rest[..rest.partition_point(|one| (one.customer, one.journey) == key)]
    }

    /// Adds what was written down in another log.
    pub fn append(&mut self, other: &Self) {
        self.contacts.extend_from_slice(&other.contacts);
        self.journeys.extend_from_slice(&other.journeys);
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.contacts.clear();
        self.journeys.clear();
    }
}

impl Logged {
    /// The contact at hand of a journey, served to an end.
    pub fn served(rules: &Rules, journey: &Journey, end: ContactEnd) -> Self {
        let work_after = rules.channels[usize::from(journey.channel)].after_contact;
        Self { end: End::Served(end), work_after, ..in_service(journey) }
    }

    /// The same, ended without service.
    pub fn unserved(journey: &Journey, waited: Micros, why: WaitEnd) -> Self {
        let end = if why == WaitEnd::HungUp { End::HungUp } else { End::TurnedAway };
        Self { end, ..unserved(journey, waited) }
    }

    /// The same, a trip in vain.
    pub fn in_vain(journey: &Journey) -> Self {
        Self { end: End::InVain, ..unserved(journey, 0) }
    }

    /// The contact under way of a journey that is open at the end of all, if there is one, followed in vain up to here.
    pub fn censored(journey: &Journey, until: Micros) -> Option<Self> {
        let contact = match journey.phase {
            Phase::Waiting | Phase::WaitingForAgent => unserved(journey, until - journey.contact.arrived.min(until)),
            Phase::Served | Phase::Leaving(_) => Self { ended: until, ..in_service(journey) },
            _ => return None,
        };
        Some(Self { end: End::Censored, ..contact })
    }
}

/// The contact at hand of a journey, from the beginning of its service up to now.
fn in_service(journey: &Journey) -> Logged {
    // Attempts follow each other at once: the last began, or ended, when those before it had taken their time.
    let contact = &journey.contact;
    Logged { answered: Some(contact.began - contact.handled), ended: contact.began, ..begun(journey) }
}

/// The contact at hand of a journey, that was not served and ended after this wait.
fn unserved(journey: &Journey, waited: Micros) -> Logged {
    Logged { ended: journey.contact.arrived + waited, ..begun(journey) }
}

fn begun(journey: &Journey) -> Logged {
    Logged {
        customer: journey.customer,
        journey: journey.id,
        number: journey.contacts,
        cell: journey.cell,
        channel: journey.channel,
        form: journey.contact.form,
        before: journey.before,
        arrival: journey.contact.arrival,
        arrived: journey.contact.arrived,
        answered: None,
        ended: journey.contact.arrived,
        end: End::Censored,
        passed_on: false,
        work_after: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Laws, ReplicationLuck};
    use crate::engine::tally::{Ending, Record};
    use crate::engine::{Tally, in_time};
    use crate::model::rules::NOWHERE;
    use crate::scenario::{Source, Wishes, understand};

    /// A log that is kept, and beside it whoever waits for one agent alone when all is over: customer and journey.
    #[derive(Default)]
    struct Kept(Log, Vec<(u32, u32)>);

    impl Record for Kept {
        fn waited(&mut self, _: &Rules, journey: &Journey, waited: Micros, why: WaitEnd) {
            if why != WaitEnd::Served {
                self.0.unserved(journey, waited, why);
            }
        }
        fn trip_in_vain(&mut self, _: &Rules, journey: &Journey) {
            self.0.trip_in_vain(journey);
        }
        fn worked_after(&mut self, _: &Rules, after: AfterContact, now: Micros) {
            self.0.worked_after(&after, after.delay(now));
        }
        fn served(&mut self, rules: &Rules, journey: &Journey, end: ContactEnd) {
            self.0.served(rules, journey, end);
        }
        fn passed_on(&mut self, _: &Rules, journey: &Journey) {
            self.0.passed_on(journey);
        }
        fn ended(&mut self, _: &Rules, journey: &Journey, ending: &Ending, now: Micros) {
            self.0.journey_ended(journey, ending.ended.is_completed(), 0, now);
        }
        fn censored(&mut self, rules: &Rules, journey: &Journey) {
            self.0.censored(journey, rules.followed_until);
            if journey.phase == Phase::WaitingForAgent {
                self.1.push((journey.customer, journey.id));
            }
        }
    }

    fn kept(text: &str) -> (Rules, Kept, Tally) {
        let source = Source::parse("t.toml".into(), text.into()).unwrap_or_else(|error| panic!("{error}"));
        let scenario = understand(&source, "t", &Wishes::default()).unwrap_or_else(|error| panic!("{error}"));
        let rules = Rules::new(&scenario.run, &scenario.names, &scenario.strategies[0].market, &mut Laws::default());
        let (mut kept, mut tally) = (Kept::default(), Tally::new(&rules));
        in_time(&rules, ReplicationLuck::new(3, 0), 0..rules.customers, &mut kept);
        in_time(&rules, ReplicationLuck::new(3, 0), 0..rules.customers, &mut tally);
        kept.0.sort();
        (rules, kept, tally)
    }

    /// The shipped contact centre for a quarter: calls, chats that delay each other, letters, transfers.
    fn contact_centre() -> (Rules, Log, Tally) {
        let text = include_str!("../../../scenarios/contact-centre.toml");
        let (rules, kept, tally) = kept(&text.replacen("horizon_days = 364", "horizon_days = 91", 1));
        (rules, kept.0, tally)
    }

    #[test]
    fn who_waits_for_one_agent_alone_when_all_is_over_is_written_down_as_waiting_up_to_then() {
        let (rules, Kept(log, waiting), tally) = kept(
            r#"
            [run]
            customers = 200
            horizon_days = 2
            [segment.all]
            share = 1
            needs.ask = { every_days = 0.5 }
            [journey.ask]
            steps = ["ask"]
            give_up_days = 1
            pause_days = 0.01
            [channel.phone]
            kind = "live"
            patience_minutes = inf
            step.ask = { success = 0.3, minutes = { mean = 600, law = "exponential" } }
            [staff.agents]
            serves = ["phone"]
            servers = 12
            same_agent = { wait_minutes = 100_000 }
            [[strategy]]
            name = "one"
            baseline = true
            "#,
        );
        assert!(waiting.len() > 1, "{waiting:?}");
        for (customer, journey) in waiting {
            let last = log.contacts_of(customer, journey).last().expect("its contact is written down");
            assert_eq!((last.end, last.answered, last.ended), (End::Censored, None, rules.followed_until));
            assert!(last.arrived < rules.horizon);
        }
        let censored: u64 = tally.contacts.cells().iter().map(|cell| cell.censored).sum();
        assert_eq!(log.contacts.iter().filter(|one| one.end == End::Censored).count() as u64, censored);
    }

    #[test]
    fn a_log_holds_every_contact_once_as_the_tally_counts_it() {
        let (rules, log, tally) = contact_centre();
        let mut sums = crate::engine::tally::Contacts::default();
        tally.contacts.cells().iter().for_each(|cell| sums += cell);
        let all = |is: &dyn Fn(&&Logged) -> bool| log.contacts.iter().filter(is).collect::<Vec<_>>();
        let served = all(&|one| matches!(one.end, End::Served(_)));
        let hung_up = all(&|one| one.end == End::HungUp);
        let waited = |list: &[&Logged]| -> Micros {
            let with_pool = list.iter().filter(|one| rules.forms[usize::from(one.form)].has_pool);
            with_pool.map(|one| one.answered.unwrap_or(one.ended) - one.arrived).sum()
        };
        assert_eq!(served.len() as u64, sums.served);
        assert_eq!(hung_up.len() as u64, sums.hung_up);
        assert_eq!(all(&|one| one.end == End::TurnedAway).len() as u64, sums.turned_away);
        assert_eq!(all(&|one| one.end == End::InVain).len() as u64, sums.trips_in_vain);
        assert_eq!(all(&|one| one.end == End::Censored).len() as u64, sums.censored);
        assert_eq!(all(&|one| one.passed_on).len() as u64, sums.passed_on);
        let no_longer_wait = all(&|one| !matches!(one.end, End::InVain | End::Censored));
        assert_eq!(waited(&no_longer_wait), sums.waited);
        let handled = |one: &&Logged| one.ended - one.answered.expect("it was served") + one.work_after;
        assert_eq!(served.iter().map(handled).sum::<Micros>(), sums.handled);
        assert!(sums.passed_on > 100 && sums.hung_up > 100 && sums.trips_in_vain > 0 && sums.turned_away > 0);
    }

    #[test]
    fn a_journeys_contacts_follow_each_other_and_tell_where_they_come_from() {
        let (_, log, _) = contact_centre();
        assert!(!log.contacts.is_empty());
        for one in log.contacts.chunk_by(|one, next| (one.customer, one.journey) == (next.customer, next.journey)) {
            assert_eq!((one[0].number, one[0].before, one[0].arrival), (1, NOWHERE, Arrival::Chosen));
            for pair in one.windows(2) {
                assert!(pair[1].number == pair[0].number + 1 && pair[1].before == pair[0].channel);
                assert!(pair[1].arrived >= pair[0].ended);
                let is_passed_on = pair[1].arrival != Arrival::Chosen;
                assert_eq!(is_passed_on, pair[0].passed_on);
                assert!(!is_passed_on || pair[1].arrived == pair[0].ended);
            }
        }
        for journey in log.journeys.iter().filter(|journey| journey.completed) {
            let contacts = log.contacts_of(journey.customer, journey.journey);
            let last = contacts.last().expect("a journey that is completed has contacts");
            assert_eq!((last.ended, last.channel), (journey.ended, journey.last_channel));
            assert_eq!(contacts[0].channel, journey.first_channel);
        }
    }
}
