//! The outcomes by name: what each means, its unit, which direction is better, and how it follows from what happened.

use super::slice::Slice;
use crate::engine::tally::{COLD_TRANSFER, Class, Journeys, NO_TRANSFER, UNIT, WARM_TRANSFER};
use crate::model::experience::Ended::{CutOff, GivenUp, Left, Recovered, ResolvedFirst, ResolvedLate};

/// Which way an outcome is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// Less of it.
    Lower,
    /// More of it.
    Higher,
    /// Neither as such.
    Neither,
}

impl Better {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Higher => "higher",
            Self::Neither => "neither",
        }
    }
}

/// For what parts of the market an outcome is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All customers only.
    Market,
    /// All customers, and each segment.
    Segments,
    /// All channels, and each channel.
    Channels,
}

/// An outcome.
#[derive(Debug)]
pub struct Metric {
    /// Stable name.
    pub id: &'static str,
    /// Name in tables and charts.
    pub label: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Better direction.
    pub better: Better,
    /// Whether it is among those that every comparison shows first, and that share the adjustment for many tests.
    pub headline: bool,
    /// For what it is reported.
    pub scope: Scope,
    /// What it means.
    pub definition: &'static str,
    /// Its value, where it has one.
    pub value: fn(&Slice) -> Option<f64>,
}

const MINUTES: f64 = 1e-6;
const EUR: f64 = 1e-6;

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn minutes(micros: f64) -> f64 {
    micros * MINUTES
}

fn minutes_each(time: u64, count: u64) -> Option<f64> {
    ratio(time, count).map(minutes)
}

/// From a sum over journeys and that of its squares.
fn variance(cell: &Journeys, sums: impl Fn(&Journeys) -> (u64, u64)) -> Option<f64> {
    let (sum, squares) = sums(cell);
    let mean = ratio(sum, cell.ended)?;
    Some((squares as f64 / cell.ended as f64 - mean * mean).max(0.0))
}

/// Per journey.
fn each(cell: &Journeys, part: impl Fn(&Journeys) -> u64) -> Option<f64> {
    ratio(part(cell), cell.ended)
}

fn effort_each(cell: &Journeys) -> Option<f64> {
    minutes_each(cell.total_effort(), cell.ended)
}

fn unit_mean(sum: i64, count: u64) -> Option<f64> {
    (count > 0).then(|| sum as f64 / UNIT / count as f64)
}

fn experience(cell: &Journeys) -> Option<f64> {
    unit_mean(cell.experience, cell.ended)
}

fn reported(cell: &Journeys) -> Option<f64> {
    unit_mean(cell.reported, cell.ended)
}

/// Share of occasions over which the customer was lost.
fn loss(cell: &Journeys) -> Option<f64> {
    ratio(cell.lost, cell.occasions)
}

fn class(cell: &Class, part: u64) -> Option<f64> {
    ratio(part, cell.journeys)
}

macro_rules! metrics {
    ($($id:ident, $label:literal, $unit:literal, $better:ident, $scope:ident $(, $headline:ident)?; $definition:literal; $value:expr;)*) => {
        /// All outcomes, in the order in which they are reported.
        pub static METRICS: &[Metric] = &[$(Metric {
            id: stringify!($id),
            label: $label,
            unit: $unit,
            better: Better::$better,
            headline: metrics!(@headline $($headline)?),
            scope: Scope::$scope,
            definition: $definition,
            value: $value,
        },)*];
    };
    (@headline headline) => { true };
    (@headline) => { false };
}

metrics! {
    effort_per_journey, "effort per journey", "min", Lower, Segments, headline;
        "Mean effort of an ended journey: waiting x weight + handling x weight + access + identification + rebuilding.";
        |s| effort_each(&s.journeys.all());
    conversion_rate, "conversion", "share", Higher, Segments, headline;
        "Share of ended journeys with a value that were completed.";
        |s| ratio(s.purchases.completed().ended, s.purchases.all().ended);
    retention_rate, "retention", "share", Higher, Segments, headline;
        "Share of the customers active at the end of the warm-up who are active at the horizon.";
        |s| ratio(s.customers.all - s.customers.lost_before - s.customers.lost, s.customers.all - s.customers.lost_before);
    cost_to_serve, "cost to serve", "EUR", Lower, Market, headline;
        "Staffed hours, minutes handled without a pool, and contacts, at their cost.";
        |s| Some(s.cost_to_serve());
    profit, "profit", "EUR", Higher, Market, headline;
        "Margin less cost to serve less the cost of integration.";
        |s| Some(s.margin() - s.cost_to_serve() - s.integration_cost());
    revenue, "revenue", "EUR", Higher, Segments;
        "Value of completed journeys, discounts taken off, by the calendar.";
        |s| Some(s.journeys.all().revenue as f64 * EUR);
    margin, "margin", "EUR", Higher, Segments;
        "Margin on completed journeys, discounts taken off, by the calendar.";
        |s| Some(s.margin());
    staff_cost, "staff cost", "EUR", Lower, Market;
        "Staffed hours of the timetables at their cost.";
        |s| Some(s.books.staff);
    integration_cost, "integration cost", "EUR", Lower, Market;
        "What the levels of the capabilities cost: once, per year of 364 days, and per contact.";
        |s| Some(s.integration_cost());
    satisfaction, "satisfaction", "0 to 1", Higher, Segments;
        "Mean satisfaction S of the customers active at the horizon.";
        |s| unit_mean(s.customers.satisfaction, s.active());
    satisfaction_variance, "variance of satisfaction", "(0 to 1)^2", Neither, Segments;
        "Variance of satisfaction over the customers active at the horizon.";
        |s| s.satisfaction_variance();
    satisfaction_reported, "reported satisfaction", "0 to 1", Higher, Segments;
        "Mean of what customers report of an ended journey: the experience, lifted by a good recovery.";
        |s| reported(&s.journeys.all());
    experience, "experience", "0 to 1", Higher, Segments;
        "Mean experience x of an ended journey.";
        |s| experience(&s.journeys.all());
    effort_per_completed_journey, "effort per completed journey", "min", Lower, Segments;
        "Mean effort of a completed journey.";
        |s| effort_each(&s.journeys.completed());
    effort_per_purchase, "effort per purchase journey", "min", Lower, Segments;
        "Mean effort of an ended journey with a value.";
        |s| effort_each(&s.purchases.all());
    effort_per_service_journey, "effort per service journey", "min", Lower, Segments;
        "Mean effort of an ended journey without a value.";
        |s| effort_each(&s.service.all());
    effort_waiting, "effort: waiting", "min", Lower, Segments;
        "Part of the effort per journey that is waiting for somebody.";
        |s| each(&s.journeys.all(), |all| all.effort[0]).map(minutes);
    effort_handling, "effort: handling", "min", Lower, Segments;
        "Part of the effort per journey that is being served, or serving oneself.";
        |s| each(&s.journeys.all(), |all| all.effort[1]).map(minutes);
    effort_access, "effort: access", "min", Lower, Segments;
        "Part of the effort per journey that is getting to a channel.";
        |s| each(&s.journeys.all(), |all| all.effort[2]).map(minutes);
    effort_identification, "effort: identification", "min", Lower, Segments;
        "Part of the effort per journey that is saying who one is.";
        |s| each(&s.journeys.all(), |all| all.effort[3]).map(minutes);
    effort_rebuilding, "effort: rebuilding", "min", Lower, Segments;
        "Part of the effort per journey that is explaining again. Steps done again are counted as handling.";
        |s| each(&s.journeys.all(), |all| all.effort[4]).map(minutes);
    effort_median, "median effort", "min", Lower, Segments;
        "Median effort of an ended journey, from a histogram with 16 bins to a doubling.";
        |s| s.effort_quantile(0.5);
    effort_p90, "90th percentile of effort", "min", Lower, Segments;
        "Effort that one ended journey in ten exceeds, from the same histogram.";
        |s| s.effort_quantile(0.9);
    effort_variance, "variance of effort", "min^2", Neither, Segments;
        "Variance of effort over ended journeys.";
        |s| s.effort_variance();
    effort_score_5, "effort score, 5 points", "1 to 5", Lower, Segments;
        "Customer Effort Score 1.0 (1 very low, 5 very high): mean of 1 + 4 (1 - 2^(-effort/20 min)). The map is assumed.";
        |s| s.mean_over_efforts(|effort| 5.0 - 4.0 * f64::exp2(-effort / 20.0));
    effort_score_7, "effort score, 7 points", "1 to 7", Higher, Segments;
        "Customer Effort Score 2.0 (7: it was easy): mean of 1 + 6 x 2^(-effort/20 min). The map is assumed.";
        |s| s.mean_over_efforts(|effort| 1.0 + 6.0 * f64::exp2(-effort / 20.0));
    contacts_per_journey, "contacts per journey", "contacts", Lower, Segments;
        "Mean number of contacts of an ended journey, transfers included.";
        |s| each(&s.journeys.all(), |all| all.contacts);
    contacts_variance, "variance of contacts per journey", "contacts^2", Neither, Segments;
        "Variance of the number of contacts over ended journeys.";
        |s| variance(&s.journeys.all(), |all| (all.contacts, all.contacts_squared));
    contacts_per_service_journey, "contacts per service journey", "contacts", Lower, Segments;
        "Mean number of contacts of an ended journey without a value.";
        |s| each(&s.service.all(), |all| all.contacts);
    failed_contacts_per_journey, "failed contacts per journey", "contacts", Lower, Segments;
        "Mean number of contacts that failed and were not passed on, hang-ups included.";
        |s| each(&s.journeys.all(), |all| all.failed);
    switches_per_journey, "switches per journey", "switches", Neither, Segments;
        "Mean number of contacts in another channel than the one before.";
        |s| each(&s.journeys.all(), |all| all.switches);
    switches_variance, "variance of switches per journey", "switches^2", Neither, Segments;
        "Variance of the number of switches over ended journeys.";
        |s| variance(&s.journeys.all(), |all| (all.switches, all.switches_squared));
    repeats_per_journey, "steps repeated per journey", "steps", Lower, Segments;
        "Mean number of steps done again because context was lost.";
        |s| each(&s.journeys.all(), |all| all.repeats);
    conflicts_per_journey, "conflicts per journey", "conflicts", Lower, Segments;
        "Mean number of times that two channels told different things.";
        |s| each(&s.journeys.all(), |all| all.conflicts);
    transfers_per_journey, "transfers per journey", "transfers", Lower, Segments;
        "Mean number of contacts passed on by the firm.";
        |s| each(&s.journeys.all(), |all| all.transfers);
    completion_rate, "completion", "share", Higher, Segments;
        "Share of ended journeys that were completed.";
        |s| ratio(s.journeys.completed().ended, s.journeys.all().ended);
    left_rate, "left", "share", Neither, Segments;
        "Share of ended journeys that customers left for reasons of their own.";
        |s| ratio(s.journeys.of(&[Left]).ended, s.journeys.all().ended);
    given_up_rate, "given up", "share", Lower, Segments;
        "Share of ended journeys that customers gave up over what went wrong, those cut off included.";
        |s| ratio(s.journeys.of(&[GivenUp, CutOff]).ended, s.journeys.all().ended);
    cut_off_rate, "cut off", "share", Lower, Segments;
        "Share of ended journeys that were cut off at the limit of contacts: should be next to nothing.";
        |s| ratio(s.journeys.of(&[CutOff]).ended, s.journeys.all().ended);
    journeys, "journeys", "journeys", Neither, Segments;
        "Ended journeys that began after the warm-up and before the horizon less the longest give_up_days.";
        |s| Some(s.journeys.all().ended as f64);
    censored_journeys, "censored journeys", "journeys", Neither, Segments;
        "Journeys begun in that time and still open at the horizon.";
        |s| Some(s.censored as f64);
    needs_not_pursued, "needs not pursued", "needs", Neither, Segments;
        "Needs that were not worth the trouble, or for which the customer had no channel.";
        |s| Some(s.customers.not_pursued as f64);
    needs_without_channel, "needs without a channel", "needs", Lower, Segments;
        "Of the needs not pursued, those for which the customer had no channel at all.";
        |s| Some(s.customers.without_channel as f64);
    active_customers, "active customers", "customers", Higher, Segments;
        "Customers active at the horizon.";
        |s| Some(s.active() as f64);
    churned_customers, "churned customers", "customers", Lower, Segments;
        "Customers lost between the end of the warm-up and the horizon.";
        |s| Some(s.customers.lost as f64);
    first_contact_resolution, "first-contact resolution", "share", Higher, Segments;
        "As lived: of service journeys (those without a value) that turned to somebody who serves, share completed with exactly one such turn in any channel: a contact that the customer began, however it ended, or was put through to from self-service.";
        |s| ratio(s.service.completed().assisted_once, s.service.all().assisted);
    one_contact_resolution, "one-contact resolution", "share", Higher, Segments;
        "Share of ended service journeys completed with exactly one contact of any kind; transfers belong to the contact they came from.";
        |s| ratio(s.service.completed().one_contact, s.service.all().ended);
    cross_channel_orders, "orders across channels", "share", Neither, Segments;
        "Share of completed journeys with a value that touched two channels or more.";
        |s| each(&s.purchases.completed(), |completed| completed.across);
    first_contact_resolution_reported, "first-contact resolution, reported", "share", Higher, Channels;
        "As each channel reports it: of service journeys that turned to it, share completed with exactly one turn there; overall, over the channels where somebody serves.";
        |s| ratio(s.resolution.once, s.resolution.touched);
    contacts, "contacts", "contacts", Neither, Channels;
        "Contacts that arrived after the warm-up, and found the channel open.";
        |s| Some(s.contacts.arrived() as f64);
    wait_minutes, "waiting time", "min", Lower, Channels;
        "Mean waiting time of contacts in channels with a staff pool, hang-ups included; overall without messages.";
        |s| minutes_each(s.staffed.waited, s.staffed.waits);
    abandoned_contacts, "abandoned contacts", "contacts", Lower, Channels;
        "Contacts whose customer hung up; overall without messages.";
        |s| Some(s.staffed.hung_up as f64);
    abandonment_rate, "abandonment", "share", Lower, Channels;
        "Share of contacts in channels with a staff pool that no longer wait, whose customer hung up; overall without messages.";
        |s| ratio(s.staffed.hung_up, s.staffed.waits);
    turned_away_contacts, "turned away", "contacts", Lower, Channels;
        "Contacts that were waiting when the pool closed.";
        |s| Some(s.staffed.turned_away as f64);
    censored_contacts, "censored contacts", "contacts", Neither, Channels;
        "Contacts that were still in line or in service a whole horizon after the horizon, up to which they are followed.";
        |s| Some(s.contacts.censored as f64);
    contacts_in_line_at_horizon, "in line at the horizon", "contacts", Neither, Channels;
        "Contacts that stood in line at the horizon, and were followed from there.";
        |s| Some(s.contacts.in_line_at_horizon as f64);
    trips_in_vain, "trips in vain", "trips", Lower, Channels;
        "Trips of customers who found the channel closed when they got there; no contacts of the channel's.";
        |s| Some(s.contacts.trips_in_vain as f64);
    service_level, "service level", "share", Higher, Channels;
        "Share of contacts in channels with a staff pool that no longer wait, that were served within 20 seconds; overall without messages.";
        |s| ratio(s.staffed.answered_in_20_s, s.staffed.waits);
    handle_minutes, "handle time", "min", Lower, Channels;
        "Mean time that a served contact takes, with the work after it; overall over the channels where somebody serves.";
        |s| minutes_each(s.assisted.handled, s.assisted.served);
    handle_minutes_after_switch, "handle time after a switch", "min", Lower, Channels;
        "The same, of contacts of customers who were served in another channel before.";
        |s| minutes_each(s.assisted.handled_after_switch, s.assisted.served_after_switch);
    identification_rate, "identified", "share", Lower, Channels;
        "Share of served contacts that began with saying who one is, which takes identify_minutes; none where these are 0.";
        |s| ratio(s.contacts.identified, s.contacts.served);
    context_lost_rate, "context lost", "share", Lower, Channels;
        "Share of served contacts after another served one of the same journey in which context was lost.";
        |s| ratio(s.contacts.lost_context, s.contacts.seams);
    transfer_rate, "transferred", "share", Lower, Channels;
        "Share of served contacts that were passed on; overall over the channels where somebody serves.";
        |s| ratio(s.assisted.passed_on, s.assisted.served);
    conversion_per_visit, "conversion per visit", "share", Higher, Channels;
        "Share of ended contacts of journeys with a value that completed the journey.";
        |s| ratio(s.visits.completed, s.visits.ended());
    cart_abandonment, "cart abandonment", "share", Lower, Channels;
        "Of baskets filled in self-service (the step before the last, of journeys with a value), by where they were filled, share not ordered anywhere: filled again later, or the journey ended in another way.";
        |s| ratio(s.baskets.filled - s.baskets.ordered, s.baskets.filled);
    same_channel_share, "same channel again", "share", Neither, Market;
        "Share of contacts after another one of the same journey that were in the same channel.";
        |s| s.same_channel().0;
    same_channel_share_if_independent, "same channel again, if by chance", "share", Neither, Market;
        "What that share would be if the channel did not depend on the one before.";
        |s| s.same_channel().1;
    effort_one_contact, "effort with one contact", "min", Lower, Market;
        "Mean effort of ended service journeys with one contact.";
        |s| minutes_each(s.tally.by_contacts[0][0].effort, s.tally.by_contacts[0][0].journeys);
    effort_two_contacts_same_channel, "effort with two contacts, same channel", "min", Lower, Market;
        "Mean effort of ended service journeys with two contacts in one channel.";
        |s| minutes_each(s.tally.by_contacts[1][0].effort, s.tally.by_contacts[1][0].journeys);
    effort_two_contacts_switched, "effort with two contacts, switched", "min", Lower, Market;
        "Mean effort of ended service journeys with two contacts in two channels.";
        |s| minutes_each(s.tally.by_contacts[1][1].effort, s.tally.by_contacts[1][1].journeys);
    effort_three_contacts_same_channel, "effort with three contacts, same channel", "min", Lower, Market;
        "Mean effort of ended service journeys with three contacts in one channel.";
        |s| minutes_each(s.tally.by_contacts[2][0].effort, s.tally.by_contacts[2][0].journeys);
    effort_three_contacts_switched, "effort with three contacts, switched", "min", Lower, Market;
        "Mean effort of ended service journeys with three contacts and at least one switch.";
        |s| minutes_each(s.tally.by_contacts[2][1].effort, s.tally.by_contacts[2][1].journeys);
    reported_one_contact, "reported satisfaction, one contact", "0 to 1", Higher, Market;
        "Mean reported satisfaction of ended service journeys with one contact.";
        |s| s.reported(0);
    reported_two_contacts, "reported satisfaction, two contacts", "0 to 1", Higher, Market;
        "The same with two contacts.";
        |s| s.reported(1);
    reported_three_contacts, "reported satisfaction, three contacts", "0 to 1", Higher, Market;
        "The same with three contacts.";
        |s| s.reported(2);
    loss_rate_resolved_first, "loss, resolved at once", "share", Lower, Market;
        "Share of completed occasions without a failed contact over which the customer was lost.";
        |s| loss(&s.journeys.of(&[ResolvedFirst]));
    loss_rate_resolved_late, "loss, resolved late", "share", Lower, Market;
        "Share of completed occasions with a failed contact over which the customer was lost.";
        |s| loss(&s.journeys.of(&[ResolvedLate, Recovered]));
    loss_rate_given_up, "loss, given up", "share", Lower, Market;
        "Share of occasions given up over which the customer was lost.";
        |s| loss(&s.journeys.of(&[GivenUp, CutOff]));
    loss_rate_not_pursued, "loss, need not pursued", "share", Lower, Segments;
        "Share of needs not pursued over which the customer was lost.";
        |s| ratio(s.customers.not_pursued_lost, s.customers.not_pursued);
    reported_resolved_first, "reported satisfaction, resolved at once", "0 to 1", Higher, Market;
        "Mean reported satisfaction of completed journeys without a failed contact.";
        |s| reported(&s.journeys.of(&[ResolvedFirst]));
    reported_recovered, "reported satisfaction, recovered", "0 to 1", Higher, Market;
        "Mean reported satisfaction of journeys completed after a single failed contact, with no context lost in the last one.";
        |s| reported(&s.journeys.of(&[Recovered]));
    resolution_no_transfer, "resolution, no transfer", "share", Higher, Market;
        "Of service journeys that turned to somebody who serves and saw no transfer, share completed with a single turn.";
        |s| class(&s.tally.by_transfer[NO_TRANSFER], s.tally.by_transfer[NO_TRANSFER].resolved_first);
    resolution_warm_transfer, "resolution, warm transfer", "share", Higher, Market;
        "The same with warm transfers only.";
        |s| class(&s.tally.by_transfer[WARM_TRANSFER], s.tally.by_transfer[WARM_TRANSFER].resolved_first);
    resolution_cold_transfer, "resolution, cold transfer", "share", Higher, Market;
        "The same with a cold transfer.";
        |s| class(&s.tally.by_transfer[COLD_TRANSFER], s.tally.by_transfer[COLD_TRANSFER].resolved_first);
    experience_no_transfer, "experience, no transfer", "0 to 1", Higher, Market;
        "Mean experience of those journeys without a transfer.";
        |s| unit_mean(s.tally.by_transfer[NO_TRANSFER].experience, s.tally.by_transfer[NO_TRANSFER].journeys);
    experience_warm_transfer, "experience, warm transfer", "0 to 1", Higher, Market;
        "The same with warm transfers only.";
        |s| unit_mean(s.tally.by_transfer[WARM_TRANSFER].experience, s.tally.by_transfer[WARM_TRANSFER].journeys);
    experience_cold_transfer, "experience, cold transfer", "0 to 1", Higher, Market;
        "The same with a cold transfer.";
        |s| unit_mean(s.tally.by_transfer[COLD_TRANSFER].experience, s.tally.by_transfer[COLD_TRANSFER].journeys);
}

/// The position of a metric in [`METRICS`].
pub fn position(id: &str) -> Option<usize> {
    METRICS.iter().position(|metric| metric.id == id)
}
