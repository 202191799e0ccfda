//! The rules of a market, as pure functions of rules, luck and state; `docs/model.md` is the ODD description.
//!
//! Who is there: [`joining`] (customers who come later). In the order in which a need meets them: [`needs`] (when it arises; [`day_factors`]: how busy a day is), [`choice`] (which channel), [`contact`] (the
//! seam that leads into it, and what happens there; [`records`]: by whose record customers are known; [`restart`]: what is
//! done again), [`experience`] (giving up, satisfaction, loss). [`mechanism`] is what a market may have
//! beside them or not. [`rules`] is a market compiled for one strategy; [`traits`] are what differs between customers; [`journey`] is what lives and dies
//! within a replication. Nothing here keeps queues, events or counters: who waits, and what is counted, is the
//! engine's.

pub mod choice;
pub mod contact;
pub mod day_factors;
pub mod experience;
pub mod joining;
pub mod journey;
pub mod mechanism;
pub mod needs;
pub mod records;
pub mod restart;
pub mod rules;
pub mod traits;

/// The numbers of the bits that are set, from the lowest.
pub fn bits(mut mask: u16) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = mask.trailing_zeros() as usize;
        (mask != 0).then(|| {
            mask &= mask - 1;
            bit
        })
    })
}
