//! What a person reads first: outcomes that fit the market, numbers that agree, and no praise for serving nobody.

use crate::small::{Place, small_with};
use crate::support::study;
use std::fmt::Write as _;
use throughline::experiment::{Study, differences};
use throughline::report::terminal::comparison;

/// A desk that answers questions, under strategies with these settings.
fn desk(costs: &str, strategies: &[(&str, &str)]) -> Study {
    let mut text = format!(
        "[run]\ncustomers = 400\nhorizon_days = 70\nreplications = 8\n\
         [segment.all]\nshare = 1.0\nneeds.question = {{ per_year = 12 }}\n\
         [journey.question]\nsteps = [\"ask\"]\npause_days = 0.1\ngive_up_days = 2\n\
         [channel.phone]\nkind = \"live\"\nstep.ask = {{ leave = 0.1, success = 0.8, minutes = {{ mean = 6 }} }}\n\
         [staff.agents]\nserves = [\"phone\"]\nservers = 1\nhours = \"mon-fri 09:00-17:00\"\n{costs}\n\
         [[strategy]]\nname = \"as it is\"\nbaseline = true\n"
    );
    for (name, set) in strategies {
        let _ = write!(text, "[[strategy]]\nname = \"{name}\"\nset = {{ {set} }}\n");
    }
    study(&text)
}

const FEWER: (&str, &str) = ("nobody cares", "\"channel.phone.step.ask.leave\" = 0.9");

fn printed(study: &Study, columns: usize) -> String {
    comparison(study, &differences(study), columns)
}

#[test]
fn where_nothing_is_sold_there_is_resolution_and_no_conversion() {
    let text = printed(&desk("cost_per_hour = 30", &[FEWER]), 80);
    assert!(text.contains("resolution [%") && !text.contains("conversion"), "{text}");
    assert!(text.contains("cost to serve [") && text.contains("profit ["), "{text}");
}

#[test]
fn where_nothing_costs_neither_cost_nor_profit_is_told() {
    let text = printed(&desk("cost_per_hour = 0", &[FEWER]), 80);
    assert!(!text.contains("cost to serve") && !text.contains("profit"), "{text}");
}

#[test]
fn how_busy_staff_is_and_how_many_hang_up_stands_in_the_first_table() {
    let text = printed(&desk("cost_per_hour = 30", &[FEWER]), 80);
    assert!(text.contains("staff.agents: occupancy [%") && text.contains("staff.agents: hang-ups [%"), "{text}");
}

#[test]
fn whoever_serves_fewer_is_not_praised_for_their_effort_alone() {
    let text = printed(&desk("cost_per_hour = 30", &[FEWER]), 80).replace("\n  ", " ");
    assert!(text.contains("nobody cares: better in effort per journey, retention; worse in resolution"), "{text}");
    assert!(text.contains("Fewer get what they came for (resolution)"), "{text}");
    let longer = ("longer calls", "\"channel.phone.step.ask.minutes.mean\" = 12");
    assert!(!printed(&desk("cost_per_hour = 30", &[longer]), 80).contains("Fewer get"));
}

#[test]
fn a_wide_terminal_shows_all_that_is_known_and_a_usual_one_is_not_overrun() {
    let study = desk("cost_per_hour = 30", &[FEWER, ("another one with a name that is long enough", "")]);
    let (usual, wide) = (printed(&study, 80), printed(&study, 120));
    let longest = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    assert!(longest(&usual) <= 80, "{usual}");
    assert!(!usual.contains("p adjusted") && wide.contains("p adjusted"), "{wide}");
    assert!((81..=120).contains(&longest(&wide)), "{wide}");
    assert_eq!(wide.matches("95 % interval").count(), 2, "{wide}");
}

#[test]
fn a_pool_that_a_strategy_lacks_has_no_row_of_it() {
    let closed = small_with("set = { \"staff.agents.servers\" = 2 }", "set = { \"channel.phone.open\" = false }");
    let text = Place::new().file("small.toml", closed).printed(&["run", "small.toml", "--charts", "none"]);
    let occupancy = text.split("staff.agents: occupancy").nth(1).expect("a group").split("\n\n").next().expect("rows");
    assert!(occupancy.contains("silos") && !occupancy.contains("second agent"), "{text}");
}
