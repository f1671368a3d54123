//! Which steps and edges were reached, for programs.

use flowglass_flow::StepId;
use flowglass_suite::{Coverage, Definition, Edge, EdgeKind, FlowCoverage};
use serde::Serialize;

/// The document's own version.
const FORMAT: u32 = 1;

/// Writes what was reached as one JSON document.
pub(super) fn text(coverage: &Coverage) -> String {
    let text = serde_json::to_string_pretty(&document(coverage)).expect("texts and numbers can always be written");
    text + "\n"
}

/// What was reached, ready to be written.
pub(super) fn document(coverage: &Coverage) -> CoverageDocument<'_> {
    CoverageDocument { format: FORMAT, flows: coverage.flows.iter().map(FlowDocument::of).collect() }
}

#[derive(Serialize)]
pub(super) struct CoverageDocument<'c> {
    format: u32,
    flows: Vec<FlowDocument<'c>>,
}

#[derive(Serialize)]
struct FlowDocument<'c> {
    path: &'c str,
    name: &'c str,
    #[serde(rename = "stepsReached")]
    steps_reached: usize,
    #[serde(rename = "edgesTaken")]
    edges_taken: usize,
    /// In the order of the text, so that a step's place in the list is its number.
    steps: Vec<StepDocument<'c>>,
    edges: Vec<EdgeDocument>,
}

#[derive(Serialize)]
struct StepDocument<'c> {
    step: &'c str,
    line: u32,
    column: u32,
    count: u64,
}

#[derive(Serialize)]
struct EdgeDocument {
    from: u32,
    to: Option<u32>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
    line: u32,
    column: u32,
    count: u64,
}

impl<'c> FlowDocument<'c> {
    fn of(coverage: &'c FlowCoverage) -> Self {
        let Definition { file, name, flow, .. } = &*coverage.definition;
        let step = |((_, step), count): ((StepId, &'c flowglass_flow::Step), &u64)| {
            let at = coverage.definition.position(step.name.at);
            StepDocument { step: &step.name.value, line: at.line, column: at.column, count: *count }
        };
        Self {
            path: file,
            name,
            steps_reached: coverage.steps_reached(),
            edges_taken: coverage.edges_taken(),
            steps: flow.steps().zip(&coverage.steps).map(step).collect(),
            edges: coverage
                .edges
                .iter()
                .map(|(edge, count)| edge_document(&coverage.definition, edge, *count))
                .collect(),
        }
    }
}

fn edge_document(definition: &Definition, edge: &Edge, count: u64) -> EdgeDocument {
    let at = definition.position(edge.at);
    EdgeDocument {
        from: edge.from.0,
        to: edge.to.map(|step| step.0),
        kind: edge.kind.name(),
        index: match edge.kind {
            EdgeKind::Branch(index) | EdgeKind::Goto(index) | EdgeKind::Catch(index) => Some(index),
            EdgeKind::Next | EdgeKind::Default => None,
        },
        line: at.line,
        column: at.column,
        count,
    }
}
