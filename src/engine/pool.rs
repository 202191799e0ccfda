//! The people who serve channels (4.3): who is free, who waits, and work at shared speed.

use super::tally::AfterContact;
use crate::model::rules;
use crate::scenario::timetable::Micros;
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
    slowdown: f64,
    /// With how many like it at a time, itself included, an agent can handle it.
    slots: u8,
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
    by_load: Vec<BTreeSet<u32>>,
    /// Who waits, by channel.
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
}

impl<'a> Pool<'a> {
    /// A pool at time 0.
    pub fn new(rules: &'a rules::Pool, channels: usize, reported: Range<Micros>) -> Self {
        let mut pool = Self {
            rules,
            agents: vec![Agent::default(); rules.timetable.most() as usize],
            on_duty: 0,
            by_load: vec![BTreeSet::new(); usize::from(rules.most_slots)],
            lines: vec![BTreeSet::new(); channels],
            waiting: 0,
            in_person: 0,
            orphans: BTreeMap::new(),
            reported,
            busy: 0,
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
    }

    /// Whether anybody is on duty.
    pub const fn is_staffed(&self) -> bool {
        self.on_duty > 0
    }

    /// The wait that the line seems to ask of somebody who would come in person now, with this rank (minutes): none if they
    /// would be served at once, or if nobody is on duty, when there is no line to see.
    pub fn expected_wait(&self, rank: u8, slots: u8, typical_minutes: f64) -> f64 {
        let is_first = self.first().is_none_or(|(first, _)| (rank, false) < (first.rank, first.message));
        if self.on_duty == 0 || is_first && self.free(slots).is_some() {
            return 0.0;
        }
        (self.in_person + 1) as f64 * typical_minutes / (self.on_duty as f64 * f64::from(slots))
    }

    /// The agent with the fewest contacts who can take one more that leaves room for `slots` in all.
    pub fn free(&self, slots: u8) -> Option<usize> {
        self.by_load[..usize::from(slots)].iter().find_map(BTreeSet::first).map(|&agent| agent as usize)
    }

    /// The same for somebody who has just come, if they are first in the line: if another is, no agent is free for them, and
    /// nobody behind is served.
    pub fn free_on_arrival(&self, place: impl FnOnce() -> Place, slots: u8) -> Option<usize> {
        if self.first().is_none_or(|(first, _)| place() < first) { self.free(slots) } else { None }
    }

    /// The first in the line, and the channel.
    fn first(&self) -> Option<(Place, usize)> {
        if self.waiting == 0 {
            return None;
        }
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

    /// The first in the queue, if an agent is free for them: the agent, the channel and the place. `slots` tells how
    /// many contacts of a channel an agent handles at a time. While the first waits for an idle agent, nobody behind is
    /// served by one who is half busy.
    pub fn next_match(&mut self, slots: impl Fn(usize) -> u8) -> Option<(usize, usize, Place)> {
        let (place, channel) = self.first()?;
        let agent = self.free(slots(channel))?;
        self.leave_queue(channel, &place);
        Some((agent, channel, place))
    }

    /// All who wait in person, in order of service, taken out of the queue.
    pub fn turn_away(&mut self) -> Vec<Place> {
        let mut away: Vec<Place> = Vec::new();
        for line in &mut self.lines {
            away.extend(line.iter().filter(|place| !place.message));
            line.retain(|place| place.message);
        }
        self.waiting -= away.len();
        self.in_person -= away.len();
        away.sort_unstable();
        away
    }

    /// An agent begins a piece of work; returns when the agent's next piece ends.
    pub fn begin(&mut self, agent: usize, owner: For, work: Micros, slots: u8, slowdown: f64, now: Micros) -> Micros {
        self.advance(agent, now);
        if self.agents[agent].jobs.is_empty() {
            self.agents[agent].busy_since = now;
        }
        self.agents[agent].jobs.push(Job { owner, left: work as f64, slowdown, slots });
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
        self.reschedule(agent, now)
    }

    /// A piece of work is over; returns when the agent's next piece ends, if there is one.
    pub fn end(&mut self, agent: usize, owner: For, now: Micros) -> Option<Micros> {
        let at = self.job(agent, owner);
        self.agents[agent].jobs.remove(at);
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
            job.left = (job.left - elapsed / (1.0 + job.slowdown * others)).max(0.0);
        }
        agent.updated = now;
    }

    fn reschedule(&mut self, agent: usize, now: Micros) -> Micros {
        let others = self.agents[agent].jobs.len().saturating_sub(1) as f64;
        let soonest = self.agents[agent]
            .jobs
            .iter()
            .map(|job| job.left * (1.0 + job.slowdown * others))
            .fold(f64::INFINITY, f64::min);
        self.agents[agent].due = now.saturating_add(soonest.ceil() as Micros);
        self.file(agent);
        self.agents[agent].due
    }

    /// Files an agent under the number of contacts, if they can take more.
    fn file(&mut self, agent: usize) {
        let jobs = &self.agents[agent].jobs;
        let load = jobs.len();
        let has_room = jobs.iter().all(|job| load < usize::from(job.slots));
        let can_take = agent < self.on_duty && has_room && load < self.by_load.len();
        let filed = can_take.then_some(load);
        let before = std::mem::replace(&mut self.agents[agent].filed, filed);
        if before == filed {
            return;
        }
        if let Some(load) = before {
            self.by_load[load].remove(&(agent as u32));
        }
        if let Some(load) = filed {
            self.by_load[load].insert(agent as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::timetable::{MINUTE, Timetable};

    fn desk(agents: u32, most_slots: u8) -> rules::Pool {
        rules::Pool { timetable: Timetable::always(agents), ranks: vec![vec![0]], most_slots }
    }

    const ANN: For = For::Journey { customer: 1, id: 0 };
    const BOB: For = For::Journey { customer: 2, id: 0 };

    #[test]
    fn two_chats_share_the_speed_from_the_moment_they_meet() {
        let rules = desk(1, 2);
        let mut pool = Pool::new(&rules, 1, 0..MINUTE);
        assert_eq!(pool.begin(0, ANN, 10 * MINUTE, 2, 0.5, 0), 10 * MINUTE);
        // Ann has 6 minutes left when Bob comes: at 2/3 of the speed they take 9, until minute 13.
        assert_eq!(pool.begin(0, BOB, 8 * MINUTE, 2, 0.5, 4 * MINUTE), 13 * MINUTE);
        assert_eq!(pool.finished(0, 12 * MINUTE), None);
        assert_eq!(pool.finished(0, 13 * MINUTE), Some(ANN));
        // Bob has had 6 of his 8 minutes, and the agent for himself from now on.
        assert_eq!(pool.end(0, ANN, 13 * MINUTE), Some(15 * MINUTE));
    }

    #[test]
    fn chats_go_to_the_agent_with_the_fewest_and_calls_only_to_an_idle_one() {
        let rules = desk(2, 2);
        let mut pool = Pool::new(&rules, 1, 0..MINUTE);
        pool.begin(0, ANN, MINUTE, 2, 0.0, 0);
        assert_eq!((pool.free(2), pool.free(1)), (Some(1), Some(1)));
        pool.begin(1, BOB, MINUTE, 1, 0.0, 0);
        assert_eq!((pool.free(2), pool.free(1)), (Some(0), None));
    }

    #[test]
    fn an_agent_has_no_more_chats_than_any_of_them_allows() {
        let rules = desk(1, 4);
        let mut pool = Pool::new(&rules, 1, 0..MINUTE);
        pool.begin(0, ANN, 10 * MINUTE, 4, 0.0, 0);
        assert_eq!((pool.free(4), pool.free(2), pool.free(1)), (Some(0), Some(0), None));
        pool.begin(0, BOB, 5 * MINUTE, 2, 0.0, 0);
        assert_eq!((pool.free(4), pool.free(2)), (None, None));
        pool.end(0, BOB, 5 * MINUTE);
        assert_eq!(pool.free(4), Some(0));
    }

    #[test]
    fn while_a_call_waits_a_new_chat_waits_too() {
        let rules = desk(1, 3);
        let mut pool = Pool::new(&rules, 2, 0..MINUTE);
        pool.begin(0, ANN, 10 * MINUTE, 3, 0.0, 0);
        let call = Place { rank: 1, message: false, since: MINUTE, customer: 2, id: 0, contact: 0 };
        let chat = Place { since: 2 * MINUTE, customer: 3, ..call };
        assert_eq!((pool.free_on_arrival(|| chat, 3), pool.free_on_arrival(|| call, 1)), (Some(0), None));
        pool.queue(0, call);
        assert_eq!(pool.free_on_arrival(|| chat, 3), None);
        assert!(pool.expected_wait(1, 3, 6.0) > 0.0);
        // One with priority is first in the line, and an agent is free for a chat.
        assert_eq!(pool.free_on_arrival(|| Place { rank: 0, ..chat }, 3), Some(0));
        assert_eq!(pool.expected_wait(0, 3, 6.0), 0.0);
        // Nor is the chat, once in line, taken before the call.
        pool.queue(1, chat);
        let slots = |channel| if channel == 0 { 1 } else { 3 };
        assert_eq!(pool.next_match(slots), None);
        pool.end(0, ANN, 3 * MINUTE);
        assert_eq!(pool.next_match(slots).map(|(.., place)| place), Some(call));
    }

    #[test]
    fn those_who_wait_in_person_come_before_messages_and_priority_before_all() {
        let rules = desk(1, 1);
        let mut pool = Pool::new(&rules, 1, 0..MINUTE);
        let place = |rank, message, since| Place { rank, message, since, customer: 0, id: 0, contact: 0 };
        for one in [place(1, true, 0), place(1, false, 5), place(0, true, 9), place(1, false, 3)] {
            pool.queue(0, one);
        }
        let order: Vec<Place> = std::iter::from_fn(|| pool.next_match(|_| 1).map(|(.., place)| place)).collect();
        assert_eq!(order, [place(0, true, 9), place(1, false, 3), place(1, false, 5), place(1, true, 0)]);
    }
}
