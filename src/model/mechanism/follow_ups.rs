//! Follow-up needs: the end of one journey may bring another about.

use super::personalisation::likely;
use super::{Hook, Mechanism, Scene};
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
        if customer.lost {
            return;
        }
        let (cause, k) = cause_and_need(journey.id);
        for at in 0..scene.rules().causes[cause].followers.len() {
            let causes = &scene.rules().causes;
            let follower = &causes[cause].followers[at];
            let luck = scene.luck_of(journey.customer).journey(causes[follower.cause].address, k);
            if fits(follower, journey, ended) && luck.follows().falls_below(likely(follower, journey)) {
                let (id, at) = (journey_id(follower.cause, k), now + micros(follower.delay.at(luck.delay())));
                scene.let_need_arise(journey.customer, id, at);
            }
        }
    }
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
