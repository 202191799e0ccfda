//! Figures of sites and apps: visits, conversion by visit, engaged visits, and to what a conversion is credited.

use super::facts::{Facts, Hit, Origin, Part, What, day, seconds};
use super::waits::and;
use crate::scenario::timetable::{DAY, MINUTE, Micros};
use crate::stats::Ratio;

/// Where a visit ends and another begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cuts {
    /// After a pause longer than this.
    pub pause_minutes: u32,
    /// At midnight.
    pub midnight: Cut,
    /// When a campaign brings the visitor back.
    pub campaign: Cut,
}

/// Whether something ends a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It does.
    Ends,
    /// It does not.
    GoesOn,
}

impl Cuts {
    /// The visits to a part of the firm: the hits of each, in order of time.
    pub fn visits<'a>(&self, facts: &'a Facts, part: Part) -> Vec<Vec<&'a Hit>> {
        let mut hits: Vec<&Hit> = facts.hits.iter().filter(|hit| part.holds(hit.channel)).collect();
        hits.sort_by_key(|hit| (hit.channel, hit.customer, hit.at, hit.what == What::KeyEvent));
        hits.chunk_by(|before, next| !self.part(before, next)).map(<[&Hit]>::to_vec).collect()
    }

    /// Whether a visit ends between two hits.
    pub(super) fn part(self, before: &Hit, next: &Hit) -> bool {
        (before.channel, before.customer) != (next.channel, next.customer)
            || next.at - before.at > Micros::from(self.pause_minutes) * MINUTE
            || self.midnight == Cut::Ends && day(before.at) != day(next.at)
            || self.campaign == Cut::Ends && next.from.is_some_and(|from| from != Origin::Direct)
    }
}

/// What is counted of visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visits {
    /// How many there are.
    All,
    /// The share with what the firm wants, which counts once a visit.
    Converted,
    /// The share with so many seconds in front, so many pages, or what the firm wants.
    Engaged {
        /// Seconds in front.
        seconds: u32,
        /// Pages.
        pages: usize,
    },
    /// The share of all others.
    Bounced {
        /// Seconds in front.
        seconds: u32,
        /// Pages.
        pages: usize,
    },
}

impl Visits {
    /// The number of visits, or those of a kind of all.
    pub fn of(self, cuts: &Cuts, facts: &Facts, part: Part) -> Ratio {
        let visits = cuts.visits(facts, part);
        let share = |is_one: &dyn Fn(&[&Hit]) -> bool| {
            visits.iter().fold(Ratio::NONE, |sum, visit| and(sum, i128::from(is_one(visit)), 1))
        };
        match self {
            Self::All => Ratio::total(visits.len() as i128),
            Self::Converted => share(&converted),
            Self::Engaged { seconds, pages } => share(&|visit| engaged(visit, seconds, pages)),
            Self::Bounced { seconds, pages } => share(&|visit| !engaged(visit, seconds, pages)),
        }
    }
}

fn converted(visit: &[&Hit]) -> bool {
    visit.iter().any(|hit| hit.what == What::KeyEvent)
}

fn engaged(visit: &[&Hit], least: u32, pages: usize) -> bool {
    let in_front: Micros = visit.iter().map(|hit| hit.in_front).sum();
    let looked_at = visit.iter().filter(|hit| hit.what == What::Page).count();
    in_front >= seconds(least) || looked_at >= pages || converted(visit)
}

/// To what a key event is credited: the last arrival before it that counts, if it is not too long ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastClick {
    /// Which arrivals count first; where there is none of them, any that is not direct.
    pub first: First,
    /// How long ago an arrival may be.
    pub look_back_days: u32,
}

/// Which arrivals count first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// All that are not direct.
    Any,
    /// Advertisements bought from the maker of the dashboard.
    OwnAds,
}

impl LastClick {
    /// Key events credited to something, of all.
    pub fn of(&self, facts: &Facts, part: Part) -> Ratio {
        self.credited(facts, part, |origin| origin != Origin::Direct)
    }

    /// Key events credited to an origin, of all.
    pub fn credited(&self, facts: &Facts, part: Part, to: impl Fn(Origin) -> bool) -> Ratio {
        let mut hits: Vec<&Hit> = facts.hits.iter().filter(|hit| part.holds(hit.channel)).collect();
        hits.sort_by_key(|hit| (hit.customer, hit.at, hit.what == What::KeyEvent));
        let key_events = hits.iter().enumerate().filter(|(_, hit)| hit.what == What::KeyEvent);
        key_events.fold(Ratio::NONE, |sum, (at, _)| and(sum, i128::from(to(self.origin(&hits[..=at]))), 1))
    }

    /// To what the last of these hits is credited.
    fn origin(self, hits: &[&Hit]) -> Origin {
        let Some(event) = hits.last() else { return Origin::Direct };
        let since = event.at.saturating_sub(Micros::from(self.look_back_days) * DAY);
        let recent = || hits.iter().rev().take_while(|hit| hit.customer == event.customer && hit.at >= since);
        let arrivals = || recent().filter_map(|hit| hit.from).filter(|&from| from != Origin::Direct);
        let own = || arrivals().find(|from| matches!(from, Origin::OwnAd(_)));
        let preferred = if self.first == First::OwnAds { own() } else { None };
        preferred.or_else(|| arrivals().next()).unwrap_or(Origin::Direct)
    }
}
