//! No file is lost or harmed: not by a run that is stopped, by two that meet, or by what else stands in a folder.

use super::small::{Place, SMALL, in_one_line, tells};
use predicates::prelude::*;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

const RUN: [&str; 5] = ["run", "small.toml", "--quiet", "--charts", "svg"];
const FORCED: [&str; 6] = ["run", "small.toml", "--quiet", "--charts", "svg", "--force"];
/// Longer than any of the refusals may take.
const AT_ONCE: Duration = Duration::from_secs(5);

fn started(place: &Place, arguments: &[&str], ms_a_step: u32) -> Child {
    // The tests themselves may have been started to ignore signals, in the background or by `nohup`.
    Command::new("env")
        .arg("--default-signal=HUP,INT,TERM")
        .arg(assert_cmd::cargo::cargo_bin!("throughline"))
        .args(arguments)
        .current_dir(place.path("."))
        .env("THROUGHLINE_STRETCH_PLACING", ms_a_step.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts")
}

/// The command under a limit of the shell's.
fn under(place: &Place, limit: &str, arguments: &[&str]) -> Output {
    Command::new("sh")
        .args(["-c", &format!("ulimit {limit}; exec \"$0\" \"$@\"")])
        .arg(assert_cmd::cargo::cargo_bin!("throughline"))
        .args(arguments)
        .current_dir(place.path("."))
        .output()
        .expect("there is a shell")
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status();
    assert!(sent.expect("there is a `kill`").success());
}

/// Waits until a run has done something that can be seen.
fn wait_until(child: &mut Child, is_done: impl Fn() -> bool) {
    while !is_done() {
        assert!(child.try_wait().expect("it can be asked").is_none(), "it has ended before");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Waits until a run has begun to write its results.
fn wait_for_stage(place: &Place, child: &mut Child) {
    wait_until(child, || stage(place).is_some());
}

/// Where a run writes its results.
fn stage(place: &Place) -> Option<PathBuf> {
    let room = fs::read_dir(place.path("output/.throughline")).ok()?;
    room.filter_map(|entry| Some(entry.ok()?.path())).find(|path| path.is_dir())
}

/// Whether a result folder is as a run has written it: all files that its manifest names, with their lengths.
fn is_whole(folder: &Path) -> bool {
    let manifest = fs::read(folder.join("manifest.json")).ok();
    let manifest: Option<serde_json::Value> = manifest.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let files = manifest.as_ref().and_then(|manifest| manifest["files_bytes"].as_object());
    let has_length = |name: &str, bytes: &serde_json::Value| {
        fs::metadata(folder.join(name)).is_ok_and(|file| Some(file.len()) == bytes.as_u64())
    };
    files.is_some_and(|files| files.len() > 4 && files.iter().all(|(name, bytes)| has_length(name, bytes)))
}

fn whole_files(place: &Place) {
    assert!(is_whole(&place.path("output/small")), "the results are not whole: {:?}", place.listed("output"));
    assert_eq!(place.listed("output"), ["small"]);
}

// Runs that are stopped

#[test]
fn a_run_killed_at_any_of_200_instants_leaves_old_or_new_results_and_all_that_is_not_its_own() {
    let lives = |worker: u64| {
        let place = Place::with_results().file("output/small/notes/mine.txt", "keep me");
        symlink("nowhere", place.path("output/small/charts/dangling")).expect("a link can be made");
        for instant in (worker..200).step_by(4) {
            let seed = instant.to_string();
            let mut child = started(&place, &[&FORCED[..], &["--seed", &seed]].concat(), 4);
            wait_for_stage(&place, &mut child);
            std::thread::sleep(Duration::from_millis(instant * 3 / 4));
            signal(&child, "-KILL");
            child.wait().expect("it ends");
            // The next run puts in order what this one has left, says so, and then finds a file that is not its own.
            let was_away = !place.path("output/small").exists();
            let next = place.throughline(&RUN).assert().code(2).stderr(tells("which this tool did not write"));
            let told = in_one_line(&String::from_utf8_lossy(&next.get_output().stderr));
            assert_eq!(told.contains("of a run that was stopped"), was_away, "{told}");
            whole_files(&place);
            assert_eq!(place.read("output/small/notes/mine.txt"), "keep me");
            let link = fs::read_link(place.path("output/small/charts/dangling"));
            assert_eq!(link.expect("the link is kept"), Path::new("nowhere"));
        }
    };
    std::thread::scope(|scope| (0..4).for_each(|worker| drop(scope.spawn(move || lives(worker)))));
}

#[test]
fn a_run_that_is_asked_to_end_leaves_the_old_results_and_says_by_its_code_what_ended_it() {
    for (name, code) in [("-TERM", 143), ("-HUP", 129), ("-INT", 130)] {
        let place = Place::with_results();
        let before = place.read("output/small/summary.csv");
        let long = ["run", "small.toml", "--set", "run.customers=100_000", "--replications", "1000", "--quiet"];
        let mut child = started(&place, &long, 0);
        wait_until(&mut child, || place.path("output/.throughline/small.lock").exists());
        signal(&child, name);
        assert_eq!(child.wait().expect("it ends").code(), Some(code));
        assert_eq!(before, place.read("output/small/summary.csv"));
        whole_files(&place);
    }
}

#[test]
fn a_signal_in_the_midst_of_placing_waits_until_the_results_are_whole() {
    let place = Place::with_results();
    let before = place.read("output/small/summary.csv");
    let mut child = started(&place, &[&RUN[..], &["--seed", "8"]].concat(), 10);
    wait_for_stage(&place, &mut child);
    signal(&child, "-TERM");
    child.wait().expect("it ends");
    assert_ne!(before, place.read("output/small/summary.csv"));
    whole_files(&place);
}

#[test]
fn a_run_that_was_started_to_outlive_its_terminal_does() {
    let place = Place::with_small();
    let mut child = Command::new("sh")
        .args(["-c", "trap '' HUP; exec \"$0\" \"$@\""])
        .arg(assert_cmd::cargo::cargo_bin!("throughline"))
        .args(["run", "small.toml", "--quiet"])
        .env("THROUGHLINE_STRETCH_PLACING", "10")
        .current_dir(place.path("."))
        .spawn()
        .expect("the command starts");
    wait_for_stage(&place, &mut child);
    signal(&child, "-HUP");
    assert!(child.wait().expect("it ends").success());
    whole_files(&place);
}

// Runs that meet

#[test]
fn of_50_runs_at_once_into_one_place_none_is_in_the_way_of_another() {
    let names: Vec<String> = (0..50).map(|number| format!("shop {number}.toml")).collect();
    let place = names.iter().fold(Place::new(), |place, name| place.file(name, SMALL));
    let mut runs: Vec<Child> =
        names.iter().map(|name| started(&place, &["run", name, "--quiet", "--charts", "svg"], 0)).collect();
    for run in &mut runs {
        assert!(run.wait().expect("it ends").success());
    }
    assert_eq!(place.listed("output").len(), 50);
    assert!(names.iter().all(|name| is_whole(&place.path(&format!("output/{}", name.trim_end_matches(".toml"))))));
}

#[test]
fn of_50_runs_at_once_for_one_folder_each_is_done_or_told_who_holds_it() {
    let place = Place::with_small();
    let runs: Vec<Child> = (0..50).map(|_| started(&place, &RUN, 1)).collect();
    let ended: Vec<_> = runs.into_iter().map(|run| run.wait_with_output().expect("it ends")).collect();
    assert!(ended.iter().any(|run| run.status.success()));
    for run in ended.iter().filter(|run| !run.status.success()) {
        let told = in_one_line(&String::from_utf8_lossy(&run.stderr));
        assert_eq!(run.status.code(), Some(1), "{told}");
        assert!(told.contains("another run that works for this folder"), "{told}");
    }
    assert!(ended.iter().any(|run| String::from_utf8_lossy(&run.stderr).contains(", process ")));
    whole_files(&place);
}

// What else stands there

#[test]
fn a_link_in_the_place_of_the_hidden_room_or_a_lock_is_refused_and_its_target_untouched() {
    for link in ["output/.throughline", "output/.throughline/small.lock"] {
        let place = Place::with_results().file("mine.txt", "keep me");
        let path = place.path(link);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
        symlink(place.path("mine.txt"), &path).expect("a link can be made");
        place.throughline(&FORCED).assert().code(2).stderr(tells("small.lock").or(tells(".throughline")));
        assert_eq!(place.read("mine.txt"), "keep me");
        assert_eq!(fs::read_link(path).expect("the link is kept"), place.path("mine.txt"));
    }
}

#[test]
fn hidden_neighbours_of_a_folder_are_nobodys_leftovers() {
    let place = Place::with_results().file("output/.small.new/mine.txt", "keep me").file("output/.small.old", "me too");
    place.throughline(&RUN).assert().success();
    assert_eq!(
        (place.read("output/.small.new/mine.txt"), place.read("output/.small.old")),
        ("keep me".into(), "me too".into())
    );
}

#[test]
fn a_linked_result_folder_is_refused_even_with_force() {
    let place = Place::with_small().file("elsewhere/mine.txt", "keep me");
    fs::create_dir_all(place.path("output")).expect("a folder can be made");
    symlink(place.path("elsewhere"), place.path("output/small")).expect("a link can be made");
    for run in [&RUN[..], &FORCED] {
        place.throughline(run).assert().code(2).stderr(tells("found:    a link"));
    }
    assert_eq!(place.listed("elsewhere"), ["mine.txt"]);
    assert!(place.path("output/small").is_symlink());
}

#[test]
fn what_is_neither_file_nor_folder_is_refused_before_the_work() {
    let place = Place::with_results();
    let made = Command::new("mkfifo").arg(place.path("output/small/charts/pipe")).status();
    assert!(made.expect("there is a `mkfifo`").success());
    for run in [&RUN[..], &FORCED] {
        let long = [run, &["--set", "run.customers=10_000_000"]].concat();
        place.throughline(&long).timeout(AT_ONCE).assert().code(2).stderr(tells("charts/pipe"));
    }
}

#[test]
fn a_link_or_a_folder_where_a_result_will_be_is_refused_before_the_work_even_with_force() {
    let place = Place::with_small().file("mine.txt", "keep me").file("output/small/summary.csv/mine.txt", "keep me");
    let long = [&FORCED[..], &["--set", "run.customers=10_000_000"]].concat();
    place.throughline(&long).timeout(AT_ONCE).assert().code(2).stderr(tells("summary.csv").and(tells("a folder")));
    fs::remove_dir_all(place.path("output/small/summary.csv")).expect("it can be removed");
    symlink(place.path("mine.txt"), place.path("output/small/summary.csv")).expect("a link can be made");
    place.throughline(&long).timeout(AT_ONCE).assert().code(2).stderr(tells("summary.csv").and(tells("a link")));
    assert_eq!(place.read("mine.txt"), "keep me");
}

#[test]
fn what_is_kept_stays_as_it_is_whatever_it_is() {
    let place = Place::with_results();
    let below = |name: &str| place.path("output/small").join(name);
    fs::create_dir_all(below("empty/emptier")).expect("a folder can be made");
    symlink("nowhere", below("dangling")).expect("a link can be made");
    symlink("itself", below("itself")).expect("a link can be made");
    symlink("summary.csv", below("a link to a result")).expect("a link can be made");
    let no_text = place.path("output/small").join(std::ffi::OsStr::from_bytes(b"no text \xff"));
    fs::write(&no_text, "keep me").expect("a file can be written");
    fs::set_permissions(&no_text, fs::Permissions::from_mode(0o440)).expect("it is ours");
    let before = fs::symlink_metadata(&no_text).expect("it is there").ino();
    place.throughline(&RUN).assert().code(2).stderr(tells("which this tool did not write"));
    place.throughline(&FORCED).assert().success();
    assert!(below("empty/emptier").is_dir());
    for (link, target) in [("dangling", "nowhere"), ("itself", "itself"), ("a link to a result", "summary.csv")] {
        assert_eq!(fs::read_link(below(link)).expect("the link is kept"), Path::new(target));
    }
    assert_eq!(fs::symlink_metadata(&no_text).expect("it is kept").ino(), before);
    whole_files(&place);
}

#[test]
fn a_large_file_of_others_is_not_read() {
    let place = Place::with_results();
    let large = fs::File::create(place.path("output/small/film.mp4")).expect("a file can be made");
    large.set_len(3 << 30).expect("it may have holes");
    place.throughline(&RUN).timeout(AT_ONCE).assert().code(2).stderr(tells("film.mp4"));
    // Nor is one that has taken the place of a result.
    fs::rename(place.path("output/small/film.mp4"), place.path("output/small/series.csv")).expect("it can be moved");
    place.throughline(&RUN).timeout(AT_ONCE).assert().code(2).stderr(tells("series.csv").and(tells("changed")));
}

// What happens during the work

#[test]
fn an_edit_made_during_the_run_is_not_overwritten_and_the_results_are_kept() {
    for run in [&RUN[..], &FORCED] {
        let place = Place::with_results();
        let mut child = started(&place, &[run, &["--seed", "8"]].concat(), 20);
        wait_for_stage(&place, &mut child);
        fs::write(place.path("output/small/summary.csv"), "my own numbers").expect("it can be written");
        let ended = child.wait_with_output().expect("it ends");
        let told = in_one_line(&String::from_utf8_lossy(&ended.stderr));
        assert_eq!(ended.status.code(), Some(1), "{told}");
        assert!(told.contains("summary.csv"), "{told}");
        assert_eq!(place.read("output/small/summary.csv"), "my own numbers");
        let kept = told.split_once("kept in ").and_then(|(_, rest)| rest.split_once(": ")).expect("a place is told").0;
        assert!(is_whole(&place.path(kept)), "{told}");
    }
}

#[test]
fn what_is_written_while_results_are_put_in_place_is_not_lost() {
    let place = Place::with_results();
    let run = ["run", "small.toml", "--quiet", "--charts", "none", "--seed", "8"];
    let mut child = started(&place, &run, 1000);
    wait_for_stage(&place, &mut child);
    wait_until(&mut child, || stage(&place).is_some_and(|stage| stage.join("new/manifest.json").exists()));
    // One step later the folder has been looked at for the last time, and not been moved yet.
    std::thread::sleep(Duration::from_millis(1500));
    fs::write(place.path("output/small/mine.txt"), "keep me").expect("it can be written");
    fs::write(place.path("output/small/summary.csv"), "my own numbers").expect("it can be written");
    let ended = child.wait_with_output().expect("it ends");
    let told = in_one_line(&String::from_utf8_lossy(&ended.stderr));
    assert!(ended.status.success(), "{told}");
    assert!(is_whole(&place.path("output/small")), "{told}");
    assert_eq!(place.read("output/small/mine.txt"), "keep me");
    let kept = told.split_once("kept in ").expect("a place is told").1.trim();
    assert_eq!(place.read(&format!("{kept}/done/summary.csv")), "my own numbers");
    assert_eq!(place.listed(&format!("{kept}/done")), ["summary.csv"]);
}

#[test]
fn a_note_in_the_manifest_is_a_change() {
    let place = Place::with_results();
    let noted = place.read("output/small/manifest.json").replacen('{', "{\n  \"note\": \"mine\",", 1);
    let place = place.file("output/small/manifest.json", &noted);
    place.throughline(&RUN).assert().code(2).stderr(tells("manifest.json").and(tells("was changed")));
    assert_eq!(place.read("output/small/manifest.json"), noted);
}

#[test]
fn who_may_look_into_a_result_folder_stays_the_same() {
    let place = Place::with_results();
    let mode = |name: &str| fs::metadata(place.path(name)).expect("it is there").mode() & 0o7777;
    for (name, mode) in [("output/small", 0o700), ("output/small/charts", 0o750)] {
        fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).expect("it is ours");
    }
    place.throughline(&RUN).assert().success();
    assert_eq!((mode("output/small"), mode("output/small/charts")), (0o700, 0o750));
}

#[test]
fn a_folder_with_the_room_of_other_runs_is_refused() {
    let place = Place::with_small().file("output/small/.throughline/other.lock", "1");
    for run in [&RUN[..], &FORCED] {
        place.throughline(run).assert().code(2).stderr(tells("the room of other runs"));
    }
    assert_eq!(place.read("output/small/.throughline/other.lock"), "1");
}

#[test]
fn results_are_in_place_before_they_are_shown() {
    let place = Place::with_small();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("there is a full device");
    let mut shown = Command::new(assert_cmd::cargo::cargo_bin!("throughline"));
    let ended = shown.args(["run", "small.toml"]).current_dir(place.path(".")).stdout(full).output().expect("it runs");
    assert_eq!(ended.status.code(), Some(1));
    assert!(in_one_line(&String::from_utf8_lossy(&ended.stderr)).contains("standard output"));
    whole_files(&place);
}

#[test]
fn where_a_file_may_not_grow_so_far_the_old_results_stay() {
    let place = Place::with_results();
    let before = place.read("output/small/summary.csv");
    let ended = under(&place, "-f 8", &["run", "small.toml", "--seed", "8"]);
    let told = in_one_line(&String::from_utf8_lossy(&ended.stderr));
    assert_eq!(ended.status.code(), Some(1), "{told}");
    assert!(told.contains("could be kept nowhere"), "{told}");
    assert!(String::from_utf8_lossy(&ended.stdout).contains("one record"), "the results are shown all the same");
    assert_eq!(before, place.read("output/small/summary.csv"));
    whole_files(&place);
}

/// A copy of the command that everybody may run, started as nobody where the tests run as root.
fn as_nobody(place: &Place, arguments: &[&str]) -> Output {
    let command = place.path("throughline");
    fs::copy(assert_cmd::cargo::cargo_bin!("throughline"), &command).expect("the command can be copied");
    let is_root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    let mut started = if is_root {
        let mut as_other = Command::new("setpriv");
        as_other.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(command);
        as_other
    } else {
        Command::new(command)
    };
    started.args(arguments).current_dir(place.path(".")).output().expect("the command starts")
}

#[test]
fn a_folder_of_another_owner_is_refused_before_the_work() {
    let place = Place::with_results();
    let allow = |name: &str, mode| {
        fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    for (name, mode) in [(".", 0o755), ("output", 0o777), ("output/small", 0o755)] {
        allow(name, mode);
    }
    // The owner of a folder that nobody may write in stands for another owner where the tests do not run as root.
    allow("output/small/charts", 0o555);
    let before = place.read("output/small/summary.csv");
    let ended = as_nobody(&place, &["run", "small.toml", "--quiet", "--seed", "8"]);
    let told = in_one_line(&String::from_utf8_lossy(&ended.stderr));
    allow("output/small/charts", 0o755);
    assert_eq!(ended.status.code(), Some(1), "{told}");
    assert!(told.contains("cannot be written") && told.contains("no permission"), "{told}");
    assert_eq!(before, place.read("output/small/summary.csv"));
    whole_files(&place);
}

#[test]
fn a_job_that_does_not_fit_into_its_address_space_says_what_it_needs() {
    let place = Place::with_small();
    let ended = under(&place, "-v 250000", &["run", "small.toml", "--threads", "2"]);
    let told = in_one_line(&String::from_utf8_lossy(&ended.stderr));
    assert_eq!(ended.status.code(), Some(1), "{told}");
    assert!(told.contains("a job that needs about 100 MB") && told.contains("address space"), "{told}");
    assert_eq!(place.listed("."), ["small.toml"]);
}
