//! What customers spend, by the number of channels in which they were served.

use super::{End, Log};
use crate::engine::tally::{Grid, Spending};
use crate::model::rules::Rules;
use std::collections::BTreeMap;

/// Counts the customers of a log that is in order, by what is known of their journeys that count; nothing where nobody asks.
pub fn count(rules: &Rules, log: &Log, spending: &mut Grid<Spending>) {
    if !rules.asked.channels_used {
        return;
    }
    // The channels of each customer, as bits, and what they spent.
    let mut known: BTreeMap<u32, (u16, u64)> = BTreeMap::new();
    for journey in &log.journeys {
        let contacts = log.contacts_of(journey.customer, journey.journey).iter();
        let served = contacts.filter(|contact| matches!(contact.end, End::Served(_)));
        let (channels, spent) = known.entry(journey.customer).or_default();
        served.for_each(|contact| *channels |= 1 << contact.channel);
        *spent = spent.saturating_add(journey.value);
    }
    for (channels, spent) in known.into_values().filter(|(channels, _)| *channels != 0) {
        let cell = &mut spending[usize::from(channels.count_ones() > 1)];
        cell.customers += 1;
        cell.spent = cell.spent.saturating_add(spent);
    }
}
