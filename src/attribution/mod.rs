//! To which channels what was sold is credited: by rule, over paths of channels; and by Shapley's value, over what each set
//! of channels sells. Numbers in, numbers out: simulates nothing, opens no files.

mod credit;
mod removal;
mod shapley;
mod table;

pub use credit::{Credit, Rule, claims, credits, over_claim};
pub use removal::removal_effects;
pub use shapley::{MOST_PLAYERS, shapley};
pub use table::{MOST_CHANNELS, TableError, read};

/// Paths of channels, and what came of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paths {
    /// Names of the channels; paths have their positions.
    pub channels: Vec<String>,
    /// Each path once or more, none of them empty.
    pub paths: Vec<Path>,
}

/// Channels touched one after the other, and what came of all who took this path.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The channels; at least one.
    pub touches: Vec<u16>,
    /// What came of it.
    pub came: Came,
}

/// What came of a path, or of several.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Came {
    /// How many bought.
    pub conversions: u64,
    /// What they paid.
    pub value: f64,
    /// How many did not buy.
    pub nulls: u64,
}

impl Paths {
    /// What came of all of them.
    pub fn all(&self) -> Came {
        self.paths.iter().fold(Came::default(), |all, path| Came {
            conversions: all.conversions + path.came.conversions,
            value: all.value + path.came.value,
            nulls: all.nulls + path.came.nulls,
        })
    }
}

impl Came {
    /// The share of paths that end in a conversion; none where there are no paths.
    pub fn conversion(&self) -> Option<f64> {
        let paths = self.conversions + self.nulls;
        (paths > 0).then(|| self.conversions as f64 / paths as f64)
    }
}

/// Paths such as `"web > phone"`, with how many bought, what they paid in all, and how many did not buy.
#[cfg(test)]
fn paths(list: &[(&str, u64, f64, u64)]) -> Paths {
    let mut all = Paths::default();
    for &(path, conversions, value, nulls) in list {
        let mut number = |name: &str| {
            let known = all.channels.iter().position(|channel| channel == name);
            known.unwrap_or_else(|| {
                all.channels.push(name.into());
                all.channels.len() - 1
            }) as u16
        };
        let touches = path.split(" > ").map(&mut number).collect();
        all.paths.push(Path { touches, came: Came { conversions, value, nulls } });
    }
    all
}
