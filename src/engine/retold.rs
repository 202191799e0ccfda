//! What happened, told again one by one: each journey with its contacts once it has ended, each customer once nothing more
//! happens to them. Only what is still open is kept.

use super::log::{End, Logged};
use super::tally::{Ending, Record, Unpursued, WaitEnd};
use crate::model::experience::{Ended, LastStraw};
use crate::model::joining::{Newcomer, joined_for};
use crate::model::journey::{ContactEnd, Customer, Journey};
use crate::model::rules::{NOWHERE, Rules};
use crate::scenario::timetable::Micros;
use std::collections::BTreeMap;

/// What is told.
#[derive(Debug)]
pub enum Told<'a> {
    /// A need and what became of it.
    Need(&'a Need),
    /// A customer, at the horizon.
    Customer(&'a Person),
}

/// A need on its way to an end, with its contacts in their order.
#[derive(Debug, Clone)]
pub struct Need {
    /// The customer.
    pub customer: u32,
    /// Their segment.
    pub segment: u8,
    /// The journey, unique for the customer: the same need has the same number under every strategy.
    pub journey: u32,
    /// Its type.
    pub kind: usize,
    /// When it arose.
    pub arose: Micros,
    /// Whether journey outcomes are reported of it.
    pub counts: bool,
    /// What became of it.
    pub end: NeedEnd,
    /// When it came to that; nothing of what is open.
    pub ended: Option<Micros>,
    /// Value and margin of an order (millionths of a unit of money).
    pub money: Option<(u64, i64)>,
    /// Its contacts, trips in vain included.
    pub contacts: Vec<Contact>,
}

/// What becomes of a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedEnd {
    /// Its journey ended.
    Ended(Ended),
    /// It was not pursued.
    NotPursued(Unpursued),
    /// Its journey was open at the horizon.
    Open,
}

/// One contact, or one trip in vain.
#[derive(Debug, Clone, Copy)]
pub struct Contact {
    /// What whoever serves would write down.
    pub logged: Logged,
    /// Steps of the journey that were done when it ended.
    pub steps_done: u8,
    /// What became of what was told before; nothing, where nothing was told, or nobody served.
    pub lost_context: Option<bool>,
    /// Whether it told something else than the contact before.
    pub conflict: Conflict,
    /// Effort of the contact, and of the way to it.
    pub effort: Micros,
}

/// What a channel tells beside what another told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// The same.
    None,
    /// Something better.
    Better,
    /// Something worse.
    Worse,
}

/// A customer over the whole run.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// The customer.
    pub customer: u32,
    /// The segment.
    pub segment: u8,
    /// When they joined, if not there at the start.
    pub joined: Option<Micros>,
    /// Needs that arose.
    pub needs: u64,
    /// Contacts, without trips in vain.
    pub contacts: u64,
    /// Journeys completed with a value.
    pub orders: u64,
    /// Their value (millionths of a unit of money).
    pub value: u64,
    /// The margin on them (millionths of a unit of money).
    pub margin: i64,
    /// Effort of all journeys.
    pub effort: Micros,
    /// Satisfaction at the horizon, or when lost.
    pub satisfaction: f64,
    /// When lost.
    pub lost: Option<Micros>,
    /// Over what.
    pub lost_over: Option<LostOver>,
}

/// Over what a customer is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LostOver {
    /// A journey, by what last went wrong in it.
    Journey(LastStraw),
    /// A need that was not pursued.
    NotPursued,
    /// Nothing that happened: by the calendar.
    Calendar,
}

/// Tells what happened. Customers there at the start come in order of their numbers, whose first may be any.
pub struct Retold<F> {
    tell: F,
    customers: Vec<AtHand>,
    /// Those who have joined: by the customer for whom, and how many others did for them before.
    joined: BTreeMap<(u32, u32), AtHand>,
    /// How many are there at the start.
    at_the_start: u32,
}

/// A customer to whom something may still happen.
struct AtHand {
    person: Person,
    open: Vec<Open>,
    /// What was open at the horizon.
    left_open: Vec<Need>,
}

/// A journey that may still go on.
struct Open {
    journey: u32,
    contacts: Vec<Contact>,
    /// Effort of these.
    effort: Micros,
}

impl<F: FnMut(&Rules, Told)> Retold<F> {
    /// Nothing has happened yet.
    pub fn new(tell: F) -> Self {
        Self { tell, customers: Vec::new(), joined: BTreeMap::new(), at_the_start: u32::MAX }
    }

    fn at_hand(&mut self, customer: u32) -> &mut AtHand {
        if customer >= self.at_the_start {
            return self.joined.get_mut(&self.order(customer)).expect("whoever has joined was admitted");
        }
        let first = self.customers[0].person.customer;
        &mut self.customers[(customer - first) as usize]
    }

    /// After whom somebody is told of who has joined.
    const fn order(&self, customer: u32) -> (u32, u32) {
        joined_for(customer, self.at_the_start)
    }

    /// A contact has ended; its effort is what has come to that of the journey.
    fn write_down(&mut self, journey: &Journey, logged: Logged) {
        let was_served = matches!(logged.end, End::Served(_));
        let conflict = match journey.contact {
            contact if contact.better => Conflict::Better,
            contact if contact.worse => Conflict::Worse,
            _ => Conflict::None,
        };
        let open = self.at_hand(journey.customer).open(journey.id);
        let effort = journey.total_effort - open.effort;
        open.effort = journey.total_effort;
        open.contacts.push(Contact {
            logged,
            steps_done: journey.step,
            lost_context: (was_served && journey.told != NOWHERE).then_some(journey.lost_context),
            conflict,
            effort,
        });
    }

    /// Nothing more happens for a need; returns what became of it.
    fn over(
        &mut self,
        rules: &Rules,
        journey: &Journey,
        end: NeedEnd,
        at: Option<Micros>,
        money: Option<(u64, i64)>,
    ) -> Need {
        let customer = self.at_hand(journey.customer);
        let contacts = customer.close(journey.id);
        debug_assert_eq!(contacts.len(), usize::from(journey.contacts));
        customer.person.add(journey, &contacts, money);
        Need {
            customer: journey.customer,
            segment: journey.segment,
            journey: journey.id,
            kind: journey.kind.number,
            arose: journey.started,
            counts: rules.counts(journey.started),
            end,
            ended: at,
            money,
            contacts,
        }
    }
}

impl AtHand {
    /// What is open of a journey.
    fn open(&mut self, journey: u32) -> &mut Open {
        let at = self.open.iter().position(|open| open.journey == journey).unwrap_or_else(|| {
            self.open.push(Open { journey, contacts: Vec::new(), effort: 0 });
            self.open.len() - 1
        });
        &mut self.open[at]
    }

    /// The contacts of a journey, which is open no longer.
    fn close(&mut self, journey: u32) -> Vec<Contact> {
        let at = self.open.iter().position(|open| open.journey == journey);
        at.map_or_else(Vec::new, |at| self.open.swap_remove(at).contacts)
    }
}

impl Person {
    fn new(rules: &Rules, newcomer: Newcomer, state: &Customer) -> Self {
        Self {
            customer: newcomer.number,
            segment: state.segment,
            joined: newcomer.has_joined(rules).then_some(newcomer.at),
            needs: 0,
            contacts: 0,
            orders: 0,
            value: 0,
            margin: 0,
            effort: 0,
            satisfaction: state.satisfaction,
            lost: None,
            lost_over: None,
        }
    }

    fn add(&mut self, journey: &Journey, contacts: &[Contact], money: Option<(u64, i64)>) {
        self.needs += 1;
        self.contacts += contacts.iter().filter(|contact| contact.logged.end != End::InVain).count() as u64;
        self.effort += journey.total_effort;
        if let Some((value, margin)) = money {
            self.orders += 1;
            self.value += value;
            self.margin += margin;
        }
    }
}

impl<F: FnMut(&Rules, Told)> Record for Retold<F> {
    fn admitted(&mut self, rules: &Rules, newcomer: Newcomer, customer: &Customer) {
        self.at_the_start = rules.customers;
        let person = Person::new(rules, newcomer, customer);
        let at_hand = AtHand { person, open: Vec::new(), left_open: Vec::new() };
        if newcomer.has_joined(rules) {
            self.joined.insert(self.order(newcomer.number), at_hand);
        } else {
            self.customers.push(at_hand);
        }
        debug_assert_eq!(self.at_hand(newcomer.number).person.customer, newcomer.number);
    }

    fn waited(&mut self, _: &Rules, journey: &Journey, waited: Micros, why: WaitEnd) {
        if why != WaitEnd::Served {
            self.write_down(journey, Logged::unserved(journey, waited, why));
        }
    }

    fn trip_in_vain(&mut self, _: &Rules, journey: &Journey) {
        self.write_down(journey, Logged::in_vain(journey));
    }

    fn served(&mut self, rules: &Rules, journey: &Journey, end: ContactEnd) {
        self.write_down(journey, Logged::served(rules, journey, end));
    }

    fn passed_on(&mut self, _: &Rules, journey: &Journey) {
        let open = self.at_hand(journey.customer).open(journey.id);
        open.contacts.last_mut().expect("whoever is passed on was served").logged.passed_on = true;
    }

    fn ended(&mut self, rules: &Rules, journey: &Journey, ending: &Ending, now: Micros) {
        let need = self.over(rules, journey, NeedEnd::Ended(ending.ended), Some(now), ending.money);
        (self.tell)(rules, Told::Need(&need));
    }

    fn felt(&mut self, _: &Rules, number: u32, customer: &Customer, _: f64, now: Micros) {
        let person = &mut self.at_hand(number).person;
        person.satisfaction = customer.satisfaction;
        if customer.lost {
            person.lost = Some(now);
        }
    }

    fn lost(&mut self, _: &Rules, journey: &Journey, straw: LastStraw, _: Micros) {
        self.at_hand(journey.customer).person.lost_over = Some(LostOver::Journey(straw));
    }

    fn left(&mut self, _: &Rules, number: u32, _: &Customer, _: Micros) {
        self.at_hand(number).person.lost_over = Some(LostOver::Calendar);
    }

    fn not_pursued(&mut self, rules: &Rules, journey: &Journey, why: Unpursued, lost: bool, now: Micros) {
        if lost {
            self.at_hand(journey.customer).person.lost_over = Some(LostOver::NotPursued);
        }
        let need = self.over(rules, journey, NeedEnd::NotPursued(why), Some(now), None);
        (self.tell)(rules, Told::Need(&need));
    }

    fn censored(&mut self, rules: &Rules, journey: &Journey) {
        if let Some(logged) = Logged::censored(journey, rules.followed_until) {
            self.write_down(journey, logged);
        }
        let need = self.over(rules, journey, NeedEnd::Open, None, None);
        self.at_hand(journey.customer).left_open.push(need);
    }

    fn closed(&mut self, rules: &Rules) {
        let mut joined = std::mem::take(&mut self.joined).into_values().peekable();
        let mut tell = |mut customer: AtHand| {
            debug_assert!(customer.open.is_empty());
            customer.left_open.sort_unstable_by_key(|need| need.journey);
            customer.left_open.iter().for_each(|need| (self.tell)(rules, Told::Need(need)));
            (self.tell)(rules, Told::Customer(&customer.person));
        };
        for customer in self.customers.drain(..) {
            let number = customer.person.customer;
            tell(customer);
            let is_next = |next: &AtHand| joined_for(next.person.customer, rules.customers).0 == number;
            while let Some(next) = joined.next_if(is_next) {
                tell(next);
            }
        }
        joined.for_each(tell);
    }
}
