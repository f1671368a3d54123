//! Which steps and edges were reached, as people read it on a terminal.

use flowglass_flow::StepId;
use flowglass_suite::{Coverage, Definition, Edge, EdgeKind, FlowCoverage};

use crate::display_width::{display_width, padded};
use crate::plain::plain;
use crate::terminal::{Palette, Role};

/// The most steps, and the most edges, of one definition that are named.
const MOST: usize = 20;

/// Writes a line for each definition, and below it what was never reached; nothing when there is no definition.
pub(super) fn table(coverage: &Coverage, palette: Palette) -> String {
    if coverage.flows.is_empty() {
        return String::new();
    }
    let names: Vec<String> = coverage.flows.iter().map(|flow| plain(&flow.definition.file).into_owned()).collect();
    let width = names.iter().map(|name| display_width(name)).max().unwrap_or(0).max(4);
    let mut text = format!("\n{}\n", palette.paint(Role::Strong, "coverage"));
    text.push_str(&format!("  {:<width$}  {:>15}  {:>15}\n", "flow", "steps", "edges"));
    for (flow, name) in coverage.flows.iter().zip(&names) {
        let steps = share(flow.steps_reached(), flow.steps.len());
        let edges = share(flow.edges_taken(), flow.edges.len());
        text.push_str(&format!("  {}  {steps:>15}  {edges:>15}\n", padded(name, width)));
        for (what, missed) in [("never entered", steps_missed(flow)), ("never taken", edges_missed(flow))] {
            for missed in missed.iter().take(MOST) {
                text.push_str(&format!("      {}: {missed}\n", palette.paint(Role::Doubtful, what)));
            }
            if missed.len() > MOST {
                text.push_str(&format!("      and {} more that were {what}\n", missed.len() - MOST));
            }
        }
    }
    text
}

/// `9/12   75 %`; everything of nothing is reached.
fn share(reached: usize, all: usize) -> String {
    let percent = (reached * 100).checked_div(all).unwrap_or(100);
    format!("{reached}/{all}  {percent:>3} %")
}

fn steps_missed(flow: &FlowCoverage) -> Vec<String> {
    let missed = flow.steps_missed().map(|step| {
        let line = flow.definition.position(flow.definition.flow.step(step).name.at).line;
        format!("{} (line {line})", name(&flow.definition, step))
    });
    missed.collect()
}

fn edges_missed(flow: &FlowCoverage) -> Vec<String> {
    let definition = &flow.definition;
    let missed = flow.edges_missed().map(|Edge { from, kind, to, at }| {
        let to = to.map_or_else(|| "the end".to_owned(), |to| name(definition, to));
        let by = match kind {
            EdgeKind::Next | EdgeKind::Default => kind.name().to_owned(),
            EdgeKind::Branch(index) | EdgeKind::Goto(index) | EdgeKind::Catch(index) => {
                format!("{} {index}", kind.name())
            }
        };
        format!("{} → {to} ({by}, line {})", name(definition, from), definition.position(at).line)
    });
    missed.collect()
}

fn name(definition: &Definition, step: StepId) -> String {
    plain(&definition.flow.step(step).name.value).into_owned()
}
