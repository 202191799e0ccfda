//! What an agent has at hand at a time where it is not chats first (4.3): calls that interrupt, or limits by kind.

use super::{Demand, Job, Place, Pool, has_room};
use crate::model::rules;
use crate::scenario::meant::{Kind, Limits, Sharing};
use crate::scenario::timetable::Micros;
use std::collections::BTreeSet;

/// Kinds of contacts that agents can have at hand.
const KINDS: [Kind; 3] = [Kind::Live, Kind::Chat, Kind::Messages];

/// What agents have at hand under another rule than chats first.
#[derive(Debug)]
pub(super) struct Shared {
    rule: Rule,
    /// Agents on duty who can take one more of a kind, by the number of contacts at hand.
    free: [BTreeSet<(usize, u32)>; KINDS.len()],
    /// By agent: with how many contacts they stand among those who can take one more of a kind, if they do.
    filed: Vec<[Option<usize>; KINDS.len()]>,
    /// By agent: what stands still while they have a call at hand.
    resting: Vec<Vec<Job>>,
}

#[derive(Debug, Clone, Copy)]
enum Rule {
    CallInterrupts,
    Limits(Limits),
}

impl Shared {
    /// Where a pool has another rule than chats first.
    pub fn of(pool: &rules::Pool, agents: usize) -> Option<Self> {
        let rule = match pool.sharing {
            Sharing::ChatsFirst => return None,
            Sharing::CallInterrupts => Rule::CallInterrupts,
            Sharing::Limits(limits) => Rule::Limits(limits),
        };
        Some(Self {
            rule,
            free: [const { BTreeSet::new() }; KINDS.len()],
            filed: vec![[None; KINDS.len()]; agents],
            resting: vec![Vec::new(); agents],
        })
    }

    /// Whether somebody who does this can take one more, whatever stands still.
    pub fn has_room(&self, jobs: &[Job], demand: Demand) -> bool {
        match self.rule {
            Rule::CallInterrupts if demand.kind == Kind::Live => jobs.iter().all(|job| job.demand.kind != Kind::Live),
            // Where a call is at hand, it leaves room for nothing else.
            Rule::CallInterrupts => has_room(jobs, demand.slots),
            Rule::Limits(limits) => is_within(limits, jobs, demand),
        }
    }
}

/// Whether limits allow one more beside what is at hand.
fn is_within(limits: Limits, jobs: &[Job], demand: Demand) -> bool {
    let alike = || jobs.iter().filter(|job| job.demand.kind == demand.kind);
    let limit = match demand.kind {
        Kind::Live | Kind::SelfService => limits.calls,
        Kind::Chat => limits.chats,
        Kind::Messages => limits.messages,
    };
    let slots = match demand.kind {
        Kind::Chat => alike().fold(demand.slots, |slots, chat| slots.min(chat.demand.slots)),
        _ => u8::MAX,
    };
    jobs.len() < usize::from(limits.together) && alike().count() < usize::from(limit.min(slots))
}

impl Pool<'_> {
    fn sharing(&self) -> &Shared {
        self.shared.as_deref().expect("agents share by another rule than chats first")
    }

    fn sharing_mut(&mut self) -> &mut Shared {
        self.shared.as_deref_mut().expect("agents share by another rule than chats first")
    }

    /// Agents have at hand what another rule says, from now on: what stood still goes on, or begins to stand still.
    #[cold]
    pub(super) fn share_anew(&mut self, now: Micros) -> Vec<(usize, Micros)> {
        (0..self.agents.len()).for_each(|agent| self.withdraw(agent, now));
        self.shared = Shared::of(self.rules, self.agents.len()).map(Box::new);
        let at_work = (0..self.agents.len()).filter(|&agent| !self.agents[agent].jobs.is_empty()).collect::<Vec<_>>();
        let next = at_work.into_iter().map(|agent| {
            if self.shared.is_some() {
                self.stand_still_beside_a_call(agent);
            }
            (agent, self.reschedule(agent, now))
        });
        next.collect()
    }

    /// An agent is no longer filed among those who can take more, and nothing of theirs stands still.
    fn withdraw(&mut self, agent: usize, now: Micros) {
        self.advance(agent, now);
        if let Some(shared) = &mut self.shared {
            self.agents[agent].jobs.append(&mut shared.resting[agent]);
        }
        if let Some(load) = self.agents[agent].filed.take() {
            self.by_load[load].remove(agent);
        }
    }

    /// The agent with the fewest contacts who can take one more like this.
    #[cold]
    pub(super) fn free_to_share(&self, demand: Demand) -> Option<usize> {
        let kind = KINDS.iter().position(|&kind| kind == demand.kind)?;
        let mut free = self.sharing().free[kind].iter().map(|&(_, agent)| agent as usize);
        free.find(|&agent| self.can_take(agent, demand))
    }

    /// Of the first in each channel's line, those for whom an agent is free: the first of these.
    #[cold]
    pub(super) fn match_to_share(&self, demand: &impl Fn(usize) -> Demand) -> Option<(usize, usize, Place)> {
        let heads = self.lines.iter().enumerate().filter_map(|(channel, line)| Some((*line.first()?, channel)));
        let served = heads.filter_map(|(place, channel)| Some((self.free(demand(channel))?, channel, place)));
        served.min_by_key(|&(.., place)| place)
    }

    /// A call lets all else that the agent has at hand stand still, but for what is done: that is over at this very moment,
    /// as the chat is from which the customer was passed on to the call.
    #[cold]
    pub(super) fn stand_still_beside_a_call(&mut self, agent: usize) {
        /// Time is counted in whole units, and less than one is none.
        const DONE: f64 = 1.0;
        let goes_on = |job: &mut Job| job.demand.kind == Kind::Live || job.left < DONE;
        let jobs = &mut self.agents[agent].jobs;
        let interrupts = matches!(self.shared.as_deref(), Some(Shared { rule: Rule::CallInterrupts, .. }));
        if interrupts && jobs.iter().any(|job| job.demand.kind == Kind::Live) {
            let resting: Vec<Job> = jobs.extract_if(.., |job| !goes_on(job)).collect();
            self.sharing_mut().resting[agent].extend(resting);
        }
    }

    /// What stood still goes on, once nothing else is at hand.
    #[cold]
    pub(super) fn resume(&mut self, agent: usize, now: Micros) {
        if self.agents[agent].jobs.is_empty() {
            self.agents[agent].jobs = std::mem::take(&mut self.sharing_mut().resting[agent]);
            self.agents[agent].updated = now;
        }
    }

    /// Files an agent under the number of contacts for each kind of which they can take one more.
    #[cold]
    pub(super) fn file_to_share(&mut self, agent: usize) {
        let load = self.agents[agent].jobs.len() + self.sharing().resting[agent].len();
        let filed = KINDS.map(|kind| {
            let any = Demand { kind, slots: u8::MAX, slowdown: 0.0 };
            self.can_take(agent, any).then_some(load)
        });
        let shared = self.sharing_mut();
        for ((free, now), before) in shared.free.iter_mut().zip(filed).zip(shared.filed[agent]) {
            if let Some(load) = before {
                free.remove(&(load, agent as u32));
            }
            if let Some(load) = now {
                free.insert((load, agent as u32));
            }
        }
        shared.filed[agent] = filed;
    }
}
