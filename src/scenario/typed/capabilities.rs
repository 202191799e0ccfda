//! The levers of integration, each declared once: its idea, the parameters that it owns with their end values, and what
//! each means. Names, levels, costs, schema and description follow.

use super::InPart;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// The two end values of a parameter that a capability owns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ends {
    /// Value at level 0.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub siloed: f64,
    /// Value at level 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub integrated: f64,
}

/// What a capability costs at level 1; a level L costs L times as much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Cost {
    /// Once.
    #[schemars(range(min = 0.0, max = 1e12), extend("x-unit" = "EUR", "x-evidence" = "off"))]
    pub once: f64,
    /// Every year of 364 days.
    #[schemars(range(min = 0.0, max = 1e12), extend("x-unit" = "EUR", "x-evidence" = "off"))]
    pub per_year: f64,
    /// Every contact in any channel; I4 has about 0.33.
    #[schemars(range(min = 0.0, max = 1e12), extend("x-unit" = "EUR", "x-evidence" = "off"))]
    pub per_contact: f64,
}

/// A parameter that a capability owns.
#[derive(Debug, Clone, Copy)]
pub struct Owned {
    /// Its name.
    pub parameter: &'static str,
    /// Its end values where the file names none.
    pub ends: Ends,
    /// What it means.
    pub meaning: &'static str,
    /// What its end values rest on.
    pub evidence: &'static str,
}

macro_rules! capabilities {
    ($(#[doc = $idea:tt] $type:ident $name:ident {
        $(#[doc = $meaning:tt] $parameter:ident: $siloed:literal => $integrated:literal, from $evidence:literal;)*
        $(also { $(#[doc = $also_meaning:tt] $also:ident: $also_ends:expr, from $also_evidence:literal;)* })?
    })*) => {
        /// The levers of integration.
        #[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct Capabilities {
            $(#[doc = $idea] pub $name: $type,)*
        }

        $(
            #[doc = $idea]
            #[derive(Debug, Clone, Serialize, JsonSchema)]
            #[serde(deny_unknown_fields, default)]
            pub struct $type {
                $(
                    #[doc = $meaning]
                    #[schemars(with = "InPart<Ends>", extend("x-evidence" = $evidence))]
                    pub $parameter: Ends,
                )*
                /// What it costs.
                pub cost: Cost,
            }

            impl Default for $type {
                fn default() -> Self {
                    Self { $($parameter: ends($siloed, $integrated),)* cost: Cost::default() }
                }
            }

            impl<'de> Deserialize<'de> for $type {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    #[derive(Default, Deserialize)]
                    #[serde(deny_unknown_fields, default)]
                    struct Given { $($parameter: InPart<Ends>,)* cost: Cost }
                    let given = Given::deserialize(deserializer)?;
                    Ok(Self { $($parameter: given.$parameter.or(ends($siloed, $integrated)),)* cost: given.cost })
                }
            }
        )*

        /// A lever of integration.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Capability {
            $(#[doc = $idea] $type,)*
        }

        impl Capability {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$type,)*];

            /// Its name in files.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$type => stringify!($name),)* }
            }

            /// Its idea.
            pub fn idea(self) -> &'static str {
                match self { $(Self::$type => $idea.trim(),)* }
            }

            /// The parameters that it owns.
            pub fn owns(self) -> Vec<Owned> {
                match self {
                    $(Self::$type => vec![
                        $(Owned { parameter: stringify!($parameter), ends: ends($siloed, $integrated), meaning: $meaning.trim(), evidence: $evidence },)*
                        $($(Owned { parameter: stringify!($also), ends: $also_ends, meaning: $also_meaning.trim(), evidence: $also_evidence },)*)?
                    ],)*
                }
            }

            /// What it costs at level 1.
            pub const fn cost(self, all: &Capabilities) -> Cost {
                match self { $(Self::$type => all.$name.cost,)* }
            }
        }
    };
}

capabilities! {
    /// The firm knows who this is, in every channel.
    Identity identity {
        /// Probability that a contact needs no identification.
        recognised: 0.41 => 0.95, from "E20";
        /// Probability that a recognised contact meets somebody else's record, where saying who one is would take time.
        wrong_match: 0.0 => 0.0, from "off; E34, E35";
    }
    /// Customers pick up where they left off.
    Continuity continuity {
        /// Probability that context survives between channels.
        context_kept: 0.15 => 0.90, from "E7, E18";
        /// Probability that context survives from contact to contact within a channel.
        context_kept_within: 0.85 => 0.95, from "E7, E18";
        /// Probability that work left behind in another channel (not in the same one) is dropped there; see `seam.twin_closed_when`.
        twin_closed: 0.0 => 0.0, from "off";
        also {
            /// The same of the basket, in journeys with `restart`: between channels.
            context_kept: BASKET_KEPT, from "assumed";
            /// The same of the basket within a channel.
            context_kept_within: BASKET_KEPT_WITHIN, from "assumed";
        }
    }
    /// Channels say the same.
    Consistency consistency {
        /// Probability that two channels tell the same.
        consistent: 0.72 => 0.98, from "C24";
    }
    /// Channels pass customers on to the right place, with their story.
    Routing routing {
        /// Probability that a transfer goes where the step succeeds most often.
        routed_right: 0.30 => 0.85, from "assumed; order from E16";
        /// Probability that a transfer keeps context and place in the queue.
        warm: 0.10 => 0.90, from "assumed; order from E16";
    }
    /// All channels know what is in stock, and sell from each other's.
    Inventory inventory {
        /// Probability that another pool serves what a channel's own has not.
        stock_shared: 0.0 => 1.0, from "assumed";
        /// Probability that a customer who chooses sees what is in stock.
        stock_visible: 0.0 => 1.0, from "assumed";
    }
    /// Channels know what others have learnt of a customer.
    Personalisation personalisation {
        /// Share of a record that other channels know than the one that has it.
        records_shared: 0.0 => 1.0, from "assumed";
    }
    /// One plan for all messages to a customer, whoever sends them.
    Orchestration orchestration {
        /// Probability that an unwelcome message is not sent.
        suppressed: 0.0 => 1.0, from "assumed";
    }
}

/// What survives of a basket between channels: of journeys with `restart`. Assumed, under the ceiling of oracle 16.
pub const BASKET_KEPT: Ends = ends(0.55, 0.90);
/// What survives of a basket within a channel. Assumed.
pub const BASKET_KEPT_WITHIN: Ends = ends(0.95, 0.98);

const fn ends(siloed: f64, integrated: f64) -> Ends {
    Ends { siloed, integrated }
}

/// Names of the capabilities, for schemas.
pub fn names() -> Vec<&'static str> {
    Capability::ALL.iter().map(|capability| capability.name()).collect()
}
