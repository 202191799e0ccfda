//! What the agents of a pool can have at hand at a time.

use super::values::Check;
use crate::scenario::meant::{Kind, Limits, Sharing};
use crate::scenario::path::Path;
use crate::scenario::typed::{self, Channel, SharingRule, WithinLimits};

/// The rule of a pool that serves these channels.
pub(super) fn sharing(check: &mut Check, path: &Path, staff: &typed::Staff, served: &[&Channel]) -> Sharing {
    match staff.sharing {
        // Where a pool serves nothing any more, what it has at hand goes on by itself.
        _ if served.is_empty() => Sharing::ChatsFirst,
        typed::Sharing::By(SharingRule::ChatsFirst) => Sharing::ChatsFirst,
        typed::Sharing::By(SharingRule::CallInterrupts) => {
            calls_have_something_to_interrupt(check, path, served);
            Sharing::CallInterrupts
        }
        typed::Sharing::Within(WithinLimits { limits }) => {
            Sharing::Limits(meant_limits(check, &path.key("limits"), limits, served))
        }
    }
}

fn serves(served: &[&Channel], kind: Kind) -> bool {
    served.iter().any(|channel| channel.kind == kind)
}

fn calls_have_something_to_interrupt(check: &mut Check, path: &Path, served: &[&Channel]) {
    let missing = match (serves(served, Kind::Live), serves(served, Kind::Chat) || serves(served, Kind::Messages)) {
        (true, true) => return,
        (false, _) => "no call: none of the pool's channels is of kind live",
        (_, false) => "nothing but calls: none of the pool's channels is of kind chat or messages",
    };
    check.wrong(
        path,
        format_args!("\"call_interrupts\", where there is {missing}"),
        "a pool that serves calls, and chats or messages beside them",
        "leave it out, or let the pool serve a channel of the other kind too",
    );
}

fn meant_limits(check: &mut Check, path: &Path, limits: typed::Limits, served: &[&Channel]) -> Limits {
    let typed::Limits { calls, chats, messages, .. } = limits;
    let limit_of = |check: &mut Check, key: &str, limit: Option<u8>, kind: Kind, called: &str| {
        if let Some(limit) = limit.filter(|_| !serves(served, kind)) {
            check.wrong(
                path.key(key),
                limit,
                format!("no limit of {key}: none of the pool's channels is of kind {called}"),
                "remove it, or let the pool serve such a channel",
            );
        }
    };
    limit_of(check, "calls", calls, Kind::Live, "live");
    limit_of(check, "chats", chats, Kind::Chat, "chat");
    limit_of(check, "messages", messages, Kind::Messages, "messages");
    let slots = typed::slots_of(served);
    if let Some(chats) = chats.filter(|chats| serves(served, Kind::Chat) && *chats > slots) {
        check.wrong(
            path.key("chats"),
            chats,
            format!("at most {slots}, the most `slots` of the chat channels that the pool serves"),
            "raise their `slots`, or lower it",
        );
    }
    Limits {
        calls: calls.unwrap_or(1),
        chats: limits.chats(served),
        messages: messages.unwrap_or(1),
        together: limits.together(served),
    }
}
