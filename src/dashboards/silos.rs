//! A siloed firm in which each channel counts by its own dashboard, beside one set of books.

use super::simulated::{ended, in_order, is_order, key};
use crate::engine::log::{End, Log, Logged};
use crate::model::rules::Rules;
use crate::stats::{Kind, Measure};
use std::collections::{BTreeMap, BTreeSet};

/// In what claims are measured.
pub const CLAIMS: Measure = Measure { unit: "count", in_one: 1.0, kind: Kind::Count };

/// What channels claim and books know of one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// What each channel counts as its own.
    pub channels: Vec<u64>,
    /// What there is.
    pub books: u64,
    /// What channels count once more than it is there.
    pub twice: u64,
    /// What channels count though it is not so.
    pub not_so: u64,
    /// What is there, and no channel counts.
    pub nobody: u64,
}

/// The things that are counted, in the order of `claims`.
pub const COUNTED: [Counted; 3] = [
    Counted {
        name: "customers counted",
        channel: "customers who had a contact here",
        books: "customers who turned to the firm in any channel, trips in vain too",
    },
    Counted {
        name: "cases closed",
        channel: "ended journeys whose last contact here was served to an end by somebody",
        books: "completed journeys of those that turned to somebody",
    },
    Counted {
        name: "conversions claimed",
        channel: "orders whose customer had a contact here on the way",
        books: "orders",
    },
];

/// What a claim means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Its name.
    pub name: &'static str,
    /// What a channel counts.
    pub channel: &'static str,
    /// What there is.
    pub books: &'static str,
}

impl Claims {
    /// What the reports of all channels add up to.
    pub fn sum(&self) -> u64 {
        self.channels.iter().sum()
    }

    fn of(channels: usize) -> Self {
        Self { channels: vec![0; channels], ..Self::default() }
    }

    /// Channels claim a thing that is there, or is not.
    fn add(&mut self, claimed_by: &BTreeSet<u8>, is_so: bool) {
        for &channel in claimed_by {
            self.channels[usize::from(channel)] += 1;
        }
        let claims = claimed_by.len() as u64;
        self.books += u64::from(is_so);
        if is_so {
            self.twice += claims.saturating_sub(1);
            self.nobody += u64::from(claims == 0);
        } else {
            self.not_so += claims;
        }
    }
}

/// What is claimed in a replication: customers, cases, conversions.
pub fn claims(rules: &Rules, log: &Log) -> [Claims; COUNTED.len()] {
    [customers(rules, log), cases(rules, log), conversions(rules, log)]
}

fn customers(rules: &Rules, log: &Log) -> Claims {
    let mut seen: BTreeMap<u32, BTreeSet<u8>> = BTreeMap::new();
    for contact in log.contacts.iter().filter(|contact| contact.arrived >= rules.warm_up) {
        let seen_in = seen.entry(contact.customer).or_default();
        if contact.end != End::InVain {
            seen_in.insert(contact.channel);
        }
    }
    let mut claims = Claims::of(rules.channels.len());
    for channels in seen.values() {
        claims.add(channels, true);
    }
    claims
}

fn cases(rules: &Rules, log: &Log) -> Claims {
    let is_assisted = |contact: &&&Logged| rules.forms[usize::from(contact.form)].is_assisted();
    of_ended_journeys(rules, log, |contacts, completed, _| {
        let by_people: Vec<&Logged> = contacts.iter().filter(is_assisted).copied().collect();
        let last: BTreeMap<u8, &Logged> = by_people.iter().map(|contact| (contact.channel, *contact)).collect();
        let closed = last.into_iter().filter(|(_, contact)| matches!(contact.end, End::Served(_)));
        (closed.map(|(channel, _)| channel).collect(), completed && !by_people.is_empty())
    })
}

fn conversions(rules: &Rules, log: &Log) -> Claims {
    of_ended_journeys(rules, log, |contacts, _, is_order| {
        let touched = contacts.iter().filter(|_| is_order).map(|contact| contact.channel);
        (touched.collect(), is_order)
    })
}

/// Claims over the journeys that count, from their contacts in order, whether they are completed and whether something
/// was sold.
fn of_ended_journeys(
    rules: &Rules,
    log: &Log,
    claimed: impl Fn(&[&Logged], bool, bool) -> (BTreeSet<u8>, bool),
) -> Claims {
    let (contacts, ended) = (in_order(log), ended(log));
    let mut claims = Claims::of(rules.channels.len());
    for of_journey in contacts.chunk_by(|one, next| key(one) == key(next)) {
        if let Some(journey) = ended.get(&key(of_journey[0])) {
            let (by, is_so) = claimed(of_journey, journey.completed, is_order(rules, journey));
            claims.add(&by, is_so);
        }
    }
    claims
}
