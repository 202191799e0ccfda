//! Figures of work: handle time and occupancy.

use super::facts::{Doing, Facts, Left, Part, Presence, State};
use super::waits::and;
use crate::stats::Ratio;

/// Time in these states, by answered contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandleTime(pub &'static [State]);

impl HandleTime {
    /// The time (micro-minutes) by answered contact.
    pub fn of(self, facts: &Facts, part: Part) -> Ratio {
        let answered = facts.contacts.iter().filter(|one| part.holds(one.channel) && one.how == Left::Answered);
        answered.fold(Ratio::NONE, |sum, contact| and(sum, contact.time_in(self.0).into(), 1))
    }
}

/// Time of agents on contacts, of that and the time in which they are idle. What the firm has states of its own for is
/// left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occupancy {
    /// Whether somebody with one contact of several is busy, or in part.
    pub by: By,
    /// What an agent at whom it rings is doing.
    pub ringing: Doing,
}

/// Of what occupancy is a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Agents: one contact is enough to be busy.
    Agent,
    /// The contacts that agents may have at hand.
    Slot,
}

impl Occupancy {
    /// The time on contacts (micro-minutes), by all time that counts (micro-minutes).
    pub fn of(self, facts: &Facts) -> Ratio {
        facts.presences.iter().fold(Ratio::NONE, |sum, presence| {
            let doing = if presence.doing == Doing::Ringing { self.ringing } else { presence.doing };
            match doing {
                Doing::OnContact => and(sum, self.busy(presence), self.whole(presence)),
                Doing::Idle => and(sum, 0, self.whole(presence)),
                Doing::Ringing | Doing::Custom => sum,
            }
        })
    }

    fn busy(self, presence: &Presence) -> i128 {
        let contacts = if self.by == By::Agent { 1 } else { presence.contacts };
        i128::from(presence.time) * i128::from(contacts)
    }

    fn whole(self, presence: &Presence) -> u64 {
        let slots = if self.by == By::Agent { 1 } else { presence.slots };
        presence.time * u64::from(slots)
    }
}
