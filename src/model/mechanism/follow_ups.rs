//! Follow-up needs: the end of one journey may bring another about.

use super::personalisation::likely;
use super::{Hook, Mechanism, Scene, showroom};
use crate::chance::ReplicationLuck;
use crate::model::experience::Ended;
use crate::model::journey::{Customer, Journey, cause_and_need, journey_id};
use crate::model::rules::Follower;
use crate::scenario::meant::{Ending, Later, Market};
use crate::scenario::timetable::{Micros, micros};
use std::sync::Arc;

#[derive(Debug)]
struct FollowUps;

/// The mechanism, where anything follows from anything.
pub fn of(market: &Market, _: &[Later]) -> Option<Arc<dyn Mechanism>> {
    let any = market.journeys.iter().any(|journey| !journey.follows.is_empty());
    any.then(|| Arc::new(FollowUps) as Arc<dyn Mechanism>)
}

impl Mechanism for FollowUps {
    fn start(&self, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(Self)
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
        for one in brought_about(scene, customer, journey, ended) {
            scene.let_need_arise(journey.customer, one.id, now + one.delay);
        }
    }
}

/// A journey that another brings about at its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brought {
    /// Its id.
    pub id: u32,
    /// How much later it arises.
    pub delay: Micros,
    /// Whether it brings back what was ordered.
    pub brings_back: bool,
    /// Whether it does so for what was paid twice alone.
    pub for_the_double_alone: bool,
}

/// What a journey brings about at its end, in the order of causes.
pub(super) fn brought_about(scene: &dyn Scene, customer: &Customer, journey: &Journey, ended: Ended) -> Vec<Brought> {
    let rules = scene.rules();
    let (cause, k) = cause_and_need(journey.id);
    let is_paid_twice = journey.holds_twice && ended.is_completed();
    let brought = |follower: &Follower| {
        let brings_back = rules.brings_back(follower.cause);
        if customer.lost && !brings_back || !fits(follower, journey, ended) {
            return None;
        }
        let luck = scene.luck_of(journey.customer).journey(rules.causes[follower.cause].address, k);
        let kept = if brings_back { showroom::factor(rules, customer, journey) } else { 1.0 };
        let is_drawn = luck.follows().falls_below(likely(follower, journey) * kept);
        (is_drawn || brings_back && is_paid_twice).then(|| Brought {
            id: journey_id(follower.cause, k),
            delay: micros(follower.delay.at(luck.delay())),
            brings_back,
            for_the_double_alone: !is_drawn,
        })
    };
    rules.causes[cause].followers.iter().filter_map(brought).collect()
}

fn fits(follower: &Follower, journey: &Journey, ended: Ended) -> bool {
    let in_channel = follower.channel.is_none_or(|wanted| wanted == usize::from(journey.channel));
    in_channel
        && match follower.ending {
            Ending::Any => true,
            Ending::Completed => ended.is_completed(),
            Ending::Left => ended == Ended::Left,
            Ending::GivenUp => ended.is_given_up(),
        }
}
