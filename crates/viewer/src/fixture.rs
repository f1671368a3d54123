//! Scenes for tests.

use flowglass_diagram::{NodeIndex, Scene, draw};
use flowglass_flow::Flow;

/// Draws a legacy flow with these steps.
pub(crate) fn scene(steps: &str) -> Scene {
    draw(&flow(steps))
}

/// Reads a legacy flow with these steps.
pub(crate) fn flow(steps: &str) -> Flow {
    let parsed = flowglass_flow::parse(&format!("version: v1\ntype: flow\nsteps: {steps}\n"));
    parsed.flow.expect("the fixture is a flow")
}

/// What a node is called; marks have names of their own.
pub(crate) fn name(scene: &Scene, index: NodeIndex) -> String {
    use flowglass_diagram::Shape;
    match &scene.node(index).shape {
        Shape::Start => "(start)".to_owned(),
        Shape::End => "(end)".to_owned(),
        Shape::Stub(label) => label.full.clone(),
        Shape::Box(_, face, _) | Shape::Group(_, face, _) => face.name.clone(),
    }
}
