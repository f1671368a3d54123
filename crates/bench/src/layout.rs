//! A flow's boxes and edges, laid out by us, and as flat numbers for the peers and for comparing pictures.

use flowglass_layout::{Graph, Layout, NodeIndex, Options, lay_out};
use wasm_bindgen::prelude::wasm_bindgen;

/// The boxes and edges of a flow and their last layout. Marks of start and end are boxes too.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Boxes {
    graph: Graph,
    layout: Layout,
}

#[wasm_bindgen]
impl Boxes {
    /// Reads a flow and makes its boxes as the page does, without the texts on edges and above lanes: the peers get none either.
    ///
    /// # Errors
    /// The text is no flow.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Self, String> {
        let mut boxes = Self::labelled(text)?;
        boxes.graph.edges.iter_mut().for_each(|edge| edge.label = None);
        boxes.graph.levels.iter_mut().for_each(|level| level.caption = None);
        Ok(boxes)
    }

    /// Like `new`, with all texts.
    ///
    /// # Errors
    /// The text is no flow.
    pub fn labelled(text: &str) -> Result<Self, String> {
        let flow = flowglass_flow::parse(text).flow.ok_or("this is no flow")?;
        Ok(Self {
            graph: flowglass_diagram::graph(&flow, &flowglass_diagram::Closed::default()).boxes,
            layout: Layout::default(),
        })
    }

    /// Lays everything out: what is timed.
    pub fn lay_out(&mut self) {
        self.layout = lay_out(&self.graph, &Options::default());
    }

    /// Returns the distances that the peers keep as well: between boxes, between ranks, around groups, and above a group's
    /// first box.
    pub fn distances(&self) -> Vec<f64> {
        let options = Options::default();
        vec![options.node_gap, options.rank_gap, options.padding, flowglass_diagram::GROUP_HEADER]
    }

    /// Returns for each node its width, its height, its level, and 1 for a group or 0 for a box.
    pub fn nodes(&self) -> Vec<f64> {
        let mut level_of = vec![0; self.graph.nodes.len()];
        for (level, at) in self.graph.levels.iter().zip(0..) {
            for &NodeIndex(node) in &level.nodes {
                level_of[node as usize] = at;
            }
        }
        let numbers = self.graph.nodes.iter().zip(level_of).flat_map(|(node, level)| {
            [node.size.width, node.size.height, f64::from(level), f64::from(u8::from(!node.lanes.is_empty()))]
        });
        numbers.collect()
    }

    /// Returns for each level the group around it and the node that it begins with; -1 for none.
    pub fn levels(&self) -> Vec<f64> {
        let mut groups = vec![-1.0; self.graph.levels.len()];
        for (node, at) in self.graph.nodes.iter().zip(0..) {
            for lane in &node.lanes {
                groups[lane.0 as usize] = f64::from(at);
            }
        }
        let start = |start: Option<NodeIndex>| start.map_or(-1.0, |start| f64::from(start.0));
        self.graph.levels.iter().zip(groups).flat_map(|(level, group)| [group, start(level.start)]).collect()
    }

    /// Returns for each edge the node it leaves, the node it leads to, and 1 when an error takes it.
    pub fn edges(&self) -> Vec<u32> {
        self.graph.edges.iter().flat_map(|edge| [edge.from.0, edge.to.0, u32::from(edge.side)]).collect()
    }

    /// Returns for each node its left, its top, its width and its height in the last layout.
    pub fn places(&self) -> Vec<f64> {
        self.layout.nodes.iter().flat_map(|rect| [rect.x, rect.y, rect.width, rect.height]).collect()
    }
}
