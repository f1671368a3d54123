//! The picture as a Mermaid flowchart, which many pages of Markdown draw.
//!
//! Source of the syntax: Mermaid's pages "Flowcharts" (shapes, subgraphs, entity codes, `classDef`, `linkStyle`),
//! "Configuration" (front matter) and "Accessibility". What it does to texts before it parses them (directives, icons,
//! formulas, Markdown) is kept out by writing the marks of it as entity codes.

use std::fmt::Write;

use flowglass_layout::{Direction, LevelIndex, NodeIndex};

use crate::icon::Icon;
use crate::outline::{Outline, is_dashed, line, summary};
use crate::overlay::Overlay;
use crate::scene::{Scene, Shape};
use crate::status::{EdgeStatus, NodeStatus};
use crate::status_look::{Look, look, stub_look};

/// Writes the picture as a Mermaid flowchart, coloured by a run when there is one.
///
/// Containers are subgraphs, and so are their branches; edges of caught errors are dashed. The same scene and overlay give
/// the same text. `overlay` must belong to `scene`. Mermaid itself refuses to draw more than 500 edges or 50,000
/// characters unless its configuration says otherwise (`maxEdges`, `maxTextSize`).
pub fn write_mermaid(scene: &Scene, overlay: Option<&Overlay>) -> String {
    let outline = Outline::new(scene, overlay);
    let mut out = String::new();
    if !scene.title.is_empty() {
        line(&mut out, 0, &format!("---\ntitle: {}\n---", yaml_text(&scene.title)));
    }
    line(
        &mut out,
        0,
        match scene.direction {
            Direction::TopToBottom => "flowchart TB",
            Direction::LeftToRight => "flowchart LR",
        },
    );
    line(&mut out, 1, &format!("accDescr: {}", summary(scene, overlay)));
    nodes(&mut out, &outline, outline.top(), 1);
    edges(&mut out, &outline);
    classes(&mut out, &outline);
    out
}

fn nodes(out: &mut String, outline: &Outline<'_>, nodes: &[NodeIndex], depth: usize) {
    for node in nodes {
        match &outline.scene.node(*node).shape {
            Shape::Group(..) => group(out, outline, *node, depth),
            shape => {
                let (open, close) = brackets(shape);
                line(out, depth, &format!("n{}{open}\"{}\"{close}", node.0, label(&outline.lines(*node))));
            }
        }
    }
}

fn group(out: &mut String, outline: &Outline<'_>, group: NodeIndex, depth: usize) {
    // Mermaid keeps one line free for a title.
    let title = escaped(&outline.lines(group).join(" · "));
    line(out, depth, &format!("subgraph n{}[\"{title}\"]", group.0));
    nodes(out, outline, outline.unframed(group), depth + 1);
    for (index, lane) in outline.framed_lanes(group) {
        // A frame must have a title; a blank is one that is not seen.
        let title = lane.caption.as_ref().map_or_else(|| " ".to_owned(), |(caption, _)| escaped(&caption.full));
        line(out, depth + 1, &format!("subgraph {}[\"{title}\"]", lane_id(index)));
        nodes(out, outline, outline.nodes_of(index), depth + 2);
        line(out, depth + 1, "end");
    }
    line(out, depth, "end");
}

fn lane_id(lane: LevelIndex) -> String {
    format!("lane{}", lane.0)
}

/// What stands around a node's text, which is its shape.
fn brackets(shape: &Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::Start => ("((", "))"),
        Shape::End => ("(((", ")))"),
        Shape::Stub(_) => (">", "]"),
        Shape::Box(_, face, _) | Shape::Group(_, face, _) => match face.icon {
            Icon::Task(_) => ("(", ")"),
            Icon::Choice => ("{", "}"),
            Icon::Wait => ("{{", "}}"),
            Icon::Succeed | Icon::Fail => ("([", "])"),
            // Containers that are nested too deeply to be opened.
            Icon::Parallel | Icon::Map | Icon::Loop => ("[[", "]]"),
            Icon::Pass | Icon::Unknown => ("[", "]"),
        },
    }
}

fn edges(out: &mut String, outline: &Outline<'_>) {
    let mut taken = Vec::new();
    for (at, (edge, status)) in outline.edges().enumerate() {
        let arrow = if is_dashed(outline.scene, edge, status) { "-.->" } else { "-->" };
        let words = edge.label.as_ref().map(|(label, _)| format!("|\"{}\"|", escaped(&label.full))).unwrap_or_default();
        line(out, 1, &format!("n{} {arrow}{words} n{}", edge.from.0, edge.to.0));
        if status == Some(EdgeStatus::Taken) {
            taken.push(at.to_string());
        }
    }
    if !taken.is_empty() {
        line(out, 1, &format!("linkStyle {} stroke-width:3px", taken.join(",")));
    }
}

/// The colours of stubs and of the run: a class for each status that occurs, and the nodes that have it.
fn classes(out: &mut String, outline: &Outline<'_>) {
    let of = |wanted: &dyn Fn(NodeIndex, &Shape) -> bool| -> Vec<String> {
        let found = outline.scene.nodes().filter(|(index, node)| wanted(*index, &node.shape));
        found.map(|(index, _)| format!("n{}", index.0)).collect()
    };
    class(out, "stub", stub_look(), &of(&|_, shape| matches!(shape, Shape::Stub(_))));
    for status in NodeStatus::ALL {
        let Some(look) = look(status) else { continue };
        let stands = |index, shape: &Shape| {
            !matches!(shape, Shape::Stub(_)) && outline.state(index).is_some_and(|state| state.status == status)
        };
        class(out, &class_name(status), look, &of(&stands));
    }
}

fn class(out: &mut String, name: &str, look: Look, members: &[String]) {
    if members.is_empty() {
        return;
    }
    let Look { fill, line: stroke, text, dashed } = look;
    let dash = if dashed { ",stroke-dasharray:4 4" } else { "" };
    line(out, 1, &format!("classDef {name} fill:{fill},stroke:{stroke},color:{text}{dash}"));
    line(out, 1, &format!("class {} {name}", members.join(",")));
}

/// `timedout` of `is-timed-out`: not every version takes hyphens in the names of classes.
fn class_name(status: NodeStatus) -> String {
    status.class().trim_start_matches("is-").replace('-', "")
}

/// The lines of a label. Our own breaks are the only tags in it.
fn label(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    lines.join("<br>")
}

/// A text of any origin inside of the quotes of a label, as entity codes where a mark could be more than text: to the
/// parser of flowcharts (quotes), to what runs before it (`%%{…}%%`, `style…:…#…;`), and to what draws labels (HTML,
/// Markdown, links). Formulas (`$$`) and icons (`fa:fa-car`) are looked for when the codes have been read already, so these
/// get an invisible mark inside.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let is_word = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
        let plain = match character {
            ' ' | ',' | '\'' | '/' | '(' | '?' => true,
            // At the beginning of a line these open a list.
            '-' | '+' | '=' | '!' => before.is_some(),
            // `1.` and `1)` open a list, `www.` a link.
            '.' | ')' => !out.bytes().all(|byte| byte.is_ascii_digit()) && !ends_with_www(&out),
            // With more behind it, it begins a link or ends the word `style`.
            ':' => next == Some(' '),
            '$' => true,
            // Inside of a word it emphasizes nothing.
            '_' => is_word(before) && is_word(next),
            _ => !character.is_ascii_punctuation(),
        };
        match character {
            _ if plain => out.push(character),
            '"' => out.push_str("#quot;"),
            '&' => out.push_str("#amp;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            // A text of memory takes everything.
            _ => drop(write!(out, "#{};", u32::from(character))),
        }
        if matches!((character, next), ('$', Some('$')) | (':', Some('f'))) {
            out.push(WORD_JOINER);
        }
        before = Some(character);
    }
    out
}

/// Takes no room, and no line breaks there.
const WORD_JOINER: char = '\u{2060}';

fn ends_with_www(text: &str) -> bool {
    text.len().checked_sub(3).and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// A text of any origin as a double-quoted scalar of YAML, in ASCII letters where a mark could be more than text.
fn yaml_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' | '<' | '>' | '%' | '&' | '#' => drop(write!(out, "\\u{:04x}", u32::from(character))),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text), expected, "{text}");
        check("Check stock, then pay (again?)", "Check stock, then pay (again?)");
        check("视频 é 👩\u{200d}👩", "视频 é 👩\u{200d}👩");
        check("say \"hi\"", "say #quot;hi#quot;");
        check("a #lt; b", "a #35;lt#59; b");
        check("<b>&lt;</b>", "#lt;b#gt;#amp;lt#59;#lt;/b#gt;");
        check(
            "%%{init: {\"theme\":\"dark\"}}%%",
            "#37;#37;#123;init: #123;#quot;theme#quot;#58;#quot;dark#quot;#125;#125;#37;#37;",
        );
        check("style:#a; b: c", "style#58;#35;a#59; b: c");
        check("`code` *b* ~s~ [l](u) a|b \\", "#96;code#96; #42;b#42; #126;s#126; #91;l#93;(u) a#124;b #92;");
        check("step_one __init__ _", "step_one #95;#95;init#95;#95; #95;");
        check("$Input.a $$x$$", "$Input.a $\u{2060}$x$\u{2060}$");
        check("fa:fa-car", "fa#58;\u{2060}fa-car");
        check("1. first 2.5", "1#46; first 2.5");
        check("12) twelfth", "12#41; twelfth");
        check("- a - b", "#45; a - b");
        check("www.example.com a@b.c", "www#46;example.com a#64;b.c");
        check("end", "end");
    }

    #[test]
    fn titles_are_one_scalar() {
        let check = |text: &str, expected: &str| assert_eq!(yaml_text(text), expected, "{text}");
        check("orders", "\"orders\"");
        check("a\"b\\c: {d} # e", "\"a\\u0022b\\u005cc: {d} \\u0023 e\"");
        check("<i>%%{init}%%", "\"\\u003ci\\u003e\\u0025\\u0025{init}\\u0025\\u0025\"");
    }

    #[test]
    fn classes_have_names_of_letters() {
        for status in NodeStatus::ALL {
            assert!(class_name(status).chars().all(|character| character.is_ascii_lowercase()), "{status:?}");
        }
    }
}
