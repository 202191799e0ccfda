//! Charts of odd studies: whatever a scenario may be, nothing is drawn off the page and no text covers another.

use super::font::{Align, Turn};
use super::picture::{Area, Mark, Picture, Point, Text};
use super::theme::{SMALL, SMALLEST, TEXT, look};
use super::{Drawn, Form, Named, Theme};
use crate::experiment::{Order, Study, differences, run};
use crate::outcomes::SERIES;
use crate::scenario::{Source, Wishes, understand};
use crate::stats::Ratio;
use std::fmt::Write as _;

/// What is odd about a study.
#[derive(Clone)]
struct Odd {
    strategies: Vec<String>,
    channels: Vec<String>,
    customers: u32,
    days: f64,
    warm_up_days: f64,
    replications: u32,
    staff: &'static str,
    discount: &'static str,
}

impl Odd {
    fn new(strategies: usize, channels: usize) -> Self {
        Self {
            strategies: (1..=strategies).map(|n| format!("strategy {n}")).collect(),
            channels: (1..=channels).map(|n| format!("channel {n}")).collect(),
            customers: 60,
            days: 70.0,
            warm_up_days: 0.0,
            replications: 3,
            staff: "servers = 2\nhours = \"mon-fri 09:00-17:00\"",
            discount: "discount_per_year = 0.1",
        }
    }

    fn text(&self) -> String {
        let mut text = format!("title = \"An odd one: {}\"\n", "very ".repeat(self.channels.len() * 2));
        let (customers, days, replications) = (self.customers, self.days, self.replications);
        let (warm_up_days, discount) = (self.warm_up_days, self.discount);
        let _ = write!(
            text,
            "[run]\ncustomers = {customers}\nhorizon_days = {days:?}\nwarm_up_days = {warm_up_days:?}\nreplications = {replications}\n\
             {discount}\n[segment.all]\nshare = 1.0\nneeds.help = {{ per_year = 60 }}\n\
             [journey.help]\noccasion = true\nsteps = [\"ask\"]\npause_days = 0.1\ngive_up_days = 2\n\
             value = {{ mean = 900000, cv = 0.5 }}\nmargin = 0.3\n"
        );
        for channel in &self.channels {
            let _ = write!(
                text,
                "[channel.\"{channel}\"]\nkind = \"live\"\n\
                 step.ask = {{ leave = 0.1, success = 0.5, minutes = {{ mean = 9 }} }}\n"
            );
        }
        if !self.staff.is_empty() {
            let _ = write!(text, "[staff.all]\nserves = {:?}\ncost_per_hour = 30\n{}\n", self.channels, self.staff);
        }
        for (at, name) in self.strategies.iter().enumerate() {
            let baseline = at == self.strategies.len() / 2;
            let level = at as f64 / self.strategies.len() as f64;
            let _ = write!(text, "[[strategy]]\nname = \"{name}\"\ndescription = \"\"\nbaseline = {baseline}\n");
            let _ = writeln!(text, "levels = {{ identity = {level:?}, continuity = {level:?} }}");
        }
        text
    }

    fn study(&self) -> Study {
        self.study_of(&[])
    }

    /// With these strategies and the baseline only; with all, where there are none.
    fn study_of(&self, strategies: &[&str]) -> Study {
        let wishes = Wishes { strategies: strategies.iter().map(ToString::to_string).collect(), ..Wishes::default() };
        let source = Source::parse("odd.toml".into(), self.text()).unwrap_or_else(|error| panic!("{error}"));
        let scenario = understand(&source, "odd", &wishes).unwrap_or_else(|error| panic!("{error}"));
        run(vec![scenario], Order::Forward, || {}).remove(0)
    }
}

fn pictures(study: &Study) -> Vec<Named> {
    super::pictures(study, &differences(study))
}

fn draw(study: &Study, forms: &[Form]) -> Drawn {
    super::draw(study, &differences(study), forms, Theme::Light).expect("every study can be drawn")
}

fn long(what: &str, n: usize) -> String {
    format!("{what} {n} with everything in and trained WWWWW").chars().take(40).collect()
}

/// The rectangle that a text takes in whatever font it may be shown.
fn box_of(text: &Text) -> Area {
    let (x, y) = text.at;
    let (long, half) = (text.room(), text.size * 0.5);
    let start = match text.align {
        Align::Start => 0.0,
        Align::Middle => -long / 2.0,
        Align::End => -long,
    };
    match text.turn {
        Turn::Level => Area { left: x + start, top: y - half, right: x + start + long, bottom: y + half },
        Turn::Up => Area { left: x - half, top: y - start - long, right: x + half, bottom: y - start },
    }
}

fn assert_sound(name: &str, picture: &Picture) {
    let (width, height) = picture.size();
    let on_page = |(x, y): Point| (0.0..=width).contains(&x) && (0.0..=height).contains(&y);
    let mut texts = Vec::new();
    for mark in picture.marks() {
        match mark {
            Mark::Shape(points, _) | Mark::Line(points, ..) => {
                assert!(points.iter().copied().all(on_page), "{name}: {mark:?} is off the page");
            }
            Mark::Circle(at, ..) => assert!(on_page(*at), "{name}: {mark:?} is off the page"),
            Mark::Text(text) if text.size < SMALLEST => panic!("{name}: `{}` is below 12 points", text.says),
            Mark::Text(text) => texts.push((box_of(text), &text.says)),
        }
    }
    for (at, (a, text)) in texts.iter().enumerate() {
        assert!(on_page((a.left, a.top)) && on_page((a.right, a.bottom)), "{name}: `{text}` is off the page");
        for (b, other) in &texts[..at] {
            let apart = a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom;
            assert!(apart || text.is_empty() || other.is_empty(), "{name}: `{text}` covers `{other}`");
        }
    }
}

fn assert_all_sound(study: &Study) -> Vec<&'static str> {
    let pictures = pictures(study);
    for (name, picture) in &pictures {
        assert_sound(name, picture);
    }
    pictures.into_iter().map(|(name, _)| name).collect()
}

const ALL: [&str; 9] = [
    "comparison",
    "differences",
    "survival",
    "effort",
    "effort_differences",
    "flow",
    "waits",
    "profit_bridge",
    "payback",
];

fn without(chart: &str) -> Vec<&'static str> {
    ALL.into_iter().filter(|name| *name != chart).collect()
}

#[test]
fn every_number_of_strategies_and_channels_finds_room() {
    for (strategies, channels) in [(2, 1), (3, 4), (5, 7), (8, 10), (12, 16), (20, 3)] {
        assert_eq!(assert_all_sound(&Odd::new(strategies, channels).study()), ALL);
    }
}

#[test]
fn a_strategy_looks_the_same_whichever_others_are_there() {
    let odd = Odd::new(9, 1);
    let (all, some) = (odd.study(), odd.study_of(&["strategy 3", "strategy 8"]));
    assert_eq!(some.scenario.strategies.len(), 3);
    for (at, strategy) in some.scenario.strategies.iter().enumerate() {
        let there = all.scenario.strategies.iter().position(|one| one.name == strategy.name).expect("all are there");
        let (one, other) = (look(&some, at), look(&all, there));
        assert_eq!((one.ink, one.dash, one.marker), (other.ink, other.dash, other.marker), "{}", strategy.name);
    }
}

#[test]
fn a_baseline_alone_has_no_differences() {
    let names = assert_all_sound(&Odd::new(1, 2).study());
    assert_eq!(names, ["comparison", "survival", "effort", "flow", "waits"]);
}

#[test]
fn names_of_forty_letters_are_shortened() {
    let mut odd = Odd::new(12, 16);
    odd.strategies = (1..=12).map(|n| long("strategy", n)).collect();
    odd.channels = (1..=16).map(|n| long("channel", n)).collect();
    assert_eq!(assert_all_sound(&odd.study()), ALL);
    odd.strategies.truncate(2);
    assert_eq!(assert_all_sound(&odd.study()), ALL);
}

#[test]
fn one_replication_is_drawn_without_intervals() {
    let odd = Odd { replications: 1, ..Odd::new(4, 3) };
    assert_eq!(assert_all_sound(&odd.study()), ALL);
}

#[test]
fn without_staff_nobody_waits() {
    let odd = Odd { staff: "", ..Odd::new(2, 3) };
    assert_eq!(assert_all_sound(&odd.study()), without("waits"));
}

#[test]
fn without_a_discount_nothing_is_paid_back() {
    let odd = Odd { discount: "", ..Odd::new(2, 3) };
    assert_eq!(assert_all_sound(&odd.study()), without("payback"));
}

#[test]
fn a_week_and_a_century_are_drawn() {
    for days in [2.5, 7.0, 9.0, 36_400.0] {
        let odd = Odd { days, customers: 3, ..Odd::new(3, 2) };
        assert_all_sound(&odd.study());
    }
}

#[test]
fn a_warm_up_is_told_apart_however_long_it_is() {
    for warm_up_days in [0.5, 21.0, 67.0] {
        let odd = Odd { warm_up_days, ..Odd::new(3, 2) };
        assert_all_sound(&odd.study());
    }
    let says = |odd: Odd| {
        let marks = pictures(&odd.study()).into_iter().flat_map(|(_, picture)| picture.marks().to_vec());
        marks.filter(|mark| matches!(mark, Mark::Text(text) if text.says == "warm-up")).count()
    };
    assert_eq!(
        (says(Odd { warm_up_days: 21.0, ..Odd::new(3, 2) }), says(Odd::new(3, 2))),
        (3, 0),
        "in both panels of survival, and in payback"
    );
}

#[test]
fn values_that_are_missing_or_all_alike_are_drawn() {
    let mut study = Odd::new(3, 3).study();
    for outcomes in &mut study.outcomes[0] {
        outcomes.parts.fill(Ratio::NONE);
        outcomes.weeks.fill([Ratio::NONE; SERIES.len()]);
        outcomes.hours.fill([Ratio::NONE; 24]);
    }
    assert_eq!(assert_all_sound(&study), ALL);
    for value in [0, 1, 3_000_000_000_000_000].map(Ratio::total) {
        for outcomes in study.outcomes.iter_mut().flatten() {
            outcomes.parts.fill(value);
            outcomes.hours.fill([value; 24]);
        }
        let there_is_money = value.numerator > 0;
        assert_eq!(assert_all_sound(&study), if there_is_money { ALL.to_vec() } else { without("payback") });
    }
}

/// A part of a whole that is nothing, one, all but one or all; or, where it is no share, of any size; money of any sign.
fn wild(luck: &mut u64, unit: &str) -> Ratio {
    let mut pick = |n: u64| {
        *luck = luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*luck >> 33) % n
    };
    let whole: u64 = [0, 1, 2, 7, 1_000_000, 1_000_000_000_000][pick(6) as usize];
    let part = Ratio::per([0, 1.min(whole), whole.saturating_sub(1), whole][pick(4) as usize], whole);
    let scale = if unit == "share" { 1 } else { 10_i128.pow(pick(16) as u32) };
    let sign = if unit == "EUR" { [1, -1][pick(2) as usize] } else { 1 };
    Ratio { numerator: part.numerator * scale * sign, ..part }
}

#[test]
fn values_as_far_apart_as_they_can_be_stay_on_the_page() {
    let mut luck = 1;
    for replications in [1, 2, 6, 6, 6, 20, 20, 20] {
        let mut study = Odd { replications, ..Odd::new(4, 3) }.study();
        for outcomes in study.outcomes.iter_mut().flatten() {
            for (part, key) in outcomes.parts.iter_mut().zip(&study.keys) {
                *part = wild(&mut luck, key.measure.unit);
            }
            outcomes.weeks.iter_mut().flatten().for_each(|share| *share = wild(&mut luck, "share"));
            outcomes.hours.iter_mut().flatten().for_each(|wait| *wait = wild(&mut luck, "min"));
            let mut money = || wild(&mut luck, "EUR").numerator as f64;
            outcomes.worth.iter_mut().for_each(|day| (day.earned, day.integration) = (money(), money()));
        }
        assert_all_sound(&study);
    }
}

#[test]
fn only_changes_of_passages_that_are_shown_are_filled_and_have_a_key() {
    let marks = |replications: u32| {
        let mut study = Odd { replications, ..Odd::new(2, 3) }.study();
        let passage = study.key_of("contact_flow", "", "channel 1>channel 2").expect("a passage");
        for (outcomes, nth) in study.outcomes[0].iter_mut().zip(0..) {
            outcomes.parts[passage].numerator += 200 + nth;
        }
        let flow = pictures(&study).into_iter().find(|(name, _)| *name == "flow").expect("a chart");
        flow.1.marks().to_vec()
    };
    let filled = |marks: &[Mark]| marks.iter().filter(|mark| matches!(mark, Mark::Shape(..))).count();
    let (levels, key) = (3 * 4, 9);
    assert_eq!(filled(&marks(3)), levels + key, "three replications show nothing");
    assert_eq!(filled(&marks(12)), levels + key + 1 + key);
}

#[test]
fn what_signs_mean_is_never_cut_off() {
    for strategies in [1, 3] {
        for (name, picture) in pictures(&Odd::new(strategies, 3).study()) {
            let cut: Vec<&Text> =
                picture.texts().filter(|text| text.size == SMALL && text.says.ends_with('…')).collect();
            assert!(cut.is_empty(), "{name}: {cut:?}");
        }
    }
}

#[test]
fn no_number_of_a_difference_lies_on_the_line_of_0() {
    for strategies in [2, 5, 12] {
        for (name, picture) in pictures(&Odd { replications: 6, ..Odd::new(strategies, 2) }.study()) {
            let zeros = picture.marks().iter().filter_map(|mark| match mark {
                Mark::Line(points, 1.5, ink, _) if *ink == TEXT && points[0].0 == points[1].0 => Some(points),
                _ => None,
            });
            for (zero, text) in zeros.flat_map(|zero| picture.texts().map(move |text| (zero, text))) {
                let (x, it) = (zero[0].0, box_of(text));
                let is_crossed = it.left < x && x < it.right && it.top < zero[1].1 - 5.0 && it.bottom > zero[0].1;
                assert!(!is_crossed, "{name}: `{}` lies on the line of 0", text.says);
            }
        }
    }
}

#[test]
fn nothing_at_all_is_still_drawn() {
    let mut study = Odd::new(3, 2).study();
    for outcomes in study.outcomes.iter_mut().flatten() {
        outcomes.parts.fill(Ratio::NONE);
        outcomes.weeks.fill([Ratio::NONE; SERIES.len()]);
        outcomes.hours.fill([Ratio::NONE; 24]);
    }
    assert_eq!(assert_all_sound(&study), ["comparison", "survival", "effort", "effort_differences", "flow"]);
}

#[test]
fn the_same_study_gives_the_same_bytes() {
    let odd = Odd::new(3, 3);
    let forms = [Form::Svg, Form::Png];
    let (first, second) = (draw(&odd.study(), &forms), draw(&odd.study(), &forms));
    assert_eq!(first.drawings.len(), 2 * ALL.len());
    for (a, b) in first.drawings.iter().zip(&second.drawings) {
        assert!(a == b, "{} differs", a.name);
        let (svg, png): (&[u8], &[u8]) = (b"<svg width=\"1280\"", b"\x89PNG\r\n\x1a\n");
        assert!(a.bytes.starts_with(svg) || a.bytes.starts_with(png), "{}", a.name);
    }
}

/// The SVG charts of a study as a reader of XML finds them, with what their texts say.
fn texts_in_svg(study: &Study) -> Vec<String> {
    let read = |svg: Vec<u8>| {
        let svg = String::from_utf8(svg).expect("UTF-8");
        let document = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{error} in {svg}"));
        let texts = document.descendants().filter(|node| node.has_tag_name("text"));
        texts.map(|text| text.text().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let drawn = draw(study, &[Form::Svg]);
    drawn.drawings.into_iter().flat_map(|drawing| read(drawing.bytes)).collect()
}

#[test]
fn svg_is_xml_whatever_names_hold() {
    let mut study = Odd::new(2, 2).study();
    let wild = "<a href=\"x\">&amp;]]>'\u{0}\u{1B}\u{FFFE}\u{FFFF}\u{1FFFF}\" dy=\"0.5ex\"";
    study.scenario.title = wild.into();
    study.scenario.strategies[0].name = wild.into();
    study.scenario.strategies[1].name = wild.into();
    study.scenario.names.channels[1] = wild.into();
    let texts = texts_in_svg(&study);
    let shown = "<a href=\"x\">&amp;]]>'  \u{FFFD}\u{FFFD}\u{1FFFF}\" dy=\"0.5ex\"";
    // The subtitles, and names where there is room.
    assert!(texts.iter().filter(|text| text.contains(shown)).count() > 6, "{texts:?}");
}

#[test]
fn svg_says_where_letters_stand_and_nothing_that_a_program_may_not_know() {
    let study = Odd::new(12, 16).study();
    for drawing in draw(&study, &[Form::Svg]).drawings {
        let svg = String::from_utf8(drawing.bytes).expect("UTF-8");
        let document = roxmltree::Document::parse(&svg).expect("XML");
        for text in document.descendants().filter(|node| node.has_tag_name("text")) {
            let attributes: Vec<&str> = text.attributes().map(|attribute| attribute.name()).collect();
            let known =
                ["x", "y", "text-anchor", "font-family", "font-size", "opacity", "fill", "font-weight", "transform"];
            assert!(attributes.iter().all(|name| known.contains(name)), "{attributes:?}");
        }
    }
}

#[test]
fn a_name_of_seventy_thousand_letters_is_drawn() {
    let mut study = Odd::new(3, 2).study();
    for (strategy, letters) in study.scenario.strategies.iter_mut().zip(["w", "w ", "北"]) {
        strategy.name = letters.repeat(70_000);
    }
    study.scenario.names.channels[0] = "w ".repeat(70_000);
    assert_eq!(assert_all_sound(&study), ALL);
}

#[test]
fn what_the_font_lacks_is_told_of_bitmaps_only() {
    let mut study = Odd::new(2, 1).study();
    study.scenario.strategies[1].name = "Київ → 北".into();
    let boxes = |forms: &[Form]| draw(&study, forms).boxes.into_iter().collect::<String>();
    assert_eq!(
        (boxes(&[Form::Svg, Form::Png]), boxes(&[Form::Svg]), boxes(&[])),
        ("北".into(), String::new(), String::new())
    );
}

#[test]
fn charts_are_drawn_in_the_forms_that_are_wanted() {
    let study = Odd::new(2, 1).study();
    let names = |forms: &[Form]| {
        draw(&study, forms).drawings.into_iter().map(|drawing| drawing.name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(&[]), "");
    assert_eq!(names(&[Form::Svg]), ALL.map(|name| format!("{name}.svg")).join(" "));
    assert_eq!(names(&[Form::Png]), ALL.map(|name| format!("{name}.png")).join(" "));
}

#[test]
fn a_bitmap_is_as_wide_as_a_slide() {
    let study = Odd::new(2, 1).study();
    for drawing in draw(&study, &[Form::Png]).drawings {
        let reader = png::Decoder::new(drawing.bytes.as_slice()).read_info().expect("PNG");
        let density = reader.info().pixel_dims.expect("a density");
        assert_eq!((density.unit, density.xppu, density.yppu), (png::Unit::Meter, 7559, 7559));
        let inches = f64::from(reader.info().width) / f64::from(density.xppu) / 0.0254;
        assert!((inches - 40.0 / 3.0).abs() < 0.001, "{inches}");
    }
}

#[test]
fn no_name_touches_the_next_sample_of_a_legend() {
    let mut odd = Odd::new(7, 2);
    odd.strategies = (1..=7).map(|n| format!("mmm {}", "W".repeat(n))).collect();
    let pictures = pictures(&odd.study());
    for (name, picture) in pictures.iter().filter(|(name, _)| ["effort", "waits"].contains(name)) {
        let samples: Vec<Point> = picture.marks().iter().filter_map(sample).collect();
        assert!(samples.len() >= 5, "{name}");
        for text in picture.texts().map(box_of) {
            let right = samples.iter().filter(|(x, y)| *x > text.left && (text.top..text.bottom).contains(y));
            assert!(right.clone().all(|(x, _)| text.right < *x), "{name}");
        }
    }
}

/// Where a sample of a legend starts, if it is one.
fn sample(mark: &Mark) -> Option<Point> {
    match mark {
        Mark::Line(points, 3.0, ..) => Some(points[0]),
        Mark::Shape(points, _) if points.len() == 4 && points[2].1 - points[0].1 == 16.0 => {
            Some((points[0].0, f64::midpoint(points[0].1, points[2].1)))
        }
        _ => None,
    }
}
