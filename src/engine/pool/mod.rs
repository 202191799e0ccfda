//! The people who serve channels (4.3): who is free, who waits, and work at shared speed.

mod numbers;
mod returning;
mod shared;

use super::tally::AfterContact;
use crate::model::rules::{self, Demand, Rules};
use crate::scenario::timetable::Micros;
use numbers::Numbers;
use returning::Returning;
use shared::Shared;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A place in a queue; the order of the fields is the order of service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Priority, lower first.
    pub rank: u8,
    /// Messages come after those who wait in person.
    pub message: bool,
    /// From when the place counts.
    pub since: Micros,
    /// The customer.
    pub customer: u32,
    /// The journey.
    pub id: u32,
    /// The contact.
    pub contact: u16,
}

/// Whom a piece of work is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum For {
    /// A customer's journey.
    Journey {
        /// The customer.
        customer: u32,
        /// The journey.
        id: u32,
    },
    /// Nobody who is there: work after a contact that others beside it may delay.
    AfterContact(AfterContact),
    /// Nobody who is there: other work after a contact, a message whose sender has stopped waiting.
    Nobody,
}

#[derive(Debug, Clone, Copy)]
struct Job {
    owner: For,
    /// Work left at full speed (micro-minutes).
    left: f64,
    /// What it asks of the agent.
    demand: Demand,
}

#[derive(Debug, Clone, Default)]
struct Agent {
    jobs: Vec<Job>,
    /// Until when `left` of the jobs has been worked off.
    updated: Micros,
    /// When the next job ends; meaningless without jobs.
    due: Micros,
    /// When the first of the present jobs began.
    busy_since: Micros,
    /// Under which number of contacts they stand in `by_load`, if they do.
    filed: Option<usize>,
}

/// One staff pool at a moment.
#[derive(Debug)]
pub struct Pool<'a> {
    rules: &'a rules::Pool,
    agents: Vec<Agent>,
    on_duty: usize,
    /// Agents on duty who can take more, by the number of contacts they have.
    by_load: Vec<Numbers>,
    /// Who waits, by form of a channel.
    lines: Vec<BTreeSet<Place>>,
    /// How many wait.
    waiting: usize,
    /// Of those, in person.
    in_person: usize,
    /// Work that waits for nobody: messages given up by their senders.
    orphans: BTreeMap<Place, Micros>,
    /// What is reported: from the end of the warm-up to the horizon.
    reported: Range<Micros>,
    /// Time for which agents have been at work in what is reported.
    busy: Micros,
    /// What agents can have at hand at a time, where it is not chats first.
    shared: Option<Box<Shared>>,
    /// Who waits for the agent who knows their case, where anybody does.
    returning: Option<Box<Returning>>,
}

impl<'a> Pool<'a> {
    /// The pool of this number in a market at time 0, with room for all that its course brings.
    pub fn of(market: &'a Rules, number: usize) -> Self {
        let (agents, reported) = (market.most_agents(number), market.warm_up..market.horizon);
        let mut pool = Self::new(&market.pools[number], agents, market.forms.len(), reported);
        pool.by_load.resize(market.most_slots(number).into(), Numbers::none_below(agents));
        if market.agents_know_cases {
            pool.returning.get_or_insert_default();
        }
        pool
    }

    /// A pool at time 0, which will never have more agents than this on duty.
    fn new(rules: &'a rules::Pool, agents: usize, forms: usize, reported: Range<Micros>) -> Self {
        let mut pool = Self {
            rules,
            agents: vec![Agent::default(); agents],
            on_duty: 0,
            by_load: vec![Numbers::none_below(agents); usize::from(rules.most_slots)],
            lines: vec![BTreeSet::new(); forms],
            waiting: 0,
            in_person: 0,
            orphans: BTreeMap::new(),
            reported,
            busy: 0,
            shared: Shared::of(rules, agents).map(Box::new),
            returning: (rules.same_agent > 0).then(Box::default),
        };
        pool.change_shift(0);
        pool
    }

    /// Sets who is on duty.
    pub fn change_shift(&mut self, now: Micros) {
        self.on_duty = self.rules.timetable.count_at(now) as usize;
        for agent in 0..self.agents.len() {
            self.file(agent);
        }
        if self.returning.is_some() {
            self.send_back_to_the_line();
        }
    }

    /// Whether anybody is on duty.
    pub const fn is_staffed(&self) -> bool {
        self.on_duty > 0
    }

    /// Whether an agent is on duty.
    pub const fn is_on_duty(&self, agent: usize) -> bool {
        agent < self.on_duty
    }

    /// The wait that the line seems to ask of somebody who would come in person now, with this rank (minutes): none if they
    /// would be served at once, or if nobody is on duty, when there is no line to see. Whose case an agent `known` to them
    /// has had would wait for that one.
    pub fn expected_wait(&self, rank: u8, demand: Demand, typical_minutes: f64, known: Option<usize>) -> f64 {
        if self.on_duty == 0 || self.is_served_at_once(rank, demand, known) {
            return 0.0;
        }
        (self.in_person + 1) as f64 * typical_minutes / (self.on_duty as f64 * f64::from(demand.slots))
    }

    fn is_served_at_once(&self, rank: u8, demand: Demand, known: Option<usize>) -> bool {
        if let Some(agent) = known {
            return self.can_take(agent, demand);
        }
        let is_before = |(first, _): (Place, usize)| (rank, false) < (first.rank, first.message);
        (self.shared.is_some() || self.first().is_none_or(is_before)) && self.free(demand).is_some()
    }

    /// The agent with the fewest contacts who can take one more like this.
    pub fn free(&self, demand: Demand) -> Option<usize> {
        if self.shared.is_some() {
            return self.free_to_share(demand);
        }
        self.free_in_turn(demand)
    }

    /// The same, chats first.
    #[inline(always)]
    fn free_in_turn(&self, demand: Demand) -> Option<usize> {
        self.by_load[..usize::from(demand.slots)].iter().find_map(Numbers::first)
    }

    /// Whether an agent is on duty, and can take one more like this.
    pub fn can_take(&self, agent: usize, demand: Demand) -> bool {
        agent < self.on_duty
            && match &self.shared {
                Some(shared) => shared.has_room(&self.agents[agent].jobs, demand),
                None => has_room(&self.agents[agent].jobs, demand.slots),
            }
    }

    /// The same for somebody who has just come, if they are first in the line: if another is, no agent is free for them, and
    /// nobody behind is served.
    pub fn free_on_arrival(&self, place: impl FnOnce() -> Place, demand: Demand) -> Option<usize> {
        if self.shared.is_some() {
            return self.free_to_share(demand);
        }
        if self.first().is_none_or(|(first, _)| place() < first) { self.free_in_turn(demand) } else { None }
    }

    /// The first in the line, and the channel.
    #[inline(always)]
    fn first(&self) -> Option<(Place, usize)> {
        if self.waiting == 0 { None } else { self.first_of_all_lines() }
    }

    fn first_of_all_lines(&self) -> Option<(Place, usize)> {
        let heads = self.lines.iter().enumerate().filter_map(|(channel, line)| Some((*line.first()?, channel)));
        heads.min()
    }

    /// Lets somebody wait.
    pub fn queue(&mut self, channel: usize, place: Place) {
        self.waiting += 1;
        self.in_person += usize::from(!place.message);
        self.lines[channel].insert(place);
    }

    /// Somebody stops waiting.
    pub fn leave_queue(&mut self, channel: usize, place: &Place) {
        if self.returning.is_some() && self.stops_waiting_for_agent(place) {
            return;
        }
        self.waiting -= 1;
        self.in_person -= usize::from(!place.message);
        self.lines[channel].remove(place);
    }

    /// The sender of a message stops waiting; the message is still worked on, for `work`.
    pub fn orphan(&mut self, place: Place, work: Micros) {
        self.orphans.insert(place, work);
    }

    /// The work of a place in the queue whose owner has gone, if so.
    pub fn take_orphan(&mut self, place: &Place) -> Option<Micros> {
        self.orphans.remove(place)
    }

    /// Drops a message whose owner has gone from the line, if it still stands there; whether it did.
    pub fn drop_orphan(&mut self, channel: usize, place: &Place) -> bool {
        let stands_there = self.take_orphan(place).is_some();
        if stands_there {
            self.leave_queue(channel, place);
        }
        stands_there
    }

    /// The first in the queue, if an agent is free for them: the agent, the channel and the place. `demand` tells what a
    /// contact of a channel asks of an agent. While the first waits for an idle agent, nobody behind is served by one who
    /// is half busy.
    #[inline(always)]
    pub fn next_match(&mut self, demand: impl Fn(usize) -> Demand) -> Option<(usize, usize, Place)> {
        if self.waiting == 0 && self.returning.is_none() { None } else { self.match_if_any(demand) }
    }

    fn match_if_any(&mut self, demand: impl Fn(usize) -> Demand) -> Option<(usize, usize, Place)> {
        let (agent, channel, place) = if self.shared.is_none() && self.returning.is_none() {
            self.match_in_line(&demand)?
        } else {
            self.match_by_other_rules(&demand)?
        };
        self.leave_queue(channel, &place);
        Some((agent, channel, place))
    }

    fn match_in_line(&self, demand: &impl Fn(usize) -> Demand) -> Option<(usize, usize, Place)> {
        let (place, channel) = self.first()?;
        Some((self.free(demand(channel))?, channel, place))
    }

    /// The first of those who are served from the line, and of those who wait for an agent who knows them.
    #[cold]
    fn match_by_other_rules(&self, demand: &impl Fn(usize) -> Demand) -> Option<(usize, usize, Place)> {
        let from_line = if self.shared.is_some() { self.match_to_share(demand) } else { self.match_in_line(demand) };
        let known = self.match_by_case(demand);
        from_line.into_iter().chain(known).min_by_key(|&(.., place)| place)
    }

    /// All who wait, in whatever way, taken out of their lines: in which channel, at which place, and for how much work those
    /// whose owner has gone.
    pub fn take_all(&mut self) -> Vec<(usize, Place, Option<Micros>)> {
        self.send_back_those_in(|_| true);
        (self.waiting, self.in_person) = (0, 0);
        let lines = std::mem::take(&mut self.lines);
        self.lines.resize(lines.len(), BTreeSet::new());
        let places =
            lines.into_iter().enumerate().flat_map(|(at, line)| line.into_iter().map(move |place| (at, place)));
        places.map(|(channel, place)| (channel, place, self.take_orphan(&place))).collect()
    }

    /// Goes by other rules from now on; returns the agents whose next piece of work ends at another moment, and that.
    pub fn follow(&mut self, rules: &'a rules::Pool, now: Micros) -> Vec<(usize, Micros)> {
        let before = std::mem::replace(&mut self.rules, rules);
        if before.sharing == rules.sharing { Vec::new() } else { self.share_anew(now) }
    }

    /// All who wait in person for one of these channels, in order of service, taken out of the queue.
    pub fn turn_away(&mut self, from: impl Fn(usize) -> bool) -> Vec<Place> {
        let mut away: Vec<Place> = Vec::new();
        for (_, line) in self.lines.iter_mut().enumerate().filter(|(channel, _)| from(*channel)) {
            away.extend(line.iter().filter(|place| !place.message));
            line.retain(|place| place.message);
        }
        self.waiting -= away.len();
        self.in_person -= away.len();
        away.sort_unstable();
        away
    }

    /// An agent begins a piece of work; returns when the agent's next piece ends.
    pub fn begin(&mut self, agent: usize, owner: For, work: Micros, demand: Demand, now: Micros) -> Micros {
        self.advance(agent, now);
        if self.agents[agent].jobs.is_empty() {
            self.agents[agent].busy_since = now;
        }
        self.agents[agent].jobs.push(Job { owner, left: work as f64, demand });
        if self.shared.is_some() {
            self.stand_still_beside_a_call(agent);
        }
        self.file(agent);
        self.reschedule(agent, now)
    }

    /// Whose piece of work ends now, if one does.
    pub fn finished(&mut self, agent: usize, now: Micros) -> Option<For> {
        if self.agents[agent].jobs.is_empty() || self.agents[agent].due != now {
            return None;
        }
        self.advance(agent, now);
        let jobs = &self.agents[agent].jobs;
        jobs.iter().min_by(|a, b| a.left.total_cmp(&b.left).then(a.owner.cmp(&b.owner))).map(|job| job.owner)
    }

    /// A piece of work goes on with more work, perhaps for nobody; returns when the agent's next piece ends.
    pub fn go_on(&mut self, agent: usize, owner: For, next: For, work: Micros, now: Micros) -> Micros {
        let at = self.job(agent, owner);
        let job = &mut self.agents[agent].jobs[at];
        (job.owner, job.left) = (next, work as f64);
        if self.shared.is_some() {
            self.stand_still_beside_a_call(agent);
        }
        self.reschedule(agent, now)
    }

    /// A piece of work is over; returns when the agent's next piece ends, if there is one.
    pub fn end(&mut self, agent: usize, owner: For, now: Micros) -> Option<Micros> {
        let at = self.job(agent, owner);
        self.agents[agent].jobs.remove(at);
        if self.shared.is_some() {
            self.resume(agent, now);
        }
        if let Some(returning) = &mut self.returning {
            returning.freed = agent;
        }
        self.file(agent);
        if self.agents[agent].jobs.is_empty() {
            self.busy += self.reported_time(self.agents[agent].busy_since, now);
        }
        (!self.agents[agent].jobs.is_empty()).then(|| self.reschedule(agent, now))
    }

    /// Time for which agents have been at work in what is reported; at its end, or later.
    pub fn time_at_work(&self) -> Micros {
        let at_work = self.agents.iter().filter(|agent| !agent.jobs.is_empty());
        self.busy + at_work.map(|agent| self.reported_time(agent.busy_since, self.reported.end)).sum::<Micros>()
    }

    /// The part of a time that is reported.
    fn reported_time(&self, from: Micros, to: Micros) -> Micros {
        let Range { start, end } = self.reported;
        to.clamp(start, end) - from.clamp(start, end)
    }

    fn job(&self, agent: usize, owner: For) -> usize {
        let jobs = self.agents[agent].jobs.iter().enumerate().filter(|(_, job)| job.owner == owner);
        jobs.min_by(|a, b| a.1.left.total_cmp(&b.1.left)).map(|(at, _)| at).expect("the agent works for this owner")
    }

    /// Works off what was done since the last change.
    fn advance(&mut self, agent: usize, now: Micros) {
        let agent = &mut self.agents[agent];
        let elapsed = (now - agent.updated) as f64;
        let others = agent.jobs.len().saturating_sub(1) as f64;
        for job in &mut agent.jobs {
            job.left = (job.left - elapsed / (1.0 + job.demand.slowdown * others)).max(0.0);
        }
        agent.updated = now;
    }

    fn reschedule(&mut self, agent: usize, now: Micros) -> Micros {
        let others = self.agents[agent].jobs.len().saturating_sub(1) as f64;
        let soonest = self.agents[agent]
            .jobs
            .iter()
            .map(|job| job.left * (1.0 + job.demand.slowdown * others))
            .fold(f64::INFINITY, f64::min);
        self.agents[agent].due = now.saturating_add(soonest.ceil() as Micros);
        self.agents[agent].due
    }

    /// Files an agent under the number of contacts, if they can take more.
    fn file(&mut self, agent: usize) {
        if self.shared.is_some() {
            return self.file_to_share(agent);
        }
        let jobs = &self.agents[agent].jobs;
        let load = jobs.len();
        let can_take = agent < self.on_duty && has_room(jobs, self.rules.most_slots);
        let filed = can_take.then_some(load);
        let before = std::mem::replace(&mut self.agents[agent].filed, filed);
        if before == filed {
            return;
        }
        if let Some(load) = before {
            self.by_load[load].remove(agent);
        }
        if let Some(load) = filed {
            self.by_load[load].insert(agent);
        }
    }
}

/// Whether somebody who does this can take one more that leaves room for `slots` in all.
fn has_room(jobs: &[Job], slots: u8) -> bool {
    let load = jobs.len();
    load < usize::from(slots) && jobs.iter().all(|job| load < usize::from(job.demand.slots))
}

#[cfg(test)]
mod tests;
