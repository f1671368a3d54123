//! The picture in the language of Graphviz.
//!
//! Source of the syntax: Graphviz's pages "DOT Language" (quoted strings), "Command-line and attributes" (`compound`,
//! `lhead`, `ltail`) and "escString" (`\N`, `\n`); labels also know the entities of HTML.

use flowglass_layout::{Direction, NodeIndex};

use crate::icon::Icon;
use crate::outline::{Outline, is_dashed, line};
use crate::overlay::Overlay;
use crate::scene::{Scene, Shape};
use crate::status::EdgeStatus;
use crate::status_look::{Look, look, stub_look};

/// Writes the picture as a graph for Graphviz, coloured by a run when there is one.
///
/// Containers are clusters, and so are their branches; edges of caught errors are dashed. The same scene and overlay give
/// the same text. `overlay` must belong to `scene`.
pub fn write_dot(scene: &Scene, overlay: Option<&Overlay>) -> String {
    let outline = Outline::new(scene, overlay);
    let mut out = "digraph flow {\n".to_owned();
    let direction = match scene.direction {
        Direction::TopToBottom => "TB",
        Direction::LeftToRight => "LR",
    };
    line(&mut out, 1, &format!("graph [compound=true, rankdir={direction}, fontname=\"Helvetica\"]"));
    line(&mut out, 1, "node [shape=box, fontname=\"Helvetica\", fontsize=12]");
    line(&mut out, 1, "edge [fontname=\"Helvetica\", fontsize=10]");
    if !scene.title.is_empty() {
        line(&mut out, 1, &format!("label={}", quoted(&[&scene.title])));
        line(&mut out, 1, "labelloc=t");
    }
    nodes(&mut out, &outline, outline.top(), 1);
    edges(&mut out, &outline);
    out.push_str("}\n");
    out
}

fn nodes(out: &mut String, outline: &Outline<'_>, nodes: &[NodeIndex], depth: usize) {
    for node in nodes {
        if outline.scene.node(*node).is_group() {
            group(out, outline, *node, depth);
            continue;
        }
        line(out, depth, &format!("n{} [label={}{}]", node.0, quoted(&outline.lines(*node)), looks(outline, *node)));
    }
}

fn group(out: &mut String, outline: &Outline<'_>, group: NodeIndex, depth: usize) {
    line(out, depth, &format!("subgraph {} {{", cluster(group)));
    line(out, depth + 1, &format!("label={}", left_aligned(&outline.lines(group))));
    line(out, depth + 1, "labeljust=l");
    // Without a style of its own a cluster has that of the one around it.
    let style = match outline.state(group).and_then(|state| look(state.status)) {
        Some(Look { line: color, dashed, .. }) => {
            format!("style=\"rounded{}\"; color=\"{color}\"; penwidth=2", if dashed { ",dashed" } else { "" })
        }
        None => "style=rounded; color=black; penwidth=1".to_owned(),
    };
    line(out, depth + 1, &style);
    nodes(out, outline, outline.unframed(group), depth + 1);
    for (index, lane) in outline.framed_lanes(group) {
        line(out, depth + 1, &format!("subgraph cluster_lane{} {{", index.0));
        let caption = lane.caption.as_ref().map(|(caption, _)| caption.full.as_str());
        line(out, depth + 2, &format!("label={}", quoted(&[caption.unwrap_or_default()])));
        line(out, depth + 2, "style=dotted; color=gray; penwidth=1");
        nodes(out, outline, outline.nodes_of(index), depth + 2);
        line(out, depth + 1, "}");
    }
    line(out, depth, "}");
}

fn cluster(group: NodeIndex) -> String {
    format!("cluster_n{}", group.0)
}

/// Shape and colours of a node that is no group.
fn looks(outline: &Outline<'_>, node: NodeIndex) -> String {
    let (shape, mut style) = match &outline.scene.node(node).shape {
        Shape::Start => ("circle", vec!["filled"]),
        Shape::End => ("doublecircle", vec!["filled"]),
        Shape::Stub(_) => ("note", vec!["filled"]),
        Shape::Box(_, face, _) | Shape::Group(_, face, _) => match face.icon {
            Icon::Task(_) => ("box", vec!["rounded", "filled"]),
            Icon::Choice => ("diamond", vec!["filled"]),
            Icon::Wait => ("hexagon", vec!["filled"]),
            Icon::Succeed => ("ellipse", vec!["filled"]),
            Icon::Fail => ("octagon", vec!["filled"]),
            // Containers that are nested too deeply to be opened.
            Icon::Parallel | Icon::Map | Icon::Loop => ("box3d", vec!["filled"]),
            Icon::Pass | Icon::Unknown => ("box", vec!["filled"]),
        },
    };
    let look = match &outline.scene.node(node).shape {
        Shape::Stub(_) => Some(stub_look()),
        _ => outline.state(node).and_then(|state| look(state.status)),
    };
    let colors = match look {
        Some(Look { fill, line: color, text, dashed }) => {
            if dashed {
                style.push("dashed");
            }
            format!(", fillcolor=\"{fill}\", color=\"{color}\", fontcolor=\"{text}\"")
        }
        None => ", fillcolor=white".to_owned(),
    };
    format!(", shape={shape}, style=\"{}\"{colors}", style.join(","))
}

fn edges(out: &mut String, outline: &Outline<'_>) {
    for (edge, status) in outline.edges() {
        let mut attributes = Vec::new();
        if let Some((label, _)) = &edge.label {
            attributes.push(format!("label={}", quoted(&[&label.full])));
        }
        if is_dashed(outline.scene, edge, status) {
            attributes.push("style=dashed".to_owned());
        }
        if status == Some(EdgeStatus::Taken) {
            attributes.push("penwidth=2.5".to_owned());
        }
        // Edges lead from node to node; at a cluster's border they are cut off.
        let group = |node: NodeIndex| outline.scene.node(node).is_group();
        if edge.from != edge.to {
            if group(edge.from) {
                attributes.push(format!("ltail={}", cluster(edge.from)));
            }
            if group(edge.to) {
                attributes.push(format!("lhead={}", cluster(edge.to)));
            }
        }
        let (from, to) = (last_inside(outline, edge.from), first_inside(outline, edge.to));
        let attributes = if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
        line(out, 1, &format!("n{} -> n{}{attributes}", from.0, to.0));
    }
}

/// The first node inside of a group that is no group itself; else the node itself.
fn first_inside(outline: &Outline<'_>, node: NodeIndex) -> NodeIndex {
    let inside = |node: NodeIndex| outline.nodes_of(*outline.scene.node(node).lanes.first()?).first().copied();
    innermost(node, inside)
}

/// The last node inside of a group that is no group itself; else the node itself.
fn last_inside(outline: &Outline<'_>, node: NodeIndex) -> NodeIndex {
    let inside = |node: NodeIndex| outline.nodes_of(*outline.scene.node(node).lanes.last()?).last().copied();
    innermost(node, inside)
}

fn innermost(node: NodeIndex, inside: impl Fn(NodeIndex) -> Option<NodeIndex>) -> NodeIndex {
    std::iter::successors(Some(node), |node| inside(*node)).last().unwrap_or(node)
}

/// Lines of any origin as one quoted label, each in the middle.
fn quoted(lines: &[impl AsRef<str>]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escaped(line.as_ref())).collect();
    format!("\"{}\"", lines.join("\\n"))
}

/// Lines of any origin as one quoted label, each at the left.
fn left_aligned(lines: &[String]) -> String {
    let lines: String = lines.iter().map(|line| escaped(line) + "\\l").collect();
    format!("\"{lines}\"")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        let check = |lines: &[&str], expected: &str| assert_eq!(quoted(lines), expected, "{lines:?}");
        check(&["Check stock"], r#""Check stock""#);
        check(&["a", "b"], r#""a\nb""#);
        check(&[r#"say "hi" \N \"#], r#""say \"hi\" \\N \\""#);
        check(&["<b>&lt;</b>"], r#""<b>&amp;lt;</b>""#);
        check(&["视频; } [x] // # -> graph"], r#""视频; } [x] // # -> graph""#);
        check(&[""], r#""""#);
        assert_eq!(left_aligned(&["a\"".to_owned(), "b".to_owned()]), r#""a\"\lb\l""#);
    }
}
