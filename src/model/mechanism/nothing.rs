//! A mechanism that does nothing but count the needs that arise.

use super::{Causes, Hook, Mechanism, Scene};
use crate::chance::ReplicationLuck;
use crate::model::journey::{Customer, Journey};
use crate::scenario::meant::{Market, Names};
use crate::scenario::timetable::Micros;
use std::sync::Arc;

#[derive(Debug)]
struct Nothing;

/// The mechanism, where its key is on.
pub fn of(market: &Market, _: &Names, _: &Causes) -> Option<Arc<dyn Mechanism>> {
    (market.whole.experience.example > 0.0).then(|| Arc::new(Nothing) as Arc<dyn Mechanism>)
}

impl Mechanism for Nothing {
    fn start(&self, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(Self)
    }

    fn hooks(&self) -> &'static [Hook] {
        &[Hook::Need]
    }

    fn counters(&self) -> &'static [&'static str] {
        &["nothing.needs"]
    }

    fn need_arose(&mut self, scene: &mut dyn Scene, _: &mut Customer, journey: &mut Journey, now: Micros) {
        scene.count(journey, 0, 1, now);
    }
}
