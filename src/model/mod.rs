//! Pure rules of the market.
pub mod choice;
pub mod contact;
pub mod experience;
pub mod journey;
pub mod needs;
pub mod rules;
