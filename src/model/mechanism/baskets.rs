//! Baskets that meet: a journey that has filled one in each of two self-service channels, and is recognised as it logs in.

use super::{Hook, Mechanism, Scene, ever};
use crate::chance::{ReplicationLuck, named};
use crate::mistakes::Mistake::BasketsApart;
use crate::mistakes::is_made;
use crate::model::contact::AttemptEnd;
use crate::model::journey::Journey;
use crate::model::rules::{NOWHERE, Rules};
use crate::scenario::meant::{BasketMerge, Later, Market};
use crate::scenario::timetable::Micros;
use std::sync::Arc;

/// An attempt's luck: whether its basket meets the older one.
const BASKETS: u64 = named("baskets");
const MEETS: u64 = 0;

/// Name of what is counted: baskets that met an older one of the same journey.
pub const MET: &str = "baskets.met";
const COUNTERS: [&str; 1] = [MET];

#[derive(Debug)]
struct Baskets;

/// The mechanism, where baskets meet on any day.
pub fn of(market: &Market, later: &[Later]) -> Option<Arc<dyn Mechanism>> {
    ever(market, later, |market| market.whole.seam.basket_merge.is_some())
        .then(|| Arc::new(Baskets) as Arc<dyn Mechanism>)
}

impl Mechanism for Baskets {
    fn start(&self, _: &Rules, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(Self)
    }

    fn hooks(&self) -> &'static [Hook] {
        &[Hook::Success]
    }

    fn counters(&self) -> &'static [&'static str] {
        &COUNTERS
    }

    fn attempt_holds(&mut self, scene: &mut dyn Scene, journey: &mut Journey, now: Micros) -> AttemptEnd {
        let fills = journey.kind.basket_step.is_some_and(|step| step + 1 == journey.step);
        if fills && now < scene.rules().horizon {
            (journey.holds_twice, journey.sets_aside) = (false, false);
            if let Some(rule) = journey.kind.baskets.filter(|_| meets_another(scene, journey)) {
                scene.count(journey, 0, 1, now);
                match rule.merge {
                    BasketMerge::AddedUp => journey.holds_twice = true,
                    BasketMerge::Overwritten => {
                        journey.step -= 1;
                        journey.repeats += 1;
                    }
                    BasketMerge::SetAside => journey.sets_aside = true,
                }
            }
        }
        AttemptEnd::Succeeded
    }
}

/// Whether the basket that has just been filled meets an older one, of another self-service channel.
fn meets_another(scene: &dyn Scene, journey: &Journey) -> bool {
    let older = journey.basket;
    if older == NOWHERE || older == journey.channel || scene.rules().channels[usize::from(journey.channel)].assisted {
        return false;
    }
    let recognised = journey.kind.seams[usize::from(older)][usize::from(journey.channel)].recognised.get();
    journey.contact.attempt.own(BASKETS).draw(MEETS).falls_below(recognised) && !is_made(BasketsApart)
}
