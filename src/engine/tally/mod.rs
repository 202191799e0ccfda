//! What happened in one replication, in whole numbers only, so that no order of adding them up matters: times in
//! micro-minutes, money in millionths of EUR, satisfaction in units of 10^-9, everything else in counts.

mod counters;
mod efforts;
mod endings;
mod grid;

pub use counters::{Baskets, Class, Contacts, Customers, Hour, Journeys, Resolution, Week};
pub use efforts::{Efforts, effort_quantile};
pub use endings::Endings;
pub use grid::Grid;

use crate::chance::maths::halved;
use crate::model::bits;
use crate::model::experience::{ENDINGS, Ended};
use crate::model::journey::{ContactEnd, Customer, Journey, Phase};
use crate::model::rules::{NOWHERE, Rules};
use crate::scenario::timetable::{DAY, HOUR, MINUTE, Micros, WEEK, minutes};
use counters::Add;
use efforts::{EFFORT_BINS, effort_bin};

/// Units of satisfaction and experience in one.
pub const UNIT: f64 = 1e9;
/// Nobody passed the customer on.
pub const NO_TRANSFER: usize = 0;
/// The customer was passed on, always warm.
pub const WARM_TRANSFER: usize = 1;
/// The customer was passed on cold.
pub const COLD_TRANSFER: usize = 2;
/// Journeys are told apart by their contacts: 1, 2, 3, 4 and more.
pub const CONTACT_CLASSES: usize = 4;

/// A fixed-point value of satisfaction or experience.
#[inline]
pub fn fixed(value: f64) -> i64 {
    // Added to this, a number below 2^51 has no room for a fraction, and is rounded to the nearest, ties to even.
    const ROUND: f64 = 1.5 * (1_u64 << 52) as f64;
    (value * UNIT + ROUND).to_bits().cast_signed() - ROUND.to_bits().cast_signed()
}

/// How a journey ended, for the books.
#[derive(Debug, Clone, Copy)]
pub struct Ending {
    /// In what way.
    pub ended: Ended,
    /// The experience x.
    pub experience: f64,
    /// The experience as reported.
    pub reported: f64,
    /// Whether the customer was lost over it; `None` where they were lost before.
    pub lost: Option<bool>,
    /// Value and margin of an order (millionths of EUR).
    pub money: Option<(u64, i64)>,
}

/// What happened in one replication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// `[segment and journey][channel]`.
    pub contacts: Grid<Contacts>,
    /// `[segment and journey][ended]`.
    pub journeys: Grid<Journeys>,
    /// Journeys begun in the time that counts and not ended at the horizon: `[segment and journey]`.
    pub censored: Vec<u64>,
    /// `[segment][channel]`, of service journeys.
    pub resolution: Grid<Resolution>,
    /// Baskets by the channel in which they were filled.
    pub baskets: Vec<Baskets>,
    /// Contacts by channel before (the last row for none) and channel.
    pub flow: Grid<u64>,
    /// Orders by channel of the first contact and of the last.
    pub paths: Grid<u64>,
    /// `[segment]`.
    pub customers: Vec<Customers>,
    /// By the calendar.
    pub weeks: Vec<Week>,
    /// `[channel][hour of the day]`.
    pub hours: Grid<Hour>,
    /// Effort of counted journeys: `[segment][bin]`.
    pub efforts: Grid<Efforts>,
    /// Service journeys by number of contacts, without and with a switch of channel.
    pub by_contacts: [[Class; 2]; CONTACT_CLASSES],
    /// Service journeys that turned to somebody who serves, by [`NO_TRANSFER`] to [`COLD_TRANSFER`].
    pub by_transfer: [Class; COLD_TRANSFER + 1],
    /// Agents' time at work, `[pool]`: work begun and ended, whenever that was.
    pub work: Vec<u64>,
}

impl Tally {
    /// Nothing has happened yet.
    pub fn new(rules: &Rules) -> Self {
        let (channels, segments, journeys) = (rules.channels.len(), rules.segments.len(), rules.journeys.len());
        let weeks = rules.horizon.div_ceil(WEEK) as usize;
        Self {
            contacts: Grid::new(segments * journeys, channels),
            journeys: Grid::new(segments * journeys, ENDINGS),
            censored: vec![0; segments * journeys],
            resolution: Grid::new(segments, channels),
            baskets: vec![Baskets::default(); channels],
            flow: Grid::new(channels + 1, channels),
            paths: Grid::new(channels, channels),
            customers: vec![Customers::default(); segments],
            weeks: vec![Week::default(); weeks],
            hours: Grid::new(channels, 24),
            efforts: Grid::new(segments, EFFORT_BINS),
            by_contacts: [[Class::default(); 2]; CONTACT_CLASSES],
            by_transfer: [Class::default(); COLD_TRANSFER + 1],
            work: vec![0; rules.pools.len()],
        }
    }

    /// The week of a moment.
    #[inline(always)]
    fn week(&mut self, at: Micros) -> &mut Week {
        &mut self.weeks[(at / WEEK) as usize]
    }

    /// The cell of a journey's contact.
    fn contact(&mut self, journey: &Journey) -> &mut Contacts {
        &mut self.contacts[(usize::from(journey.cell), usize::from(journey.channel))]
    }

    /// Contacts of a segment by journey type and channel.
    pub fn contacts_of(&self, rules: &Rules, segment: usize) -> impl Iterator<Item = &[Contacts]> {
        let journeys = rules.journeys.len();
        (segment * journeys..(segment + 1) * journeys).map(|row| self.contacts.row(row))
    }

    /// Journeys of a segment by type and ending.
    pub fn journeys_of(&self, rules: &Rules, segment: usize) -> impl Iterator<Item = &[Journeys]> {
        let journeys = rules.journeys.len();
        (segment * journeys..(segment + 1) * journeys).map(|row| self.journeys.row(row))
    }

    /// Journeys of a segment that had not ended at the horizon.
    pub fn censored_of(&self, rules: &Rules, segment: usize) -> u64 {
        let journeys = rules.journeys.len();
        self.censored[segment * journeys..][..journeys].iter().sum()
    }

    /// Adds another tally, of other customers of the same replication.
    pub fn add(&mut self, other: &Self) {
        self.contacts += &other.contacts;
        self.resolution += &other.resolution;
        self.flow += &other.flow;
        self.paths += &other.paths;
        self.hours += &other.hours;
        self.efforts += &other.efforts;
        self.journeys += &other.journeys;
        each(&mut self.baskets, &other.baskets);
        each(&mut self.censored, &other.censored);
        each(&mut self.customers, &other.customers);
        each(&mut self.weeks, &other.weeks);
        each(self.by_contacts.as_flattened_mut(), other.by_contacts.as_flattened());
        each(&mut self.by_transfer, &other.by_transfer);
        each(&mut self.work, &other.work);
    }

    fn count_basket(&mut self, journey: &Journey, fate: Fate) {
        let baskets = &mut self.baskets[usize::from(journey.basket)];
        baskets.filled += 1;
        baskets.ordered += u64::from(fate == Fate::Ordered);
    }

    /// What service is judged by.
    fn service_ended(&mut self, journey: &Journey, ending: &Ending) {
        let completed = ending.ended.is_completed();
        let row = self.resolution.row_mut(usize::from(journey.segment));
        for channel in bits(journey.once) {
            row[channel].touched += 1;
            row[channel].once += u64::from(completed && journey.again >> channel & 1 == 0);
        }
        // Whoever gave up before the first contact is in no class.
        if let Some(more) = usize::from(journey.contacts).checked_sub(1) {
            let class = &mut self.by_contacts[more.min(CONTACT_CLASSES - 1)];
            count_class(&mut class[usize::from(journey.switches > 0)], journey, ending);
        }
        if journey.initiated_assisted > 0 {
            count_class(&mut self.by_transfer[class_of_transfer(journey)], journey, ending);
        }
    }
}

/// What the walk tells of what happens; a record that leaves something out costs nothing for it. It is not told in the
/// order of time, since much is seen through ahead of its time: a record must not depend on the order.
pub trait Record {
    /// A customer is there from the start.
    fn admitted(&mut self, _customer: &Customer) {}
    /// A contact has arrived.
    fn arrived(&mut self, _rules: &Rules, _journey: &Journey) {}
    /// A contact with somebody who serves no longer waits.
    fn waited(&mut self, _rules: &Rules, _journey: &Journey, _waited: Micros, _why: WaitEnd) {}
    /// Whoever set out for a channel has found it closed.
    fn trip_in_vain(&mut self, _rules: &Rules, _journey: &Journey) {}
    /// The basket at hand has been ordered, or never will be.
    fn basket(&mut self, _rules: &Rules, _journey: &Journey, _fate: Fate) {}
    /// The work after a contact, counted with it as if nothing delayed it, is done.
    fn worked_after(&mut self, _rules: &Rules, _after: AfterContact, _now: Micros) {}
    /// A contact has been served to its end.
    fn served(&mut self, _rules: &Rules, _journey: &Journey, _end: ContactEnd) {}
    /// A contact has been passed on.
    fn passed_on(&mut self, _rules: &Rules, _journey: &Journey) {}
    /// A journey has ended.
    fn ended(&mut self, _rules: &Rules, _journey: &Journey, _ending: &Ending, _now: Micros) {}
    /// The satisfaction of a customer who was not lost has moved from what it was before; perhaps the customer is lost now.
    fn felt(&mut self, _rules: &Rules, _customer: &Customer, _before: f64, _now: Micros) {}
    /// A need is not pursued; perhaps the customer is lost over it.
    fn not_pursued(&mut self, _rules: &Rules, _journey: &Journey, _why: Unpursued, _lost: bool, _now: Micros) {}
    /// A journey is open at the horizon, and its contact under way, if there is one, has been followed in vain.
    fn censored(&mut self, _rules: &Rules, _journey: &Journey) {}
    /// The agents of a pool have been at work for this time.
    fn worked(&mut self, _pool: usize, _time: Micros) {}
}

/// The work after a contact, and where its time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AfterContact {
    began: Micros,
    cell: u16,
    channel: u8,
    after_switch: bool,
}

impl AfterContact {
    /// The work after the contact at hand, where others may delay it, and it is counted.
    pub fn of(rules: &Rules, journey: &Journey, now: Micros) -> Option<Self> {
        let rule = &rules.channels[usize::from(journey.channel)];
        let is_counted = rule.slots > 1 && journey.contact.arrived >= rules.warm_up;
        is_counted.then(|| Self {
            began: now,
            cell: journey.cell,
            channel: journey.channel,
            after_switch: journey.is_after_switch(),
        })
    }
}

/// Why a contact no longer waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitEnd {
    /// It is served.
    Served,
    /// The customer hung up.
    HungUp,
    /// The desk closed.
    TurnedAway,
}

/// What becomes of a basket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Its journey was completed.
    Ordered,
    /// It was filled anew, or its journey ended otherwise.
    Lost,
}

/// Why a need is not pursued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unpursued {
    /// It is not worth the trouble.
    NotWorthIt,
    /// The customer has no channel to turn to.
    NoChannel,
}

impl Record for Tally {
    fn admitted(&mut self, customer: &Customer) {
        let cell = &mut self.customers[usize::from(customer.segment)];
        cell.all += 1;
        cell.satisfaction += fixed(customer.satisfaction);
        cell.satisfaction_squared += i128::from(square(customer.satisfaction));
    }

    #[inline(always)]
    fn arrived(&mut self, rules: &Rules, journey: &Journey) {
        let at = journey.contact.arrived;
        self.week(at).contacts += 1;
        if at >= rules.warm_up {
            let before = usize::from(journey.before).min(rules.channels.len());
            self.flow[(before, usize::from(journey.channel))] += 1;
        }
    }

    fn waited(&mut self, rules: &Rules, journey: &Journey, waited: Micros, why: WaitEnd) {
        let at = journey.contact.arrived;
        if rules.channels[usize::from(journey.channel)].kind != crate::scenario::meant::Kind::Messages {
            let week = self.week(at);
            week.waited.add(waited);
            week.waits += 1;
        }
        if at < rules.warm_up {
            return;
        }
        let hour = &mut self.hours[(usize::from(journey.channel), (at % DAY / HOUR) as usize)];
        hour.waits += 1;
        hour.waited.add(waited);
        let cell = self.contact(journey);
        cell.in_line_at_horizon += u64::from(at + waited >= rules.horizon);
        cell.waits += 1;
        cell.waited.add(waited);
        cell.answered_in_20_s += u64::from(why == WaitEnd::Served && waited <= MINUTE / 3);
        cell.hung_up += u64::from(why == WaitEnd::HungUp);
        cell.turned_away += u64::from(why == WaitEnd::TurnedAway);
    }

    fn trip_in_vain(&mut self, rules: &Rules, journey: &Journey) {
        self.contact(journey).trips_in_vain += u64::from(journey.contact.arrived >= rules.warm_up);
    }

    fn basket(&mut self, rules: &Rules, journey: &Journey, fate: Fate) {
        if is_counted(rules, journey) {
            self.count_basket(journey, fate);
        }
    }

    #[inline(always)]
    fn served(&mut self, rules: &Rules, journey: &Journey, end: ContactEnd) {
        if journey.contact.arrived >= rules.warm_up {
            let handled = journey.contact.handled + rules.channels[usize::from(journey.channel)].after_contact;
            let cell = self.contact(journey);
            cell.served += 1;
            cell.handled.add(handled);
            cell.completed += u64::from(end == ContactEnd::Completed);
            count_seam(cell, journey);
            if journey.is_after_switch() {
                cell.served_after_switch += 1;
                cell.handled_after_switch.add(handled);
            }
        }
    }

    fn worked_after(&mut self, rules: &Rules, after: AfterContact, now: Micros) {
        let undelayed = rules.channels[usize::from(after.channel)].after_contact;
        let delay = (now - after.began).saturating_sub(undelayed);
        let cell = &mut self.contacts[(usize::from(after.cell), usize::from(after.channel))];
        cell.handled.add(delay);
        cell.handled_after_switch.add(if after.after_switch { delay } else { 0 });
    }

    fn passed_on(&mut self, rules: &Rules, journey: &Journey) {
        self.contact(journey).passed_on += u64::from(journey.contact.arrived >= rules.warm_up);
    }

    #[inline(always)]
    fn ended(&mut self, rules: &Rules, journey: &Journey, ending: &Ending, now: Micros) {
        let kind = journey.kind;
        let effort = journey.total_effort;
        let week = self.week(now);
        week.journeys += 1;
        week.effort.add(effort);
        week.purchases += u64::from(kind.value.is_some());
        if let Some((value, _)) = ending.money {
            week.orders += 1;
            week.revenue.add(value);
        }
        let (segment, last) = (usize::from(journey.segment), usize::from(journey.channel));
        let cell = &mut self.journeys[(usize::from(journey.cell), ending.ended as usize)];
        if let Some((value, margin)) = ending.money.filter(|_| now >= rules.warm_up) {
            cell.revenue.add(value);
            cell.margin.add(margin);
        }
        if !is_counted(rules, journey) {
            return;
        }
        count_journey(cell, journey, ending, effort);
        if journey.basket != NOWHERE {
            self.count_basket(journey, if ending.ended.is_completed() { Fate::Ordered } else { Fate::Lost });
        }
        if ending.money.is_some() {
            self.paths[(usize::from(journey.first_channel), last)] += 1;
        }
        self.efforts[(segment, effort_bin(effort))].add(effort);
        if kind.value.is_none() {
            self.service_ended(journey, ending);
        }
    }

    #[inline(always)]
    fn felt(&mut self, rules: &Rules, customer: &Customer, before: f64, now: Micros) {
        let after = customer.satisfaction;
        let (change, squares) = if customer.lost {
            (-fixed(before), -square(before))
        } else {
            (fixed(after) - fixed(before), square(after) - square(before))
        };
        let cell = &mut self.customers[usize::from(customer.segment)];
        cell.satisfaction += change;
        cell.satisfaction_squared += i128::from(squares);
        cell.lost_before += u64::from(customer.lost && now < rules.warm_up);
        cell.lost += u64::from(customer.lost && now >= rules.warm_up);
        let week = self.week(now);
        week.satisfaction += change;
        week.lost += u64::from(customer.lost);
    }

    fn not_pursued(&mut self, rules: &Rules, journey: &Journey, why: Unpursued, lost: bool, now: Micros) {
        if now >= rules.warm_up {
            let cell = &mut self.customers[usize::from(journey.segment)];
            cell.not_pursued += 1;
            cell.without_channel += u64::from(why == Unpursued::NoChannel);
            cell.not_pursued_lost += u64::from(lost);
        }
    }

    fn censored(&mut self, rules: &Rules, journey: &Journey) {
        if is_counted(rules, journey) {
            self.censored[usize::from(journey.cell)] += 1;
        }
        let is_in_line = journey.phase == Phase::Waiting;
        let is_served = matches!(journey.phase, Phase::Served | Phase::Leaving(_));
        if (is_in_line || is_served) && journey.contact.arrived >= rules.warm_up {
            let cell = self.contact(journey);
            cell.censored += 1;
            cell.in_line_at_horizon += u64::from(is_in_line);
        }
    }

    fn worked(&mut self, pool: usize, time: Micros) {
        self.work[pool] += time;
    }
}

fn each<T: for<'a> std::ops::AddAssign<&'a T>>(sums: &mut [T], more: &[T]) {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

/// The square of a fixed-point satisfaction, which is at most 10^18.
fn square(satisfaction: f64) -> i64 {
    fixed(satisfaction) * fixed(satisfaction)
}

/// How easy a journey was: 1 without effort, half as much for every 20 minutes of it.
#[inline]
fn ease(effort: Micros) -> f64 {
    halved(minutes(effort) * (1.0 / 20.0))
}

/// Whether a journey began in the time that counts.
#[inline]
fn is_counted(rules: &Rules, journey: &Journey) -> bool {
    (rules.warm_up..rules.counted_until).contains(&journey.started)
}

fn count_seam(cell: &mut Contacts, journey: &Journey) {
    cell.identified += u64::from(journey.identified);
    cell.seams += u64::from(journey.told != NOWHERE);
    cell.lost_context += u64::from(journey.lost_context);
}

#[inline(always)]
fn count_journey(cell: &mut Journeys, journey: &Journey, ending: &Ending, effort: Micros) {
    let (contacts, switches) = (u64::from(journey.contacts), u64::from(journey.switches));
    cell.ended += 1;
    cell.contacts += contacts;
    cell.contacts_squared += contacts * contacts;
    cell.failed += u64::from(journey.failed);
    cell.switches += switches;
    cell.switches_squared += switches * switches;
    cell.repeats += u64::from(journey.repeats);
    cell.conflicts += u64::from(journey.better + journey.worse);
    cell.transfers += u64::from(journey.transfers);
    cell.effort.add(journey.effort);
    cell.effort_squared.add(u128::from(effort) * u128::from(effort));
    cell.ease += fixed(ease(effort)).cast_unsigned();
    cell.one_contact += u64::from(journey.contacts == journey.transfers + 1);
    cell.assisted += u64::from(journey.initiated_assisted > 0);
    cell.assisted_once += u64::from(journey.initiated_assisted == 1);
    cell.experience += fixed(ending.experience);
    cell.reported += fixed(ending.reported);
    cell.across += u64::from(journey.switches > 0);
    if let Some(lost) = ending.lost.filter(|_| journey.kind.occasion) {
        cell.occasions += 1;
        cell.lost += u64::from(lost);
    }
}

fn count_class(cell: &mut Class, journey: &Journey, ending: &Ending) {
    let completed = ending.ended.is_completed();
    cell.journeys += 1;
    cell.effort.add(journey.total_effort);
    cell.experience += fixed(ending.experience);
    cell.reported += fixed(ending.reported);
    cell.resolved_first += u64::from(completed && journey.initiated_assisted == 1);
}

fn class_of_transfer(journey: &Journey) -> usize {
    match (journey.transfers, journey.cold_transfers) {
        (0, _) => NO_TRANSFER,
        (_, 0) => WARM_TRANSFER,
        _ => COLD_TRANSFER,
    }
}
