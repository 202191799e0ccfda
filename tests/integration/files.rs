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
    stage_with(place, "new")
}

fn stage_with(place: &Place, part: &str) -> Option<PathBuf> {
    let room = fs::read_dir(place.path("output/.throughline")).ok()?;
    room.filter_map(|entry| Some(entry.ok()?.path())).find(|path| path.join(part).is_dir())
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
fn a_run_killed_while_it_tries_whether_a_folder_can_be_moved_has_not_moved_it() {
    let place = Place::with_results();
    let before = fs::metadata(place.path("output/small")).expect("it is there").ino();
    let mut child = started(&place, &RUN, 1000);
    wait_until(&mut child, || stage_with(&place, "old").is_some());
    signal(&child, "-KILL");
    child.wait().expect("it ends");
    assert_eq!(fs::metadata(place.path("output/small")).expect("it is there").ino(), before);
    // Killed an instant before, it has left an empty folder.
    let old = stage_with(&place, "old").expect("a stage").join("old");
    fs::remove_dir(old.join("old")).or_else(|_| fs::read_dir(&old).map(drop)).expect("it is there, or never was");
    // Not even where the results have been removed by hand before the next run.
    fs::remove_dir_all(place.path("output/small")).expect("it is ours");
    place.throughline(&RUN).assert().success().stderr("");
    whole_files(&place);
}

#[test]
fn a_run_killed_when_it_has_taken_over_all_that_a_folder_held_loses_nothing_of_it() {
    // Old results have nothing of their own left: the only file there was a user's, and has been moved to the new ones.
    for name in ["mine.txt", "old/mine.txt"] {
        let place = Place::with_small().file(&format!("output/.throughline/small.aBcD12/new/{name}"), "keep me");
        fs::create_dir(place.path("output/.throughline/small.aBcD12/old")).expect("a folder can be made");
        let next = place.throughline(&RUN).assert().code(2).stderr(tells("which this tool did not write"));
        let told = in_one_line(&String::from_utf8_lossy(&next.get_output().stderr));
        assert!(told.contains("of a run that was stopped"), "{told}");
        assert_eq!(place.read(&format!("output/small/{name}")), "keep me");
    }
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
fn a_run_that_is_asked_to_end_while_it_writes_rows_leaves_none_behind() {
    let place = Place::with_results();
    let before = place.read("output/small/summary.csv");
    let long = ["run", "small.toml", "--set", "run.customers=100_000", "--journeys", "--quiet", "--threads", "1"];
    let mut child = started(&place, &long, 0);
    wait_until(&mut child, || stage(&place).is_some_and(|stage| stage.join("new/contacts.0").exists()));
    signal(&child, "-TERM");
    assert_eq!(child.wait().expect("it ends").code(), Some(143));
    assert_eq!(before, place.read("output/small/summary.csv"));
    whole_files(&place);
}

#[test]
fn rows_for_which_there_is_no_room_end_a_run_before_its_work_and_leave_none_behind() {
    let place = Place::with_results();
    // Blocks of 512 bytes, or of 1024.
    let ended = under(&place, "-f 50", &["run", "small.toml", "--journeys", "--quiet", "--charts", "svg"]);
    assert_eq!(ended.status.code(), Some(1));
    let message = String::from_utf8_lossy(&ended.stderr);
    assert!(tells("contacts").eval(&message) && tells("cannot be written").eval(&message), "{message}");
    whole_files(&place);
    assert!(!place.path("output/small/contacts.csv").exists());
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
fn a_file_that_is_no_lock_is_neither_taken_for_one_nor_written_nor_removed() {
    let place = Place::with_results().file("output/.throughline/small.lock", "keep me");
    place.throughline(&FORCED).assert().code(2).stderr(tells("a file that no run has written"));
    assert_eq!(place.read("output/.throughline/small.lock"), "keep me");
    // Not even where it looks like one and stands elsewhere, too.
    let place = Place::with_results().file("output/.throughline/1", "").file("telephone.txt", "5551234");
    fs::hard_link(place.path("telephone.txt"), place.path("output/.throughline/small.lock")).expect("it can be linked");
    place.throughline(&FORCED).assert().code(2).stderr(tells("a file that has a second name"));
    assert_eq!(
        (place.read("telephone.txt"), place.read("output/.throughline/small.lock")),
        ("5551234".into(), "5551234".into())
    );
}

#[test]
fn a_file_that_has_taken_the_place_of_a_lock_is_not_removed() {
    let place = Place::with_small();
    let mut child = started(&place, &RUN, 10);
    wait_for_stage(&place, &mut child);
    fs::remove_file(place.path("output/.throughline/small.lock")).expect("it can be removed");
    let place = place.file("output/.throughline/small.lock", "keep me");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(place.read("output/.throughline/small.lock"), "keep me");
}

#[test]
fn a_run_that_is_refused_or_stopped_before_it_has_results_leaves_nothing() {
    let place = Place::with_small();
    let too_long = format!("fresh/below/{}", "x".repeat(300));
    place.throughline(&[&RUN[..], &["--out", &too_long]].concat()).assert().code(1).stderr(tells("name too long"));
    assert_eq!(place.listed("."), ["small.toml"]);
    let long =
        ["run", "small.toml", "--set", "run.customers=100_000", "--replications", "1000", "--out", "fresh/below"];
    let mut child = started(&place, &long, 0);
    wait_until(&mut child, || place.path("fresh/below/.throughline/small.lock").exists());
    signal(&child, "-TERM");
    child.wait().expect("it ends");
    assert_eq!(place.listed("."), ["small.toml"]);
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
fn results_of_another_scenario_file_of_the_same_name_are_not_replaced_without_a_word() {
    let place = Place::new().file("a/shop.toml", SMALL).file("b/shop.toml", SMALL);
    let run = |file| place.throughline(&["run", file, "--quiet"]).assert().success().stderr("");
    run("a/shop.toml");
    let run_b = ["run", "b/shop.toml", "--quiet"];
    let told = "output/shop: holds results of another scenario file";
    place.throughline(&run_b).assert().success().stderr(tells(told).and(tells("a/shop.toml")));
    place.throughline(&run_b).assert().success().stderr("");
    // Neither an edit nor another way to spell the same file is another file.
    let place = place.file("b/shop.toml", SMALL.replace("a desk", "an office"));
    place.throughline(&["run", "./a/../b/shop.toml", "--quiet"]).assert().success().stderr("");
    place
        .throughline(&["run", "shop.toml", "--quiet", "--out", "../output"])
        .current_dir(place.path("b"))
        .assert()
        .success()
        .stderr("");
    place
        .throughline(&["run", "shop.toml", "--quiet", "--out", "../output"])
        .current_dir(place.path("a"))
        .assert()
        .success()
        .stderr(tells("b/shop.toml"));
}

#[test]
fn results_of_other_settings_are_not_replaced_without_a_word_and_a_label_keeps_both() {
    let place = Place::with_results();
    let run = |more: &[&str]| place.throughline(&[&["run", "small.toml", "--quiet"], more].concat()).assert().success();
    let told = |made| tells(&format!("output/small: holds results made with {made}, which will be replaced"));
    let two = ["--set", "staff.agents.servers=2"];
    run(&two).stderr(told("the file as it is").and(tells("another --name keeps both")));
    // The same command again goes on as ever.
    run(&two).stderr("");
    run(&["--strategy", "one record"]).stderr(told("--set staff.agents.servers=2"));
    run(&["--seed", "5"]).stderr(told("--strategy 'one record'"));
    run(&["--replications", "3"]).stderr(told("--set run.seed=5"));
    // An edit of the file is what one does all day.
    let place = place.file("small.toml", SMALL.replace("seed = 7", "seed = 8"));
    let run = |more: &[&str]| place.throughline(&[&["run", "small.toml", "--quiet"], more].concat()).assert().success();
    run(&["--replications", "3"]).stderr("");
    let before = place.read("output/small/summary.csv");
    run(&["--name", "two agents", "--set", "staff.agents.servers=2"]).stderr("");
    assert_eq!(place.listed("output"), ["small", "two agents"]);
    assert_eq!(place.read("output/small/summary.csv"), before);
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
    assert!(told.contains("`summary.csv` was changed"), "{told}");
    assert_eq!(place.read(&format!("{kept}/done/summary.csv")), "my own numbers");
    assert_eq!(place.listed(&format!("{kept}/done")), ["summary.csv"]);
    // Later runs say that it is there, once each, for as long as it is.
    let place = place.file("other.toml", SMALL);
    let next = place.throughline(&["run", "small.toml", "other.toml", "--quiet", "--force"]).assert().success();
    let told = String::from_utf8_lossy(&next.get_output().stderr).into_owned();
    let name = kept.rsplit('/').next().expect("it has a name");
    assert_eq!(told.matches(name).count(), 1, "{told}");
    fs::remove_dir_all(place.path(kept)).expect("it can be removed");
    place.throughline(&FORCED).assert().success().stderr(tells("kept").not());
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
fn results_with_a_manifest_of_before_it_held_the_scenario_as_an_object_are_replaced_like_any_others() {
    let place = Place::with_results();
    let manifest = place.read("output/small/manifest.json");
    let (before, _) = manifest.split_once(",\n  \"scenario_object\"").expect("it is the last entry");
    let place = place.file("output/small/manifest.json", format!("{before}\n}}"));
    place.throughline(&RUN).assert().success().stderr(tells("manifest").not());
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
    let told = in_one_line(&String::from_utf8_lossy(&ended.stderr));
    let says = "standard output: No space left on device; the results are in output/small/ nevertheless";
    assert!(told.ends_with(says), "{told}");
    whole_files(&place);
}

#[test]
fn where_a_file_may_not_grow_so_far_the_old_results_stay() {
    let place = Place::with_results();
    let before = place.read("output/small/summary.csv");
    let ended = under(&place, "-f 8", &["run", "small.toml", "--seed", "8"]);
    let told = in_one_line(&String::from_utf8_lossy(&ended.stderr));
    assert_eq!(ended.status.code(), Some(1), "{told}");
    assert!(told.contains("could be kept nowhere") && !told.contains("os error"), "{told}");
    assert!(String::from_utf8_lossy(&ended.stdout).contains("one record"), "the results are shown all the same");
    assert_eq!(before, place.read("output/small/summary.csv"));
    whole_files(&place);
}

// Users that meet

const NOBODY: u32 = 65534;
const SOMEBODY: u32 = 65533;

/// Whether the tests run as root, and can be other users.
fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// A copy of the command that everybody may run, as another user where the tests run as root.
fn as_user(place: &Place, user: u32, arguments: &[&str]) -> Command {
    let command = place.path("throughline");
    if !command.exists() {
        fs::copy(assert_cmd::cargo::cargo_bin!("throughline"), &command).expect("the command can be copied");
    }
    let mut started = if is_root() {
        let mut as_other = Command::new("setpriv");
        as_other.args([format!("--reuid={user}"), format!("--regid={user}"), "--clear-groups".into()]).arg(command);
        as_other
    } else {
        Command::new(command)
    };
    started.args(arguments).current_dir(place.path(".")).stdout(Stdio::null()).stderr(Stdio::piped());
    started
}

fn allow(place: &Place, name: &str, mode: u32) {
    fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).expect("it is ours");
}

/// The place with a folder of all results in which everybody may write.
fn open_to_all(place: Place) -> Place {
    fs::create_dir_all(place.path("output")).expect("a folder can be made");
    allow(&place, ".", 0o755);
    allow(&place, "output", 0o777);
    place
}

#[test]
fn a_folder_of_another_owner_is_refused_before_the_work() {
    let place = open_to_all(Place::with_results());
    allow(&place, "output/small", 0o755);
    // The owner of a folder that nobody may write in stands for another owner where the tests do not run as root.
    allow(&place, "output/small/charts", 0o555);
    let before = place.read("output/small/summary.csv");
    let ended = as_user(&place, NOBODY, &["run", "small.toml", "--quiet", "--seed", "8"]).output().expect("it runs");
    let told = in_one_line(&String::from_utf8_lossy(&ended.stderr));
    allow(&place, "output/small/charts", 0o755);
    assert_eq!(ended.status.code(), Some(1), "{told}");
    assert!(told.contains("cannot be written") && told.contains("no permission"), "{told}");
    assert_eq!(before, place.read("output/small/summary.csv"));
    whole_files(&place);
}

#[test]
fn a_folder_that_only_its_owner_may_move_is_refused_before_the_work() {
    if !is_root() {
        return; // Nobody else can make a folder of another owner.
    }
    let place = open_to_all(Place::with_results().file("output/small/mine/too.txt", "keep me"));
    for name in ["output/small", "output/small/charts", "output/small/mine"] {
        allow(&place, name, 0o777);
    }
    let long = ["run", "small.toml", "--quiet", "--force", "--set", "run.customers=10_000_000"];
    for sticky in ["output", "output/small"] {
        allow(&place, sticky, 0o1777);
        let ended = as_user(&place, NOBODY, &long).output().expect("it runs");
        let told = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(1), "{told}");
        assert!(told.starts_with("output/small") && told.contains("no permission"), "{told}");
        allow(&place, sticky, 0o777);
    }
    assert_eq!(place.listed("output"), ["small"]);
}

#[test]
fn a_folder_where_a_disk_is_mounted_is_refused_before_the_work() {
    for mounted in ["output/small", "output/small/mine"] {
        let place = Place::with_results().file("output/small/mine/too.txt", "keep me").file("disk/film.txt", "keep me");
        let script = format!(
            "mount --bind {} {mounted} 2>&- || exit 77; exec \"$0\" \"$@\"",
            if mounted.ends_with("mine") { "disk" } else { "output/small" }
        );
        let ended = Command::new("unshare")
            .args(["--map-root-user", "--mount", "sh", "-c", &script])
            .arg(assert_cmd::cargo::cargo_bin!("throughline"))
            .args(["run", "small.toml", "--quiet", "--force", "--set", "run.customers=10_000_000"])
            .current_dir(place.path("."))
            .output()
            .expect("there is an `unshare`");
        let told = String::from_utf8_lossy(&ended.stderr).into_owned();
        if ended.status.code() == Some(77) || told.starts_with("unshare") {
            return; // This machine lets nobody mount.
        }
        assert_eq!(ended.status.code(), Some(1), "{told}");
        assert!(told.starts_with(&format!("{mounted}: ")) && told.contains("a disk is mounted"), "{told}");
        assert_eq!(place.listed("output"), ["small"]);
    }
}

#[test]
fn what_may_not_be_removed_in_the_end_is_named() {
    let place = open_to_all(Place::with_small());
    let run = ["run", "small.toml", "--quiet", "--charts", "svg"];
    let mut first = as_user(&place, NOBODY, &run).spawn().expect("it starts");
    assert!(first.wait().expect("it ends").success());
    let mut second = as_user(&place, NOBODY, &run).env("THROUGHLINE_STRETCH_PLACING", "20").spawn().expect("it starts");
    wait_for_stage(&place, &mut second);
    allow(&place, "output/small/charts", 0o555);
    let ended = second.wait_with_output().expect("it ends");
    let told = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.success() && told.contains("`charts`"), "{told}");
    assert!(is_whole(&place.path("output/small")), "{told}");
}

#[test]
fn two_users_work_in_one_place_that_is_open_to_both() {
    let place = open_to_all(Place::with_small().file("other.toml", SMALL));
    let long = ["run", "small.toml", "--set", "run.customers=100_000", "--replications", "1000", "--quiet"];
    let mut first = as_user(&place, NOBODY, &long).spawn().expect("it starts");
    wait_until(&mut first, || place.path("output/.throughline/small.lock").exists());
    let second = as_user(&place, SOMEBODY, &["run", "other.toml", "--quiet"]).output().expect("it runs");
    assert!(second.status.success(), "{}", String::from_utf8_lossy(&second.stderr));
    let third = as_user(&place, SOMEBODY, &RUN).output().expect("it runs");
    assert!(String::from_utf8_lossy(&third.stderr).contains(&format!(", process {}", first.id())));
    // Killed, it leaves a lock that the other user can have.
    first.kill().and_then(|()| first.wait()).expect("it ends");
    let fourth = as_user(&place, SOMEBODY, &RUN).output().expect("it runs");
    assert!(fourth.status.success(), "{}", String::from_utf8_lossy(&fourth.stderr));
    assert_eq!(place.listed("output"), ["other", "small"]);
}

#[test]
fn what_another_user_has_left_and_this_one_may_not_touch_is_named_before_the_work() {
    // A room and a stage that are closed to others; their owner, too, may not do what is needed.
    for (closed, mode) in [("output/.throughline", 0o555), ("output/.throughline/small.aBcDeF", 0o000)] {
        let place = open_to_all(Place::with_small().file("output/.throughline/small.aBcDeF/old/mine.txt", "keep me"));
        allow(&place, "output/.throughline", 0o777);
        allow(&place, closed, mode);
        let long = ["run", "small.toml", "--quiet", "--set", "run.customers=10_000_000"];
        let ended = as_user(&place, NOBODY, &long).output().expect("it runs");
        let told = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(1), "{told}");
        assert!(told.starts_with(&format!("{closed}\n")) && told.contains("a run of another user"), "{told}");
        allow(&place, closed, 0o755);
        assert_eq!(place.read("output/.throughline/small.aBcDeF/old/mine.txt"), "keep me");
        assert!(!place.path("output/small").exists());
    }
}

#[test]
fn a_job_that_does_not_fit_into_its_address_space_says_what_it_needs() {
    let place = Place::with_small();
    let ended = under(&place, "-v 250000", &["run", "small.toml", "--threads", "2"]);
    let told = in_one_line(&String::from_utf8_lossy(&ended.stderr));
    assert_eq!(ended.status.code(), Some(1), "{told}");
    assert!(told.contains("a job that needs about 141 MB") && told.contains("address space"), "{told}");
    assert_eq!(place.listed("."), ["small.toml"]);
}

#[test]
fn more_scenarios_than_files_may_be_open_are_refused_before_the_work() {
    let many = |count: usize| (0..count).fold(Place::new(), |place, at| place.file(&format!("many/{at}.toml"), SMALL));
    let run = ["run", "many", "--quiet", "--charts", "svg"];
    let place = many(100);
    let ended = under(&place, "-n 64", &run);
    let told = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1), "{told}");
    assert!(told.contains("remedy:   allow more (`ulimit -n "), "{told}");
    assert_eq!(place.listed("."), ["many"]);
    let place = many(20);
    assert!(under(&place, "-n 64", &run).status.success());
    assert_eq!(place.listed("output").len(), 20);
}

#[test]
fn files_of_earlier_results_that_a_run_does_not_make_are_named_as_they_go() {
    let place = Place::with_small();
    let run = |more: &[&str]| {
        let ended = place.throughline(&[&["run", "small.toml", "--quiet"], more].concat()).assert().success();
        in_one_line(&String::from_utf8_lossy(&ended.get_output().stderr))
    };
    assert!(!run(&["--charts", "svg", "--as", "genesys-cloud"]).contains("removed"));
    assert!(!run(&["--charts", "svg", "--as", "genesys-cloud"]).contains("removed"));
    let said = run(&["--charts", "svg"]);
    assert!(said.contains("output/small: dashboards.csv of earlier results removed"), "{said}");
    assert!(!place.path("output/small/dashboards.csv").exists());
    let said = run(&["--charts", "none"]);
    assert!(said.contains("output/small: charts/") && said.contains("more of earlier results removed"), "{said}");
    assert!(!run(&["--charts", "none"]).contains("removed"));
}
