//! For what places of the market there is an outcome: all of it, its segments, channels, passages, paths or pools.

use crate::scenario::meant::Names;

/// For what an outcome is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All customers only.
    Market,
    /// All customers, and each segment.
    Segments,
    /// All channels, and each channel.
    Channels,
    /// Each channel, after each channel or none.
    Passages,
    /// Each channel first, with each channel last.
    Paths,
    /// Each staff pool.
    Pools,
    /// Each stock pool.
    Stocks,
    /// All journeys, each journey type, and each channel of the first contact.
    Origins,
    /// Each step of each journey type.
    Steps,
}

/// How many of each thing a market has.
#[derive(Debug, Clone)]
pub struct Counts<'a> {
    /// Segments.
    pub segments: usize,
    /// Channels.
    pub channels: usize,
    /// Journey types.
    pub journeys: usize,
    /// Staff pools.
    pub pools: usize,
    /// Stock pools.
    pub stocks: usize,
    /// The steps of each journey type, by their numbers.
    pub steps_of: &'a [Vec<usize>],
}

impl<'a> Counts<'a> {
    /// Those of a market by its names.
    pub fn of(names: &'a Names) -> Self {
        Self {
            segments: names.segments.len(),
            channels: names.channels.len(),
            journeys: names.journeys.len(),
            pools: names.pools.len(),
            stocks: names.stocks.len(),
            steps_of: &names.steps_of,
        }
    }
}

/// One place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The whole market.
    All,
    /// A segment.
    Segment(usize),
    /// A channel.
    Channel(usize),
    /// A channel after another; after none, the first is one more than there are.
    Passage(usize, usize),
    /// Channels of the first and of the last contact.
    Path(usize, usize),
    /// A staff pool.
    Pool(usize),
    /// A stock pool.
    Stock(usize),
    /// A journey type.
    Journey(usize),
    /// A step, by its number, of a journey type.
    Step(usize, usize),
}

impl Scope {
    /// All places, in the order in which they are reported.
    pub fn places(self, counts: &Counts) -> Vec<Place> {
        let &Counts { segments, channels, journeys, pools, stocks, steps_of } = counts;
        let pairs = |first: usize, of: fn(usize, usize) -> Place| {
            (0..first).flat_map(move |a| (0..channels).map(move |b| of(a, b))).collect()
        };
        let all_and = |parts: Vec<Place>| [vec![Place::All], parts].concat();
        match self {
            Self::Market => vec![Place::All],
            Self::Segments => all_and((0..segments).map(Place::Segment).collect()),
            Self::Channels => all_and((0..channels).map(Place::Channel).collect()),
            Self::Passages => pairs(channels + 1, Place::Passage),
            Self::Paths => pairs(channels, Place::Path),
            Self::Steps => {
                let of = |(journey, steps): (usize, &'_ Vec<usize>)| {
                    steps.iter().map(move |&step| Place::Step(journey, step)).collect::<Vec<_>>()
                };
                steps_of.iter().enumerate().flat_map(of).collect()
            }
            Self::Pools => (0..pools).map(Place::Pool).collect(),
            Self::Stocks => (0..stocks).map(Place::Stock).collect(),
            Self::Origins => {
                all_and((0..journeys).map(Place::Journey).chain((0..channels).map(Place::Channel)).collect())
            }
        }
    }

    /// Whether all outcomes of a place stand together.
    pub fn goes_place_by_place(self) -> bool {
        matches!(self, Self::Pools | Self::Stocks)
    }

    /// What `describe` says of it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Market => "",
            Self::Segments => ", also by segment",
            Self::Channels => ", also by channel",
            Self::Passages => ", by passage",
            Self::Paths => ", by path",
            Self::Pools => ", by staff pool",
            Self::Stocks => ", by stock pool",
            Self::Steps => ", by step",
            Self::Origins => ", also by journey type and by channel of the first contact",
        }
    }
}

impl Place {
    /// Its names in the columns for segments and channels; empty for all.
    pub fn named(self, names: &Names) -> (String, String) {
        let channel = |at: usize| names.channels.get(at).map_or("start", String::as_str);
        match self {
            Self::All => (String::new(), String::new()),
            Self::Segment(at) => (names.segments[at].clone(), String::new()),
            Self::Channel(at) => (String::new(), names.channels[at].clone()),
            Self::Passage(from, to) | Self::Path(from, to) => {
                (String::new(), format!("{}>{}", channel(from), channel(to)))
            }
            Self::Pool(at) => (String::new(), format!("staff.{}", names.pools[at])),
            Self::Stock(at) => (String::new(), format!("stock.{}", names.stocks[at])),
            Self::Journey(at) => (String::new(), format!("journey.{}", names.journeys[at])),
            Self::Step(journey, step) => {
                (String::new(), format!("journey.{}.step.{}", names.journeys[journey], names.steps[step]))
            }
        }
    }
}
