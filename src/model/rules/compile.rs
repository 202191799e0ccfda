//! From a market as meant to its rules: probabilities shifted, weights exponentiated, names turned into numbers and bits.

use super::causes::causes;
use super::{
    Attempt, BEFORE, Baskets, Campaign, Channel, Form, Interval, Journey, NOWHERE, Needs, Pool, Rules, Segment,
    Weights, running,
};
use crate::chance::maths::{exp, shifted};
use crate::chance::{Laws, Quantiles, Varies, named};
use crate::mistakes::Mistake::{
    ChatsAsFast, ConflictReversed, DaysAlike, HabitForgotten, LinesUnseen, LossDoubled, PatienceEndless, TastesAlike,
};
use crate::mistakes::is_made;
use crate::model::joining::Joining;
use crate::model::mechanism;
use crate::model::needs::Rhythm;
use crate::scenario::meant::{
    self, BasketMerge, Kind, LostContext, Market, Names, Probability, Reach, RecognisedBy, RestartNotOffered, Sharing,
};
use crate::scenario::timetable::{MINUTES_PER_DAY, NEVER, SECONDS_PER_MINUTE, YEAR, micros};
use crate::scenario::{MOST_CHANNELS, MOST_STEPS};
use std::sync::Arc;

impl Rules {
    /// Compiles a market.
    pub fn new(run: &meant::Run, names: &Names, market: &Market, laws: &mut Laws) -> Self {
        let horizon = micros(run.horizon_days * MINUTES_PER_DAY);
        let longest = market.journeys.iter().map(|journey| journey.typed.longest_days()).fold(0.0, f64::max);
        let shares = market.segments.iter().scan(0.0, |sum, segment| {
            *sum += segment.share;
            Some(*sum)
        });
        // Whatever is left by rounding falls to the last that has a share at all.
        let last = market.segments.iter().rposition(|segment| segment.share > 0.0);
        let up_to = shares.enumerate().map(|(at, sum)| if Some(at) == last { f64::INFINITY } else { sum });
        let those = |is: &dyn Fn(&meant::Channel) -> bool| bits_of(market.channels.iter().map(is));
        let liked_differently = those(&|channel| channel.taste_sd != 0.0);
        let queues = those(&|channel| {
            market.choice.wait_aversion > 0.0 && channel.pool.is_some() && channel.kind != Kind::Messages
        });
        let habit_pulls = market.choice.habit != 0.0;
        let looks_at_stock = market.choice.stockout_aversion > 0.0 && market.has_stock();
        let all_choose_alike = liked_differently | queues == 0 && !habit_pulls && !looks_at_stock;
        Self {
            customers: run.customers,
            horizon,
            followed_until: 2 * horizon,
            warm_up: micros(run.warm_up_days * MINUTES_PER_DAY),
            in_time: micros(run.service_level_seconds as f64 / SECONDS_PER_MINUTE),
            counted_until: horizon - micros(longest * MINUTES_PER_DAY),
            channels: market
                .channels
                .iter()
                .enumerate()
                .map(|(c, channel)| compile_channel(market, channel, c, &names.channels[c]))
                .collect(),
            forms: market
                .channels
                .iter()
                .enumerate()
                .map(|(at, channel)| Form { channel: at, kind: channel.kind, has_pool: channel.pool.is_some() })
                .collect(),
            segments: market
                .segments
                .iter()
                .zip(&names.segments)
                .zip(up_to)
                .map(|((segment, name), up_to)| Segment {
                    joining: segment.joins.as_ref().map(|joins| Joining::new(joins, horizon)),
                    ..compile_segment(segment, name, up_to, laws)
                })
                .collect(),
            journeys: market
                .journeys
                .iter()
                .enumerate()
                .map(|(at, journey)| {
                    compile_journey(market, journey, at, &names.journeys[at], queues, all_choose_alike)
                })
                .collect(),
            stock_pools: market.stocks.len(),
            campaigns: (market.campaigns.iter().zip(&names.campaigns))
                .map(|(campaign, name)| compile_campaign(campaign, name, market.outreach.response_cv, laws))
                .collect(),
            outreach: market.outreach.clone(),
            suppressed: market.suppressed.get(),
            mechanisms: mechanism::of(market, &[]),
            causes: causes(market, names),
            pools: compile_pools(market),
            day_factor: laws.gamma(1.0, if is_made(DaysAlike) { 0.0 } else { market.day_cv }),
            habit: exp(if is_made(HabitForgotten) { 0.0 } else { market.choice.habit }),
            habit_pulls,
            wait_aversion: if is_made(LinesUnseen) { 0.0 } else { market.choice.wait_aversion },
            stockout_aversion: market.choice.stockout_aversion,
            showroom: market.showroom.clone(),
            outside: market.choice.outside.map_or(0.0, exp),
            routed_right: market.routed_right.get(),
            wrong_match: Some(by_passage(&market.wrong_match)).filter(|table| {
                let by_contact = market.whole.seam.recognised_by == RecognisedBy::Contact;
                !by_contact || table.as_flattened().iter().any(|&p| p > 0.0)
            }),
            better_share: by_passage(&market.better_share),
            steps_of: names.steps_of.clone(),
            always_open: those(&|channel| channel.open && channel.hours.is_always()),
            all_choose_alike,
            liked_differently,
            queues,
            asked: run.asked,
            whole: market.whole.clone(),
            somebody_joins: market.segments.iter().any(|segment| segment.joins.is_some()),
            has_fewer_needs: false,
            has_more_needs: false,
            losses_change: false,
            agents_know_cases: market.pools.iter().any(|pool| micros(pool.same_agent_minutes) > 0),
            later: Vec::new(),
        }
    }
}

fn compile_pools(market: &Market) -> Vec<Pool> {
    let slots = |pool: usize| market.channels.iter().filter(move |c| c.pool == Some(pool)).map(|c| c.slots);
    let pool = |(at, pool): (usize, &meant::Pool)| Pool {
        timetable: pool.timetable.clone(),
        ranks: pool.ranks.clone(),
        most_slots: slots(at).max().unwrap_or(1),
        sharing: pool.sharing,
        same_agent: micros(pool.same_agent_minutes),
    };
    market.pools.iter().enumerate().map(pool).collect()
}

/// A table by the channel before and the channel; what is of no passage, a first contact, stands in the last row.
fn by_passage(table: &[Vec<Probability>]) -> Box<[[f64; MOST_CHANNELS]; BEFORE]> {
    let mut all = Box::new([[0.0; MOST_CHANNELS]; BEFORE]);
    for (before, row) in table.iter().enumerate() {
        let is_first = before == row.len();
        let values = all[if is_first { usize::from(NOWHERE) } else { before }].iter_mut();
        values.zip(row).for_each(|(value, probability)| *value = probability.get());
    }
    all
}

/// Bits that are set where something holds.
fn bits_of(holds: impl Iterator<Item = bool>) -> u16 {
    holds.enumerate().map(|(bit, holds)| u16::from(holds) << bit).sum()
}

fn compile_channel(market: &Market, channel: &meant::Channel, number: usize, name: &str) -> Channel {
    Channel {
        number: number as u8,
        form: number as u8,
        address: named(name),
        kind: channel.kind,
        assisted: channel.kind != Kind::SelfService,
        open: channel.open,
        hours: channel.hours.clone(),
        pool: channel.pool,
        stock: channel.stock,
        same_agent: channel.pool.is_some_and(|pool| micros(market.pools[pool].same_agent_minutes) > 0),
        access: micros(channel.access_minutes),
        handling_weight: channel.handling_weight,
        waiting_weight: channel.waiting_weight,
        identify: micros(channel.identify_minutes),
        after_contact: micros(channel.after_contact_minutes),
        patience: Varies::exponential(if is_made(PatienceEndless) { f64::INFINITY } else { channel.patience_minutes }),
        slots: channel.slots,
        slowdown: if channel.kind == Kind::Chat && !is_made(ChatsAsFast) { channel.slowdown } else { 0.0 },
        is_delayed: is_delayed(market, channel),
        transfer: channel.transfer.get(),
        accepts_transfers: channel.accepts_transfers,
        typical_minutes: typical_minutes(market, number),
        liking: if channel.taste_sd == 0.0 || is_made(TastesAlike) {
            Varies::Fixed(1.0)
        } else {
            Varies::Lognormal { mu: 0.0, sigma: channel.taste_sd }
        },
    }
}

/// Whether other contacts may delay the work of an agent on one of this channel.
fn is_delayed(market: &Market, channel: &meant::Channel) -> bool {
    match channel.pool.map(|pool| market.pools[pool].sharing) {
        None | Some(Sharing::ChatsFirst) => channel.slots > 1,
        Some(Sharing::CallInterrupts) => channel.kind != Kind::Live,
        Some(Sharing::Limits(_)) => channel.kind == Kind::Chat,
    }
}

/// The plain mean over the steps that a channel offers, with the work after a contact.
fn typical_minutes(market: &Market, channel: usize) -> f64 {
    let channel = &market.channels[channel];
    let offered: Vec<f64> = channel.steps.iter().flatten().map(|step| step.minutes.mean).collect();
    channel.after_contact_minutes + offered.iter().sum::<f64>() / offered.len().max(1) as f64
}

fn compile_segment(segment: &meant::Segment, name: &str, cumulative_share: f64, laws: &mut Laws) -> Segment {
    let is_full = |reach: &Reach| matches!(reach, Reach::Constant(share) if *share >= 1.0);
    Segment {
        cumulative_share,
        reach_grows: segment.reach.iter().any(|reach| !matches!(reach, Reach::Constant(_))),
        in_reach: bits_of(segment.reach.iter().map(is_full)),
        reach: segment.reach.iter().copied().enumerate().filter(|(_, reach)| !is_full(reach)).collect(),
        needs: segment.needs.iter().map(|needs| compile_needs(needs.as_ref(), laws)).collect(),
        still_arise: Vec::new(),
        more_needs: Vec::new(),
        regular_needs: Vec::new(),
        tolerance: Varies::new(&segment.tolerance),
        propensity: laws.beta(if is_made(LossDoubled) { 2.0 * segment.loss.a } else { segment.loss.a }, segment.loss.b),
        value_factor: segment.value_factor,
        spend: laws.gamma(1.0, segment.value_cv),
        joining: None,
        leaving: laws.gamma(segment.loss_per_year / YEAR as f64, segment.loss_cv),
        address: named(name),
        day_factor: laws.gamma(1.0, segment.day_cv),
    }
}

fn compile_campaign(campaign: &meant::Campaign, name: &str, response_cv: f64, laws: &mut Laws) -> Campaign {
    Campaign {
        address: named(name),
        channel: campaign.channel as u8,
        begins: campaign.begins,
        segments: campaign.segments.iter().map(|segment| 1 << segment).sum(),
        share: campaign.share.get(),
        response: responsive(campaign.response.get(), response_cv, laws),
        response_after: Varies::exponential(campaign.response_days * MINUTES_PER_DAY),
        until_response: campaign.until_response,
        discount: campaign.discount,
        brought_forward: campaign.brought_forward.get(),
        opt_out: campaign.opt_out.get(),
        pressure: campaign.pressure,
    }
}

/// Probabilities of a response over customers: beta with this mean and coefficient of variation.
fn responsive(mean: f64, cv: f64, laws: &mut Laws) -> Quantiles {
    if mean == 0.0 || cv == 0.0 {
        return Quantiles::Fixed(mean);
    }
    let size = (1.0 - mean) / (mean * cv * cv) - 1.0;
    laws.beta(mean * size, (1.0 - mean) * size)
}

fn compile_needs(needs: Option<&meant::Needs>, laws: &mut Laws) -> Needs {
    match needs {
        None => Needs::Never,
        Some(meant::Needs { every_days: Some(days), .. }) => {
            Needs::Every(vec![Interval { from: 0, until: NEVER, period: micros(days * MINUTES_PER_DAY) }])
        }
        Some(needs) => {
            let per_micro = needs.per_year.unwrap_or(0.0) / YEAR as f64;
            Needs::Poisson(laws.gamma(per_micro, needs.cv.unwrap_or(0.0)))
        }
    }
}

fn compile_journey(
    market: &Market,
    journey: &meant::Journey,
    at: usize,
    name: &str,
    queues: u16,
    all_choose_alike: bool,
) -> Journey {
    let last = journey.steps.len().saturating_sub(1);
    let reopens = journey.typed.reopens;
    let mut by_position = Box::new([[Attempt::NOT_OFFERED; MOST_CHANNELS]; MOST_STEPS]);
    (0..=last).for_each(|at| by_position[at] = attempts(market, journey, at));
    let weights = weights(market, journey, at);
    let offered = |&step: &usize| bits_of(market.channels.iter().map(|channel| offer(channel, step).is_some()));
    let mut by_step = [0; MOST_STEPS];
    by_step.iter_mut().zip(journey.steps.iter().map(offered)).for_each(|(bits, offered)| *bits = offered);
    let offered_at_all = by_step.iter().fold(0, |all, step| all | step);
    let mut judged = [0; MOST_STEPS + 1];
    judged.iter_mut().zip(by_step).for_each(|(judged, offered)| *judged = offered & queues);
    if let Some(takes_at) = journey.takes_at.filter(|_| market.choice.stockout_aversion > 0.0) {
        let sells = bits_of(market.channels.iter().map(|channel| channel.stock.is_some())) & by_step[takes_at];
        judged.iter_mut().zip(by_step).take(takes_at + 1).for_each(|(judged, offered)| *judged |= offered & sells);
    }
    let sent_back_to = match (journey.lost_context, journey.typed.restart_not_offered) {
        (LostContext::Restart(first), Some(RestartNotOffered::Back)) => Some(first),
        _ => None,
    };
    if let Some(first) = sent_back_to {
        // Whoever is sent back from a later step chooses for this one.
        let again = judged[first];
        judged[first..].iter_mut().for_each(|judged| *judged |= again);
    }
    let seam = &market.whole.seam;
    let baskets = seam
        .basket_merge
        .map(|merge| Baskets { merge, set_aside: micros(seam.basket_minutes()) })
        .filter(|_| journey.typed.value.is_some() && last > 0);
    if baskets.is_some_and(|baskets| baskets.merge == BasketMerge::Overwritten) {
        // Whoever has lost a basket chooses again for the step that fills it.
        judged[last] |= judged[last - 1];
    }
    let mut seams = Box::new([[meant::Seam::default(); MOST_CHANNELS]; BEFORE]);
    for (before, row) in journey.seams.iter().enumerate() {
        let first = before == market.channels.len();
        seams[if first { usize::from(NOWHERE) } else { before }][..row.len()].copy_from_slice(row);
    }
    Journey {
        typed: Arc::clone(&journey.typed),
        number: at,
        address: named(name),
        steps: journey.steps.len(),
        step_numbers: journey.steps.clone(),
        attempts: by_position,
        offered: by_step,
        offered_at_all,
        judged,
        running_weights: if all_choose_alike {
            weights.iter().map(|rows| rows.map(running)).collect()
        } else {
            Vec::new()
        },
        weights,
        seams,
        basket_step: journey.typed.value.and(last.checked_sub(1)).map(|step| step as u8),
        priced_step: journey.price_step.unwrap_or(last) as u8,
        takes_at: journey.takes_at.map(|step| step as u8),
        refunds: journey.refunds.clone(),
        baskets,
        lost_context: journey.lost_context,
        sends_back: sent_back_to.is_some(),
        occasion: journey.typed.occasion,
        value: journey.typed.value.as_ref().map(Varies::new),
        return_after: Varies::exponential(journey.typed.return_minutes),
        pause: Varies::exponential(journey.pause_days * MINUTES_PER_DAY),
        give_up: micros(journey.typed.give_up_days * MINUTES_PER_DAY),
        contact_limit: journey.typed.contact_limit,
        reopens: reopens.map_or(0.0, |reopens| reopens.probability),
        reopens_after: Varies::exponential(reopens.map_or(0.0, |reopens| reopens.after_days * MINUTES_PER_DAY)),
        reference_minutes: journey.reference_minutes,
        rhythm: Rhythm::new(&journey.rhythm),
    }
}

/// A step in a channel, where it is offered and the channel is open.
fn offer(channel: &meant::Channel, step: usize) -> Option<meant::Step> {
    channel.steps[step].filter(|_| channel.open)
}

/// How a step goes in each channel; a better price helps where the price is accepted.
fn attempts(market: &Market, journey: &meant::Journey, position: usize) -> [Attempt; MOST_CHANNELS] {
    let better = if journey.price_step == Some(position) { market.whole.conflict.better_success } else { 0.0 };
    let worse = market.whole.conflict.worse_leave * if is_made(ConflictReversed) { -1.0 } else { 1.0 };
    let mut attempts = [Attempt::NOT_OFFERED; MOST_CHANNELS];
    for (attempt, channel) in attempts.iter_mut().zip(&market.channels) {
        let Some(step) = offer(channel, journey.steps[position]) else { continue };
        let (leave, success) = (step.leave.get(), step.success.get());
        *attempt = Attempt {
            leave: [leave, shifted(leave, worse)],
            success: [
                success,
                shifted(success, -market.cold),
                shifted(success, better),
                shifted(success, better - market.cold),
            ],
            beta: step.beta,
            minutes: Varies::new(&step.minutes),
        };
    }
    attempts
}

fn weights(market: &Market, journey: &meant::Journey, at: usize) -> Vec<[Weights; BEFORE]> {
    let mut all = Vec::new();
    for segment in &market.segments {
        for &step in &journey.steps {
            let mut rows = [[0.0; MOST_CHANNELS]; BEFORE];
            for (before, row) in rows.iter_mut().enumerate() {
                for (channel, weight) in row.iter_mut().enumerate().take(market.channels.len()) {
                    let Some(offer) = offer(&market.channels[channel], step) else { continue };
                    let taste = market.journeys[at].taste[channel].unwrap_or(segment.taste[channel]);
                    let synergy = market.choice.synergy.get(before).map_or(0.0, |row| row[channel]);
                    *weight = exp(taste + offer.fit + synergy);
                }
            }
            all.push(rows);
        }
    }
    all
}
