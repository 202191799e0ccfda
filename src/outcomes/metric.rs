//! The outcomes by name: what each means, in what it is measured, which direction is better, and how it follows from what
//! happened.

use super::measures::{
    BALANCE, COUNT_SQUARED, EUR, GRADE, GRADE_SQUARED, HOURS, LOAD, MINUTES, MINUTES_SQUARED, NET_PROMOTERS, PER_YEAR,
    RECORDS, SCORE_5, SCORE_7, SHARE, SHARE_OF_EACH, SHARE_OF_ORDERS, UNITS, count, count_squared,
};
use super::place::Scope;
use super::slice::{Books, Slice, variance};
use super::worth::Worth;
use crate::engine::log::elapsed::Span;
use crate::engine::tally::{COLD_TRANSFER, Class, Journeys, NO_TRANSFER, UNIT, WARM_TRANSFER};
use crate::model::experience::Ended::{CutOff, GivenUp, Left, Recovered, ResolvedFirst, ResolvedLate};
use crate::model::experience::LastStraw;
use crate::model::mechanism::{baskets, outreach, refunds, stock};
use crate::scenario::meant::Asked;
use crate::stats::{Measure, Ratio};

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

/// An outcome: the ratio of two sums of whole numbers over all replications.
#[derive(Debug)]
pub struct Metric {
    /// Stable name.
    pub id: &'static str,
    /// Name in tables and charts.
    pub label: &'static str,
    /// In what it is measured.
    pub measure: Measure,
    /// Better direction.
    pub better: Better,
    /// Whether it is among those that every comparison shows first, and that share the adjustment for many tests.
    pub headline: bool,
    /// For what it is reported.
    pub scope: Scope,
    /// What it means.
    pub definition: &'static str,
    /// What is summed.
    pub numerator: &'static str,
    /// What it is divided by.
    pub denominator: &'static str,
    /// Its part from one replication.
    pub part: fn(&Slice) -> Ratio,
    /// Whether it follows from the strategy alone, whatever happens.
    pub is_fixed: fn(&Books) -> bool,
    /// Whether there is such an outcome, by what a scenario asks for.
    pub is_there: fn(&Asked) -> bool,
}

/// A total of the replication.
fn total(count: u64) -> Ratio {
    Ratio::total(count.into())
}

/// A mean of grades.
fn grade(sum: i64, count: u64) -> Ratio {
    Ratio { numerator: sum.into(), denominator: count }
}

/// Per journey.
fn each(cell: &Journeys, part: impl Fn(&Journeys) -> u64) -> Ratio {
    Ratio::per(part(cell), cell.ended)
}

fn effort(cell: &Journeys) -> Ratio {
    Ratio::per(cell.total_effort(), cell.ended)
}

/// The mean over journeys of `start` + `rise` x ease, which is 1 without effort and 0 with endless effort.
fn score(cell: &Journeys, start: i128, rise: i128) -> Ratio {
    let starts = start * UNIT as i128 * i128::from(cell.ended);
    Ratio { numerator: starts + rise * i128::from(cell.ease), denominator: cell.ended }
}

/// Customers lost over a journey, by the last straw.
fn lost_over(slice: &Slice, straw: LastStraw) -> Ratio {
    total(slice.customers.lost_over[straw as usize])
}

/// From a sum of counts over journeys and that of their squares.
fn count_variance(cell: &Journeys, sums: impl Fn(&Journeys) -> (u64, u64)) -> Ratio {
    let (sum, squares) = sums(cell);
    variance(sum.into(), squares.into(), cell.ended, COUNT_SQUARED)
}

fn experience(cell: &Journeys) -> Ratio {
    grade(cell.experience, cell.ended)
}

fn reported(cell: &Journeys) -> Ratio {
    grade(cell.reported, cell.ended)
}

/// Share of occasions over which the customer was lost.
fn loss(cell: &Journeys) -> Ratio {
    Ratio::per(cell.lost, cell.occasions)
}

fn net_promoters(cell: &Journeys) -> Ratio {
    let balance = i128::from(cell.promoters) - i128::from(cell.detractors);
    Ratio { numerator: balance, denominator: cell.ended }
}

fn class(cell: &Class, part: u64) -> Ratio {
    Ratio::per(part, cell.journeys)
}

macro_rules! metrics {
    ($($id:ident, $label:literal, $measure:expr, $better:ident, $scope:ident $(, $headline:ident)?; $definition:literal; $numerator:literal / $denominator:literal; $part:expr; $([fixed $fixed:expr];)? $([asked $asked:expr];)?)*) => {
        /// All outcomes, in the order in which they are reported.
        pub static METRICS: &[Metric] = &[$(Metric {
            id: stringify!($id),
            label: $label,
            measure: $measure,
            better: Better::$better,
            headline: metrics!(@headline $($headline)?),
            scope: Scope::$scope,
            definition: $definition,
            numerator: $numerator,
            denominator: $denominator,
            part: $part,
            is_fixed: metrics!(@fixed $($fixed)?),
            is_there: metrics!(@asked $($asked)?),
        },)*];
    };
    (@headline headline) => { true };
    (@headline) => { false };
    (@fixed $fixed:expr) => { $fixed };
    (@fixed) => { |_| false };
    (@asked $asked:expr) => { $asked };
    (@asked) => { |_| true };
}

metrics! {
    effort_per_journey, "effort per journey", MINUTES, Lower, Segments, headline;
        "Mean effort of an ended journey: waiting x weight + handling x weight + access + identification + rebuilding.";
        "effort" / "ended journeys";
        |s| effort(&s.journeys.all());
    conversion_rate, "conversion", SHARE, Higher, Segments, headline;
        "Share of ended journeys with a value that were completed.";
        "those completed" / "ended journeys with a value";
        |s| Ratio::per(s.purchases.completed().ended, s.purchases.all().ended);
    resolution_rate, "resolution", SHARE, Higher, Segments, headline;
        "Share of ended journeys without a value (service journeys) that were completed.";
        "those completed" / "ended journeys without a value";
        |s| Ratio::per(s.service.completed().ended, s.service.all().ended);
    retention_rate, "retention", SHARE, Higher, Segments, headline;
        "Share of the customers active at the end of the warm-up who are active at the horizon.";
        "those active at the horizon" / "customers active at the end of the warm-up";
        |s| Ratio::per(s.customers.retained(), s.customers.active_at_first());
    cost_to_serve, "cost to serve", EUR, Lower, Market, headline;
        "Staffed hours, minutes handled without a pool, contacts, and units of stock on hand, at their cost.";
        "cost to serve" / "replications";
        |s| Ratio::total(s.cost_to_serve());
        [fixed Books::serving_costs_are_fixed];
    profit, "profit", BALANCE, Higher, Market, headline;
        "Margin less cost to serve, less what customers who joined cost to acquire and messages to send, less the cost of integration.";
        "profit" / "replications";
        |s| Ratio::total(s.profit());
        [fixed Books::profit_is_fixed];
    revenue, "revenue", EUR, Higher, Segments;
        "Value of completed journeys, discounts taken off, by the calendar; less what was refunded (journey.X.refunds), on the day on which it was.";
        "revenue" / "replications";
        |s| Ratio::total(s.revenue());
        [fixed Books::nothing_is_sold];
    margin, "margin", BALANCE, Higher, Segments;
        "Margin on completed journeys, discounts taken off, by the calendar; less that of what was refunded and what pieces sent back cost (journey.X.refunds); and that of active customers (segment.X.margin_per_year).";
        "margin" / "replications";
        |s| Ratio::total(s.margin());
        [fixed Books::nothing_is_earned];
    staff_cost, "staff cost", EUR, Lower, Market;
        "Staffed hours of the timetables at their cost.";
        "staff cost" / "replications";
        |s| Ratio::total(s.books.staff);
        [fixed |_| true];
    integration_cost, "integration cost", EUR, Lower, Market;
        "What the levels of the capabilities cost: once, per year of 364 days, and per contact.";
        "cost of integration" / "replications";
        |s| Ratio::total(s.integration_cost());
        [fixed Books::integration_costs_are_fixed];
    profit_before_integration, "profit before integration", BALANCE, Higher, Market;
        "Profit before the cost of integration is taken off: a strategy pays as long as its integration costs less than its difference from the baseline in this.";
        "profit and cost of integration" / "replications";
        |s| Ratio::total(s.profit() + s.integration_cost());
        [fixed Books::profit_before_integration_is_fixed];
    profit_per_customer, "profit per customer", BALANCE, Higher, Market;
        "Profit over the customers there were at the start, whoever it comes from.";
        "profit" / "customers at the start";
        |s| s.profit_per_customer();
        [fixed Books::profit_is_fixed];
    npv, "net present value", BALANCE, Higher, Market;
        "With run.discount_per_year: profit, discounted to the end of the warm-up by the middle of each day; integration that is paid once is paid then.";
        "discounted profit" / "replications";
        |s| s.present_value(Worth::profit).map_or(Ratio::NONE, Ratio::total);
        [fixed Books::profit_is_fixed];
        [asked |asked| asked.discount_per_year.is_some()];
    lifetime_value, "lifetime value within the horizon", BALANCE, Higher, Market;
        "With run.discount_per_year: margin less cost to serve and of messages, discounted so, over the customers there were at the start and those who joined, however late. What comes after the horizon is left out, and so is what it cost to acquire them.";
        "discounted margin less cost to serve and of messages" / "customers who were ever there";
        |s| s.lifetime_value();
        [fixed Books::lifetime_value_is_fixed];
        [asked |asked| asked.discount_per_year.is_some()];
    margin_by_calendar, "margin by the calendar", BALANCE, Higher, Segments;
        "Of the margin, that of active customers by the calendar (segment.X.margin_per_year).";
        "margin by the calendar" / "replications";
        |s| Ratio::total(s.margin_by_calendar);
        [fixed Books::nothing_comes_by_the_calendar];
        [asked |asked| asked.calendar];
    acquisition_cost, "acquisition cost", EUR, Lower, Segments;
        "With segment.X.joins: what customers who joined after the warm-up cost to acquire (joins.cost), on the day on which they joined.";
        "acquisition cost" / "replications";
        |s| Ratio::total(s.acquisition_cost);
        [fixed Books::joiners_cost_nothing];
        [asked |asked| asked.joins];
    joined_customers, "customers who joined", count("customers"), Neither, Segments;
        "With segment.X.joins: customers who joined between the end of the warm-up and the horizon.";
        "customers" / "replications";
        |s| total(s.customers.joined);
        [asked |asked| asked.joins];
    lost_by_calendar, "lost by the calendar", count("customers"), Lower, Segments;
        "Of the churned customers, those lost by the calendar (segment.X.loss_per_year), whatever they lived through.";
        "customers" / "replications";
        |s| total(s.customers.left);
        [asked |asked| asked.calendar];
    conversion_by_customer, "conversion by customer", SHARE, Higher, Segments;
        "Share of the customers with a journey with a value that ended after the warm-up who completed one then.";
        "customers who completed one" / "customers with such a journey";
        |s| Ratio::per(s.customers.buyers, s.customers.visitors);
    customers_without_order, "customers without an order", SHARE, Lower, Segments;
        "Share of all customers, whenever they joined, who completed no journey with a value after the warm-up.";
        "customers without an order" / "customers who were ever there, where something is sold";
        |s| s.without_order();
    contacts_per_active_customer, "contacts per active customer", PER_YEAR, Neither, Segments;
        "Contacts that arrived after the warm-up, over the time for which customers were active, in contacts a year.";
        "contacts, times the days of a year" / "days for which customers were active";
        |s| s.contacts_a_year();
    nps, "net promoter score", NET_PROMOTERS, Higher, Segments;
        "Promoters less detractors, of a hundred ended journeys: what the customer reports of it, out of ten in whole points, halves down, is 9 or 10, or 6 or less. The map is assumed.";
        "promoters less detractors" / "ended journeys";
        |s| net_promoters(&s.journeys.all());
    satisfaction, "satisfaction", GRADE, Higher, Segments;
        "Mean satisfaction S of the customers active at the horizon.";
        "satisfaction S" / "customers active at the horizon";
        |s| grade(s.customers.satisfaction, s.active());
    satisfaction_variance, "variance of satisfaction", GRADE_SQUARED, Neither, Segments;
        "Variance of satisfaction over the customers active at the horizon.";
        "the variance of each replication" / "replications with active customers";
        |s| s.satisfaction_variance();
    satisfaction_reported, "reported satisfaction", GRADE, Higher, Segments;
        "Mean of what customers report of an ended journey: the experience, lifted by a good recovery.";
        "reported satisfaction" / "ended journeys";
        |s| reported(&s.journeys.all());
    experience, "experience", GRADE, Higher, Segments;
        "Mean experience x of an ended journey.";
        "experience x" / "ended journeys";
        |s| experience(&s.journeys.all());
    effort_per_completed_journey, "effort per completed journey", MINUTES, Lower, Segments;
        "Mean effort of a completed journey.";
        "effort" / "completed journeys";
        |s| effort(&s.journeys.completed());
    effort_per_purchase, "effort per purchase journey", MINUTES, Lower, Segments;
        "Mean effort of an ended journey with a value.";
        "effort" / "ended journeys with a value";
        |s| effort(&s.purchases.all());
    effort_per_service_journey, "effort per service journey", MINUTES, Lower, Segments;
        "Mean effort of an ended journey without a value.";
        "effort" / "ended journeys without a value";
        |s| effort(&s.service.all());
    effort_waiting, "effort: waiting", MINUTES, Lower, Segments;
        "Part of the effort per journey that is waiting for somebody.";
        "effort of waiting" / "ended journeys";
        |s| each(&s.journeys.all(), |all| all.effort[0]);
    effort_handling, "effort: handling", MINUTES, Lower, Segments;
        "Part of the effort per journey that is being served, or serving oneself.";
        "effort of handling" / "ended journeys";
        |s| each(&s.journeys.all(), |all| all.effort[1]);
    effort_access, "effort: access", MINUTES, Lower, Segments;
        "Part of the effort per journey that is getting to a channel.";
        "effort of access" / "ended journeys";
        |s| each(&s.journeys.all(), |all| all.effort[2]);
    effort_identification, "effort: identification", MINUTES, Lower, Segments;
        "Part of the effort per journey that is saying who one is.";
        "effort of identification" / "ended journeys";
        |s| each(&s.journeys.all(), |all| all.effort[3]);
    effort_rebuilding, "effort: rebuilding", MINUTES, Lower, Segments;
        "Part of the effort per journey that is explaining again, or putting a wrong record right. Steps done again are counted as handling.";
        "effort of rebuilding" / "ended journeys";
        |s| each(&s.journeys.all(), |all| all.effort[4]);
    effort_median, "median effort", MINUTES, Lower, Segments;
        "Median effort of an ended journey (the middle of the two in the middle), to a sixteenth of itself at worst, below 2^-6 minutes to a second: between the least and the greatest effort of a bin, 16 to a doubling, efforts are taken as evenly spaced.";
        "the median of each replication" / "replications with an ended journey";
        |s| s.effort_quantile(5);
    effort_p90, "90th percentile of effort", MINUTES, Lower, Segments;
        "Effort that one ended journey in ten exceeds, as exact as the median; between two journeys by straight line.";
        "the percentile of each replication" / "replications with an ended journey";
        |s| s.effort_quantile(9);
    effort_variance, "variance of effort", MINUTES_SQUARED, Neither, Segments;
        "Variance of effort over ended journeys.";
        "the variance of each replication" / "replications with an ended journey";
        |s| s.effort_variance();
    effort_score_5, "effort score, 5 points", SCORE_5, Lower, Segments;
        "Customer Effort Score 1.0 (1 very low, 5 very high): mean of 1 + 4 (1 - 2^(-effort/20 min)). The map is assumed.";
        "scores" / "ended journeys";
        |s| score(&s.journeys.all(), 5, -4);
    effort_score_7, "effort score, 7 points", SCORE_7, Higher, Segments;
        "Customer Effort Score 2.0 (7: it was easy): mean of 1 + 6 x 2^(-effort/20 min). The map is assumed.";
        "scores" / "ended journeys";
        |s| score(&s.journeys.all(), 1, 6);
    contacts_per_journey, "contacts per journey", count("contacts"), Lower, Segments;
        "Mean number of contacts of an ended journey, transfers included.";
        "contacts" / "ended journeys";
        |s| each(&s.journeys.all(), |all| all.contacts);
    contacts_variance, "variance of contacts per journey", count_squared("contacts^2"), Neither, Segments;
        "Variance of the number of contacts over ended journeys.";
        "the variance of each replication" / "replications with an ended journey";
        |s| count_variance(&s.journeys.all(), |all| (all.contacts, all.contacts_squared));
    contacts_per_service_journey, "contacts per service journey", count("contacts"), Lower, Segments;
        "Mean number of contacts of an ended journey without a value.";
        "contacts" / "ended journeys without a value";
        |s| each(&s.service.all(), |all| all.contacts);
    failed_contacts_per_journey, "failed contacts per journey", count("contacts"), Lower, Segments;
        "Mean number of contacts that failed and were not passed on, hang-ups included.";
        "failed contacts" / "ended journeys";
        |s| each(&s.journeys.all(), |all| all.failed);
    switches_per_journey, "switches per journey", count("switches"), Neither, Segments;
        "Mean number of contacts in another channel than the one before.";
        "switches" / "ended journeys";
        |s| each(&s.journeys.all(), |all| all.switches);
    switches_variance, "variance of switches per journey", count_squared("switches^2"), Neither, Segments;
        "Variance of the number of switches over ended journeys.";
        "the variance of each replication" / "replications with an ended journey";
        |s| count_variance(&s.journeys.all(), |all| (all.switches, all.switches_squared));
    repeats_per_journey, "steps repeated per journey", count("steps"), Lower, Segments;
        "Mean number of steps done again because context was lost.";
        "steps done again" / "ended journeys";
        |s| each(&s.journeys.all(), |all| all.repeats);
    conflicts_per_journey, "conflicts per journey", count("conflicts"), Lower, Segments;
        "Mean number of times that two channels told different things.";
        "conflicts" / "ended journeys";
        |s| each(&s.journeys.all(), |all| all.conflicts);
    transfers_per_journey, "transfers per journey", count("transfers"), Lower, Segments;
        "Mean number of contacts passed on by the firm.";
        "transfers" / "ended journeys";
        |s| each(&s.journeys.all(), |all| all.transfers);
    completion_rate, "completion", SHARE, Higher, Segments;
        "Share of ended journeys that were completed.";
        "those completed" / "ended journeys";
        |s| Ratio::per(s.journeys.completed().ended, s.journeys.all().ended);
    left_rate, "left", SHARE, Neither, Segments;
        "Share of ended journeys that customers left for reasons of their own.";
        "those left" / "ended journeys";
        |s| Ratio::per(s.journeys.of(&[Left]).ended, s.journeys.all().ended);
    given_up_rate, "given up", SHARE, Lower, Segments;
        "Share of ended journeys that customers gave up over what went wrong, those cut off included.";
        "those given up or cut off" / "ended journeys";
        |s| Ratio::per(s.journeys.of(&[GivenUp, CutOff]).ended, s.journeys.all().ended);
    cut_off_rate, "cut off", SHARE, Lower, Segments;
        "Share of ended journeys that were cut off at the limit of contacts: should be next to nothing.";
        "those cut off" / "ended journeys";
        |s| Ratio::per(s.journeys.of(&[CutOff]).ended, s.journeys.all().ended);
    journeys, "journeys", count("journeys"), Neither, Segments;
        "Ended journeys that began after the warm-up and before the horizon less the longest give_up_days, or twice that and seven times after_days of a type that reopens.";
        "journeys" / "replications";
        |s| total(s.journeys.all().ended);
    censored_journeys, "censored journeys", count("journeys"), Neither, Segments;
        "Journeys begun in that time and still open at the horizon.";
        "journeys" / "replications";
        |s| total(s.censored);
    needs_not_pursued, "needs not pursued", count("needs"), Neither, Segments;
        "Needs that were not worth the trouble, or for which the customer had no channel.";
        "needs" / "replications";
        |s| total(s.customers.not_pursued);
    needs_without_channel, "needs without a channel", count("needs"), Lower, Segments;
        "Of the needs not pursued, those for which the customer had no channel at all.";
        "needs" / "replications";
        |s| total(s.customers.without_channel);
    active_customers, "active customers", count("customers"), Higher, Segments;
        "Customers active at the horizon, whenever they joined.";
        "customers" / "replications";
        |s| total(s.active());
    churned_customers, "churned customers", count("customers"), Lower, Segments;
        "Customers lost between the end of the warm-up and the horizon.";
        "customers" / "replications";
        |s| total(s.customers.lost);
    lost_wait, "lost over a wait", count("customers"), Lower, Segments;
        "Of the churned customers, those in whose last journey it went wrong last that they hung up, were turned away or made a trip in vain. With the seven below, and those lost by the calendar, all churned customers.";
        "customers" / "replications";
        |s| lost_over(s, LastStraw::Wait);
    lost_repeat, "lost over a repeat", count("customers"), Lower, Segments;
        "The same where a contact failed in another way, or what it seemed to have done did not last.";
        "customers" / "replications";
        |s| lost_over(s, LastStraw::Repeat);
    lost_transfer, "lost over a transfer", count("customers"), Lower, Segments;
        "The same where they were passed on.";
        "customers" / "replications";
        |s| lost_over(s, LastStraw::Transfer);
    lost_conflict, "lost over a conflict", count("customers"), Lower, Segments;
        "The same where two channels told different things, for the worse.";
        "customers" / "replications";
        |s| lost_over(s, LastStraw::Conflict);
    lost_wrong_record, "lost over a wrong record", count("customers"), Lower, Segments;
        "The same where they met somebody else's record.";
        "customers" / "replications";
        |s| lost_over(s, LastStraw::WrongRecord);
    lost_gave_up, "lost, having given up", count("customers"), Lower, Segments;
        "Of the churned customers, those who gave their last journey up, or whose last journey was cut off, whatever went wrong before.";
        "customers" / "replications";
        |s| lost_over(s, LastStraw::GaveUp);
    lost_not_pursued, "lost, need not pursued", count("customers"), Lower, Segments;
        "Of the churned customers, those lost over a need that was not pursued.";
        "customers" / "replications";
        |s| total(s.customers.not_pursued_lost);
    lost_none, "lost over nothing", count("customers"), Lower, Segments;
        "Of the churned customers, those in whose last journey nothing of this went wrong.";
        "customers" / "replications";
        |s| lost_over(s, LastStraw::Nothing);
    first_contact_resolution, "first-contact resolution", SHARE, Higher, Segments;
        "As lived: of service journeys (those without a value) that turned to somebody who serves, share completed with exactly one such turn in any channel: a contact that the customer began, however it ended, or was put through to from self-service before anybody served them. A case that comes back after such a turn is not resolved by it.";
        "those completed with one such turn" / "ended service journeys that turned to somebody who serves";
        |s| Ratio::per(s.service.completed().assisted_once, s.service.all().assisted);
    one_contact_resolution, "one-contact resolution", SHARE, Higher, Segments;
        "Share of ended service journeys completed with exactly one contact of any kind; transfers belong to the contact they came from.";
        "those completed with one contact" / "ended service journeys";
        |s| Ratio::per(s.service.completed().one_contact, s.service.all().ended);
    reopened_rate, "reopened", SHARE, Lower, Segments;
        "Share of the times that a service journey seemed completed after which the case came back: of journeys that have ended, returns over returns and journeys completed.";
        "returns of cases that seemed completed" / "returns, and completed journeys without a value";
        |s| Ratio::per(s.service.all().reopened, s.service.all().reopened + s.service.completed().ended);
    cross_channel_orders, "orders across channels", SHARE, Neither, Segments;
        "Share of completed journeys with a value that touched two channels or more.";
        "those in two channels or more" / "completed journeys with a value";
        |s| each(&s.purchases.completed(), |completed| completed.across);
    first_contact_resolution_reported, "first-contact resolution, reported", SHARE, Higher, Channels;
        "As each channel reports it: of service journeys that turned to it, share completed with exactly one turn there; overall, over the channels where somebody serves. A case that comes back to another channel is one that the first does not see again.";
        "those completed with one turn there" / "service journeys by the channels that they turned to";
        |s| Ratio::per(s.resolution.once, s.resolution.touched);
    contacts, "contacts", count("contacts"), Neither, Channels;
        "Contacts that arrived after the warm-up, and found the channel open.";
        "contacts" / "replications";
        |s| total(s.contacts.arrived());
    wait_minutes, "waiting time", MINUTES, Lower, Channels;
        "Mean waiting time of contacts in channels with a staff pool, hang-ups included; overall without messages.";
        "waiting time" / "contacts that no longer wait";
        |s| Ratio::per(s.staffed.waited, s.staffed.waits);
    abandoned_contacts, "abandoned contacts", count("contacts"), Lower, Channels;
        "Contacts whose customer hung up; overall without messages.";
        "contacts" / "replications";
        |s| total(s.staffed.hung_up);
    abandonment_rate, "abandonment", SHARE, Lower, Channels;
        "Share of contacts in channels with a staff pool that no longer wait whose customer hung up; overall without messages.";
        "those hung up" / "contacts that no longer wait";
        |s| Ratio::per(s.staffed.hung_up, s.staffed.waits);
    turned_away_contacts, "turned away", count("contacts"), Lower, Channels;
        "Contacts that were waiting when the pool closed.";
        "contacts" / "replications";
        |s| total(s.staffed.turned_away);
    censored_contacts, "censored contacts", count("contacts"), Neither, Channels;
        "Contacts that were still in line or in service a whole horizon after the horizon, up to which they are followed.";
        "contacts" / "replications";
        |s| total(s.contacts.censored);
    contacts_in_line_at_horizon, "in line at the horizon", count("contacts"), Neither, Channels;
        "Contacts that stood in line at the horizon, and were followed from there.";
        "contacts" / "replications";
        |s| total(s.contacts.in_line_at_horizon);
    trips_in_vain, "trips in vain", count("trips"), Lower, Channels;
        "Trips of customers who found the channel closed when they got there; no contacts of the channel's.";
        "trips" / "replications";
        |s| total(s.contacts.trips_in_vain);
    orphaned_contacts, "work left behind", count("messages"), Lower, Channels;
        "Messages to a staff pool for which, from some moment after the warm-up and before the horizon on, nobody waits any more, but that stay in the line: their sender hung up, or wrote beside a contact in another channel.";
        "messages" / "replications";
        |s| total(s.orphans.arisen);
    orphans_closed, "work left behind and closed", count("messages"), Neither, Channels;
        "Of those, dropped from the line from another channel, before an agent had begun to work on them.";
        "messages" / "replications";
        |s| total(s.orphans.closed);
    orphaned_hours, "hours on work left behind", HOURS, Lower, Channels;
        "Agents' time on messages for which nobody waits, begun after the warm-up and before the horizon, with the work after it; while it stands still, no time is counted.";
        "hours of such work" / "replications";
        |s| total(s.orphans.worked);
    service_level, "service level", SHARE, Higher, Channels;
        "Share of contacts in channels with a staff pool that no longer wait that were served within run.service_level_seconds (20); overall without messages.";
        "those served within that time" / "contacts that no longer wait";
        |s| Ratio::per(s.staffed.answered_in_time, s.staffed.waits);
    handle_minutes, "handle time", MINUTES, Lower, Channels;
        "Mean time that a served contact takes, with the work after it, by the clock (in a chat longer, the more of them there are); overall over the channels where somebody serves.";
        "handle time" / "served contacts";
        |s| Ratio::per(s.assisted.handled, s.assisted.served);
    handle_minutes_after_switch, "handle time after a switch", MINUTES, Lower, Channels;
        "The same, of contacts of customers who were served in another channel before.";
        "handle time" / "served contacts after one served in another channel";
        |s| Ratio::per(s.assisted.handled_after_switch, s.assisted.served_after_switch);
    identification_rate, "identified", SHARE, Lower, Channels;
        "Share of served contacts that began with saying who one is, which takes identify_minutes; none where these are 0.";
        "those identified" / "served contacts";
        |s| Ratio::per(s.contacts.identified(), s.contacts.served);
    wrong_record_rate, "wrong records", SHARE, Lower, Channels;
        "Share of served contacts that met somebody else's record.";
        "those that met somebody else's record" / "served contacts";
        |s| Ratio::per(s.contacts.wrong_records(), s.contacts.served);
    context_lost_rate, "context lost", SHARE, Lower, Channels;
        "Share of served contacts after another served one of the same journey in which context was lost.";
        "those in which context was lost" / "contacts whose service began after another served one";
        |s| Ratio::per(s.contacts.lost_context, s.contacts.seams);
    transfer_rate, "transferred", SHARE, Lower, Channels;
        "Share of served contacts that were passed on; overall over the channels where somebody serves.";
        "those passed on" / "served contacts";
        |s| Ratio::per(s.assisted.passed_on, s.assisted.served);
    conversion_per_visit, "conversion per visit", SHARE, Higher, Channels;
        "Share of ended contacts of journeys with a value that completed the journey.";
        "those that completed the journey" / "ended contacts of journeys with a value";
        |s| Ratio::per(s.visits.completed, s.visits.ended());
    cart_abandonment, "cart abandonment", SHARE, Lower, Channels;
        "Of baskets filled in self-service (the step before the last, of journeys with a value), by where they were filled, share not ordered anywhere: filled again later, in whatever channel, or the journey ended in another way.";
        "those not ordered" / "baskets filled in self-service";
        |s| Ratio::per(s.baskets.filled - s.baskets.ordered, s.baskets.filled);
    same_channel_share, "same channel again", SHARE, Neither, Market;
        "Share of contacts after another one of the same journey that were in the same channel.";
        "those in the same channel" / "contacts after another one of the same journey";
        |s| s.same_channel();
    same_channel_share_if_independent, "same channel again, if by chance", SHARE_OF_EACH, Neither, Market;
        "What that share would be if the channel did not depend on the one before.";
        "the share of each replication" / "replications with such contacts";
        |s| s.same_channel_by_chance();
    effort_one_contact, "effort with one contact", MINUTES, Lower, Market;
        "Mean effort of ended service journeys with one contact.";
        "effort" / "ended service journeys with one contact";
        |s| Ratio::per(s.tally.by_contacts[(0, 0)].effort, s.tally.by_contacts[(0, 0)].journeys);
    effort_two_contacts_same_channel, "effort with two contacts, same channel", MINUTES, Lower, Market;
        "Mean effort of ended service journeys with two contacts in one channel.";
        "effort" / "those journeys";
        |s| Ratio::per(s.tally.by_contacts[(1, 0)].effort, s.tally.by_contacts[(1, 0)].journeys);
    effort_two_contacts_switched, "effort with two contacts, switched", MINUTES, Lower, Market;
        "Mean effort of ended service journeys with two contacts in two channels.";
        "effort" / "those journeys";
        |s| Ratio::per(s.tally.by_contacts[(1, 1)].effort, s.tally.by_contacts[(1, 1)].journeys);
    effort_three_contacts_same_channel, "effort with three contacts, same channel", MINUTES, Lower, Market;
        "Mean effort of ended service journeys with three contacts in one channel.";
        "effort" / "those journeys";
        |s| Ratio::per(s.tally.by_contacts[(2, 0)].effort, s.tally.by_contacts[(2, 0)].journeys);
    effort_three_contacts_switched, "effort with three contacts, switched", MINUTES, Lower, Market;
        "Mean effort of ended service journeys with three contacts and at least one switch.";
        "effort" / "those journeys";
        |s| Ratio::per(s.tally.by_contacts[(2, 1)].effort, s.tally.by_contacts[(2, 1)].journeys);
    reported_one_contact, "reported satisfaction, one contact", GRADE, Higher, Market;
        "Mean reported satisfaction of ended service journeys with one contact.";
        "reported satisfaction" / "those journeys";
        |s| s.reported(0);
    reported_two_contacts, "reported satisfaction, two contacts", GRADE, Higher, Market;
        "The same with two contacts.";
        "reported satisfaction" / "those journeys";
        |s| s.reported(1);
    reported_three_contacts, "reported satisfaction, three contacts", GRADE, Higher, Market;
        "The same with three contacts.";
        "reported satisfaction" / "those journeys";
        |s| s.reported(2);
    loss_rate_resolved_first, "loss, resolved at once", SHARE, Lower, Market;
        "Share of completed occasions without a failed contact over which the customer was lost.";
        "customers lost" / "those occasions";
        |s| loss(&s.journeys.of(&[ResolvedFirst]));
    loss_rate_resolved_late, "loss, resolved late", SHARE, Lower, Market;
        "Share of completed occasions with a failed contact over which the customer was lost.";
        "customers lost" / "those occasions";
        |s| loss(&s.journeys.of(&[ResolvedLate, Recovered]));
    loss_rate_given_up, "loss, given up", SHARE, Lower, Market;
        "Share of occasions given up over which the customer was lost.";
        "customers lost" / "those occasions";
        |s| loss(&s.journeys.of(&[GivenUp, CutOff]));
    loss_rate_not_pursued, "loss, need not pursued", SHARE, Lower, Segments;
        "Share of needs not pursued over which the customer was lost.";
        "customers lost" / "needs not pursued";
        |s| Ratio::per(s.customers.not_pursued_lost, s.customers.not_pursued);
    reported_resolved_first, "reported satisfaction, resolved at once", GRADE, Higher, Market;
        "Mean reported satisfaction of completed journeys without a failed contact.";
        "reported satisfaction" / "those journeys";
        |s| reported(&s.journeys.of(&[ResolvedFirst]));
    reported_recovered, "reported satisfaction, recovered", GRADE, Higher, Market;
        "Mean reported satisfaction of journeys completed after a single failed contact, with no context lost in the last one.";
        "reported satisfaction" / "those journeys";
        |s| reported(&s.journeys.of(&[Recovered]));
    resolution_no_transfer, "resolution, no transfer", SHARE, Higher, Market;
        "Of service journeys that turned to somebody who serves and saw no transfer, share completed with a single turn.";
        "those completed with a single turn" / "those journeys";
        |s| class(&s.tally.by_transfer[NO_TRANSFER], s.tally.by_transfer[NO_TRANSFER].resolved_first);
    resolution_warm_transfer, "resolution, warm transfer", SHARE, Higher, Market;
        "The same with warm transfers only.";
        "those completed with a single turn" / "those journeys";
        |s| class(&s.tally.by_transfer[WARM_TRANSFER], s.tally.by_transfer[WARM_TRANSFER].resolved_first);
    resolution_cold_transfer, "resolution, cold transfer", SHARE, Higher, Market;
        "The same with a cold transfer.";
        "those completed with a single turn" / "those journeys";
        |s| class(&s.tally.by_transfer[COLD_TRANSFER], s.tally.by_transfer[COLD_TRANSFER].resolved_first);
    experience_no_transfer, "experience, no transfer", GRADE, Higher, Market;
        "Mean experience of those journeys without a transfer.";
        "experience x" / "those journeys";
        |s| grade(s.tally.by_transfer[NO_TRANSFER].experience, s.tally.by_transfer[NO_TRANSFER].journeys);
    experience_warm_transfer, "experience, warm transfer", GRADE, Higher, Market;
        "The same with warm transfers only.";
        "experience x" / "those journeys";
        |s| grade(s.tally.by_transfer[WARM_TRANSFER].experience, s.tally.by_transfer[WARM_TRANSFER].journeys);
    experience_cold_transfer, "experience, cold transfer", GRADE, Higher, Market;
        "The same with a cold transfer.";
        "experience x" / "those journeys";
        |s| grade(s.tally.by_transfer[COLD_TRANSFER].experience, s.tally.by_transfer[COLD_TRANSFER].journeys);
    answer_minutes, "time to the first answer", MINUTES, Lower, Origins;
        "With run.elapsed: mean time from the need to the beginning of the first service by somebody who serves, on the clock, of ended journeys that had one.";
        "time to the first answer" / "ended journeys that had one";
        |s| s.elapsed(Span::Answer);
        [asked |asked| asked.elapsed];
    answer_minutes_median, "median time to the first answer", MINUTES, Lower, Origins;
        "The median of the same, as exact as the median effort.";
        "the median of each replication" / "replications with such a journey";
        |s| s.elapsed_quantile(Span::Answer, 5);
        [asked |asked| asked.elapsed];
    answer_minutes_p90, "90th percentile of the time to the first answer", MINUTES, Lower, Origins;
        "What one such journey in ten exceeds.";
        "the percentile of each replication" / "replications with such a journey";
        |s| s.elapsed_quantile(Span::Answer, 9);
        [asked |asked| asked.elapsed];
    answer_open_minutes, "time to the first answer, in opening hours", MINUTES, Lower, Origins;
        "With run.elapsed: the mean of the same time, as far as the channel that answered, or its pool, was open.";
        "time to the first answer in opening hours" / "ended journeys that had one";
        |s| s.elapsed(Span::AnswerOpen);
        [asked |asked| asked.elapsed];
    answer_open_minutes_median, "median time to the first answer, in opening hours", MINUTES, Lower, Origins;
        "The median of the same, as exact as the median effort.";
        "the median of each replication" / "replications with such a journey";
        |s| s.elapsed_quantile(Span::AnswerOpen, 5);
        [asked |asked| asked.elapsed];
    answer_open_minutes_p90, "90th percentile of the time to the first answer, in opening hours", MINUTES, Lower, Origins;
        "What one such journey in ten exceeds.";
        "the percentile of each replication" / "replications with such a journey";
        |s| s.elapsed_quantile(Span::AnswerOpen, 9);
        [asked |asked| asked.elapsed];
    end_minutes, "time to the end", MINUTES, Lower, Origins;
        "With run.elapsed: mean time from the need to the end of a completed journey, on the clock.";
        "time to the end" / "completed journeys";
        |s| s.elapsed(Span::End);
        [asked |asked| asked.elapsed];
    end_minutes_median, "median time to the end", MINUTES, Lower, Origins;
        "The median of the same, as exact as the median effort.";
        "the median of each replication" / "replications with a completed journey";
        |s| s.elapsed_quantile(Span::End, 5);
        [asked |asked| asked.elapsed];
    end_minutes_p90, "90th percentile of the time to the end", MINUTES, Lower, Origins;
        "What one completed journey in ten exceeds.";
        "the percentile of each replication" / "replications with a completed journey";
        |s| s.elapsed_quantile(Span::End, 9);
        [asked |asked| asked.elapsed];
    end_open_minutes, "time to the end, in opening hours", MINUTES, Lower, Origins;
        "With run.elapsed: the mean of the same time, as far as the channel in which the journey ended, or its pool, was open.";
        "time to the end in opening hours" / "completed journeys";
        |s| s.elapsed(Span::EndOpen);
        [asked |asked| asked.elapsed];
    end_open_minutes_median, "median time to the end, in opening hours", MINUTES, Lower, Origins;
        "The median of the same, as exact as the median effort.";
        "the median of each replication" / "replications with a completed journey";
        |s| s.elapsed_quantile(Span::EndOpen, 5);
        [asked |asked| asked.elapsed];
    end_open_minutes_p90, "90th percentile of the time to the end, in opening hours", MINUTES, Lower, Origins;
        "What one completed journey in ten exceeds.";
        "the percentile of each replication" / "replications with a completed journey";
        |s| s.elapsed_quantile(Span::EndOpen, 9);
        [asked |asked| asked.elapsed];
    repeat_contact_rate, "repeated contacts", SHARE, Lower, Channels;
        "With run.repeat_within_days: of contacts with somebody who serves that were served to an end so many days before the horizon or more, share after which the customer turned to somebody who serves again within so many days, in whatever journey and channel.";
        "those after which the customer turned to somebody who serves again" / "contacts served to an end by somebody who serves";
        |s| s.repeats();
        [asked |asked| asked.repeat_within_days.is_some()];
    spend_one_channel, "spend, one channel", EUR, Neither, Market;
        "With run.channels_used: value of the orders of customers who were served to an end in a single channel, by their journeys that count; who they are, and not what the channel does.";
        "value of their orders" / "customers served in one channel";
        |s| Ratio::per(s.spending()[0].spent, s.spending()[0].customers);
        [asked |asked| asked.channels_used];
    spend_more_channels, "spend, more channels", EUR, Neither, Market;
        "The same of customers who were served in two channels or more.";
        "value of their orders" / "customers served in two channels or more";
        |s| Ratio::per(s.spending()[1].spent, s.spending()[1].customers);
        [asked |asked| asked.channels_used];
    more_channels_share, "customers of more channels", SHARE, Neither, Market;
        "Of these customers, share who were served in two channels or more.";
        "customers served in two channels or more" / "customers served to an end in a journey that counts";
        |s| Ratio::per(s.spending()[1].customers, s.spending().iter().map(|one| one.customers).sum());
        [asked |asked| asked.channels_used];
    stock_asked, "units asked for", count("units"), Neither, Channels;
        "Where something is sold from stock: units asked for after the warm-up and before the horizon in channels with a stock pool, by attempts that would have succeeded; whoever misses may ask again.";
        "units asked for" / "replications";
        |s| Ratio::total(s.own(stock::ASKED).into());
        [asked |asked| asked.stock];
    stock_fill_rate, "fill rate", SHARE, Higher, Channels;
        "Share of the units asked for that were served, by the channel's own stock pool or by another.";
        "units served" / "units asked for";
        |s| s.of_asked(|s| s.own(stock::ASKED) - s.missed());
        [asked |asked| asked.stock];
    stock_out_rate, "out of stock", SHARE, Lower, Channels;
        "Share of the units asked for that the channel's own stock pool did not have.";
        "units that it did not have" / "units asked for";
        |s| s.of_asked(|s| s.own(stock::OUT));
        [asked |asked| asked.stock];
    stock_served_elsewhere, "served from another pool", SHARE, Neither, Channels;
        "Share of the units asked for that another stock pool served in the place of the channel's own.";
        "units served by another pool" / "units asked for";
        |s| s.of_asked(|s| s.own(stock::ELSEWHERE));
        [asked |asked| asked.stock];
    stock_lost_journeys, "lost to stock", count("journeys"), Lower, Channels;
        "Journeys that ended after the warm-up and otherwise than completed, after something that they wanted was out of stock; by the channel of the last contact.";
        "journeys" / "replications";
        |s| Ratio::total(s.own(stock::LOST).into());
        [asked |asked| asked.stock];
    stock_given_back, "units given back", count("units"), Neither, Channels;
        "Units that journeys which ended otherwise than completed have given back after the warm-up; by the channel of the last contact.";
        "units" / "replications";
        |s| Ratio::total(s.own(stock::GIVEN_BACK).into());
        [asked |asked| asked.stock];
    orders, "orders", count("orders"), Higher, Channels;
        "Where something is sold from stock or sent back: journeys with a value that were completed in a contact which arrived after the warm-up, by the channel of that contact, whatever was sent back later.";
        "orders" / "replications";
        |s| total(s.visits.completed);
        [asked |asked| asked.stock || asked.refunds];
    cart_abandonment_own, "carts not ordered there", SHARE, Lower, Channels;
        "Where something is sold from stock: of baskets filled in self-service, by where they were filled, share that was not ordered in that channel, as its own report counts them; some of these are ordered in another.";
        "those not ordered there" / "baskets filled in self-service";
        |s| Ratio::per(s.baskets.filled - s.baskets.ordered_there, s.baskets.filled);
        [asked |asked| asked.stock];
    stock_put_back, "units put back", count("units"), Neither, Channels;
        "Where something is sold from stock, and sent back: units of orders that were refunded after the warm-up and are there again; by the channel in which they were handed in.";
        "units" / "replications";
        |s| Ratio::total(s.own(stock::PUT_BACK).into());
        [asked |asked| asked.stock && asked.refunds];
    sent_back_rate, "orders sent back", SHARE, Lower, Channels;
        "With journey.X.refunds: orders that were handed in after the warm-up, refunded or exchanged, over the orders completed in contacts that arrived after it; by the channel in which they were completed.";
        "orders handed in" / "orders";
        |s| Ratio { numerator: s.own(refunds::SENT_BACK).into(), denominator: s.visits.completed };
        [asked |asked| asked.refunds];
    exchanged_rate, "exchanged", SHARE, Higher, Channels;
        "With journey.X.refunds: of the orders that were handed in after the warm-up, share that was exchanged; by the channel in which they were handed in.";
        "orders exchanged" / "orders handed in";
        |s| Ratio::per(s.own(refunds::EXCHANGED).unsigned_abs(), s.own(refunds::HANDED_IN).unsigned_abs());
        [asked |asked| asked.refunds];
    refunds, "refunds", EUR, Lower, Segments;
        "With journey.X.refunds: what was refunded after the warm-up, which revenue is less by.";
        "refunds" / "replications";
        |s| Ratio::total(s.own(refunds::REFUNDED).into());
        [asked |asked| asked.refunds];
    sent_back_cost, "cost of orders sent back", EUR, Lower, Segments;
        "With journey.X.refunds: what pieces that were handed in after the warm-up lost in worth (lost), and what handling them cost (cost); part of what margin is less by.";
        "loss in worth and cost of handling" / "replications";
        |s| Ratio::total(s.own(refunds::COST).into());
        [asked |asked| asked.refunds];
    baskets_met, "baskets that met", count("baskets"), Neither, Channels;
        "With seam.basket_merge: baskets filled in self-service after the warm-up that met an older one of the same journey, by the channel in which they were filled.";
        "baskets" / "replications";
        |s| Ratio::total(s.own(baskets::MET).into());
        [asked |asked| asked.baskets_meet];
    holding_cost, "cost of stock", EUR, Lower, Market;
        "Units on hand between the warm-up and the horizon, at their cost by time; part of the cost to serve.";
        "cost of units on hand" / "replications";
        |s| Ratio::total(s.holding_cost());
        [fixed Books::holding_costs_nothing];
        [asked |asked| asked.stock];
    records_known, "records known", RECORDS, Neither, Channels;
        "Where what channels know of customers does anything: records of the customer that a contact's channel knew on arrival, its own and the shared part of those of others, on average over contacts that arrived after the warm-up.";
        "records known" / "contacts that arrived";
        |s| s.records_known();
        [asked |asked| asked.personalisation];
    outreach_messages, "messages", count("messages"), Neither, Channels;
        "Where the firm reaches out to customers: messages that campaigns sent after the warm-up, by channel.";
        "messages" / "replications";
        |s| Ratio::total(s.own(outreach::SENT).into());
        [asked |asked| asked.outreach];
    outreach_suppressed, "messages suppressed", count("messages"), Neither, Channels;
        "Messages that were due and not sent after the warm-up, since they would have been unwelcome: beyond the cap, to customers with an open problem, or after what they ask for was done.";
        "messages suppressed" / "replications";
        |s| Ratio::total(s.own(outreach::SUPPRESSED).into());
        [asked |asked| asked.outreach];
    outreach_responses, "responses", count("responses"), Higher, Channels;
        "Messages sent after the warm-up that begin a journey, by the channel of the message.";
        "responses" / "replications";
        |s| Ratio::total(s.own(outreach::RESPONSES).into());
        [asked |asked| asked.outreach];
    outreach_response_rate, "response", SHARE, Higher, Channels;
        "Share of messages sent that begin a journey.";
        "responses" / "messages";
        |s| s.of_sent(outreach::RESPONSES);
        [asked |asked| asked.outreach];
    outreach_opt_outs, "opt-outs", count("opt-outs"), Lower, Channels;
        "Messages after which the customer opted out of the channel, so that they hear nothing more in it.";
        "opt-outs" / "replications";
        |s| Ratio::total(s.own(outreach::OPT_OUTS).into());
        [asked |asked| asked.outreach];
    outreach_opt_out_rate, "opting out", SHARE, Lower, Channels;
        "Share of messages sent after which the customer opted out of the channel.";
        "opt-outs" / "messages";
        |s| s.of_sent(outreach::OPT_OUTS);
        [asked |asked| asked.outreach];
    outreach_brought_forward, "needs brought forward", count("needs"), Neither, Segments;
        "Needs of customers' own that did not arise after the warm-up, since a response to a message had taken their place.";
        "needs" / "replications";
        |s| Ratio::total(s.own(outreach::BROUGHT_FORWARD).into());
        [asked |asked| asked.outreach];
    outreach_reached, "customers reached", SHARE, Neither, Segments;
        "Share of the customers who were ever there that got a message after the warm-up.";
        "customers who got a message" / "customers who were ever there";
        |s| s.reached();
        [asked |asked| asked.outreach];
    outreach_claimed, "margin claimed by campaigns", BALANCE, Neither, Channels;
        "With a budget: margin of orders completed after the warm-up that campaigns claim, since they had sent the customer something within budget.claim_days; an order that several claim counts for each.";
        "margin claimed" / "replications";
        |s| Ratio::total(s.own(outreach::CLAIMED).into());
        [asked |asked| asked.budget];
    outreach_measured, "margin measured by holding out", BALANCE, Neither, Channels;
        "With a budget and measurement: margin that reviews after the warm-up found campaigns to have brought, by what customers held out spent; nothing where these spent more.";
        "margin measured" / "replications";
        |s| Ratio::total(s.own(outreach::MEASURED).into());
        [asked |asked| asked.budget];
    outreach_cost, "cost of messages", EUR, Lower, Market;
        "Messages sent after the warm-up, at their cost; taken off profit, and no part of the cost to serve.";
        "cost of messages" / "replications";
        |s| Ratio::total(s.outreach_cost());
        [fixed Books::messages_cost_nothing];
        [asked |asked| asked.outreach];
    contact_flow, "contacts by passage", count("contacts"), Neither, Passages;
        "Contacts by passage: `web>phone` came to the phone after the web, `start>web` began a journey on the web.";
        "contacts" / "replications";
        |s| total(s.tally.flow[s.cell()]);
    order_path, "orders by path", SHARE_OF_ORDERS, Neither, Paths;
        "Completed journeys with a value by the channel of the first contact and of the last.";
        "those from the one to the other" / "completed journeys with a value";
        |s| Ratio::per(s.tally.paths[s.cell()], s.tally.paths.cells().iter().sum());
    ended_at_step, "ended at a step", SHARE, Neither, Steps;
        "Share of ended journeys of a type that came to an end at this step without being completed, in whatever way: given up, cut off or left.";
        "those not completed that had reached this step" / "ended journeys of the type";
        |s| s.ended_at();
    staffed_hours, "staffed hours", HOURS, Neither, Pools;
        "Paid hours of a staff pool, by its timetable.";
        "paid hours" / "replications";
        |s| total(s.books.staffed[s.pool()]);
        [fixed |_| true];
    occupancy, "occupancy", LOAD, Neither, Pools;
        "Time at work of a staff pool's agents, over its paid hours; above 1 where they finish after closing, unpaid.";
        "micro-minutes at work" / "paid micro-minutes";
        |s| Ratio::per(s.tally.work[s.pool()], s.books.staffed[s.pool()]);
    pool_abandonment_rate, "hang-ups", SHARE, Lower, Pools;
        "Share of contacts in the line of a staff pool that no longer wait whose customer hung up; without messages.";
        "those hung up" / "contacts that no longer wait";
        |s| s.hang_ups();
    stock_on_hand, "units on hand", UNITS, Neither, Stocks;
        "Mean units on hand in a stock pool between the warm-up and the horizon, over all its items.";
        "units on hand, times the micro-minutes" / "micro-minutes reported";
        |s| s.stored();
        [asked |asked| asked.stock];
    stock_empty, "items out of stock", SHARE_OF_EACH, Lower, Stocks;
        "Share of the time between the warm-up and the horizon for which an item of a stock pool was out, over its items.";
        "the share of each replication" / "replications";
        |s| s.empty();
        [asked |asked| asked.stock];
}

/// The position of a metric in [`METRICS`].
pub fn position(id: &str) -> Option<usize> {
    METRICS.iter().position(|metric| metric.id == id)
}
