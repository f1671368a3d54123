//! A step that is being typed costs nothing outside of it: every other node stays, its place shifted.

use std::ops::Range;

use flowglass_flow::{Document, NodeId, NodeKind, Parsed, Span, parse};

/// What a person may do to one line; `None` where it changes nothing.
type Mutation = fn(&str) -> Option<String>;

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Where the first key of the line begins, behind a dash.
fn content(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').trim_start_matches("- ").trim_start_matches(' ').len()
}

/// Where the value on the line begins, behind the key.
fn value(line: &str) -> Option<usize> {
    line.find(": ").map(|colon| colon + 2)
}

fn cut(line: &str, at: usize) -> Option<String> {
    (at < line.len()).then(|| line.get(..at).map(|rest| format!("{rest}\n")))?
}

fn at_value(line: &str, stray: &str) -> Option<String> {
    let at = value(line)?;
    Some(format!("{}{stray}{}\n", &line[..at], &line[at..]))
}

fn in_place_of_value(line: &str, new: &str) -> Option<String> {
    Some(format!("{}{new}\n", &line[..value(line)?]))
}

fn at_key(line: &str, stray: &str) -> Option<String> {
    let at = content(line);
    Some(format!("{}{stray}{}\n", &line[..at], &line[at..]))
}

fn at_end(line: &str, stray: &str) -> Option<String> {
    Some(format!("{line}{stray}\n"))
}

fn before(line: &str, new: &str) -> Option<String> {
    Some(format!("{}{new}\n{line}\n", " ".repeat(content(line)))).filter(|_| !line.trim_start().starts_with("- "))
}

fn behind(line: &str, new: &str) -> Option<String> {
    Some(format!("{line}\n{}{new}\n", " ".repeat(content(line))))
}

fn right(line: &str, by: usize) -> Option<String> {
    Some(format!("{}{line}\n", " ".repeat(by)))
}

fn left(line: &str, by: usize) -> Option<String> {
    (indent(line) >= by).then(|| format!("{}\n", &line[by..]))
}

fn without(line: &str, quote: char, last: bool) -> Option<String> {
    let at = if last { line.rfind(quote)? } else { line.find(quote)? };
    Some(format!("{}{}\n", &line[..at], &line[at + 1..]))
}

fn renamed(line: &str) -> Option<String> {
    let at = value(line)?;
    line[at..].starts_with(char::is_alphanumeric).then(|| format!("{}x{}\n", &line[..at], &line[at..]))
}

/// Every kind of mutation, by its name.
const MUTATIONS: &[(&str, Mutation)] = &[
    ("delete line", |_| Some(String::new())),
    ("duplicate line", |line| Some(format!("{line}\n{line}\n"))),
    ("open \"", |line| at_value(line, "\"")),
    ("open '", |line| at_value(line, "'")),
    ("open \" at the key", |line| at_key(line, "\"")),
    ("open ' at the key", |line| at_key(line, "'")),
    ("\" at the end", |line| at_end(line, "\"")),
    ("' at the end", |line| at_end(line, "'")),
    ("first \" gone", |line| without(line, '"', false)),
    ("last \" gone", |line| without(line, '"', true)),
    ("first ' gone", |line| without(line, '\'', false)),
    ("last ' gone", |line| without(line, '\'', true)),
    ("first } gone", |line| without(line, '}', false)),
    ("last } gone", |line| without(line, '}', true)),
    ("last ] gone", |line| without(line, ']', true)),
    ("first { gone", |line| without(line, '{', false)),
    ("first , gone", |line| without(line, ',', false)),
    ("first : gone", |line| without(line, ':', false)),
    ("open [", |line| at_value(line, "[")),
    ("open {", |line| at_value(line, "{")),
    ("open [ for value", |line| in_place_of_value(line, "[")),
    ("open { with key", |line| in_place_of_value(line, "{a: 1,")),
    ("stray }", |line| at_end(line, "}")),
    ("stray ]", |line| at_end(line, "]")),
    ("stray :", |line| at_end(line, ":")),
    ("stray : in value", |line| at_value(line, "a: ")),
    ("stray - in value", |line| at_value(line, "- ")),
    ("stray - at the key", |line| at_key(line, "- ")),
    ("stray & in value", |line| at_value(line, "& ")),
    ("stray * in value", |line| at_value(line, "*")),
    ("stray % in value", |line| at_value(line, "%")),
    ("stray @ in value", |line| at_value(line, "@")),
    ("stray @ at the key", |line| at_key(line, "@")),
    ("stray ! in value", |line| at_value(line, "!")),
    ("stray ` at the key", |line| at_key(line, "`")),
    ("stray # at the key", |line| at_key(line, "# ")),
    ("stray # in value", |line| at_value(line, "# ")),
    ("stray ? at the key", |line| at_key(line, "? ")),
    ("tab in front", |line| Some(format!("\t{line}\n"))),
    ("tab for indentation", |line| (indent(line) > 0).then(|| format!("\t{}\n", line.trim_start()))),
    ("right by 1", |line| right(line, 1)),
    ("right by 2", |line| right(line, 2)),
    ("right by 4", |line| right(line, 4)),
    ("left by 1", |line| left(line, 1)),
    ("left by 2", |line| left(line, 2)),
    ("left by 4", |line| left(line, 4)),
    ("to the margin", |line| (indent(line) > 0).then(|| format!("{}\n", line.trim_start()))),
    ("rename target", renamed),
    ("rename key", |line| at_key(line, "x")),
    ("value becomes list", |line| in_place_of_value(line, "[1, 2]")),
    ("value becomes map", |line| in_place_of_value(line, "{a: 1}")),
    ("value becomes number", |line| in_place_of_value(line, "7")),
    ("value gone", |line| in_place_of_value(line, "")),
    ("only the indentation left", |line| cut(line, indent(line))),
    ("only the dash left", |line| {
        line.trim_start().starts_with("- ").then(|| format!("{}-\n", " ".repeat(indent(line))))
    }),
    ("cut in the key", |line| cut(line, content(line) + 2)),
    ("cut before the colon", |line| cut(line, line.find(':')?)),
    ("cut behind the colon", |line| cut(line, line.find(':')? + 1)),
    ("cut in the value", |line| cut(line, value(line)? + 1)),
    ("cut before the last character", |line| cut(line, line.char_indices().next_back()?.0)),
    ("half-typed key before", |line| before(line, "na")),
    ("half-typed key behind", |line| behind(line, "na")),
    ("key without value before", |line| before(line, "input:")),
    ("key without value behind", |line| behind(line, "input:")),
    ("empty line before", |line| Some(format!("\n{line}\n"))),
    ("blanks behind", |line| behind(line, "")),
    ("dash alone before", |line| before(line, "-")),
    ("dash alone behind", |line| behind(line, "-")),
    ("open block |", |line| in_place_of_value(line, "|")),
    ("open block >-", |line| in_place_of_value(line, ">-")),
    ("broken block header", |line| in_place_of_value(line, "|x")),
    ("bad escape", |line| in_place_of_value(line, "\"\\q\"")),
    ("trailing text", |line| in_place_of_value(line, "\"a\" b")),
    ("quote over all that follows", |line| in_place_of_value(line, "\"a")),
];

/// What is said about a text that cannot be read as it stands.
const BROKEN: &[&str] = &["yaml-syntax", "duplicate-key", "alias"];

/// A line of a step, and what it may cost.
struct Case<'text> {
    before: &'text Parsed,
    text: &'text str,
    /// The line that is changed, with its line break.
    line: Range<usize>,
    /// The step whose own line it is.
    step: Span,
}

impl Case<'_> {
    fn shift(&self, offset: u32, by: isize) -> u32 {
        if (offset as usize) < self.line.end { offset } else { (offset as isize + by) as u32 }
    }

    fn check(&self, name: &str, new: &str) -> Result<(), String> {
        let mut text = self.text.to_owned();
        text.replace_range(self.line.clone(), new);
        let after = parse(&text);
        for finding in &after.findings {
            if finding.at.end as usize > text.len() || finding.at.start > finding.at.end {
                return Err(format!("{name}: outside of the text: {finding:?}"));
            }
        }
        let by = new.len() as isize - self.line.len() as isize;
        let (Some(old), Some(found)) = (self.before.document.root, after.document.root) else {
            return Err(format!("{name}: nothing is left"));
        };
        self.outside(&self.before.document, old, &after.document, found, by)?;
        // The lines of the step, where the text is broken.
        let start = self.text[..self.step.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let range = start..self.shift(self.step.end.max(self.line.end as u32), by) as usize + 1;
        let broken = after.findings.iter().any(|finding| BROKEN.contains(&finding.code));
        let there = |at: Span| range.start <= at.start as usize && at.start as usize <= range.end;
        if broken && !after.findings.iter().any(|finding| BROKEN.contains(&finding.code) && there(finding.at)) {
            return Err(format!("{name}: no finding in {range:?}: {:?}", after.findings));
        }
        Ok(())
    }

    fn holds(&self, at: Span) -> bool {
        at.start <= self.step.start && self.step.end <= at.end
    }

    /// Compares what holds the step, all but the step.
    fn outside(&self, old: &Document, a: NodeId, new: &Document, b: NodeId, by: isize) -> Result<(), String> {
        if old.node(a).at == self.step {
            return Ok(());
        }
        if !self.holds(old.node(a).at) {
            return self.same(old, a, new, b, by);
        }
        match (&old.node(a).kind, &new.node(b).kind) {
            // A list that had only this step may be anything now.
            (NodeKind::Sequence(items), kind)
                if matches!(items[..], [only] if old.node(only).at == self.step)
                    && !matches!(kind, NodeKind::Sequence(_)) =>
            {
                if new.source(b).is_empty() {
                    Ok(())
                } else {
                    self.inside(new, b, by)
                }
            }
            (NodeKind::Mapping(entries), NodeKind::Mapping(found)) => {
                for (key, value) in entries {
                    let text = old.key_text(*key);
                    let other = found.iter().find(|(key, _)| new.key_text(*key) == text);
                    let (other_key, other) = other.ok_or_else(|| format!("the key {text} is gone"))?;
                    self.same(old, *key, new, *other_key, by)?;
                    self.outside(old, *value, new, *other, by)?;
                }
                for (key, value) in found {
                    let text = new.key_text(*key);
                    if !entries.iter().any(|(key, _)| old.key_text(*key) == text) {
                        self.inside(new, *value, by)?;
                    }
                }
                Ok(())
            }
            (NodeKind::Sequence(items), NodeKind::Sequence(found)) => {
                let at = items.iter().position(|item| self.holds(old.node(*item).at)).unwrap_or(items.len());
                let behind = items.len() - at - 1;
                if found.len() < at + behind {
                    return Err(format!("{} items of {} are left", found.len(), items.len()));
                }
                for (item, other) in items.iter().zip(&found[..at]) {
                    self.same(old, *item, new, *other, by)?;
                }
                let (middle, rest) = found[at..].split_at(found.len() - at - behind);
                for (item, other) in items[at + 1..].iter().zip(rest) {
                    self.same(old, *item, new, *other, by)?;
                }
                if old.node(items[at]).at == self.step {
                    return middle.iter().try_for_each(|item| self.inside(new, *item, by));
                }
                let [first, rest @ ..] = middle else { return Err("the container is gone".to_owned()) };
                self.outside(old, items[at], new, *first, by)?;
                rest.iter().try_for_each(|item| self.inside(new, *item, by))
            }
            _ => Err(format!("{:?} is of another kind", old.source(a))),
        }
    }

    /// Checks that something new lies in the step that was changed.
    fn inside(&self, new: &Document, id: NodeId, by: isize) -> Result<(), String> {
        let at = new.node(id).at;
        let start = self.step.start.min(self.line.start as u32);
        let end = self.shift(self.step.end.max(self.line.end as u32), by);
        // What follows is compared for itself.
        if at.is_empty() || (start <= at.start && at.start <= end) {
            Ok(())
        } else {
            Err(format!("new outside of the step: {:?}", new.source(id)))
        }
    }

    fn same(&self, old: &Document, a: NodeId, new: &Document, b: NodeId, by: isize) -> Result<(), String> {
        let (first, second) = (old.node(a), new.node(b));
        let at = Span { start: self.shift(first.at.start, by), end: self.shift(first.at.end, by) };
        let differs = || Err(format!("{:?} at {at:?} became {:?} at {:?}", old.source(a), new.source(b), second.at));
        if at != second.at || first.tag != second.tag {
            return differs();
        }
        match (&first.kind, &second.kind) {
            (NodeKind::Scalar(one), NodeKind::Scalar(other)) if one == other => Ok(()),
            (NodeKind::Sequence(items), NodeKind::Sequence(others)) if items.len() == others.len() => {
                items.iter().zip(others).try_for_each(|(item, other)| self.same(old, *item, new, *other, by))
            }
            (NodeKind::Mapping(entries), NodeKind::Mapping(others)) if entries.len() == others.len() => {
                entries.iter().zip(others).try_for_each(|((key, value), (other_key, other))| {
                    self.same(old, *key, new, *other_key, by)?;
                    self.same(old, *value, new, *other, by)
                })
            }
            _ => differs(),
        }
    }
}

/// The own lines of each step: not those of a step inside it, nor those that lead to one.
fn cases<'text>(text: &'text str, parsed: &'text Parsed) -> Vec<Case<'text>> {
    let flow = parsed.flow.as_ref().expect("a flow");
    let steps: Vec<Span> = flow.steps().map(|(_, step)| step.at).collect();
    let mut cases = Vec::new();
    let mut line_start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        lines.push(line_start..line_start + line.len());
        line_start += line.len();
    }
    let outer = |at: &Span| -> Option<Span> {
        // Steps that share a line with what holds them are changed together.
        let line = lines.iter().find(|line| line.contains(&(at.start as usize)))?;
        steps.iter().copied().find(|step| line.contains(&(step.start as usize)))
    };
    let last_line = |at: &Span| lines.iter().position(|line| line.contains(&(at.end as usize - 1))).unwrap_or(0);
    for (index, line) in lines.iter().enumerate() {
        let first = line.start + content(text[line.clone()].trim_end());
        let own = steps.iter().filter(|step| {
            let start = text[..step.start as usize].rfind('\n').map_or(0, |at| at + 1);
            start <= line.start && index <= last_line(step)
        });
        let Some(step) = own.max_by_key(|step| step.start).and_then(outer) else { continue };
        let column = indent(&text[line.clone()]);
        // A line that leads to a step deeper in the text is a header.
        let leads = steps.iter().any(|inner| {
            inner.start as usize >= line.end
                && step.start < inner.start
                && inner.end <= step.end
                && lines[index + 1..].iter().take_while(|next| next.start < inner.start as usize).all(|next| {
                    text[next.clone()].trim().is_empty()
                        || indent(&text[next.clone()]) > column
                        || (indent(&text[next.clone()]) == column
                            && text[next.clone()].trim_start().starts_with("- ")
                            && !text[line.clone()].trim_start().starts_with("- "))
                })
        });
        let blank = text[line.clone()].trim().is_empty();
        if !blank && (!leads || step.start as usize == first) {
            cases.push(Case { before: parsed, text, line: line.clone(), step });
        }
    }
    cases
}

fn examples() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/examples");
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the examples") {
        let path = entry.expect("an example").path();
        let name = path.to_string_lossy().into_owned();
        if name.ends_with(".flow.yaml") {
            texts.push(std::fs::read_to_string(path).expect("text"));
        }
    }
    texts.sort();
    texts
}

/// Numbers that look random, the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// Writes flows in the shapes that people use.
struct Writer {
    random: Random,
    text: String,
    legacy: bool,
    /// How far a list stands to the right of its key.
    list: usize,
    name_first: bool,
    count: usize,
}

impl Writer {
    fn flow(seed: u64, legacy: bool) -> String {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let (list, name_first) = (2 * random.below(2), random.below(4) == 0);
        let mut writer = Self { random, text: String::new(), legacy, list, name_first, count: 0 };
        writer.text.push_str(if legacy {
            "version: v1\ntype: flow\nsteps:\n"
        } else {
            "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: s1\nStates:\n"
        });
        let steps = 3 + writer.random.below(4);
        writer.steps(list, steps, 2);
        if legacy {
            writer.text.push_str("outputMappings:\n  - {target: done, source: true}\n");
        }
        writer.text
    }

    fn line(&mut self, indent: usize, text: &str) {
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn steps(&mut self, dash: usize, count: usize, depth: usize) {
        for _ in 0..count {
            match self.random.below(9) {
                0 => self.text.push('\n'),
                1 => self.line(dash, "# 之后的一步: a comment"),
                _ => {}
            }
            self.step(dash, depth);
        }
    }

    fn key(&self, legacy: &'static str, today: &'static str) -> &'static str {
        if self.legacy { legacy } else { today }
    }

    fn step(&mut self, dash: usize, depth: usize) {
        self.count += 1;
        let number = self.count;
        let name = match self.random.below(5) {
            0 => format!("\"s{number}\""),
            1 => format!("'s{number}'"),
            2 => format!("第{number}步"),
            _ => format!("s{number}"),
        };
        let kind = self.random.below(if depth == 0 { 5 } else { 8 });
        let word = match kind {
            0 | 1 => self.key("task", "Task"),
            5 | 6 => self.key("parallel", "Parallel"),
            7 => self.key("foreach", "Map"),
            _ => self.key("pass", "Pass"),
        };
        let (kind_key, name_key) = (self.key("type", "Type"), self.key("name", "Name"));
        let constructor = self.key("inputMappings", "OutputConstructor");
        if kind == 2 {
            let text = match self.random.below(3) {
                0 => format!("- {{{kind_key}: {word}, {name_key}: {name}}}"),
                1 => format!("- {{{name_key}: {name}, {kind_key}: \"{word}\", {constructor}: []}}"),
                _ => format!(
                    "- {{{kind_key}: {word}, {name_key}: {name},\n{}{constructor}: [{{a: 'b, c'}}]}}",
                    " ".repeat(dash + 3)
                ),
            };
            return self.line(dash, &text);
        }
        let inside = dash + 2;
        let (first, second) = if self.name_first {
            (format!("{name_key}: {name}"), format!("{kind_key}: {word}"))
        } else {
            (format!("{kind_key}: {word}"), format!("{name_key}: {name}"))
        };
        if self.random.below(10) == 0 {
            self.line(dash, "-");
            self.line(inside, &first);
        } else {
            self.line(dash, &format!("- {first}"));
        }
        self.line(inside, &second);
        match kind {
            0 | 1 => self.task(inside),
            5 | 6 => {
                let branches = self.key("branches", "Branches");
                self.line(inside, &format!("{branches}:"));
                for _ in 0..1 + self.random.below(2) {
                    let dash = inside + self.list;
                    let start = self.key("steps:", "StartAt: s1");
                    self.line(dash, &format!("- {start}"));
                    if !self.legacy {
                        self.line(dash + 2, "States:");
                    }
                    let steps = 1 + self.random.below(3);
                    self.steps(dash + 2 + self.list, steps, depth - 1);
                }
            }
            7 => {
                if self.legacy {
                    self.line(inside, "iterationMapping:");
                    self.line(inside + 2, "collection: $.list");
                    self.line(inside, "steps:");
                    self.steps(inside + self.list, 2, depth - 1);
                } else {
                    self.line(inside, "ItemsPath: $Input.list");
                    self.line(inside, "Processor:");
                    self.line(inside + 2, "StartAt: s1");
                    self.line(inside + 2, "States:");
                    self.steps(inside + 2 + self.list, 2, depth - 1);
                }
            }
            _ => {}
        }
        match self.random.below(3) {
            0 if !self.legacy => self.line(inside, "End: true"),
            1 => {
                let line = self.key("outputMappings: [{target: a, source: '$.b'}]", "Next: s1");
                self.line(inside, line);
            }
            _ => {}
        }
    }

    fn task(&mut self, inside: usize) {
        let action = self.key("resourceArn: acs:fc:::services/a/functions/b", "Action: \"FC:InvokeFunction\"");
        self.line(inside, action);
        let parameters = self.key("serviceParams", "Parameters");
        match self.random.below(5) {
            0 => {
                self.line(inside, &format!("{parameters}:"));
                self.line(inside + 2, "body: |");
                self.line(inside + 4, "- not: a step");
                self.line(inside + 4, "text with \"quotes\" and 'more': {");
            }
            1 => {
                self.line(inside, &format!("{parameters}: {{body: \"a b\", list: [1, 'two', {{x: 3}}]}} # why"));
            }
            2 => {
                self.line(inside, &format!("{parameters}:"));
                let text = self.random.pick(&["key: it's plain", "body: \"one\\ttwo\"", "note: >-"]);
                self.line(inside + 2, text);
                if text.ends_with('-') {
                    self.line(inside + 4, "folded: text");
                }
            }
            _ => {}
        }
        if self.random.below(2) == 0 {
            let (retry, errors, most) =
                (self.key("retry", "Retry"), self.key("errors", "Errors"), self.key("maxAttempts", "MaxAttempts"));
            self.line(inside, &format!("{retry}:"));
            self.line(inside + self.list, &format!("- {errors}: [FnF.ALL, \"E\"]"));
            self.line(inside + self.list + 2, &format!("{most}: 3"));
        }
    }
}

fn generated(count: u64) -> Vec<String> {
    (1..=count).map(|seed| Writer::flow(seed, seed % 2 == 0)).collect()
}

/// What moves or removes the line with a step's dash, or moves a key out of its step: where the text then says by its
/// indentation that a line belongs to a neighbour, nothing tells otherwise.
const MOVES: &[&str] = &[
    "delete line",
    "only the indentation left",
    "tab for indentation",
    "tab in front",
    "right by 1",
    "right by 2",
    "right by 4",
    "left by 1",
    "left by 2",
    "left by 4",
    "to the margin",
    "dash alone before",
];

/// Applies `count` mutations, chosen at random, to the texts; gives how many were made and what went wrong.
fn mutate(texts: &[String], random: &mut Random, count: usize, moves: bool) -> (usize, Vec<String>) {
    let parsed: Vec<Parsed> = texts.iter().map(|text| parse(text)).collect();
    let cases: Vec<Vec<Case<'_>>> = texts.iter().zip(&parsed).map(|(text, parsed)| cases(text, parsed)).collect();
    let mut made = 0;
    let mut wrong = Vec::new();
    while made < count {
        let cases = &cases[random.below(cases.len())];
        let case = &cases[random.below(cases.len())];
        let (name, mutate) = MUTATIONS[random.below(MUTATIONS.len())];
        let line = case.text[case.line.clone()].trim_end_matches(['\n', '\r']);
        let Some(new) = mutate(line).filter(|_| MOVES.contains(&name) == moves) else { continue };
        made += 1;
        let new = if case.text.contains('\r') { new.replace('\n', "\r\n") } else { new };
        if let Err(why) = case.check(name, &new) {
            wrong.push(format!("{name}: {line:?} became {new:?}: {why}\nin\n{}", case.text));
        }
    }
    (made, wrong)
}

fn check_all(texts: &[String], seed: u64, count: usize, moves: bool) {
    for text in texts {
        let findings = parse(text).findings;
        assert!(!findings.iter().any(|finding| BROKEN.contains(&finding.code)), "{findings:?} in\n{text}");
    }
    let (_, wrong) = mutate(texts, &mut Random(seed), count, moves);
    assert!(wrong.is_empty(), "{} of {count} mutations, such as {}", wrong.len(), wrong[0]);
}

#[test]
fn mutated_examples_keep_all_other_steps() {
    check_all(&examples(), 1, 700, false);
    check_all(&examples(), 2, 300, true);
}

#[test]
fn mutated_flows_of_every_shape_keep_all_other_steps() {
    check_all(&generated(60), 3, 700, false);
    // Lines that move: see `MOVES`.
    let (made, wrong) = mutate(&generated(60), &mut Random(4), 300, true);
    assert!(wrong.len() * 20 < made, "{} of {made}, such as {}", wrong.len(), wrong[0]);
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let texts: Vec<String> = examples().iter().map(|text| format!("\u{feff}{}", text.replace('\n', "\r\n"))).collect();
    check_all(&texts, 5, 200, false);
}

/// The names of the steps, with their types.
fn names(text: &str) -> Vec<String> {
    parse(text).flow.map(|flow| flow.steps().map(|(_, step)| step.name.value.clone()).collect()).unwrap_or_default()
}

#[test]
fn what_the_text_cannot_tell_is_taken_as_it_is_written() {
    let head = "version: v1\ntype: flow\nsteps:\n";
    // The line with the dash is gone, and the next key is none that the step before has: it is that step's key now.
    let text =
        format!("{head}  - type: pass\n    name: a\n    timeoutSeconds: 3\n    name: b\n  - type: pass\n    name: c\n");
    assert_eq!(names(&text), ["a", "c"]);
    let parsed = parse(&text);
    assert!(parsed.document.source(parsed.document.root.unwrap()).contains("timeoutSeconds: 3"));
    assert_eq!(parsed.document.holes.len(), 1, "{:?}", parsed.document.holes);
    assert_eq!(&text[parsed.document.holes[0].range()], "    name: b");
    // A key that moves to the column of the container's keys is the container's.
    let text = format!(
        "{head}  - type: parallel\n    name: p\n    branches:\n      - steps:\n          - type: pass\n            name: a\n    outputMappings: []\n"
    );
    assert_eq!(parse(&text).document.holes, []);
    // A step that moves into a block of text is text.
    let text = format!(
        "{head}  - type: task\n    name: a\n    description: |\n      words\n      - {{type: pass, name: b}}\n"
    );
    assert_eq!(names(&text), ["a"]);
}

#[test]
fn an_anchor_that_goes_with_its_step_costs_only_the_alias() {
    let text = "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: a\n    outputMappings: &m [\n  - type: pass\n    name: b\n    outputMappings: *m\n  - type: pass\n    name: c\n";
    assert_eq!(names(text), ["a", "b", "c"]);
    let parsed = parse(text);
    let holes: Vec<&str> = parsed.document.holes.iter().map(|hole| &text[hole.range()]).collect();
    assert_eq!(holes, ["    outputMappings: &m [", "*m"]);
}
