//! What a result folder was made from, and what it was when it was made.

use super::streamed::{Streamed, hexadecimal};
use crate::experiment::Study;
use crate::scenario::Setting;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// Name of the manifest in a result folder.
pub const MANIFEST: &str = "manifest.json";
const TOOL: &str = "throughline";

/// Under which circumstances a study was run.
#[derive(Debug, Clone)]
pub struct Circumstances {
    /// The file as named on the command line.
    pub scenario_file: String,
    /// The way to it from the result folder, where there is one.
    pub way_to_scenario_file: Option<String>,
    /// What looks like a slip in the scenario, or makes its results doubtful.
    pub notes: Vec<String>,
    /// Number of threads.
    pub threads: usize,
    /// Time for the whole job (seconds).
    pub wall_seconds: f64,
}

/// What was made of results for a package that analyses them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Exported {
    /// The package.
    pub package: String,
    /// The strategy of which rows were taken.
    pub strategy: String,
    /// The replication, from 1.
    pub replication: u32,
    /// The only types of journeys; those that the package is for, where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub journey_types: Vec<String>,
}

/// The manifest of a result folder, or of what was exported from one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    tool: String,
    version: String,
    generator: String,
    /// The file as named on the command line.
    pub scenario_file: String,
    /// The way from the folder to the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way_to_scenario_file: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    /// The label of the settings.
    pub design_point: Option<String>,
    /// What the command line changed, each as it is typed behind `--set`.
    pub settings: Vec<String>,
    /// The only strategies asked for beside the baseline; all, where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_strategies: Vec<String>,
    /// The strategies, in the order of the file.
    pub strategies: Vec<String>,
    /// Where all luck came from.
    pub seed: u64,
    /// How often each strategy was simulated.
    pub replications: u32,
    threads: usize,
    wall_seconds: f64,
    /// Hash of the scenario with every default.
    pub scenario_sha256: String,
    /// Hash of each file by its path in the folder.
    pub files_sha256: BTreeMap<String, String>,
    /// Length of each (bytes).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files_bytes: BTreeMap<String, u64>,
    /// What looks like a slip in the scenario, or makes its results doubtful.
    #[serde(default)]
    notes: Vec<String>,
    scenario: String,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    /// The scenario with every default, by its keys.
    pub scenario_object: Value,
    /// Where this is no result folder, what was exported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exported: Option<Exported>,
}

impl Manifest {
    /// Reads a manifest that this tool wrote; `None` if it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|manifest: &Self| manifest.tool == TOOL)
    }

    /// The manifest of what was exported from these results, to files that were streamed.
    pub fn of_export(&self, exported: Exported, files: &[Streamed]) -> super::File {
        let manifest = Self {
            way_to_scenario_file: None,
            files_sha256: files.iter().map(|file| (file.name.clone(), file.sum.hash())).collect(),
            files_bytes: files.iter().map(|file| (file.name.clone(), file.sum.bytes)).collect(),
            exported: Some(exported),
            ..self.clone()
        };
        super::File { name: MANIFEST.into(), bytes: manifest.bytes() }
    }

    /// The file as it is written.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("a manifest can be written as JSON")
    }
}

/// The manifest file that goes with the other files.
pub fn manifest(
    study: &Study,
    circumstances: &Circumstances,
    files: &[super::File],
    streamed: &[Streamed],
) -> super::File {
    let scenario = &study.scenario;
    let in_memory = files.iter().map(|file| (file.name.clone(), (hash(&file.bytes), file.bytes.len() as u64)));
    let on_disk = streamed.iter().map(|file| (file.name.clone(), (file.sum.hash(), file.sum.bytes)));
    let sums: BTreeMap<String, (String, u64)> = in_memory.chain(on_disk).collect();
    let manifest = Manifest {
        tool: TOOL.into(),
        version: env!("CARGO_PKG_VERSION").into(),
        generator: "SplitMix64 at hashed addresses".into(),
        scenario_file: circumstances.scenario_file.clone(),
        way_to_scenario_file: circumstances.way_to_scenario_file.clone(),
        design_point: scenario.design_point.clone(),
        settings: scenario.wishes.settings.iter().map(Setting::typed).collect(),
        only_strategies: scenario.wishes.strategies.clone(),
        strategies: scenario.strategies.iter().map(|strategy| strategy.name.clone()).collect(),
        seed: scenario.run.seed,
        replications: scenario.run.replications,
        threads: circumstances.threads,
        wall_seconds: circumstances.wall_seconds,
        scenario_sha256: hash(scenario.resolved.as_bytes()),
        files_sha256: sums.iter().map(|(name, (hash, _))| (name.clone(), hash.clone())).collect(),
        files_bytes: sums.iter().map(|(name, (_, bytes))| (name.clone(), *bytes)).collect(),
        notes: circumstances.notes.clone(),
        scenario: scenario.resolved.clone(),
        scenario_object: object(toml::from_str(&scenario.resolved).expect("what is written as TOML can be read")),
        exported: None,
    };
    super::File { name: MANIFEST.into(), bytes: manifest.bytes() }
}

/// A value of TOML as one of JSON, which has no word for endless numbers: these are the texts `inf` and `-inf`.
fn object(value: toml::Value) -> Value {
    match value {
        toml::Value::Float(number) if number.is_infinite() => number.to_string().into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Boolean(is_so) => is_so.into(),
        toml::Value::Array(list) => list.into_iter().map(object).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, object(value))).collect(),
        toml::Value::String(text) => text.into(),
        toml::Value::Datetime(moment) => moment.to_string().into(),
    }
}

/// SHA-256 in hexadecimal.
fn hash(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// SHA-256 of a file, read part by part.
///
/// # Errors
/// If it cannot be read.
pub fn hash_of(file: &Path) -> io::Result<String> {
    let mut reader = BufReader::with_capacity(1 << 20, File::open(file)?);
    let mut hasher = Sha256::new();
    loop {
        let part = reader.fill_buf()?;
        if part.is_empty() {
            return Ok(hexadecimal(&hasher.finalize()));
        }
        hasher.update(part);
        let length = part.len();
        reader.consume(length);
    }
}

#[cfg(test)]
mod tests {
    /// By default, a tenth of all doubles come back from JSON as their neighbours.
    #[test]
    fn whatever_is_read_from_json_is_the_same_double() {
        let mut luck = crate::chance::ReplicationLuck::new(1, 0).seed();
        for _ in 0..10_000 {
            luck = luck.wrapping_mul(0xD134_2543_DE82_EF95).wrapping_add(1);
            let number = f64::from_bits(luck);
            if number.is_finite() {
                let read: f64 = serde_json::from_str(&serde_json::to_string(&number).expect("a number")).expect("JSON");
                assert_eq!(read.to_bits(), number.to_bits());
            }
        }
    }
}
