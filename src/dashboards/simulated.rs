//! The facts of a replication, as the systems of a firm would have written them down.
//!
//! A desk sees contacts in channels with a staff pool, which have a line; its cases are journeys that turned to one. A
//! site is a channel of self-service: pages are looked at from the beginning of a contact to its end. An order is a
//! completed journey with a value, and has its customer's address. What lies before the warm-up is unknown.

use super::facts::{
    Author, Begun, Case, Contact, Doing, Exactly, Facts, Hit, Left, Medium, Message, Order, OrderFate, Presence,
    Reader, Settings, State, Status, What,
};
use crate::engine::log::{End, Log, Logged, LoggedJourney};
use crate::model::rules::Rules;
use crate::scenario::meant::Kind;
use crate::scenario::timetable::{MINUTE, Micros};
use std::collections::BTreeMap;

/// Pages are looked at so often.
const PAGE_MINUTES: usize = 10;

/// The threshold that is asked for, exactly that being in time, and the opening hours of a market: those of a channel's
/// pool, where it has one.
pub fn settings(rules: &Rules) -> Settings {
    let hours = |channel: &crate::model::rules::Channel| {
        channel.pool.map_or_else(|| channel.hours.clone(), |pool| rules.pools[pool].timetable.clone())
    };
    Settings { threshold: rules.in_time, exactly: Exactly::InTime, hours: rules.channels.iter().map(hours).collect() }
}

/// What was written down of a replication, with the time at work and the paid time of each pool.
pub fn facts(rules: &Rules, log: &Log, staff: impl Iterator<Item = (Micros, Micros)>) -> Facts {
    let known: Vec<&Logged> = in_order(log).into_iter().filter(|contact| contact.arrived >= rules.warm_up).collect();
    let ended = ended(log);
    let mut facts = Facts { until: rules.horizon, ..Facts::default() };
    for of_journey in known.chunk_by(|one, next| key(one) == key(next)) {
        let ended = ended.get(&key(of_journey[0])).copied();
        facts.contacts.extend(of_journey.iter().filter_map(|contact| desk_contact(rules, contact)));
        facts.cases.extend(case(rules, of_journey, ended));
        add_hits(rules, of_journey, ended, &mut facts.hits);
    }
    facts.orders.extend(log.journeys.iter().filter(|journey| is_order(rules, journey)).map(order));
    // In the order in which most rules want them, so that these need not move anything.
    facts.contacts.sort_by_key(|contact| (contact.customer, contact.entered, contact.case));
    facts.hits.sort_by_key(|hit| (hit.channel, hit.customer, hit.at, hit.what == What::KeyEvent));
    facts.presences = staff.flat_map(|(at_work, paid)| presences(at_work, paid)).collect();
    facts
}

/// Contacts customer by customer, journey by journey, and as they came in it.
pub(super) fn in_order(log: &Log) -> Vec<&Logged> {
    let mut contacts: Vec<&Logged> = log.contacts.iter().filter(|contact| contact.end != End::InVain).collect();
    contacts.sort_by_key(|contact| (contact.customer, contact.journey, contact.number));
    contacts
}

/// Journeys that have ended and count.
pub(super) fn ended(log: &Log) -> BTreeMap<(u32, u32), &LoggedJourney> {
    log.journeys.iter().map(|journey| ((journey.customer, journey.journey), journey)).collect()
}

/// What a contact belongs to.
pub(super) const fn key(contact: &Logged) -> (u32, u32) {
    (contact.customer, contact.journey)
}

/// Whether something was sold.
pub(super) fn is_order(rules: &Rules, journey: &LoggedJourney) -> bool {
    journey.completed && rules.journeys[journey.kind].value.is_some()
}

const fn number((customer, journey): (u32, u32)) -> u64 {
    (customer as u64) << 32 | journey as u64
}

fn order(journey: &LoggedJourney) -> Order {
    Order {
        address: journey.customer.into(),
        channel: journey.last_channel.into(),
        at: journey.ended,
        fate: OrderFate::Counted,
    }
}

fn has_line(rules: &Rules, contact: &Logged) -> bool {
    rules.forms[usize::from(contact.form)].has_pool
}

fn desk_contact(rules: &Rules, contact: &Logged) -> Option<Contact> {
    let kind = rules.forms[usize::from(contact.form)].kind;
    let talk = contact.answered.map_or(0, |answered| contact.ended - answered);
    has_line(rules, contact).then(|| Contact {
        customer: contact.customer,
        case: number(key(contact)),
        channel: contact.channel.into(),
        medium: medium(kind),
        begun_by: if contact.arrival.is_chosen() { Begun::Anew } else { Begun::PassedOn },
        entered: contact.arrived,
        left: contact.answered.unwrap_or(contact.ended),
        how: how(contact),
        states: vec![(State::Talk, talk), (State::After, contact.work_after)],
    })
}

const fn medium(kind: Kind) -> Medium {
    match kind {
        Kind::Live => Medium::Call,
        Kind::Chat => Medium::Chat,
        Kind::Messages => Medium::Mail,
        Kind::SelfService => Medium::Other,
    }
}

const fn how(contact: &Logged) -> Left {
    match (contact.answered, contact.end) {
        (Some(_), _) => Left::Answered,
        (None, End::HungUp) => Left::HungUp,
        (None, End::Censored) => Left::Waiting,
        (None, _) => Left::MovedOn,
    }
}

/// The case of a journey that turned to a desk. A machine that passed its customer on was the bot that handed it over.
fn case(rules: &Rules, contacts: &[&Logged], ended: Option<&LoggedJourney>) -> Option<Case> {
    let at = contacts.iter().position(|contact| has_line(rules, contact))?;
    let first = contacts[at];
    let bot = contacts[..at].last().filter(|bot| !first.arrival.is_chosen() && is_machine(rules, bot));
    let created = bot.map_or(first.arrived, |bot| bot.arrived);
    let of_desks = || contacts.iter().filter(|contact| has_line(rules, contact));
    let answered = of_desks().filter_map(|contact| contact.answered).min();
    let done = ended.filter(|journey| journey.completed).map(|journey| (journey.ended, Status::Solved));
    let opened = answered.map(|answered| (answered, Status::Open));
    let mut messages: Vec<Message> = of_desks().filter_map(|contact| reply(rules, contact)).collect();
    messages.sort_by_key(|message| message.at);
    Some(Case {
        number: number(key(first)),
        channel: first.channel.into(),
        created,
        handed_over: bot.map(|_| first.arrived),
        statuses: [(created, Status::New)].into_iter().chain(opened).chain(done).collect(),
        messages,
    })
}

fn is_machine(rules: &Rules, contact: &Logged) -> bool {
    !rules.forms[usize::from(contact.form)].is_assisted()
}

/// What somebody tells the customer: at once where they talk, in the end where they write a letter.
fn reply(rules: &Rules, contact: &Logged) -> Option<Message> {
    let is_letter = rules.forms[usize::from(contact.form)].kind == Kind::Messages;
    let begun = contact.answered?;
    let at = if is_letter { contact.ended } else { begun };
    (!is_letter || contact.end != End::Censored).then_some(Message {
        at,
        by: Author::Person,
        seen_by: Reader::Customer,
    })
}

fn add_hits(rules: &Rules, contacts: &[&Logged], ended: Option<&LoggedJourney>, hits: &mut Vec<Hit>) {
    for (at, contact) in contacts.iter().enumerate().filter(|(_, contact)| is_machine(rules, contact)) {
        let hit = |at: Micros, what| Hit {
            customer: contact.customer,
            channel: contact.channel.into(),
            at,
            what,
            from: None,
            in_front: 0,
        };
        let moments = (contact.arrived..contact.ended).step_by(PAGE_MINUTES * MINUTE as usize);
        hits.extend(moments.chain([contact.ended]).map(|at| hit(at, What::Page)));
        let sold = ended.filter(|journey| at + 1 == contacts.len() && is_order(rules, journey));
        hits.extend(sold.map(|_| hit(contact.ended, What::KeyEvent)));
    }
}

fn presences(at_work: Micros, paid: Micros) -> [Presence; 2] {
    let presence = |doing, time| Presence { doing, time, contacts: 1, slots: 1 };
    [presence(Doing::OnContact, at_work), presence(Doing::Idle, paid.saturating_sub(at_work))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Laws;
    use crate::model::journey::{Arrival, ContactEnd};
    use crate::scenario::{Source, Wishes, understand};

    const WEB: u8 = 1;
    const PHONE: u8 = 0;

    /// A telephone with a pool, and a web site.
    fn rules() -> Rules {
        let text = r#"
            [run]
            customers = 1
            horizon_days = 30
            [segment.all]
            share = 1
            needs.ask = { per_year = 1 }
            [journey.ask]
            steps = ["ask"]
            [channel.phone]
            kind = "live"
            step.ask = { success = 0.5, minutes = { mean = 5 } }
            [channel.web]
            step.ask = { success = 0.5, minutes = { mean = 5 } }
            [staff.agents]
            serves = ["phone"]
            servers = 1
            [[strategy]]
            name = "one"
            baseline = true
        "#;
        let source = Source::parse("t.toml".into(), text.into()).unwrap_or_else(|error| panic!("{error}"));
        let scenario = understand(&source, "t", &Wishes::default()).unwrap_or_else(|error| panic!("{error}"));
        Rules::new(&scenario.run, &scenario.names, &scenario.strategies[0].market, &mut Laws::default())
    }

    /// A journey's two contacts, ten minutes each and one right after the other.
    fn facts_of(first: u8, (second, arrival): (u8, Arrival)) -> Facts {
        let contact = |number: u16, channel: u8, arrival: Arrival| Logged {
            form: channel,
            customer: 0,
            journey: 0,
            number,
            cell: 0,
            channel,
            before: first,
            arrival,
            arrived: u64::from(number) * 10 * MINUTE,
            answered: Some(u64::from(number) * 10 * MINUTE),
            ended: u64::from(number + 1) * 10 * MINUTE,
            end: End::Served(ContactEnd::Failed),
            passed_on: false,
            work_after: 0,
        };
        let contacts = vec![contact(1, first, Arrival::Chosen), contact(2, second, arrival)];
        facts(&rules(), &Log { contacts, journeys: Vec::new() }, std::iter::empty())
    }

    #[test]
    fn who_comes_again_turns_to_the_desk_anew_also_where_the_agent_knows_the_case() {
        for (arrival, begun) in [
            (Arrival::Chosen, Begun::Anew),
            (Arrival::Known, Begun::Anew),
            (Arrival::Cold, Begun::PassedOn),
            (Arrival::Warm, Begun::PassedOn),
        ] {
            let by: Vec<Begun> = facts_of(PHONE, (PHONE, arrival)).contacts.iter().map(|one| one.begun_by).collect();
            assert_eq!(by, [Begun::Anew, begun], "{arrival:?}");
        }
    }

    #[test]
    fn a_machine_hands_over_whom_it_passes_on_and_not_who_calls_afterwards_and_is_known() {
        for (arrival, handed_over) in
            [(Arrival::Chosen, false), (Arrival::Known, false), (Arrival::Cold, true), (Arrival::Warm, true)]
        {
            let cases = facts_of(WEB, (PHONE, arrival)).cases;
            assert_eq!(cases.len(), 1);
            assert_eq!(cases[0].handed_over, handed_over.then_some(20 * MINUTE), "{arrival:?}");
            assert_eq!(cases[0].created, if handed_over { 10 * MINUTE } else { 20 * MINUTE }, "{arrival:?}");
        }
    }
}
