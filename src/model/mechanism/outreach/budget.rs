//! The budget of outreach: at each review money moves between campaigns, towards those that claim the most, or towards those
//! that hold-out groups show to bring the most.
//!
//! It follows all customers at once. A review comes before all else of its moment: it is made up for by whatever happens
//! first from then on.

use super::super::{Scene, Spot, course, on};
use super::message::{HELD_OUT, Message};
use super::{CLAIMED, MEASURED, count};
use crate::scenario::meant::{Later, Market};
use crate::scenario::timetable::{MINUTES_PER_DAY, Micros, micros};

/// How money moves, and how it stands.
#[derive(Debug, Clone)]
pub struct Budget {
    review: Micros,
    next_review: Micros,
    /// For so long after a message a campaign claims orders.
    claims_for: Micros,
    /// Share of customers to whom a campaign does not send.
    held_out: f64,
    /// Share of all money that moves at a review.
    step: f64,
    /// How far it follows what hold-out groups show, from when on.
    course: Vec<(Micros, f64)>,
    /// Shares of all money by campaign, at the start and now.
    first: Vec<f64>,
    now: Vec<f64>,
    /// When each campaign begins.
    begins: Vec<Micros>,
    /// What came since the last review, by campaign.
    came: Vec<Came>,
    /// Those who join later: when, their number, and their segment.
    joiners: Vec<(Micros, u32, u8)>,
}

/// What a review knows of a campaign (money in millionths).
#[derive(Debug, Clone, Copy, Default)]
struct Came {
    /// Margin of orders that it claims.
    claimed: i128,
    /// Margin of its audience and of those of it who are held out, and how many of each there are.
    margin: [i128; 2],
    customers: [u64; 2],
}

impl Came {
    /// What the campaign has brought, by those who are held out; nothing, if they bring more.
    fn brought(&self) -> f64 {
        let [audience, held_out] = self.margin.map(|margin| margin as f64);
        let [sent_to, not] = self.customers.map(|customers| customers as f64);
        if not > 0.0 { (audience - held_out * sent_to / not).max(0.0) } else { 0.0 }
    }
}

impl Budget {
    /// That of a market and what becomes of it, where there is one.
    pub fn of(market: &Market, later: &[Later]) -> Option<Self> {
        let budget = market.budget?;
        let review = micros(budget.review_days * MINUTES_PER_DAY).max(1);
        let first = split(1.0, &market.spending()).unwrap_or_else(|| vec![0.0; market.campaigns.len()]);
        Some(Self {
            review,
            next_review: review,
            claims_for: micros(budget.claim_days * MINUTES_PER_DAY),
            held_out: budget.held_out,
            step: budget.step,
            course: course(market, later, |market| market.follows_brought.get()),
            begins: market.campaigns.iter().map(|campaign| micros(campaign.first_day * MINUTES_PER_DAY)).collect(),
            now: first.clone(),
            came: vec![Came::default(); first.len()],
            first,
            joiners: Vec::new(),
        })
    }

    /// A customer comes in, now or later.
    pub fn takes_in(&mut self, scene: &dyn Scene, who: u32, segment: u8, at: Micros) {
        if at > 0 { self.joiners.push((at, who, segment)) } else { self.add(scene, who, segment) }
    }

    fn add(&mut self, scene: &dyn Scene, who: u32, segment: u8) {
        for campaign in 0..self.came.len() {
            if let Some(group) = self.group(scene, who, segment, campaign) {
                self.came[campaign].customers[group] += 1;
            }
        }
    }

    /// The group of a customer: 0 if a campaign sends to them, 1 if they are held out, none if they are not its audience.
    fn group(&self, scene: &dyn Scene, who: u32, segment: u8, campaign: usize) -> Option<usize> {
        let rules = scene.rules();
        let is_audience = rules.campaigns[campaign].segments >> segment & 1 == 1;
        let luck = Message::luck_of_campaign(rules, scene.luck_of(who), campaign);
        is_audience.then(|| usize::from(luck.draw(HELD_OUT).falls_below(self.held_out)))
    }

    /// The factor on a campaign's share of its audience, for a customer.
    pub fn factor(&self, scene: &dyn Scene, who: u32, segment: u8, campaign: usize, now: Micros) -> f64 {
        let measures = *on(&self.course, now) > 0.0;
        if measures && self.group(scene, who, segment, campaign) == Some(1) {
            return 0.0;
        }
        if self.first[campaign] > 0.0 { self.now[campaign] / self.first[campaign] } else { 1.0 }
    }

    /// An order brings a margin; campaigns whose last messages came at these moments may claim it.
    pub fn ordered(
        &mut self,
        scene: &mut dyn Scene,
        (who, spot): (u32, Spot),
        margin: i64,
        last_of: impl Fn(usize) -> Option<Micros>,
        now: Micros,
    ) {
        for campaign in 0..self.first.len() {
            if let Some(group) = self.group(scene, who, spot.segment, campaign) {
                self.came[campaign].margin[group] += i128::from(margin);
            }
            if last_of(campaign).is_some_and(|at| now - at < self.claims_for) {
                self.came[campaign].claimed += i128::from(margin);
                let channel = scene.rules().campaigns[campaign].channel;
                count(scene, Spot { channel, ..spot }, CLAIMED, margin, now);
            }
        }
    }

    /// Holds all reviews up to a moment.
    pub fn pass(&mut self, scene: &mut dyn Scene, now: Micros) {
        while self.next_review <= now {
            let at = self.next_review;
            self.next_review += self.review;
            let joined: Vec<_>;
            (joined, self.joiners) = std::mem::take(&mut self.joiners).into_iter().partition(|&(joins, ..)| joins < at);
            for (_, who, segment) in joined {
                self.add(scene, who, segment);
            }
            self.hold_review(scene, at);
        }
    }

    /// Moves money towards where it seems to bring the most, between campaigns that had begun by the review before.
    fn hold_review(&mut self, scene: &mut dyn Scene, at: Micros) {
        let follows = *on(&self.course, at);
        let begun: Vec<usize> = (0..self.now.len()).filter(|one| self.begins[*one] + self.review <= at).collect();
        let players: Vec<usize> = begun.iter().copied().filter(|one| self.first[*one] > 0.0).collect();
        let money: Vec<f64> = players.iter().map(|&campaign| self.now[campaign]).collect();
        let aims = |of: &dyn Fn(&Came) -> f64| {
            let seen: Vec<f64> = players.iter().map(|&campaign| of(&self.came[campaign])).collect();
            split(money.iter().sum(), &seen).unwrap_or_else(|| money.clone())
        };
        let (claims, brought) = (aims(&|came| came.claimed.max(0) as f64), aims(&Came::brought));
        for (campaign, (claims, brought)) in players.into_iter().zip(claims.into_iter().zip(brought)) {
            let aim = claims + follows * (brought - claims);
            self.now[campaign] += self.step * (aim - self.now[campaign]);
        }
        for campaign in begun.into_iter().filter(|_| follows > 0.0) {
            measured(scene, campaign, self.came[campaign].brought(), at);
        }
        for came in &mut self.came {
            *came = Came { customers: came.customers, ..Came::default() };
        }
    }
}

/// Counts what a review found a campaign to have brought.
fn measured(scene: &mut dyn Scene, campaign: usize, brought: f64, at: Micros) {
    let rule = &scene.rules().campaigns[campaign];
    let spot = Spot { segment: 0, journey: rule.begins, channel: rule.channel };
    count(scene, spot, MEASURED, brought.round() as i64, at);
}

/// A whole, split as these are to each other, where there are any.
fn split(whole: f64, by: &[f64]) -> Option<Vec<f64>> {
    let sum: f64 = by.iter().sum();
    (sum > 0.0).then(|| by.iter().map(|one| whole * (one / sum)).collect())
}
