//! The blocks of counters that a tally is made of, one for each cell of the market.

use crate::model::experience::LAST_STRAWS;
use crate::model::journey::{EFFORT_CAUSES, IDENTITIES, Identity};

/// Defines a block of counters that adds up field by field.
macro_rules! counters {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }

        impl std::ops::AddAssign<&Self> for $name {
            fn add_assign(&mut self, other: &Self) {
                $(self.$field.add(other.$field);)*
            }
        }
    };
}

/// Sums that stop at the end of their range, which only times and money beyond all meaning reach; the order of adding
/// makes no difference even then.
pub trait Add {
    /// Adds another value of it.
    fn add(&mut self, other: Self);
}
macro_rules! saturating_add {
    ($($type:ty)*) => { $(impl Add for $type { fn add(&mut self, other: Self) { *self = self.saturating_add(other); } })* };
}
saturating_add!(u64 u128 i64 i128);
impl<const N: usize> Add for [u64; N] {
    fn add(&mut self, other: Self) {
        self.iter_mut().zip(other).for_each(|(sum, more)| sum.add(more));
    }
}

counters! {
    /// Journeys of one segment and type that ended in one way, begun in the time that counts.
    Journeys {
        /// Journeys.
        ended: u64,
        /// Contacts.
        contacts: u64,
        /// Squares of the contacts.
        contacts_squared: u64,
        /// Contacts that failed and were not passed on.
        failed: u64,
        /// Times that they came back, having seemed completed.
        reopened: u64,
        /// Switches of channel.
        switches: u64,
        /// Squares of the switches.
        switches_squared: u64,
        /// Steps done again.
        repeats: u64,
        /// Conflicts.
        conflicts: u64,
        /// Contacts passed on.
        transfers: u64,
        /// Effort by cause.
        effort: [u64; EFFORT_CAUSES.len()],
        /// Squares of the effort.
        effort_squared: u128,
        /// Ease: 2^(-effort / 20 minutes), in units of 10^-9.
        ease: u64,
        /// With a single contact of any kind.
        one_contact: u64,
        /// With at least one contact with somebody who serves.
        assisted: u64,
        /// With exactly one such contact.
        assisted_once: u64,
        /// Experience x.
        experience: i64,
        /// Experience as reported.
        reported: i64,
        /// Whose customers would recommend the firm.
        promoters: u64,
        /// Whose customers would warn of it.
        detractors: u64,
        /// In two channels or more.
        across: u64,
        /// Value less what was refunded, whenever begun.
        revenue: i128,
        /// Margin less what refunds took off, whenever begun.
        margin: i128,
        /// On which loyalty was decided: occasions of customers not lost before.
        occasions: u64,
        /// On which the customer was lost, of these.
        lost: u64,
    }
}

counters! {
    /// Contacts of one segment, journey type and channel that arrived after the warm-up, by how they ended.
    Contacts {
        /// Served to an end of whatever kind.
        served: u64,
        /// Hung up.
        hung_up: u64,
        /// Turned away at closing.
        turned_away: u64,
        /// In line or in service at the end of following.
        censored: u64,
        /// Stood in line at the horizon.
        in_line_at_horizon: u64,
        /// Trips to find the channel closed; no contact of the channel's.
        trips_in_vain: u64,
        /// Who no longer wait: served, hung up or turned away; counted where there is a staff pool.
        waits: u64,
        /// Their waiting time.
        waited: u64,
        /// Who waited no longer than the threshold of the service level before being served.
        answered_in_time: u64,
        /// Handle time: time served, and work after it.
        handled: u64,
        /// Served in another channel than the one served in before.
        served_after_switch: u64,
        /// Handle time of those.
        handled_after_switch: u64,
        /// Served, by what was asked to know who the customer is.
        identities: [u64; IDENTITIES],
        /// Began service after another contact that was served.
        seams: u64,
        /// Lost context there.
        lost_context: u64,
        /// Passed on.
        passed_on: u64,
        /// Completed the journey.
        completed: u64,
    }
}

impl Journeys {
    /// Effort over all causes.
    pub fn total_effort(&self) -> u64 {
        self.effort.iter().fold(0, |sum, part| sum.saturating_add(*part))
    }
}

impl Customers {
    /// Whoever was there, from the start or later.
    pub const fn ever_there(&self) -> u64 {
        self.all + self.joined_before + self.joined
    }

    /// Active at the end of the warm-up.
    pub const fn active_at_first(&self) -> u64 {
        self.all + self.joined_before - self.lost_before
    }

    /// Of those, active at the horizon.
    pub const fn retained(&self) -> u64 {
        self.active_at_first() - (self.lost - self.lost_of_joined)
    }

    /// Active at the horizon.
    pub const fn active(&self) -> u64 {
        self.ever_there() - self.lost_before - self.lost
    }
}

impl Contacts {
    /// Had to say who they are.
    pub const fn identified(&self) -> u64 {
        self.identities[Identity::Asked as usize]
    }

    /// Met somebody else's record.
    pub const fn wrong_records(&self) -> u64 {
        self.identities[Identity::Mistaken as usize]
    }

    /// All that ended.
    pub const fn ended(&self) -> u64 {
        self.served + self.hung_up + self.turned_away
    }

    /// All that arrived.
    pub const fn arrived(&self) -> u64 {
        self.ended() + self.censored
    }
}

counters! {
    /// What one channel's own books say of resolution: journeys in which the customer turned to it.
    Resolution {
        /// Journeys.
        touched: u64,
        /// Completed with exactly one turn to this channel.
        once: u64,
    }
}

counters! {
    /// Baskets filled in one channel, as far as it is known what became of them.
    Baskets {
        /// All.
        filled: u64,
        /// Ordered, wherever.
        ordered: u64,
        /// Of these, in the channel in which it was filled.
        ordered_there: u64,
    }
}

counters! {
    /// Contacts in the line of a staff pool that no longer wait, messages left out.
    Line {
        /// Contacts.
        waits: u64,
        /// Of those, the customer hung up.
        hung_up: u64,
    }
}

counters! {
    /// Messages in one channel for which nobody waits.
    Orphans {
        /// All that arose between the warm-up and the horizon.
        arisen: u64,
        /// Of those, dropped from the line.
        closed: u64,
        /// Agents' time on work on such messages, begun in that time.
        worked: u64,
    }
}

counters! {
    /// What one stock pool has held between the warm-up and the horizon, or on a day.
    Stored {
        /// Units on hand, times the time.
        units: u128,
        /// Items of which there were none, times the time.
        empty: u128,
    }
}

counters! {
    /// The customers of one segment.
    Customers {
        /// There at the start.
        all: u64,
        /// Joined before the warm-up ended.
        joined_before: u64,
        /// Joined after it.
        joined: u64,
        /// Time between the warm-up and the horizon before customers joined.
        time_before: u64,
        /// Lost before the warm-up ended.
        lost_before: u64,
        /// Lost after it.
        lost: u64,
        /// Of those, who joined after it.
        lost_of_joined: u64,
        /// Of those, over a journey, by the last straw.
        lost_over: [u64; LAST_STRAWS],
        /// Of those, by the calendar.
        left: u64,
        /// Time between the warm-up and the horizon in which customers were lost.
        time_lost: u64,
        /// With a journey with a value that ended after the warm-up.
        visitors: u64,
        /// Of those, with a completed one.
        buyers: u64,
        /// Needs not pursued.
        not_pursued: u64,
        /// Of those, for want of any channel.
        without_channel: u64,
        /// Of those, over which the customer was lost.
        not_pursued_lost: u64,
        /// Satisfaction of the active at the horizon.
        satisfaction: i64,
        /// Squares of it.
        satisfaction_squared: i128,
    }
}

counters! {
    /// A week by the calendar; the last may be short.
    Week {
        /// Contacts that arrived.
        contacts: u64,
        /// Journeys that ended.
        journeys: u64,
        /// Of those, with a value.
        purchases: u64,
        /// Of those, completed.
        orders: u64,
        /// Effort of journeys that ended.
        effort: u64,
        /// Value of orders less what was refunded.
        revenue: i128,
        /// Customers who joined.
        joined: u64,
        /// Customers lost.
        lost: u64,
        /// Of those, there at the start.
        lost_of_first: u64,
        /// Change of the active customers' satisfaction, who joined and who was lost included.
        satisfaction: i64,
        /// Waiting time of contacts with somebody who serves in person, by arrival.
        waited: u64,
        /// Those contacts, as far as they no longer wait.
        waits: u64,
    }
}

counters! {
    /// What one segment brought on a day, where that is counted.
    Earned {
        /// Margin of orders, after the warm-up.
        margin: i128,
        /// Journeys that ended.
        journeys: u64,
        /// Of those, completed.
        completed: u64,
        /// Effort of journeys that ended.
        effort: u64,
        /// Customers who joined.
        joined: u64,
        /// Of those, after the warm-up.
        acquired: u64,
        /// Time of the day, as far as it is reported, before those joined.
        time_before: u64,
        /// Customers lost.
        lost: u64,
        /// Time of the day, as far as it is reported, in which those were lost.
        time_lost: u64,
    }
}

counters! {
    /// A cohort of one segment in one period of the time that they are there.
    Cohort {
        /// Joined; in the first period.
        joined: u64,
        /// Lost.
        lost: u64,
        /// Time of the period in which those were lost.
        time_lost: u64,
        /// Value of orders less what was refunded.
        revenue: i128,
        /// Margin on them.
        margin: i128,
    }
}

counters! {
    /// What one channel was used for on a day, where that is counted: contacts by their arrival.
    Spent {
        /// Contacts, after the warm-up.
        contacts: u64,
        /// Their time, with the work after them.
        handled: u64,
        /// Those with somebody who serves in person, as far as they no longer wait.
        waits: u64,
        /// Their waiting time.
        waited: u64,
    }
}

counters! {
    /// Waits in one channel that began in one hour of the day.
    Hour {
        /// Contacts that no longer wait.
        waits: u64,
        /// Their waiting time.
        waited: u64,
    }
}

counters! {
    /// Journeys of which one span of time was measured.
    Elapsed {
        /// Journeys.
        journeys: u64,
        /// Their time.
        time: u64,
    }
}

counters! {
    /// Contacts with somebody who serves, and what came soon after.
    Repeats {
        /// Served to an end, early enough to see what came.
        served: u64,
        /// Of those, after which the customer turned to somebody who serves again.
        repeated: u64,
    }
}

counters! {
    /// Customers who were served in so many channels.
    Spending {
        /// Customers.
        customers: u64,
        /// Value of their orders.
        spent: u64,
    }
}

counters! {
    /// Service journeys of one class.
    Class {
        /// Journeys.
        journeys: u64,
        /// Effort.
        effort: u64,
        /// Experience.
        experience: i64,
        /// Experience as reported.
        reported: i64,
        /// Completed with a single turn to somebody who serves.
        resolved_first: u64,
    }
}
