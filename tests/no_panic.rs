//! Texts that are nearly flows: read, converted, drawn and run without a panic, with findings inside the text.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use flowglass_convert::convert;
use flowglass_diagram::svg::{Theme, write_svg};
use flowglass_diagram::{Overlay, draw};
use flowglass_expression::Language;
use flowglass_flow::{Mode, parse_for};
use flowglass_history::{check_invariants, fold};
use flowglass_simulator::{Options, Outside, Scenario, simulate};

/// How many texts are made of each example.
const CASES: u32 = 40;

/// A source of numbers that are the same everywhere (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// The text with one to four small accidents.
fn damaged(text: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=dice.roll(4) {
        if lines.is_empty() {
            break;
        }
        let at = dice.roll(lines.len());
        match dice.roll(9) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => lines[at].insert_str(0, &" ".repeat(1 + dice.roll(4))),
            3 => lines[at] = lines[at].strip_prefix("  ").unwrap_or(&lines[at]).to_owned(),
            4 => insert(
                &mut lines[at],
                ["'", "\"", "{", "]", ":", " #", "&a ", "*a", "!x ", "\t", "名", "\u{0}"][dice.roll(12)],
                dice,
            ),
            5 => remove(&mut lines[at], dice),
            6 => {
                let other = dice.roll(lines.len());
                lines.swap(at, other);
            }
            7 => swap_words(&mut lines[at], dice),
            _ => lines.truncate(at),
        }
    }
    lines.join("\n")
}

fn insert(line: &mut String, piece: &str, dice: &mut Dice) {
    let at = dice.roll(line.len() + 1);
    line.insert_str(line.floor_char_boundary(at), piece);
}

fn remove(line: &mut String, dice: &mut Dice) {
    if !line.is_empty() {
        let at = dice.roll(line.len());
        line.remove(line.floor_char_boundary(at));
    }
}

fn swap_words(line: &mut String, dice: &mut Dice) {
    let indent: String = line.chars().take_while(|letter| *letter == ' ').collect();
    let mut words: Vec<&str> = line.split_whitespace().collect();
    if words.len() > 1 {
        let (one, other) = (dice.roll(words.len()), dice.roll(words.len()));
        words.swap(one, other);
        *line = indent + &words.join(" ");
    }
}

/// All examples: the definition and its scenario.
fn examples() -> Vec<(String, String, Scenario)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/examples");
    let mut examples = Vec::new();
    for entry in fs::read_dir(folder).expect("there are examples") {
        let path = entry.expect("the folder can be read").path();
        let name = path.display().to_string();
        if let Some(stem) = name.strip_suffix(".flow.yaml") {
            let read = |name: &str| fs::read_to_string(name).unwrap_or_else(|error| panic!("{name}: {error}"));
            let scenario =
                Scenario::parse(&read(&format!("{stem}.scenario.yaml"))).unwrap_or_else(|e| panic!("{stem}: {e}"));
            // Short runs: a flow that now loops for ever should not take the time of all others.
            let options = Options { event_limit: 300, ..scenario.options.clone() };
            examples.push((name.clone(), read(&name), Scenario { options, ..scenario }));
        }
    }
    examples.sort_by(|a, b| a.0.cmp(&b.0));
    examples
}

/// Reads, draws and runs a text; tells whether it was a flow.
fn try_out(text: &str, mode: Mode, scenario: &Scenario) -> bool {
    let parsed = parse_for(text, mode);
    for finding in &parsed.findings {
        let related = finding.related().into_iter().map(|other| other.at);
        for at in related.chain([finding.at]) {
            assert!(text.get(at.range()).is_some(), "{} points outside of the text:\n{text}", finding.code);
        }
    }
    if let Ok(new) = convert(&parsed, "flow", Language::English) {
        for note in &new.notes {
            assert!(text.get(note.at.range()).is_some(), "{} points outside of the text:\n{text}", note.code);
        }
        let again = parse_for(&new.text, Mode::Standard);
        assert!(!again.has_errors(), "{:#?}\n{text}\n{}", again.findings, new.text);
    }
    let Some(flow) = parsed.flow.map(Arc::new) else { return false };
    let scene = draw(&flow);
    for outside in [Outside::Nobody, Outside::CanReport] {
        let (simulation, _, _) = simulate(&flow, "flow", scenario, &[], outside);
        for (_, execution) in simulation.executions() {
            let broken = check_invariants(&execution.history);
            assert!(broken.is_empty(), "{broken:?}\n{text}\n{}", execution.history.to_lines());
        }
        let execution = &simulation.executions().next().expect("one was started").1;
        let view = fold(&execution.history, execution.history.len());
        let overlay = Overlay::from_run(&flow, &scene, &view, &execution.history);
        assert!(write_svg(&scene, Some(&overlay), Theme::Auto).ends_with("</svg>\n"));
    }
    true
}

#[test]
fn damaged_examples_are_read_drawn_and_run() {
    let mut dice = Dice(0x5eed_f10e);
    let (mut flows, mut all) = (0, 0);
    for (_, text, scenario) in examples() {
        for case in 0..CASES {
            let mode = if case % 4 == 0 { Mode::Express } else { Mode::Standard };
            flows += usize::from(try_out(&damaged(&text, &mut dice), mode, &scenario));
            all += 1;
        }
    }
    assert!(all >= 300 && flows * 2 > all, "only {flows} of {all} texts were flows: the damage is too great to tell");
}

#[test]
fn texts_that_break_off_are_read_drawn_and_run() {
    for (_, text, scenario) in examples() {
        let ends = text.char_indices().map(|(at, _)| at).step_by(text.len() / 12);
        for end in ends {
            try_out(&text[..end], Mode::Standard, &scenario);
        }
    }
}
