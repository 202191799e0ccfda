//! `throughline completions` and `throughline manual`: what a shell and `man` know of this command.

use super::{Cli, Failure, say_as_it_is};
use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::io;

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell that completes what is typed.
    shell: Shell,
}

impl Completions {
    pub fn run(&self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "throughline", &mut script);
        say_as_it_is(&script)
    }
}

/// What exit codes say.
const EXIT_CODES: &str =
    "0: done. 1: the request was fine, and something else went wrong. 2: the request or a scenario is wrong.";
/// Where more is written.
const MORE: &str =
    "throughline describe tells what every outcome means, throughline describe --keys every key of a scenario.";

/// Prints the manual page.
pub fn manual() -> Result<(), Failure> {
    let page = page().map_err(|error| Failure::Failed(format!("manual: {error}")))?;
    say_as_it_is(&page)
}

/// One page for the command and all its subcommands.
fn page() -> io::Result<Vec<u8>> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut page = Vec::new();
    let whole = Man::new(command.clone());
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    whole.render_synopsis_section(&mut page)?;
    for subcommand in command.get_subcommands() {
        section(&mut page, subcommand)?;
    }
    let mut end = Roff::new();
    end.control("SH", ["EXIT STATUS"]).text([roman(EXIT_CODES)]);
    end.control("SH", ["SEE ALSO"]).text([roman(MORE)]);
    end.to_writer(&mut page)?;
    Ok(page)
}

/// A subcommand, under a heading of its own: what it is for, its usage as `--help` prints it, and its options, which come
/// with a heading of theirs.
fn section(page: &mut Vec<u8>, subcommand: &Command) -> io::Result<()> {
    let man = Man::new(subcommand.clone());
    let about = subcommand.get_about().map(ToString::to_string).unwrap_or_default();
    let usage = subcommand.clone().render_usage().to_string();
    let mut head = Roff::new();
    head.control("SH", [format!("throughline {}", subcommand.get_name()).as_str()]);
    head.text([roman(about)]).control("PP", []).text([bold(usage)]);
    head.to_writer(page)?;
    man.render_options_section(page)
}
