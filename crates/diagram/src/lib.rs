//! Flow → picture: boxes and edges with their words, places and lines, coloured by a run, written as SVG, as Mermaid or for
//! Graphviz.
//!
//! ```
//! # let text = "{Type: StateMachine, SpecVersion: v1, Name: hi, StartAt: Greet, States: [{Type: Pass, Name: Greet, End: true}]}";
//! if let Some(flow) = flowglass_flow::parse(text).flow {
//!     let scene = flowglass_diagram::draw(&flow);
//!     let file = flowglass_diagram::svg::write_svg(&scene, None, flowglass_diagram::svg::Theme::Auto);
//!     assert!(file.contains(">Greet</text>"));
//! }
//! ```

mod accessible_name;
mod badge;
mod called;
mod closed;
mod dot;
mod duration_words;
mod face;
mod fall_through;
mod find;
mod graph;
mod icon;
mod label_lines;
mod legend;
mod live;
mod mermaid;
mod miniature;
mod number;
mod outline;
mod overlay;
mod place;
mod pointed;
mod route_path;
mod rule_words;
mod scene;
mod second_line;
mod status;
mod status_look;
mod still_to_come;
pub mod svg;
mod target_words;
mod text_width;
mod tip;
mod value_words;
mod visible_text;

pub use accessible_name::{accessible_name, arrival_words};
pub use badge::Badge;
pub use called::Called;
pub use closed::{Closed, groups};
pub use dot::write_dot;
pub use face::{BOX_HEIGHT, Face, FittedFace, GROUP_HEADER};
pub use find::{Field, FindIndex, FoundRow, FoundText, Hit};
pub use flowglass_layout::{Direction, EdgeIndex, LevelIndex, Memory, NodeIndex, Point, Rect, Size};
pub use graph::{EdgeKind, Graph, GraphEdge, GraphNode, Lane, MAX_DEPTH, Meaning, graph};
pub use icon::Icon;
pub use legend::{Explained, LegendPart, legend};
pub use mermaid::write_mermaid;
pub use miniature::Miniature;
pub use number::push_rounded;
pub use overlay::{Inside, NodeState, Overlay};
pub use place::Places;
pub use pointed::{Pointed, pointed};
pub use scene::{Label, Scene, SceneEdge, SceneLane, SceneNode, Shape, scene};
pub use status::{EdgeStatus, NodeStatus};
pub use text_width::{Font, shorten, text_width};
pub use tip::{Tip, tip};
pub use visible_text::visible;

/// Draws a flow from top to bottom.
pub fn draw(flow: &flowglass_flow::Flow) -> Scene {
    draw_in(flow, Direction::TopToBottom)
}

/// Draws a flow in a direction.
pub fn draw_in(flow: &flowglass_flow::Flow, direction: Direction) -> Scene {
    draw_closed(flow, direction, &Closed::default())
}

/// Draws a flow in a direction with some of its groups closed.
pub fn draw_closed(flow: &flowglass_flow::Flow, direction: Direction, closed: &Closed) -> Scene {
    let graph = graph(flow, closed);
    let layout = flowglass_layout::lay_out(&graph.boxes, &options(direction));
    scene(flow, &graph, &layout, direction)
}

/// Draws a flow in a direction with some of its groups closed, and lays out only what has changed since the picture that the
/// memory is of.
pub fn draw_again(
    flow: &flowglass_flow::Flow,
    direction: Direction,
    closed: &Closed,
    last: &Memory,
) -> (Scene, Memory) {
    let graph = graph(flow, closed);
    let (layout, memory) = flowglass_layout::lay_out_again(&graph.boxes, &options(direction), last);
    (scene(flow, &graph, &layout, direction), memory)
}

fn options(direction: Direction) -> flowglass_layout::Options {
    flowglass_layout::Options { direction, ..flowglass_layout::Options::default() }
}
