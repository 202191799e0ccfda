//! What ends the process from outside ends it at once, but not in the middle of putting results in place.

use super::Failure;
use crate::report::folder;
use crate::scenario::text::words;
#[cfg(unix)]
use std::process::{Command, Stdio};
#[cfg(unix)]
use std::sync::Arc;

/// Ends the process on a signal as a shell expects, after what is being put in place is whole, and leaves no lock.
pub fn leave_nothing_half_written() -> Result<(), Failure> {
    watch().map_err(|error| Failure::Failed(format!("signals: {}", words(&error))))
}

#[cfg(unix)]
fn watch() -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    // A file that grows beyond what is allowed is an error of writing then, and not the end.
    signal_hook::flag::register(SIGXFSZ, Arc::default())?;
    let all = [SIGINT, SIGTERM, SIGHUP];
    let ours: Vec<i32> = all.into_iter().filter(|&signal| !is_ignored(signal)).collect();
    let mut signals = signal_hook::iterator::Signals::new(ours)?;
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            folder::let_go();
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

/// Whether the process was started to ignore a signal, as `nohup` does.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    is_told_to_be_ignored(signal).unwrap_or_else(|| is_outlived_by_a_child(signal))
}

/// What the system tells of this process, where it does: Linux.
#[cfg(unix)]
fn is_told_to_be_ignored(signal: i32) -> Option<bool> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(mask.trim(), 16).ok().map(|mask| mask >> (signal - 1) & 1 == 1)
}

/// Whether a shell that is started by this process outlives the signal: what is ignored is ignored by children, too.
#[cfg(unix)]
fn is_outlived_by_a_child(signal: i32) -> bool {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("kill -{signal} $$")]).stdin(Stdio::null()).stderr(Stdio::null());
    shell.status().is_ok_and(|ended| ended.success())
}

#[cfg(not(unix))]
fn watch() -> std::io::Result<()> {
    let set = ctrlc::set_handler(|| {
        folder::let_go();
        std::process::exit(130);
    });
    set.map_err(std::io::Error::other)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    /// Run these tests with and without `nohup`.
    #[test]
    fn a_child_tells_what_the_system_tells() {
        for signal in [SIGHUP, SIGINT, SIGTERM] {
            assert_eq!(Some(is_outlived_by_a_child(signal)), is_told_to_be_ignored(signal));
        }
    }
}
