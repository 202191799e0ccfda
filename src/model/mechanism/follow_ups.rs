//! Follow-up needs: the end of one journey may bring another about.

use super::{Hook, Mechanism, Scene};
use crate::chance::{ReplicationLuck, Varies, cause_address, named};
use crate::model::experience::Ended;
use crate::model::journey::{Customer, Journey, cause_and_need, journey_id};
use crate::model::rules::Cause;
use crate::scenario::meant::{Ending, Follows, Market, Names};
use crate::scenario::timetable::{MINUTES_PER_DAY, Micros, micros};
use std::sync::Arc;

/// Where journeys come from: first each type's own needs, at its number, then whatever follows from each, depth first.
#[derive(Debug)]
pub struct Causes {
    /// The causes.
    pub all: Vec<Cause>,
    /// What can follow from each.
    followers: Arc<Vec<Vec<Follower>>>,
}

/// What can follow, by the cause of the journey that ends.
#[derive(Debug)]
struct FollowUps(Arc<Vec<Vec<Follower>>>);

/// The mechanism, where anything follows from anything.
pub fn of(_: &Market, _: &Names, causes: &Causes) -> Option<Arc<dyn Mechanism>> {
    let any = causes.followers.iter().any(|followers| !followers.is_empty());
    any.then(|| Arc::new(FollowUps(Arc::clone(&causes.followers))) as Arc<dyn Mechanism>)
}

impl Mechanism for FollowUps {
    fn start(&self, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(Self(Arc::clone(&self.0)))
    }

    fn hooks(&self) -> &'static [Hook] {
        &[Hook::Journey]
    }

    fn journey_ended(
        &mut self,
        scene: &mut dyn Scene,
        customer: &mut Customer,
        journey: &Journey,
        ended: Ended,
        now: Micros,
    ) {
        if customer.lost {
            return;
        }
        let (cause, k) = cause_and_need(journey.id);
        for follower in self.0[cause].iter().filter(|follower| follower.fits(journey, ended)) {
            let address = scene.rules().causes[follower.cause].address;
            let luck = scene.luck_of(journey.customer).journey(address, k);
            if luck.follows().falls_below(follower.probability) {
                let at = now + micros(follower.delay.at(luck.delay()));
                scene.let_need_arise(journey.customer, journey_id(follower.cause, k), at);
            }
        }
    }
}

/// What can follow from a journey.
#[derive(Debug)]
struct Follower {
    /// The cause of the journey that follows.
    cause: usize,
    /// How the first must have ended.
    ending: Ending,
    /// Where it must have ended.
    channel: Option<usize>,
    /// With this probability.
    probability: f64,
    /// So much later (minutes).
    delay: Varies,
}

impl Follower {
    fn fits(&self, journey: &Journey, ended: Ended) -> bool {
        let in_channel = self.channel.is_none_or(|wanted| wanted == usize::from(journey.channel));
        in_channel
            && match self.ending {
                Ending::Any => true,
                Ending::Completed => ended.is_completed(),
                Ending::Left => ended == Ended::Left,
                Ending::GivenUp => ended.is_given_up(),
            }
    }
}

impl Causes {
    /// Those of a market.
    pub fn new(market: &Market, names: &Names) -> Self {
        let own = |(journey, name): (usize, &String)| Cause { journey, address: cause_address(0, named(name)) };
        let mut all: Vec<Cause> = names.journeys.iter().enumerate().map(own).collect();
        let mut followers = Vec::new();
        while let Some(cause) = all.get(followers.len()).copied() {
            let mut of_cause = Vec::new();
            for (journey, follower) in market.journeys.iter().enumerate() {
                let after = || follower.follows.iter().filter(|follows| follows.journey == cause.journey);
                for (number, follows) in after().enumerate() {
                    let number = after().take(number).filter(|other| alike(other, follows)).count();
                    let address =
                        cause_address(cause_address(cause.address, link(names, journey, follows)), number as u64);
                    of_cause.push(Follower {
                        cause: all.len(),
                        ending: follows.ending,
                        channel: follows.channel,
                        probability: follows.probability.get(),
                        delay: Varies::exponential(follows.after_days * MINUTES_PER_DAY),
                    });
                    all.push(Cause { journey, address });
                }
            }
            followers.push(of_cause);
        }
        Self { all, followers: Arc::new(followers) }
    }
}

/// Whether two links to the same journey differ in nothing but their numbers.
fn alike(one: &Follows, other: &Follows) -> bool {
    one.ending == other.ending && one.channel == other.channel
}

/// The part of an address that stands for a journey's following another, by names, so that no order makes a difference.
fn link(names: &Names, journey: usize, follows: &Follows) -> u64 {
    let channel = follows.channel.map_or("*", |channel| names.channels[channel].as_str());
    named(&format!("{}>{:?}>{channel}", names.journeys[journey], follows.ending))
}
