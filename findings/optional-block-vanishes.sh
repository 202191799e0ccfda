#!/usr/bin/env bash
# serde 1.0.229 (Rust): an optional block that is flattened is dropped whole where one of its values is wrong.
#
# With #[serde(flatten)] a group of keys stands among those of its owner; with Option the group may be absent. One would
# expect that keys which are there and wrong are an error, as they are in an Option that is not flattened. But any error
# inside counts as absence: a text for a number, a key misspelt or forgotten, a value that the type's own check refuses.
# The file is read, nothing is said, and what the author asked for is left out: of two scenarios that are to differ in
# this block, one with a slip in it equals the other. TOML and JSON do so alike: it is not the format's doing.
#
# Seen: patience = 3, spread = 1          -> 3, 1
#       patience = "3", spread = 1        -> none           in a table of its own: refused
#       patience = 3, spraed = 1          -> none           in a table of its own: refused
#       patience = -3, spread = 1         -> none           in a table of its own: refused, must not be negative
# Ends with 1 if this changed. Needs cargo.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "block"
version = "0.0.0"
edition = "2021"

[dependencies]
serde = { version = "=1.0.229", features = ["derive"] }
serde_json = "=1.0.154"
toml = "=1.2.1"
TOML
cat >src/main.rs <<'RUST'
use serde::{Deserialize, Deserializer, de::Error};

#[derive(Deserialize, PartialEq)]
struct Waiting {
    #[serde(deserialize_with = "not_negative")]
    patience: f64,
    spread: f64,
}

#[derive(Deserialize)]
struct Flat {
    #[serde(flatten)]
    waiting: Option<Waiting>,
}

#[derive(Deserialize)]
struct Nested {
    waiting: Option<Waiting>,
}

fn not_negative<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if number < 0.0 { Err(D::Error::custom("must not be negative")) } else { Ok(number) }
}

fn shown<E: std::fmt::Display>(read: Result<Option<Waiting>, E>) -> String {
    match read {
        Ok(Some(waiting)) => format!("{}, {}", waiting.patience, waiting.spread),
        Ok(None) => "none".to_owned(),
        Err(error) => format!("refused: {}", error.to_string().trim().lines().last().unwrap_or_default()),
    }
}

fn main() {
    let mut same = true;
    for (good, keys) in [
        (true, ["patience = 3.0", "spread = 1.0"]),
        (false, ["patience = \"3\"", "spread = 1.0"]),
        (false, ["patience = 3.0", "spraed = 1.0"]),
        (false, ["patience = -3.0", "spread = 1.0"]),
    ] {
        let text = keys.join("\n");
        let json = serde_json::to_string(&toml::from_str::<toml::Table>(&text).unwrap()).unwrap();
        let flat = shown(toml::from_str::<Flat>(&text).map(|owner| owner.waiting));
        let flat_json = shown(serde_json::from_str::<Flat>(&json).map(|owner| owner.waiting));
        let nested = shown(toml::from_str::<Nested>(&format!("[waiting]\n{text}")).map(|owner| owner.waiting));
        println!("{:32} TOML {flat:5} JSON {flat_json:5} in a table of its own: {nested}", keys.join(", "));
        let expected = if good { "3, 1" } else { "none" };
        same &= flat == expected && flat_json == expected;
        same &= if good { nested == expected } else { nested.starts_with("refused") };
    }
    std::process::exit(i32::from(!same));
}
RUST
cargo run --quiet
