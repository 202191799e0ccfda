//! What nothing in a market reads: a setting of it changes nothing, whatever its value.

use super::meant::{BasketMerge, Channel, Journey, Market, Probability, Reach, Segment, Sends, Showroom, TwinClosed};
use super::typed::{self, Kind};
use std::sync::Arc;

/// A market in which all is set back that nothing in it reads.
pub fn without_what_is_idle(market: &Market) -> Market {
    let mut market = market.clone();
    set_back_what_no_seam_reads(&mut market);
    set_back_what_no_order_reads(&mut market);
    set_back_what_no_line_reads(&mut market);
    set_back_what_takes_no_stock(&mut market);
    set_back_what_is_sent_back_nowhere(&mut market);
    set_back_baskets_that_never_meet(&mut market);
    set_back_what_nobody_sees(&mut market);
    set_back_what_nobody_learns(&mut market);
    set_back_what_nobody_is_told(&mut market);
    set_back_what_nobody_meets(&mut market);
    market
}

/// Wrong records, work left behind, and who is passed on where.
fn set_back_what_no_seam_reads(market: &mut Market) {
    let none_is = |table: &[Vec<Probability>]| table.iter().flatten().all(|one| *one == Probability::default());
    if none_is(&market.wrong_match) {
        market.whole.seam.repair_minutes = 0.0;
        market.whole.experience.wrong_match = 0.0;
    }
    if !market.channels.iter().any(|channel| channel.kind == Kind::Messages && channel.pool.is_some()) {
        market.twin_closed = Vec::new();
    }
    if none_is(&market.twin_closed) {
        market.twin_closed_when = TwinClosed::Served;
    }
    let passes_on = |channel: &Channel| channel.open && channel.transfer != Probability::default();
    let is_passed_on_to = |channel: &&Channel| channel.open && channel.accepts_transfers;
    let is_passed_on = market.channels.iter().any(passes_on);
    if !is_passed_on || market.channels.iter().filter(is_passed_on_to).count() < 2 {
        market.routed_right = Probability::default();
    }
    if !is_passed_on {
        let seams = market.journeys.iter_mut().flat_map(|journey| journey.seams.iter_mut().flatten());
        seams.for_each(|seam| seam.warm = Probability::default());
    }
}

/// Prices and margins where nothing is sold, and spreads of what is 0.
fn set_back_what_no_order_reads(market: &mut Market) {
    let sells = |journey: &Journey| journey.typed.value.is_some();
    if !market.journeys.iter().any(sells) {
        let conflict = &mut market.whole.conflict;
        (conflict.better_success, conflict.better_experience, conflict.better_discount) = (0.0, 0.0, 0.0);
        for segment in &mut market.segments {
            (segment.value_factor, segment.value_cv) = (0.0, 0.0);
        }
    }
    for segment in market.segments.iter_mut().filter(|segment| segment.loss_per_year == 0.0) {
        segment.loss_cv = 0.0;
    }
    let at_random = |segment: &Segment| segment.needs.iter().flatten().any(|needs| needs.per_year.is_some());
    market.segments.iter_mut().filter(|segment| !at_random(segment)).for_each(|segment| segment.day_cv = 0.0);
    if !market.segments.iter().any(at_random) {
        market.day_cv = 0.0;
    }
    for journey in market.journeys.iter_mut().filter(|journey| !sells(journey)) {
        journey.typed = Arc::new(typed::Journey { margin: 0.0, ..(*journey.typed).clone() });
    }
}

/// Patience and slots where nobody waits.
fn set_back_what_no_line_reads(market: &mut Market) {
    for channel in market.channels.iter_mut().filter(|channel| channel.kind != Kind::Chat) {
        channel.slowdown = 0.0;
    }
    for channel in market.channels.iter_mut().filter(|channel| channel.pool.is_none()) {
        (channel.patience_minutes, channel.waiting_weight, channel.slowdown, channel.slots) = (0.0, 0.0, 0.0, 1);
    }
}

/// Goods that nothing is sold from, and whoever misses nothing.
fn set_back_what_takes_no_stock(market: &mut Market) {
    const NOTHING: typed::Stock = typed::Stock {
        order_up_to: 0,
        items: 1,
        review_days: 1.0,
        lead_days: 0.0,
        believed_out: 0.0,
        shown_wrongly: 0.0,
        holding_cost_per_year: 0.0,
    };
    let has_stock = market.has_stock();
    let there: Vec<bool> = (0..market.stocks.len()).map(|at| has_stock && market.sells_from(at)).collect();
    market.stocks.iter_mut().zip(&there).filter(|(_, there)| !**there).for_each(|(stock, _)| *stock = NOTHING);
    if there.iter().filter(|there| **there).count() < 2 {
        market.stock_shared = Probability::default();
    }
    if !has_stock {
        market.choice.stockout_aversion = 0.0;
        market.whole.experience.stock_out = 0.0;
        market.channels.iter_mut().for_each(|channel| channel.stock = None);
    }
    if market.choice.stockout_aversion == 0.0 {
        market.stock_visible = Probability::default();
        market.stocks.iter_mut().for_each(|stock| stock.believed_out = 0.0);
    }
    if market.stock_visible == Probability::default() {
        market.stocks.iter_mut().for_each(|stock| stock.shown_wrongly = 0.0);
    }
    for journey in market.journeys.iter_mut().filter(|journey| !has_stock || journey.takes_at.is_none()) {
        journey.takes_at = None;
        let typed = Arc::make_mut(&mut journey.typed);
        (typed.takes_at, typed.leave_when_out) = (None, None);
    }
}

/// Exchanges where nothing can be handed in; what is sent back stands beside what was typed of it.
fn set_back_what_is_sent_back_nowhere(market: &mut Market) {
    let Market { journeys, channels, .. } = market;
    for journey in journeys {
        Arc::make_mut(&mut journey.typed).refunds = None;
        let Some(refunds) = &mut journey.refunds else { continue };
        let last = journey.steps.last().copied();
        let ends_in = |channel: &Channel| channel.open && last.is_some_and(|step| channel.steps[step].is_some());
        let nowhere = refunds.exchanged.iter_mut().zip(channels.iter()).filter(|(_, channel)| !ends_in(channel));
        nowhere.for_each(|(exchanged, _)| *exchanged = Probability::default());
    }
}

/// What becomes of two baskets where a journey cannot have two.
fn set_back_baskets_that_never_meet(market: &mut Market) {
    let fills = |channel: &Channel, step: usize| {
        channel.open && channel.kind == Kind::SelfService && channel.steps[step].is_some()
    };
    let has_two = |journey: &Journey| match journey.steps.as_slice() {
        [.., step, _] if journey.typed.value.is_some() => {
            market.channels.iter().filter(|channel| fills(channel, *step)).count() > 1
        }
        _ => false,
    };
    let any_has_two = market.journeys.iter().any(has_two);
    let seam = &mut market.whole.seam;
    seam.basket_merge = seam.basket_merge.filter(|_| any_has_two);
    let sets_aside = seam.basket_merge == Some(BasketMerge::SetAside);
    seam.basket_minutes = Some(if sets_aside { seam.basket_minutes() } else { 0.0 });
}

/// A showroom that is shut, and what seeing the goods does where nothing is needed, or sent back.
fn set_back_what_nobody_sees(market: &mut Market) {
    let sells = |journey: &Journey| journey.typed.value.is_some();
    let shows = |(at, channel): (usize, &Channel)| {
        market.showroom.channels >> at & 1 == 1 && channel.open && channel.steps.iter().any(Option::is_some)
    };
    if !market.channels.iter().enumerate().any(shows) {
        market.showroom = Showroom::default();
    }
    let is_needed = |at: usize| market.segments.iter().any(|segment| segment.needs[at].is_some());
    if !market.journeys.iter().enumerate().any(|(at, journey)| sells(journey) && is_needed(at)) {
        market.showroom.needs = Probability::default();
    }
    if market.showroom.needs == Probability::default() {
        market.showroom.after_days = 0.0;
    }
    if market.journeys.iter().all(|journey| journey.refunds.is_none()) {
        market.showroom.sent_back = 1.0;
    }
    let Showroom { channels, needs, sent_back, .. } = market.showroom;
    if channels == 0 || needs == Probability::default() && sent_back == 1.0 {
        market.showroom = Showroom::default();
    }
}

/// Records of which nothing is made, or that are nobody else's.
fn set_back_what_nobody_learns(market: &mut Market) {
    if !market.anticipates() {
        market.whole.personalisation.anticipation = 0.0;
    }
    if !market.personalises() {
        market.whole.personalisation.kappa = 1.0;
        market.records_shared = Vec::new();
    }
}

/// Campaigns that send nothing, and what messages do where there are none, or where nothing comes of it.
fn set_back_what_nobody_is_told(market: &mut Market) {
    let sends: Vec<bool> = market.campaigns.iter().map(|campaign| market.sends(campaign)).collect();
    let without_value = |journey: &Journey| journey.typed.value.is_none();
    for (campaign, _) in market.campaigns.iter_mut().zip(&sends).filter(|(_, sends)| !**sends) {
        let rhythm = if campaign.is_in_waves() { Sends::Waves(1.0) } else { Sends::AtRandom(0.0) };
        let none = Probability::default();
        (campaign.segments, campaign.rhythm, campaign.share) = (Vec::new(), rhythm, none);
        (campaign.first_day, campaign.cost, campaign.pressure, campaign.until_response) = (0.0, 0.0, 0.0, false);
        (campaign.response, campaign.opt_out) = (none, none);
    }
    for campaign in &mut market.campaigns {
        if campaign.response == Probability::default() {
            (campaign.response_days, campaign.discount, campaign.until_response) = (0.0, 0.0, false);
            campaign.brought_forward = Probability::default();
        }
        if without_value(&market.journeys[campaign.begins]) {
            campaign.discount = 0.0;
        }
    }
    let sent = || market.campaigns.iter().zip(&sends).filter(|(_, sends)| **sends).map(|(campaign, _)| campaign);
    let (somebody_hears, outreach) = (sends.contains(&true), &mut market.outreach);
    let somebody_responds = sent().any(|campaign| campaign.response != Probability::default());
    if !somebody_responds {
        (outreach.fatigue, outreach.response_cv, outreach.newcomer_response) = (0.0, 0.0, 1.0);
    }
    if !market.segments.iter().any(|segment| segment.joins.is_some()) {
        outreach.newcomer_response = 1.0;
    }
    if outreach.newcomer_response == 1.0 {
        outreach.newcomer_half_life_days = 1.0;
    }
    if sent().all(|campaign| campaign.opt_out == Probability::default()) {
        outreach.opt_out_rise = 0.0;
    }
    if sent().all(|campaign| campaign.pressure == 0.0) {
        (outreach.fatigue, outreach.opt_out_rise, outreach.annoyance) = (0.0, 0.0, 0.0);
    }
    if !somebody_hears {
        outreach.annoyance = 0.0;
    }
    if (outreach.fatigue, outreach.opt_out_rise, outreach.annoyance) == (0.0, 0.0, 0.0) {
        outreach.half_life_days = 1.0;
        market.campaigns.iter_mut().for_each(|campaign| campaign.pressure = 0.0);
    }
    let may_be_unwelcome = outreach.cap.is_some() || outreach.quiet_days > 0.0;
    if !somebody_hears || !may_be_unwelcome && !market.journeys.iter().any(without_value) {
        market.suppressed = Probability::default();
    }
    if market.suppressed == Probability::default() {
        (market.outreach.cap, market.outreach.quiet_days) = (None, 0.0);
    }
}

/// Joiners where nobody is for whom they could join, closed doors where all is always open, needs not pursued where all are, and the liking of what is out of reach.
fn set_back_what_nobody_meets(market: &mut Market) {
    let is_always_open = |channel: &Channel| channel.hours.is_always();
    let never_closed = market.channels.iter().all(is_always_open);
    let Market { channels, segments, journeys, choice, .. } = market;
    for segment in segments.iter_mut() {
        if segment.share == 0.0 {
            segment.joins = None;
        }
        let out_of_reach = segment.reach.iter().map(|reach| *reach == Reach::Constant(0.0));
        let tastes = segment.taste.iter_mut().zip(out_of_reach);
        tastes.filter(|(_, is_out)| *is_out).for_each(|(taste, _)| *taste = 0.0);
    }
    for journey in journeys {
        let begins_in = |at: &usize| channels[*at].open && channels[*at].steps[journey.steps[0]].is_some();
        let opens = |at: &usize| channels[*at].hours.next_opening(0).is_some();
        let first: Vec<usize> = (0..channels.len()).filter(begins_in).filter(opens).collect();
        let all_reach = segments.iter().all(|it| first.iter().any(|&at| it.reach[at] == Reach::Constant(1.0)));
        let typed = Arc::make_mut(&mut journey.typed);
        if never_closed {
            typed.return_minutes = 0.0;
        }
        if all_reach && choice.outside.is_none() {
            typed.loss_not_pursued = 0.0;
        }
    }
}
