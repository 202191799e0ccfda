//! Personalisation: what channels have learnt of a customer, and what knowing it does.
//!
//! Every contact that is served leaves a record with its channel. What a channel knows, its own records and the shared part of
//! those of others, is looked up once, when a contact arrives; no luck is drawn.

use super::by_customer::ByCustomer;
use super::{Hook, Mechanism, Scene, course, ever, on};
use crate::chance::ReplicationLuck;
use crate::chance::maths::exp;
use crate::mistakes::Mistake::RecordsAllShared;
use crate::mistakes::is_made;
use crate::model::journey::{ContactEnd, Journey};
use crate::model::rules::{Follower, Rules};
use crate::scenario::meant::{Later, Market, Probability};
use crate::scenario::timetable::Micros;
use std::sync::Arc;

/// Contacts that have arrived.
pub const ARRIVED: &str = "personalisation.arrived";
/// Records that their channels knew (millionths).
pub const KNOWN: &str = "personalisation.known";
const COUNTERS: [&str; 2] = [ARRIVED, KNOWN];

#[derive(Debug, Clone)]
struct Personalisation {
    /// What holds, from when on.
    course: Vec<(Micros, OfDay)>,
    /// Records of each customer, by channel.
    records: ByCustomer<u32>,
}

/// What holds on a day.
#[derive(Debug, Clone)]
struct OfDay {
    /// How much of a record is known: `[channel that has it][channel]`.
    shared: Vec<Vec<f64>>,
    /// Records after which all but 1/e is known.
    kappa: f64,
    /// Share of the questions to come that do not come up where all is known.
    anticipation: f64,
}

/// The mechanism, where anything is made of what channels know.
pub fn of(market: &Market, later: &[Later]) -> Option<Arc<dyn Mechanism>> {
    ever(market, later, Market::personalises).then(|| {
        let course = course(market, later, OfDay::new);
        Arc::new(Personalisation { course, records: ByCustomer::new(0, 0) }) as Arc<dyn Mechanism>
    })
}

impl OfDay {
    fn new(market: &Market) -> Self {
        let is_known = |same: bool, share: f64| if same || is_made(RecordsAllShared) { 1.0 } else { share };
        let of = |(has, row): (usize, &Vec<Probability>)| {
            row.iter().enumerate().map(|(knows, share)| is_known(has == knows, share.get())).collect()
        };
        let typed = &market.whole.personalisation;
        Self {
            shared: market.records_shared.iter().enumerate().map(of).collect(),
            kappa: typed.kappa,
            anticipation: typed.anticipation,
        }
    }

    /// How much of what can be known comes of so many records.
    fn known(&self, records: f64) -> f64 {
        1.0 - exp(-records / self.kappa)
    }
}

impl Mechanism for Personalisation {
    fn start(&self, rules: &Rules, _: ReplicationLuck) -> Box<dyn Mechanism> {
        let records = ByCustomer::new(rules.channels.len(), rules.customers);
        Box::new(Self { records, course: self.course.clone() })
    }

    fn hooks(&self) -> &'static [Hook] {
        &[Hook::Arrival, Hook::Contact]
    }

    fn counters(&self) -> &'static [&'static str] {
        &COUNTERS
    }

    fn arrival_is_noticed(&self, _: &Journey) -> bool {
        true
    }

    fn end_is_noticed(&self, _: &Journey) -> bool {
        true
    }

    fn contact_arrived(&mut self, scene: &mut dyn Scene, journey: &mut Journey, now: Micros) {
        let records = self.records_known(journey, now);
        journey.contact.known = on(&self.course, now).known(records);
        scene.count(journey, 0, 1, now);
        scene.count(journey, 1, (records * 1e6).round() as i64, now);
    }

    fn contact_ended(&mut self, _: &mut dyn Scene, journey: &mut Journey, _: ContactEnd, now: Micros) {
        self.records.row_mut(journey.customer)[usize::from(journey.channel)] += 1;
        let of_day = on(&self.course, now);
        journey.anticipated = of_day.anticipation * of_day.known(self.records_known(journey, now));
    }

    fn closed(&mut self, _: &mut dyn Scene, _: Micros) {
        self.records.clear();
    }
}

impl Personalisation {
    /// Records of the customer that the channel of the contact knows; of what others have, the part that is shared.
    fn records_known(&self, journey: &Journey, now: Micros) -> f64 {
        let Some(records) = self.records.row(journey.customer) else { return 0.0 };
        let shared = &on(&self.course, now).shared;
        let here = usize::from(journey.channel);
        records.iter().zip(shared).map(|(&records, known)| f64::from(records) * known[here]).sum()
    }
}

/// How likely a journey follows another, of which questions may have been anticipated.
pub fn likely(follower: &Follower, journey: &Journey) -> f64 {
    if follower.is_question { follower.probability * (1.0 - journey.anticipated) } else { follower.probability }
}
