//! What no market can show yet, and for want of what.

/// A stylised fact, or a part of one, that the model has no mechanism or no outcome for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unseen {
    /// Its row in docs/evidence.md.
    pub rows: &'static str,
    /// What it says.
    pub what: &'static str,
    /// What is not built.
    pub needs: &'static str,
}

/// All of them.
pub fn unseen() -> Vec<Unseen> {
    let unseen = |rows, what, needs| Unseen { rows, what, needs };
    vec![
        unseen("F8, F9", "conversion and abandoned baskets by device", "devices"),
        unseen("F10", "orders over several devices, and what counting by device understates", "devices"),
        unseen(
            "F14, C30",
            "a message that makes customers use more channels makes them spend more",
            "messages that tell of a channel without bringing orders by themselves (the trial above invites by reach)",
        ),
        unseen("F17", "prices of channels agree in 72 % of cases, and that costs as well as helps", "prices"),
        unseen("F18", "good news is told three times as often, bad news nine times as much of each", "word of mouth"),
        unseen("F19", "bad reviews move sales more than good ones", "word of mouth"),
    ]
}
