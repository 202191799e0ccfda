//! The walk through time: takes event after event, applies the rules of the model, and tallies what happened.
//!
//! The same walk serves one customer alone and a market whose customers meet at the staff. Each journey has at most one
//! event that counts, the one at its `due`; others, left behind when it was served before its patience ran out, are
//! passed over.

use super::agenda::{Agenda, Event, Kind};
use super::pool::{For, Place, Pool};
use super::tally::{Ending, Tally, fixed};
use crate::chance::maths::ln;
use crate::chance::{CustomerLuck, ReplicationLuck};
use crate::model::choice::{Choice, Decision, best_at_step, choose};
use crate::model::contact::{self, AttemptEnd};
use crate::model::experience::{self, Ended};
use crate::model::journey::{Arrival, Customer, Journey, NO_JOURNEY, NOWHERE, Phase};
use crate::model::needs::next_need;
use crate::model::rules::Rules;
use crate::scenario::meant;
use crate::scenario::timetable::{Micros, micros};

/// Numbers of needs that fit beside the cause in an id.
const MOST_NEEDS: u32 = (1 << 24) - 1;
/// Those who find all closed come so long after the next opening, on average [minutes].
const AFTER_OPENING_MINUTES: f64 = 30.0;

/// One walk through time.
pub struct Walk<'a, A> {
    rules: &'a Rules,
    luck: ReplicationLuck,
    agenda: A,
    /// Customers by number, from `first` on.
    customers: Vec<Customer>,
    first: u32,
    /// Open journeys by slot, and free slots.
    journeys: Vec<Journey>,
    free: Vec<u32>,
    pools: Vec<Pool<'a>>,
    tally: &'a mut Tally,
}

impl<'a, A: Agenda> Walk<'a, A> {
    /// A market in which nobody is yet.
    pub fn new(rules: &'a Rules, luck: ReplicationLuck, agenda: A, tally: &'a mut Tally) -> Self {
        let pools: Vec<Pool> =
            rules.pools.iter().map(|pool| Pool::new(pool, rules.channels.len(), rules.warm_up)).collect();
        let mut walk = Self {
            rules,
            luck,
            agenda,
            customers: Vec::new(),
            first: 0,
            journeys: Vec::new(),
            free: Vec::new(),
            pools,
            tally,
        };
        for pool in 0..walk.pools.len() {
            walk.schedule_shift(pool, 0);
        }
        walk
    }

    /// Brings a customer in, with the first of each of their needs.
    pub fn admit(&mut self, number: u32) {
        let luck = self.luck.customer(number);
        let customer = Customer::new(self.rules, luck);
        if self.pools.is_empty() {
            self.first = number;
            self.customers.clear();
            self.customers.push(customer);
        } else {
            if self.customers.is_empty() {
                self.customers.resize(self.rules.customers as usize, customer);
            }
            self.customers[number as usize] = customer;
        }
        let cell = &mut self.tally.customers[usize::from(customer.segment)];
        cell.all += 1;
        cell.satisfaction += fixed(customer.satisfaction);
        cell.satisfaction_squared += square(customer.satisfaction);
        for journey in 0..self.rules.journeys.len() {
            self.schedule_need(number, customer.segment, journey, 0, 0);
        }
    }

    /// Lets happen whatever happens before the horizon.
    pub fn run(&mut self) {
        while let Some(mut event) = self.agenda.pop() {
            // A journey's next event is often the next of all: then it need not go through the agenda.
            while let Some(next) = self.happen(event) {
                if next.at() >= self.rules.horizon {
                    break;
                }
                if self.agenda.first().is_some_and(|first| first < next) {
                    self.agenda.push(next);
                    break;
                }
                event = next;
            }
        }
    }

    /// Closes the books at the horizon.
    pub fn close(&mut self) {
        for journey in self.journeys.iter().filter(|journey| journey.next != FREED) {
            let in_contact = matches!(journey.phase, Phase::Waiting | Phase::Served);
            self.tally.censored(self.rules, journey, in_contact);
        }
        self.journeys.clear();
        self.free.clear();
        for (work, pool) in self.tally.work.iter_mut().zip(&self.pools) {
            *work += pool.time_at_work(self.rules.horizon);
        }
    }

    fn happen(&mut self, event: Event) -> Option<Event> {
        let now = event.at();
        match event.kind() {
            Kind::Need => self.need_arises(event.who, event.id, now),
            Kind::Journey => {
                let slot = self.find(event.who, event.id)?;
                (self.journeys[slot].due == now).then(|| self.journey_goes_on(slot, now))?
            }
            Kind::Work => {
                self.work_ends(event.who as usize, event.id as usize, now);
                None
            }
            Kind::Shift => {
                self.shift_changes(event.who as usize, now);
                None
            }
        }
    }

    fn journey_goes_on(&mut self, slot: usize, now: Micros) -> Option<Event> {
        match self.journeys[slot].phase {
            Phase::Choosing => self.choose_channel(slot, now),
            Phase::Entering(arrival) => self.enter(slot, arrival, now),
            Phase::Waiting => self.hang_up(slot, now),
            Phase::Served => {
                let more = self.attempt_ends(slot, now);
                self.serve_on(slot, more, now)
            }
        }
    }

    // Needs

    fn schedule_need(&mut self, customer: u32, segment: u8, journey: usize, k: u32, before: Micros) {
        if k > MOST_NEEDS {
            return;
        }
        let (rules, luck) = (self.rules, self.luck.customer(customer));
        let needs = &rules.segments[usize::from(segment)].needs[journey];
        let own = luck.journey(rules.causes[journey].address, k);
        let at = next_need(needs, &rules.journeys[journey].rhythm, luck, journey, own, k, before);
        if let Some(at) = at.filter(|&at| at < rules.horizon) {
            self.agenda.push(Event::new(at, Kind::Need, customer, (journey as u32) << 24 | k));
        }
    }

    fn need_arises(&mut self, number: u32, id: u32, now: Micros) -> Option<Event> {
        let (cause, k) = ((id >> 24) as usize, id & MOST_NEEDS);
        let customer = self.customers[(number - self.first) as usize];
        let own_need = cause < self.rules.journeys.len();
        if own_need {
            if customer.lost {
                return None;
            }
            self.schedule_need(number, customer.segment, cause, k + 1, now);
        }
        let luck = self.customer_luck(number);
        let own = luck.journey(self.rules.causes[cause].address, k);
        let mut journey = Journey::new(self.rules, number, id, (luck, own), customer.segment, now);
        journey.next = customer.journeys;
        let slot = self.free.pop().unwrap_or(self.journeys.len() as u32);
        if slot as usize == self.journeys.len() {
            self.journeys.push(journey);
        } else {
            self.journeys[slot as usize] = journey;
        }
        self.customer(number).journeys = slot;
        self.choose_channel(slot as usize, now)
    }

    // Choice

    /// A contact would start now: choose among what is open, or wait for an opening, or give up.
    fn choose_channel(&mut self, slot: usize, now: Micros) -> Option<Event> {
        let rules = self.rules;
        if let Some(ended) = self.no_further_contact(slot, now) {
            return self.end_journey(slot, ended, now);
        }
        let journey = &self.journeys[slot];
        let possible = journey.possible(rules);
        if possible == 0 {
            return self.end_journey(slot, Ended::GivenUp, now);
        }
        let open = bits(possible)
            .filter(|&channel| rules.channels[channel].hours.count_at(now) > 0)
            .map(|channel| 1 << channel)
            .sum();
        if open == 0 {
            let opening = bits(possible).filter_map(|channel| rules.channels[channel].hours.next_opening(now)).min();
            return match opening {
                Some(opening) => self.come_after_opening(slot, opening),
                None => self.end_journey(slot, Ended::GivenUp, now),
            };
        }
        let first = journey.contacts == 0;
        let habit = if first { self.customers[(journey.customer - self.first) as usize].last_channel } else { NOWHERE };
        let outside = if first { rules.outside } else { 0.0 };
        match self.decide(slot, open, habit, outside) {
            Choice::Channel(channel) => {
                self.journeys[slot].channel = channel;
                self.enter(slot, Arrival::Chosen, now)
            }
            Choice::Nothing => self.need_comes_to_nothing(slot, now),
        }
    }

    fn decide(&mut self, slot: usize, candidates: u16, habit: u8, outside: f64) -> Choice {
        let rules = self.rules;
        let pools = &self.pools;
        let journey = &mut self.journeys[slot];
        let luck = journey.luck.choice(journey.decisions);
        journey.decisions = journey.decisions.saturating_add(1);
        // After a contact has begun, the channel before is that of the contact under way or just ended.
        let before = if journey.contacts > 0 { usize::from(journey.channel) } else { rules.channels.len() };
        let wait = |channel: usize| {
            let channel = &rules.channels[channel];
            match channel.pool {
                Some(pool) if channel.kind != meant::Kind::Messages => {
                    pools[pool].expected_wait(channel.slots, channel.typical_minutes)
                }
                _ => 0.0,
            }
        };
        choose(rules, journey, &Decision { candidates, habit, before, outside, luck }, wait)
    }

    fn no_further_contact(&self, slot: usize, now: Micros) -> Option<Ended> {
        let journey = &self.journeys[slot];
        let kind = &self.rules.journeys[usize::from(journey.kind)];
        if journey.contacts >= kind.contact_limit {
            return Some(Ended::CutOff);
        }
        (now - journey.started > kind.give_up).then_some(Ended::GivenUp)
    }

    fn come_after_opening(&mut self, slot: usize, opening: Micros) -> Option<Event> {
        let journey = &mut self.journeys[slot];
        let luck = journey.luck.contact(journey.contacts).opening();
        let later = micros(-AFTER_OPENING_MINUTES * ln(1.0 - luck.get()));
        schedule(journey, journey.phase, opening.saturating_add(later))
    }

    // Contacts

    fn enter(&mut self, slot: usize, arrival: Arrival, now: Micros) -> Option<Event> {
        let rules = self.rules;
        let journey = &self.journeys[slot];
        let channel = usize::from(journey.channel);
        let rule = &rules.channels[channel];
        if arrival == Arrival::Chosen {
            if let Some(ended) = self.no_further_contact(slot, now) {
                return self.end_journey(slot, ended, now);
            }
            if rule.hours.count_at(now) == 0 {
                self.journeys[slot].phase = Phase::Entering(arrival);
                return match rule.hours.next_opening(now) {
                    Some(opening) => self.come_after_opening(slot, opening),
                    None => self.end_journey(slot, Ended::GivenUp, now),
                };
            }
        }
        let journey = &mut self.journeys[slot];
        contact::arrive(rules, journey, arrival, now);
        self.tally.arrived(rules, journey);
        match rule.pool {
            None => self.serve(slot, now),
            Some(pool) => match self.pools[pool].free(rule.slots) {
                Some(agent) => {
                    self.serve_by(slot, pool, agent, now);
                    None
                }
                None => self.wait_in_line(slot, pool, now),
            },
        }
    }

    /// Begins service; returns when the first attempt ends.
    fn serve(&mut self, slot: usize, now: Micros) -> Option<Event> {
        let work = self.begin_service(slot, now);
        schedule(&mut self.journeys[slot], Phase::Served, now.saturating_add(work))
    }

    /// Begins service by an agent of a pool.
    fn serve_by(&mut self, slot: usize, pool: usize, agent: usize, now: Micros) {
        let work = self.begin_service(slot, now);
        let journey = &mut self.journeys[slot];
        (journey.phase, journey.due) = (Phase::Served, Micros::MAX);
        let rule = &self.rules.channels[usize::from(journey.channel)];
        let owner = For::Journey { customer: journey.customer, id: journey.id };
        let due = self.pools[pool].begin(agent, owner, work, rule.slots, rule.slowdown, now);
        self.schedule_work(pool, agent, due);
    }

    fn begin_service(&mut self, slot: usize, now: Micros) -> Micros {
        let (rules, journey) = (self.rules, &mut self.journeys[slot]);
        if rules.channels[usize::from(journey.channel)].pool.is_some() {
            let waited = contact::stop_waiting(rules, journey, now);
            self.tally.waited(rules, journey, waited, true);
        }
        let seam = contact::cross_seam(rules, journey, now);
        self.tally.crossed(rules, journey, seam);
        contact::begin_attempt(rules, journey)
    }

    /// The attempt under way ends; `Ok` is the work of the next attempt in the same contact, `Err` what the journey
    /// does after the contact.
    fn attempt_ends(&mut self, slot: usize, now: Micros) -> Result<Micros, Option<Event>> {
        let rules = self.rules;
        let journey = &mut self.journeys[slot];
        let (kind, step, channel) =
            (usize::from(journey.kind), usize::from(journey.step), usize::from(journey.channel));
        let end = contact::end_attempt(rules, journey, now);
        if journey.contact.arrived >= rules.warm_up {
            let cell = &mut self.tally.attempts[kind][step][channel];
            cell.made += 1;
            cell.left += u64::from(end == AttemptEnd::Left);
            cell.succeeded += u64::from(end == AttemptEnd::Succeeded);
        }
        match end {
            AttemptEnd::Left => Err(self.contact_ends_journey(slot, Ended::Left, now)),
            AttemptEnd::Failed => Err(self.step_failed(slot, now)),
            AttemptEnd::Succeeded if usize::from(self.journeys[slot].step) == rules.journeys[kind].steps => {
                Err(self.contact_ends_journey(slot, Ended::Completed, now))
            }
            AttemptEnd::Succeeded => self.step_succeeded(slot, now),
        }
    }

    fn contact_ends_journey(&mut self, slot: usize, ended: Ended, now: Micros) -> Option<Event> {
        self.end_contact(slot);
        self.end_journey(slot, ended, now)
    }

    /// On to the next step: here, or elsewhere after a pause. Elsewhere may be closed now, it is entered later.
    fn step_succeeded(&mut self, slot: usize, now: Micros) -> Result<Micros, Option<Event>> {
        let possible = self.journeys[slot].possible(self.rules);
        if possible == 0 {
            return Err(self.contact_ends_journey(slot, Ended::GivenUp, now));
        }
        let here = self.journeys[slot].channel;
        match self.decide(slot, possible, NOWHERE, 0.0) {
            Choice::Channel(channel) if channel != here => {
                self.end_contact(slot);
                let journey = &mut self.journeys[slot];
                (journey.before, journey.channel) = (here, channel);
                Err(self.pause(slot, Phase::Entering(Arrival::Chosen), now))
            }
            _ => Ok(contact::begin_attempt(self.rules, &self.journeys[slot])),
        }
    }

    /// A failed step ends the contact: it is passed on, or counts as failed.
    fn step_failed(&mut self, slot: usize, now: Micros) -> Option<Event> {
        self.end_contact(slot);
        if let Some((channel, arrival)) = self.transfer(slot, now) {
            let journey = &mut self.journeys[slot];
            self.tally.passed_on(self.rules, journey);
            (journey.before, journey.channel) = (journey.channel, channel);
            return schedule(journey, Phase::Entering(arrival), now);
        }
        self.contact_failed(slot, now)
    }

    fn contact_failed(&mut self, slot: usize, now: Micros) -> Option<Event> {
        if experience::gives_up(&mut self.journeys[slot]) {
            return self.end_journey(slot, Ended::GivenUp, now);
        }
        let journey = &mut self.journeys[slot];
        journey.before = journey.channel;
        self.pause(slot, Phase::Choosing, now)
    }

    fn pause(&mut self, slot: usize, then: Phase, now: Micros) -> Option<Event> {
        let journey = &mut self.journeys[slot];
        let pause = self.rules.journeys[usize::from(journey.kind)].pause.at(journey.contact.luck.pause());
        schedule(journey, then, now.saturating_add(micros(pause)))
    }

    /// Where a failed step is passed on to, if it is.
    fn transfer(&mut self, slot: usize, now: Micros) -> Option<(u8, Arrival)> {
        let rules = self.rules;
        let journey = &self.journeys[slot];
        let here = usize::from(journey.channel);
        let luck = journey.contact.luck;
        let kind = &rules.journeys[usize::from(journey.kind)];
        if journey.contacts >= kind.contact_limit || !luck.transfer().falls_below(rules.channels[here].transfer) {
            return None;
        }
        let takes_it = |channel: usize| channel == here || rules.channels[channel].accepts_transfers;
        let candidates: u16 =
            bits(journey.possible(rules)).filter(|&channel| takes_it(channel)).map(|channel| 1 << channel).sum();
        if candidates == 0 {
            return None;
        }
        let to = if luck.routed_right().falls_below(rules.routed_right) {
            best_at_step(rules, journey, candidates)?
        } else {
            let decision = Decision { candidates, habit: NOWHERE, before: here, outside: 0.0, luck: luck.misrouted() };
            match choose(rules, journey, &decision, |_| 0.0) {
                Choice::Channel(channel) => channel,
                Choice::Nothing => return None,
            }
        };
        let is_open = rules.channels[usize::from(to)].hours.count_at(now) > 0;
        let warm = luck.warm().falls_below(kind.seams[here][usize::from(to)].warm.get());
        is_open.then_some((to, if warm { Arrival::Warm } else { Arrival::Cold }))
    }

    fn end_contact(&mut self, slot: usize) {
        let journey = &self.journeys[slot];
        self.tally.served(self.rules, journey);
        let (number, channel) = (journey.customer, journey.channel);
        self.customer(number).last_channel = channel;
    }

    /// After an attempt without a pool: the next attempt, or what comes after the contact.
    fn serve_on(&mut self, slot: usize, more: Result<Micros, Option<Event>>, now: Micros) -> Option<Event> {
        match more {
            Ok(work) => schedule(&mut self.journeys[slot], Phase::Served, now.saturating_add(work)),
            Err(next) => next,
        }
    }

    // Staff

    fn place(&self, slot: usize, pool: usize) -> Place {
        let journey = &self.journeys[slot];
        let channel = usize::from(journey.channel);
        Place {
            rank: self.rules.pools[pool].ranks[usize::from(journey.kind)][channel],
            message: self.rules.channels[channel].kind == meant::Kind::Messages,
            since: journey.contact.since,
            customer: journey.customer,
            id: journey.id,
            contact: journey.contacts,
        }
    }

    fn wait_in_line(&mut self, slot: usize, pool: usize, now: Micros) -> Option<Event> {
        let place = self.place(slot, pool);
        let journey = &mut self.journeys[slot];
        let channel = usize::from(journey.channel);
        self.pools[pool].queue(channel, place);
        let patience = self.rules.channels[channel].patience.at(journey.contact.luck.patience());
        schedule(journey, Phase::Waiting, now.saturating_add(micros(patience)))
    }

    fn hang_up(&mut self, slot: usize, now: Micros) -> Option<Event> {
        let channel = usize::from(self.journeys[slot].channel);
        if let Some(pool) = self.rules.channels[channel].pool {
            let place = self.place(slot, pool);
            if place.message {
                let work = contact::begin_attempt(self.rules, &self.journeys[slot]);
                self.pools[pool].orphan(place, work);
            } else {
                self.pools[pool].leave_queue(channel, &place);
            }
        }
        self.stops_waiting_unserved(slot, now, |cell| cell.hung_up += 1)
    }

    fn stops_waiting_unserved(
        &mut self,
        slot: usize,
        now: Micros,
        count: impl Fn(&mut super::tally::Contacts),
    ) -> Option<Event> {
        let (rules, journey) = (self.rules, &mut self.journeys[slot]);
        let waited = contact::stop_waiting(rules, journey, now);
        self.tally.waited(rules, journey, waited, false);
        if journey.contact.arrived >= rules.warm_up {
            count(self.tally.contact(journey));
        }
        let retry = rules.journeys[usize::from(journey.kind)].retry;
        if journey.contact.luck.retry().falls_below(retry) {
            return self.contact_failed(slot, now);
        }
        experience::gives_up(journey);
        self.end_journey(slot, Ended::GivenUp, now)
    }

    fn work_ends(&mut self, pool: usize, agent: usize, now: Micros) {
        let Some(owner) = self.pools[pool].finished(agent, now) else { return };
        match owner {
            For::Nobody => self.end_work(pool, agent, owner, now),
            For::Journey { customer, id } => {
                let slot = self.find(customer, id).expect("a journey in service is open");
                let channel = usize::from(self.journeys[slot].channel);
                match self.attempt_ends(slot, now) {
                    Ok(work) => {
                        let due = self.pools[pool].go_on(agent, owner, owner, work, now);
                        self.schedule_work(pool, agent, due);
                    }
                    Err(next) => {
                        if let Some(next) = next.filter(|next| next.at() < self.rules.horizon) {
                            self.agenda.push(next);
                        }
                        self.end_service(pool, agent, owner, channel, now);
                    }
                }
            }
        }
    }

    fn end_service(&mut self, pool: usize, agent: usize, owner: For, channel: usize, now: Micros) {
        let after = self.rules.channels[channel].after_contact;
        if after > 0 {
            let due = self.pools[pool].go_on(agent, owner, For::Nobody, after, now);
            self.schedule_work(pool, agent, due);
        } else {
            self.end_work(pool, agent, owner, now);
        }
    }

    fn end_work(&mut self, pool: usize, agent: usize, owner: For, now: Micros) {
        if let Some(due) = self.pools[pool].end(agent, owner, now) {
            self.schedule_work(pool, agent, due);
        }
        self.take_from_line(pool, now);
    }

    /// Free agents take whom they can.
    fn take_from_line(&mut self, pool: usize, now: Micros) {
        let rules = self.rules;
        while let Some((agent, channel, place)) = self.pools[pool].next_match(|channel| rules.channels[channel].slots) {
            if let Some(work) = self.pools[pool].take_orphan(&place) {
                let due = self.pools[pool].begin(agent, For::Nobody, work, 1, 0.0, now);
                self.schedule_work(pool, agent, due);
            } else {
                let slot = self.find(place.customer, place.id).expect("a journey in a queue is open");
                debug_assert_eq!(usize::from(self.journeys[slot].channel), channel);
                self.serve_by(slot, pool, agent, now);
            }
        }
    }

    fn shift_changes(&mut self, pool: usize, now: Micros) {
        self.pools[pool].change_shift(now);
        if !self.pools[pool].is_staffed() {
            for place in self.pools[pool].turn_away() {
                let slot = self.find(place.customer, place.id).expect("a journey in a queue is open");
                let next = self.stops_waiting_unserved(slot, now, |cell| cell.turned_away += 1);
                if let Some(next) = next.filter(|next| next.at() < self.rules.horizon) {
                    self.agenda.push(next);
                }
            }
        }
        self.take_from_line(pool, now);
        self.schedule_shift(pool, now);
    }

    fn schedule_shift(&mut self, pool: usize, now: Micros) {
        if let Some(at) = self.rules.pools[pool].timetable.next_change(now).filter(|&at| at < self.rules.horizon) {
            self.agenda.push(Event::new(at, Kind::Shift, pool as u32, 0));
        }
    }

    fn schedule_work(&mut self, pool: usize, agent: usize, due: Micros) {
        if due < self.rules.horizon {
            self.agenda.push(Event::new(due, Kind::Work, pool as u32, agent as u32));
        }
    }

    // Endings

    /// A journey ends: the customer takes away an experience, may be lost, and something may follow.
    fn end_journey(&mut self, slot: usize, ended: Ended, now: Micros) -> Option<Event> {
        let rules = self.rules;
        let journey = &self.journeys[slot];
        let number = journey.customer;
        let x = experience::experience(rules, journey, ended);
        let said = experience::reported(rules, journey, ended, x);
        let money = if ended == Ended::Completed { money(rules, journey) } else { None };
        let lost = self.customer_feels(slot, ended, x, now);
        self.tally.ended(
            rules,
            &self.journeys[slot],
            &Ending { ended, experience: x, reported: said, lost, money },
            now,
        );
        self.let_follow(slot, ended, now);
        self.forget(number, slot);
        None
    }

    /// Updates satisfaction, and decides whether the customer is lost over it; `None` where they were lost before.
    fn customer_feels(&mut self, slot: usize, ended: Ended, x: f64, now: Micros) -> Option<bool> {
        let (rules, journey) = (self.rules, &self.journeys[slot]);
        let luck = self.luck.customer(journey.customer);
        let customer = &mut self.customers[(journey.customer - self.first) as usize];
        let before = customer.satisfaction;
        let after = experience::updated(rules, before, x);
        customer.satisfaction = after;
        if customer.lost {
            return None;
        }
        let lost = experience::is_lost(rules, journey, ended, after, luck);
        customer.lost = lost;
        let (change, squares) = if lost {
            (-fixed(before), -square(before))
        } else {
            (fixed(after) - fixed(before), square(after) - square(before))
        };
        let cell = &mut self.tally.customers[usize::from(customer.segment)];
        cell.satisfaction += change;
        cell.satisfaction_squared += squares;
        cell.lost_before += u64::from(lost && now < rules.warm_up);
        cell.lost += u64::from(lost && now >= rules.warm_up);
        let week = self.tally.week(now);
        week.satisfaction += change;
        week.lost += u64::from(lost);
        Some(lost)
    }

    fn let_follow(&mut self, slot: usize, ended: Ended, now: Micros) {
        let journey = &self.journeys[slot];
        let (number, k, channel) = (journey.customer, journey.id & MOST_NEEDS, usize::from(journey.channel));
        for follower in &self.rules.causes[(journey.id >> 24) as usize].followers {
            let fits = ending_fits(follower.ending, ended) && follower.channel.is_none_or(|wanted| wanted == channel);
            let luck = self.luck.customer(number).journey(self.rules.causes[follower.cause].address, k);
            if fits && luck.follows().falls_below(follower.probability) {
                let at = now.saturating_add(micros(follower.delay.at(luck.delay())));
                if at < self.rules.horizon {
                    self.agenda.push(Event::new(at, Kind::Need, number, (follower.cause as u32) << 24 | k));
                }
            }
        }
    }

    /// A need that was not worth the trouble; an occasion all the same.
    fn need_comes_to_nothing(&mut self, slot: usize, now: Micros) -> Option<Event> {
        let number = self.journeys[slot].customer;
        let segment = usize::from(self.journeys[slot].segment);
        self.tally.customers[segment].not_pursued += u64::from(now >= self.rules.warm_up);
        let unmoved = self.customers[(number - self.first) as usize].satisfaction;
        self.customer_feels(slot, Ended::Left, unmoved, now);
        self.forget(number, slot);
        None
    }

    // Where things are

    fn customer(&mut self, number: u32) -> &mut Customer {
        &mut self.customers[(number - self.first) as usize]
    }

    fn customer_luck(&self, number: u32) -> CustomerLuck {
        self.luck.customer(number)
    }

    /// The slot of a customer's open journey.
    fn find(&self, number: u32, id: u32) -> Option<usize> {
        let mut slot = self.customers[(number - self.first) as usize].journeys;
        while slot != NO_JOURNEY && self.journeys[slot as usize].id != id {
            slot = self.journeys[slot as usize].next;
        }
        (slot != NO_JOURNEY).then_some(slot as usize)
    }

    fn forget(&mut self, number: u32, slot: usize) {
        let next = self.journeys[slot].next;
        let mut at = self.customers[(number - self.first) as usize].journeys;
        if at as usize == slot {
            self.customer(number).journeys = next;
        } else {
            while self.journeys[at as usize].next as usize != slot {
                at = self.journeys[at as usize].next;
            }
            self.journeys[at as usize].next = next;
        }
        self.journeys[slot].next = FREED;
        self.free.push(slot as u32);
    }
}

/// Marks a slot without a journey.
const FREED: u32 = u32::MAX - 1;

/// Sets what a journey does next, and when; no event if that is never.
fn schedule(journey: &mut Journey, phase: Phase, due: Micros) -> Option<Event> {
    (journey.phase, journey.due) = (phase, due);
    (due < 1 << 61).then(|| Event::new(due, Kind::Journey, journey.customer, journey.id))
}

fn ending_fits(wanted: meant::Ending, ended: Ended) -> bool {
    match wanted {
        meant::Ending::Any => true,
        meant::Ending::Completed => ended == Ended::Completed,
        meant::Ending::Left => ended == Ended::Left,
        meant::Ending::GivenUp => ended >= Ended::GivenUp,
    }
}

/// Value and margin of a completed journey [cents]; a better price found elsewhere comes off both.
fn money(rules: &Rules, journey: &Journey) -> Option<(u64, u64)> {
    let value = experience::value_cents(rules, journey)?;
    let discount = if journey.contact.better { rules.conflict.better_discount } else { 0.0 };
    let margin = rules.journeys[usize::from(journey.kind)].margin;
    let part = |share: f64| (value as f64 * share + 0.5) as u64;
    Some((part(1.0 - discount), part((margin - discount).max(0.0))))
}

fn square(satisfaction: f64) -> i128 {
    let fixed = i128::from(fixed(satisfaction));
    fixed * fixed
}

/// The numbers of the bits that are set.
fn bits(mask: u16) -> impl Iterator<Item = usize> {
    (0..16).filter(move |bit| mask >> bit & 1 == 1)
}
