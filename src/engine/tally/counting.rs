//! How what happens is counted.

use super::counters::Add;
use super::efforts::effort_bin;
use super::record::{AfterContact, Ending, Fate, Record, Unpursued, WaitEnd};
use super::{
    COLD_TRANSFER, CONTACT_CLASSES, Class, Contacts, Journeys, NO_TRANSFER, Tally, WARM_TRANSFER, Week, fixed,
};
use crate::chance::maths::halved;
use crate::model::bits;
use crate::model::journey::{ContactEnd, Customer, Journey, Phase};
use crate::model::rules::{NOWHERE, Rules};
use crate::scenario::meant::Kind;
use crate::scenario::timetable::{DAY, HOUR, MINUTE, Micros, WEEK, minutes};

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
        if rules.channels[usize::from(journey.channel)].kind != Kind::Messages {
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

    fn counted(&mut self, rules: &Rules, journey: &Journey, counter: usize, amount: i64, now: Micros) {
        if now < rules.warm_up {
            return;
        }
        let channel = usize::from(journey.channel).min(rules.channels.len());
        let row = usize::from(journey.cell) * (rules.channels.len() + 1) + channel;
        self.own[(row, counter)].add(amount);
    }

    fn worked(&mut self, pool: usize, time: Micros) {
        self.work[pool] += time;
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
        &mut self.contacts[(usize::from(journey.cell), usize::from(journey.channel))]
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
            let class = (more.min(CONTACT_CLASSES - 1), usize::from(journey.switches > 0));
            count_class(&mut self.by_contacts[class], journey, ending);
        }
        if journey.initiated_assisted > 0 {
            count_class(&mut self.by_transfer[class_of_transfer(journey)], journey, ending);
        }
    }
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
    cell.wrong_records += u64::from(journey.wrong_record);
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
