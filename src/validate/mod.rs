//! What the model must reproduce: closed forms that it comes down to when all but a mechanism or two are off, each on the
//! smallest market that shows it; and what is observed of real markets, on the scenarios that are shipped.

pub mod chains;
pub mod choice;
pub mod conflicts;
pub mod credible;
mod exact;
pub mod joining;
pub mod letters;
pub mod lines;
pub mod loyalty;
pub mod mixtures;
pub mod money;
pub mod outreach;
pub mod personalisation;
pub mod pools;
pub mod queues;
pub mod recontact;
pub mod records;
pub mod refunds;
pub mod reopening;
pub mod sameness;
pub mod satisfaction;
pub mod stock;

pub use exact::{Beside, CHANCE_OF_ALARM, Fact, Finding, Proof, check, facts, runs};

/// All that is proved.
pub fn proofs() -> Vec<Proof> {
    [
        chains::proofs(),
        recontact::proofs(),
        reopening::proofs(),
        choice::proofs(),
        conflicts::proofs(),
        queues::proofs(),
        lines::proofs(),
        pools::proofs(),
        mixtures::proofs(),
        letters::proofs(),
        stock::proofs(),
        refunds::proofs(),
        personalisation::proofs(),
        records::proofs(),
        satisfaction::proofs(),
        loyalty::proofs(),
        money::proofs(),
        joining::proofs(),
        outreach::proofs(),
        sameness::proofs(),
    ]
    .concat()
}
