//! How what happens is counted.

use super::cohorts::{self, PERIOD};
use super::counters::Add;
use super::efforts::effort_bin;
use super::record::{AfterContact, Ending, Fate, Record, Unpursued, WaitEnd};
use super::{
    COLD_TRANSFER, CONTACT_CLASSES, Class, Cohort, Contacts, Journeys, NO_TRANSFER, Spent, Stored, Tally,
    WARM_TRANSFER, Week, fixed,
};
use crate::chance::maths::halved;
use crate::engine::log::elapsed::{self, SPANS};
use crate::engine::log::{Log, channels_used, repeats};
use crate::mistakes::Mistake::ContactForgotten;
use crate::mistakes::is_made;
use crate::model::bits;
use crate::model::experience::{Ended, LastStraw};
use crate::model::joining::Newcomer;
use crate::model::journey::{ContactEnd, Customer, Journey, Phase};
use crate::model::mechanism::{Held, Refund, Spot};
use crate::model::rules::{NOWHERE, Rules};
use crate::scenario::meant::Kind;
use crate::scenario::timetable::{DAY, HOUR, Micros, WEEK, minutes};
use std::ops::Range;

impl Record for Tally {
    fn admitted(&mut self, rules: &Rules, newcomer: Newcomer, customer: &Customer) {
        let cell = &mut self.customers[usize::from(customer.segment)];
        cell.satisfaction += fixed(customer.satisfaction);
        cell.satisfaction_squared += i128::from(square(customer.satisfaction));
        if newcomer.has_joined(rules) {
            self.joins(rules, newcomer, customer);
        } else {
            cell.all += 1;
        }
    }

    #[inline(always)]
    fn arrived(&mut self, rules: &Rules, journey: &Journey) {
        let at = journey.contact.arrived;
        self.week(at).contacts += 1;
        if at >= rules.warm_up {
            let before = usize::from(journey.before).min(rules.channels.len());
            self.flow[(before, usize::from(journey.channel))] += 1;
            if rules.counts_days() {
                self.spent(journey).contacts += 1;
            }
        }
    }

    #[inline(always)]
    fn waited(&mut self, rules: &Rules, journey: &Journey, waited: Micros, why: WaitEnd) {
        let at = journey.contact.arrived;
        let channel = &rules.channels[usize::from(journey.channel)];
        if rules.forms[usize::from(journey.contact.form)].kind != Kind::Messages {
            if let Some(line) = channel.pool.map(|pool| &mut self.lines[pool]).filter(|_| at >= rules.warm_up) {
                line.waits += 1;
                line.hung_up += u64::from(why == WaitEnd::HungUp);
            }
            let week = self.week(at);
            week.waited.add(waited);
            week.waits += 1;
            if rules.counts_days() {
                let day = self.spent(journey);
                day.waited.add(waited);
                day.waits += 1;
            }
        }
        if why != WaitEnd::Served
            && let Some(log) = &mut self.log
        {
            log.unserved(journey, waited, why);
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
        cell.answered_in_time += u64::from(why == WaitEnd::Served && waited <= rules.in_time);
        cell.hung_up += u64::from(why == WaitEnd::HungUp);
        cell.turned_away += u64::from(why == WaitEnd::TurnedAway);
    }

    fn trip_in_vain(&mut self, rules: &Rules, journey: &Journey) {
        self.contact(journey).trips_in_vain += u64::from(journey.contact.arrived >= rules.warm_up);
        if let Some(log) = &mut self.log {
            log.trip_in_vain(journey);
        }
    }

    fn basket(&mut self, rules: &Rules, journey: &Journey, fate: Fate) {
        if rules.counts(journey.started) {
            self.count_basket(journey, fate);
        }
    }

    #[inline(always)]
    fn served(&mut self, rules: &Rules, journey: &Journey, end: ContactEnd) {
        if self.log.is_some() {
            self.write_down(|log| log.served(rules, journey, end));
        }
        if journey.contact.arrived >= rules.warm_up {
            let handled = journey.contact.handled + rules.channels[usize::from(journey.channel)].after_contact;
            let cell = self.contact(journey);
            cell.served += 1;
            cell.handled.add(handled);
            cell.completed += u64::from(end == ContactEnd::Completed);
            cell.identities[journey.identity as usize] += 1;
            if journey.told != NOWHERE {
                cell.seams += 1;
                cell.lost_context += u64::from(journey.lost_context);
                if journey.is_after_switch() {
                    cell.served_after_switch += 1;
                    cell.handled_after_switch.add(handled);
                }
            }
            if rules.counts_days() {
                self.spent(journey).handled.add(handled);
            }
        }
    }

    fn worked_after(&mut self, rules: &Rules, after: AfterContact, now: Micros) {
        let delay = after.delay(now);
        let cell = &mut self.contacts[(usize::from(after.cell), usize::from(after.form))];
        cell.handled.add(delay);
        cell.handled_after_switch.add(if after.after_switch { delay } else { 0 });
        if rules.counts_days() {
            self.spent[(usize::from(after.channel), (after.arrived / DAY) as usize)].handled.add(delay);
        }
        if let Some(log) = &mut self.log {
            log.worked_after(&after, delay);
        }
    }

    fn passed_on(&mut self, rules: &Rules, journey: &Journey) {
        self.contact(journey).passed_on += u64::from(journey.contact.arrived >= rules.warm_up);
        if let Some(log) = &mut self.log {
            log.passed_on(journey);
        }
    }

    #[inline(always)]
    fn ended(&mut self, rules: &Rules, journey: &Journey, ending: &Ending, now: Micros) {
        let kind = journey.kind;
        let effort = journey.total_effort;
        let week = self.week(now);
        week.journeys += 1;
        week.effort.add(effort);
        week.purchases += u64::from(kind.value.is_some());
        if let Some((value, margin)) = ending.money {
            week.orders += 1;
            week.revenue.add(value.into());
            if rules.asked.joins {
                self.count_order_of_cohort(rules, journey, (value.into(), margin), now);
            }
            if now >= rules.warm_up {
                let cell = &mut self.journeys[(usize::from(journey.cell), ending.ended as usize)];
                cell.revenue.add(value.into());
                cell.margin.add(margin.into());
            }
        }
        if rules.counts_days() {
            self.count_day(rules, journey, ending, now);
        }
        let (segment, last) = (usize::from(journey.segment), usize::from(journey.channel));
        self.customers[segment].visitors += u64::from(ending.first.visit);
        self.customers[segment].buyers += u64::from(ending.first.order);
        let cell = &mut self.journeys[(usize::from(journey.cell), ending.ended as usize)];
        if !rules.counts(journey.started) {
            return;
        }
        count_journey(cell, journey, ending, effort);
        if !ending.ended.is_completed() {
            self.ended_at[(usize::from(journey.cell), journey.step())] += 1;
        }
        if self.log.is_some() {
            let value = ending.money.map_or(0, |(value, _)| value);
            self.write_down(|log| log.journey_ended(journey, ending.ended.is_completed(), value, now));
        }
        if journey.basket != NOWHERE {
            self.count_basket(journey, if ending.ended.is_completed() { Fate::Ordered } else { Fate::Lost });
        }
        if ending.money.is_some() {
            self.paths[(usize::from(journey.first_channel), last)] += 1;
        }
        self.efforts[(segment, effort_bin(effort))].add(effort);
        if kind.value.is_none() {
            self.service_ended(rules, journey, ending);
        }
    }

    #[inline(always)]
    fn felt(&mut self, rules: &Rules, number: u32, customer: &Customer, before: f64, now: Micros) {
        if customer.lost {
            return self.is_lost(rules, number, customer, before, now);
        }
        let after = customer.satisfaction;
        let change = fixed(after) - fixed(before);
        let cell = &mut self.customers[usize::from(customer.segment)];
        cell.satisfaction += change;
        cell.satisfaction_squared += i128::from(square(after) - square(before));
        self.week(now).satisfaction += change;
    }

    #[cold]
    fn lost(&mut self, rules: &Rules, journey: &Journey, straw: LastStraw, now: Micros) {
        let cell = &mut self.customers[usize::from(journey.segment)];
        cell.lost_over[straw as usize] += u64::from(now >= rules.warm_up);
    }

    #[cold]
    fn left(&mut self, rules: &Rules, _number: u32, customer: &Customer, now: Micros) {
        self.customers[usize::from(customer.segment)].left += u64::from(now >= rules.warm_up);
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
        if rules.counts(journey.started) {
            self.censored[usize::from(journey.cell)] += 1;
        }
        let is_in_line = matches!(journey.phase, Phase::Waiting | Phase::WaitingForAgent);
        let is_served = matches!(journey.phase, Phase::Served | Phase::Leaving(_));
        if (is_in_line || is_served) && journey.contact.arrived >= rules.warm_up {
            let cell = self.contact(journey);
            cell.censored += 1;
            cell.in_line_at_horizon += u64::from(is_in_line);
        }
        if let Some(log) = &mut self.log {
            log.censored(journey, rules.followed_until);
        }
    }

    fn orphaned(&mut self, rules: &Rules, channel: u8, now: Micros) {
        self.orphans[usize::from(channel)].arisen += u64::from(is_reported(rules, now));
    }

    fn orphan_closed(&mut self, rules: &Rules, channel: u8, arose: Micros) {
        self.orphans[usize::from(channel)].closed += u64::from(is_reported(rules, arose));
    }

    fn orphan_begun(&mut self, rules: &Rules, channel: u8, work: Micros, now: Micros) {
        self.orphans[usize::from(channel)].worked.add(if is_reported(rules, now) { work } else { 0 });
    }

    fn refunded(&mut self, rules: &Rules, journey: &Journey, refund: Refund, now: Micros) {
        let (value, margin) = (-refund.value, -refund.margin);
        self.week(now).revenue.add(value.into());
        if rules.asked.joins {
            self.count_order_of_cohort(rules, journey, (value.into(), margin), now);
        }
        if now >= rules.warm_up {
            let cell = &mut self.journeys[(usize::from(journey.cell), Ended::ResolvedFirst as usize)];
            cell.revenue.add(value.into());
            cell.margin.add(margin.into());
            if rules.counts_days() {
                self.earned[(usize::from(journey.segment), (now / DAY) as usize)].margin.add(margin.into());
            }
        }
    }

    fn sent(&mut self, rules: &Rules, campaign: usize, now: Micros) {
        if now >= rules.warm_up {
            let day = if rules.counts_days() { now / DAY } else { 0 };
            self.sent[(campaign, day as usize)] += 1;
        }
    }

    fn counted(&mut self, rules: &Rules, spot: Spot, counter: usize, amount: i64, now: Micros) {
        if now < rules.warm_up {
            return;
        }
        let channel = usize::from(spot.channel).min(rules.channels.len());
        let cell = usize::from(spot.segment) * rules.journeys.len() + spot.journey;
        self.own[(cell * (rules.channels.len() + 1) + channel, counter)].add(amount);
    }

    fn held(&mut self, rules: &Rules, pool: usize, held: Held, time: Range<Micros>) {
        let mut from = time.start.max(rules.warm_up);
        while from < time.end {
            let (day, until) =
                if rules.counts_days() { (from / DAY, time.end.min((from / DAY + 1) * DAY)) } else { (0, time.end) };
            let time = u128::from(until - from);
            let units = u128::from(held.units) * time;
            self.stored[(pool, day as usize)] += &Stored { units, empty: u128::from(held.empty) * time };
            from = until;
        }
    }

    fn worked(&mut self, pool: usize, time: Micros) {
        self.work[pool] += time;
    }

    fn closed(&mut self, rules: &Rules) {
        if let Some(mut log) = self.log.take() {
            self.count_log(rules, &mut log);
            self.log = Some(log);
        }
        if rules.asked.joins {
            self.joined_at.clear();
        }
    }
}

impl Tally {
    /// The week of a moment.
    #[inline(always)]
    fn week(&mut self, at: Micros) -> &mut Week {
        &mut self.weeks[(at / WEEK) as usize]
    }

    /// The cell of a journey's contact.
    fn contact(&mut self, journey: &Journey) -> &mut Contacts {
        &mut self.contacts[(usize::from(journey.cell), usize::from(journey.contact.form))]
    }

    /// What a channel is paid for on the day on which a contact arrived.
    fn spent(&mut self, journey: &Journey) -> &mut Spent {
        &mut self.spent[(usize::from(journey.channel), (journey.contact.arrived / DAY) as usize)]
    }

    /// A journey has ended on this day.
    fn count_day(&mut self, rules: &Rules, journey: &Journey, ending: &Ending, now: Micros) {
        let day = &mut self.earned[(usize::from(journey.segment), (now / DAY) as usize)];
        day.journeys += 1;
        day.completed += u64::from(ending.ended.is_completed());
        day.effort.add(journey.total_effort);
        if let Some((_, margin)) = ending.money.filter(|_| now >= rules.warm_up) {
            day.margin.add(margin.into());
        }
    }

    fn count_basket(&mut self, journey: &Journey, fate: Fate) {
        let baskets = &mut self.baskets[usize::from(journey.basket)];
        baskets.filled += 1;
        baskets.ordered += u64::from(fate == Fate::Ordered);
        baskets.ordered_there += u64::from(fate == Fate::Ordered && journey.channel == journey.basket);
    }

    /// Writes something down, where that is needed.
    #[cold]
    fn write_down(&mut self, write: impl FnOnce(&mut Log)) {
        if let Some(log) = &mut self.log {
            write(log);
        }
    }

    /// Counts what was written down one by one, and forgets it.
    #[cold]
    fn count_log(&mut self, rules: &Rules, log: &mut Log) {
        log.sort();
        elapsed::count(rules, log, |row, span, time| {
            let sums = &mut self.elapsed[(row, span as usize)];
            sums.journeys += 1;
            sums.time.add(time);
            self.elapsed_bins[(row * SPANS + span as usize, effort_bin(time))].add(time);
        });
        repeats::count(rules, log, &mut self.repeats);
        channels_used::count(rules, log, &mut self.channels_used);
        if rules.asked.dashboards != 0 {
            self.kept.append(log);
        }
        log.clear();
    }

    /// A customer is lost, whose satisfaction was this.
    #[cold]
    fn is_lost(&mut self, rules: &Rules, number: u32, customer: &Customer, before: f64, now: Micros) {
        let joined = self.joined_at.get(&number).copied();
        let cell = &mut self.customers[usize::from(customer.segment)];
        cell.satisfaction -= fixed(before);
        cell.satisfaction_squared -= i128::from(square(before));
        cell.time_lost += rules.horizon - now.max(rules.warm_up);
        if now < rules.warm_up {
            cell.lost_before += 1;
        } else {
            cell.lost += 1;
            cell.lost_of_joined += u64::from(joined.is_some_and(|at| at >= rules.warm_up));
        }
        let week = self.week(now);
        week.satisfaction -= fixed(before);
        week.lost += 1;
        week.lost_of_first += u64::from(joined.is_none());
        if rules.counts_days() {
            let end = (now / DAY * DAY + DAY).min(rules.horizon);
            let day = &mut self.earned[(usize::from(customer.segment), (now / DAY) as usize)];
            day.lost += 1;
            day.time_lost += end.saturating_sub(now.max(rules.warm_up));
        }
        if rules.asked.joins
            && let Some(cell) = self.cohort(rules, customer.segment, joined, now)
        {
            cell.lost += 1;
            cell.time_lost += PERIOD - (now - joined.unwrap_or(0)) % PERIOD;
        }
    }

    /// A customer will join, and is there from then on.
    #[cold]
    fn joins(&mut self, rules: &Rules, newcomer: Newcomer, customer: &Customer) {
        let Newcomer { number, segment, at } = newcomer;
        self.joined_at.insert(number, at);
        let is_reported = at >= rules.warm_up;
        let cell = &mut self.customers[usize::from(segment)];
        cell.joined += u64::from(is_reported);
        cell.joined_before += u64::from(!is_reported);
        cell.time_before += at.saturating_sub(rules.warm_up);
        let week = self.week(at);
        week.joined += 1;
        week.satisfaction += fixed(customer.satisfaction);
        if rules.counts_days() {
            let begins = at / DAY * DAY;
            let day = &mut self.earned[(usize::from(segment), (at / DAY) as usize)];
            day.joined += 1;
            day.acquired += u64::from(is_reported);
            day.time_before += at.max(rules.warm_up) - begins.max(rules.warm_up);
        }
        if let Some(cell) = self.cohort(rules, segment, Some(at), at) {
            cell.joined += 1;
        }
    }

    #[cold]
    fn count_order_of_cohort(&mut self, rules: &Rules, journey: &Journey, (value, margin): (i128, i64), now: Micros) {
        let joined = self.joined_at.get(&journey.customer).copied();
        if let Some(cell) = self.cohort(rules, journey.segment, joined, now) {
            cell.revenue.add(value);
            cell.margin.add(margin.into());
        }
    }

    /// The cell of a cohort of a segment at a moment.
    fn cohort(&mut self, rules: &Rules, segment: u8, joined: Option<Micros>, now: Micros) -> Option<&mut Cohort> {
        let (cohort, period) = cohorts::place(rules, joined, now)?;
        let row = usize::from(segment) * cohorts::cohorts(rules.horizon) + cohort;
        Some(&mut self.cohorts[(row, period)])
    }

    /// What service is judged by.
    fn service_ended(&mut self, rules: &Rules, journey: &Journey, ending: &Ending) {
        let completed = ending.ended.is_completed();
        let row = self.resolution.row_mut(usize::from(journey.segment));
        for channel in bits(journey.once) {
            let cell = &mut row[usize::from(rules.channels[channel].form)];
            cell.touched += 1;
            cell.once += u64::from(completed && journey.again >> channel & 1 == 0);
        }
        // Whoever gave up before the first contact is in no class.
        if let Some(more) = usize::from(journey.contacts).checked_sub(1) {
            let class = (more.min(CONTACT_CLASSES - 1), usize::from(journey.switches > 0));
            count_class(&mut self.by_contacts[class], journey, ending);
        }
        if journey.initiated_assisted > 0 {
            count_class(&mut self.by_transfer[class_of_transfer(journey)], journey, ending);
        }
    }
}

/// Out of ten, a report above this is a 9 or a 10 in whole points, halves down: a promoter's.
const PROMOTERS_ABOVE: i64 = 850_000_000;
/// Up to this it is a 6 or less: a detractor's.
const DETRACTORS_UP_TO: i64 = 650_000_000;

/// The square of a fixed-point satisfaction, which is at most 10^18.
fn square(satisfaction: f64) -> i64 {
    fixed(satisfaction) * fixed(satisfaction)
}

/// How easy a journey was: 1 without effort, half as much for every 20 minutes of it.
#[inline]
fn ease(effort: Micros) -> f64 {
    halved(minutes(effort) * (1.0 / 20.0))
}

/// Whether a moment is after the warm-up and before the horizon.
fn is_reported(rules: &Rules, now: Micros) -> bool {
    (rules.warm_up..rules.horizon).contains(&now)
}

#[inline(always)]
fn count_journey(cell: &mut Journeys, journey: &Journey, ending: &Ending, effort: Micros) {
    let (mut contacts, switches) = (u64::from(journey.contacts), u64::from(journey.switches));
    contacts -= u64::from(is_made(ContactForgotten) && contacts > 2);
    cell.ended += 1;
    cell.contacts += contacts;
    cell.contacts_squared += contacts * contacts;
    cell.failed += u64::from(journey.failed);
    cell.reopened += u64::from(journey.reopened);
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
    let reported = fixed(ending.reported);
    cell.reported += reported;
    cell.promoters += u64::from(reported > PROMOTERS_ABOVE);
    cell.detractors += u64::from(reported <= DETRACTORS_UP_TO);
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
