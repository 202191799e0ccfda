//! The `throughline` command.

use clap::Parser;
use std::io::Write;
use std::process::ExitCode;
use throughline::cli::Cli;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // A reader who has gone away is no reason to fail in another way.
            let _ = writeln!(std::io::stderr(), "{}", failure.message());
            ExitCode::from(failure.code())
        }
    }
}
