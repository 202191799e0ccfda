//! How often customers turn to somebody who serves again, soon after a contact with somebody who serves.

use super::{End, Log, Logged};
use crate::engine::tally::{Grid, Repeats};
use crate::model::rules::Rules;
use crate::scenario::timetable::{MINUTES_PER_DAY, Micros, micros};

/// Counts the contacts of a log that is in order, by channel; nothing where nobody asks.
pub fn count(rules: &Rules, log: &Log, repeats: &mut Grid<Repeats>) {
    let Some(days) = rules.asked.repeat_within_days else { return };
    let window = micros(days * MINUTES_PER_DAY);
    let seen_through = rules.warm_up..rules.horizon.saturating_sub(window);
    for of_customer in log.contacts.chunk_by(|one, next| one.customer == next.customer) {
        let turns = turns(rules, of_customer);
        let is_counted = |contact: &&Logged| {
            let is_served = matches!(contact.end, End::Served(_));
            is_served && is_assisted(rules, contact) && seen_through.contains(&contact.ended)
        };
        for contact in of_customer.iter().filter(is_counted) {
            let cell = &mut repeats[usize::from(contact.channel)];
            cell.served += 1;
            cell.repeated += u64::from(is_repeated(contact, &turns, window));
        }
    }
}

/// Whether one of the turns, in order of time, comes after a contact, and within the window.
fn is_repeated(contact: &Logged, turns: &[&Logged], window: Micros) -> bool {
    let from = turns.partition_point(|turn| turn.arrived < contact.ended);
    let mut within = turns[from..].iter().take_while(|turn| turn.arrived - contact.ended <= window);
    // At one moment, a journey's contacts come in their order.
    within.any(|turn| turn.journey != contact.journey || turn.number > contact.number)
}

/// A customer's turns to somebody who serves, in order of time: contacts begun there, and those put through by a machine
/// before anybody served.
fn turns<'a>(rules: &Rules, of_customer: &'a [Logged]) -> Vec<&'a Logged> {
    let mut turns = Vec::new();
    for of_journey in of_customer.chunk_by(|one, next| one.journey == next.journey) {
        let mut met_somebody = false;
        for contact in of_journey {
            let is_chosen = contact.arrival.is_chosen();
            let is_assisted = is_assisted(rules, contact);
            if is_assisted && (is_chosen || !met_somebody) {
                turns.push(contact);
            }
            met_somebody = is_assisted || !is_chosen && met_somebody;
        }
    }
    turns.sort_by_key(|turn| turn.arrived);
    turns
}

fn is_assisted(rules: &Rules, contact: &Logged) -> bool {
    rules.forms[usize::from(contact.form)].is_assisted()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::journey::{Arrival, ContactEnd};

    fn contact(journey: u32, number: u16, arrived: Micros, ended: Micros) -> Logged {
        Logged {
            customer: 0,
            journey,
            number,
            cell: 0,
            channel: 0,
            form: 0,
            before: 0,
            arrival: Arrival::Chosen,
            arrived,
            answered: Some(arrived),
            ended,
            end: End::Served(ContactEnd::Failed),
            passed_on: false,
            work_after: 0,
        }
    }

    fn is_repeated_by(first: &Logged, next: &Logged, window: Micros) -> bool {
        is_repeated(first, &[first, next], window)
    }

    #[test]
    fn a_turn_within_the_window_is_one_up_to_its_last_moment() {
        let first = contact(1, 1, 0, 10);
        assert!(is_repeated_by(&first, &contact(2, 1, 110, 120), 100));
        assert!(!is_repeated_by(&first, &contact(2, 1, 111, 120), 100));
    }

    #[test]
    fn a_turn_before_the_contact_is_over_is_not_after_it() {
        let first = contact(1, 1, 0, 10);
        assert!(!is_repeated_by(&first, &contact(2, 1, 9, 120), 100));
        assert!(is_repeated_by(&first, &contact(2, 1, 10, 120), 100));
    }

    #[test]
    fn a_contact_of_no_length_is_repeated_by_the_next_and_not_by_itself_or_the_one_before() {
        let (first, second) = (contact(1, 1, 5, 5), contact(1, 2, 5, 5));
        assert!(!is_repeated(&first, &[&first], 100));
        assert!(is_repeated_by(&first, &second, 100));
        assert!(!is_repeated_by(&second, &first, 100));
    }
}
