//! What the agents of a pool have at hand at a time, and for whom they are kept.

use super::{Channel, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an agent can have at hand at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline, extend("x-told" = "\"chats_first\", \"call_interrupts\" or { limits = { calls = ..., chats = ..., together = ... } }"))]
pub enum Sharing {
    /// One of the rules by name.
    By(SharingRule),
    /// Limits by kind.
    Within(WithinLimits),
}

/// Rules by which agents share their time between kinds of contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SharingRule {
    /// A call, a store visit or a message waits for an idle agent; chats join an agent who has chats only.
    #[default]
    ChatsFirst,
    /// A call goes to any agent without one, whose chats and messages stand still until it is over, with the work after
    /// it.
    CallInterrupts,
}

impl Default for Sharing {
    fn default() -> Self {
        Self::By(SharingRule::default())
    }
}

/// Contacts of several kinds at a time, each kind up to a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithinLimits {
    /// How many of a kind, and of all kinds together, an agent has at hand at a time; a chat is the slower, the more
    /// contacts of any kind are at hand.
    pub limits: Limits,
}

/// How many of a kind, and of all kinds together, an agent has at hand at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Contacts in channels of kind live; 1.
    #[serde(default)]
    #[schemars(range(min = 1, max = 32), extend("x-evidence" = "assumed"))]
    pub calls: Option<u8>,
    /// Chats; the most `slots` of the chat channels that the pool serves.
    #[serde(default)]
    #[schemars(range(min = 1, max = 32), extend("x-evidence" = "assumed"))]
    pub chats: Option<u8>,
    /// Messages; 1.
    #[serde(default)]
    #[schemars(range(min = 1, max = 32), extend("x-evidence" = "assumed"))]
    pub messages: Option<u8>,
    /// Contacts of all kinds; the greatest of the other three.
    #[serde(default)]
    #[schemars(range(min = 1, max = 96), extend("x-evidence" = "assumed"))]
    pub together: Option<u8>,
}

impl Limits {
    /// Contacts of all kinds, for a pool that serves these channels.
    pub fn together(&self, served: &[&Channel]) -> u8 {
        let greatest = || self.calls.unwrap_or(1).max(self.chats(served)).max(self.messages.unwrap_or(1));
        self.together.unwrap_or_else(greatest)
    }

    /// Chats, for a pool that serves these channels.
    pub fn chats(&self, served: &[&Channel]) -> u8 {
        self.chats.unwrap_or_else(|| slots_of(served))
    }
}

/// The most `slots` of the chat channels among some.
pub fn slots_of(served: &[&Channel]) -> u8 {
    let chats = served.iter().filter(|channel| channel.kind == Kind::Chat);
    chats.map(|channel| channel.slots()).max().unwrap_or(1)
}

/// The agent who knows the case.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SameAgent {
    /// How long a returning customer waits for the agent who served the contact before, if that one is on duty but not
    /// free; that agent needs nothing explained again. 0: no longer than for anybody, and every agent is as new.
    #[schemars(range(min = 0.0), extend("x-unit" = "minutes", "x-evidence" = "off"))]
    pub wait_minutes: f64,
}
