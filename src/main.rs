//! The `throughline` command.

use std::io::Write;
use std::process::ExitCode;
use throughline::cli::answer;

fn main() -> ExitCode {
    match answer(std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // A reader who has gone away is no reason to fail in another way.
            let _ = writeln!(std::io::stderr(), "{}", failure.message());
            ExitCode::from(failure.code())
        }
    }
}
