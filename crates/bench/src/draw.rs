//! The picture in a browser: flows as the page draws them, and boxes in a grid as peers draw them.

use std::cell::RefCell;
use std::rc::Rc;

use flowglass_diagram::{
    Direction, EdgeStatus, Meaning, NodeIndex, NodeState, NodeStatus, Overlay, Point, Rect, Scene, Size, draw, graph,
    scene,
};
use flowglass_layout::{Layout, Route};
use flowglass_viewer::{Callbacks, Viewer};
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

/// A viewer in an element of the page.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Drawn {
    viewer: Viewer,
    /// A grid that is not drawn yet.
    scene: RefCell<Option<Rc<Scene>>>,
    /// A run over the drawn flow.
    overlay: RefCell<Option<Overlay>>,
}

#[wasm_bindgen]
impl Drawn {
    /// Makes an empty picture.
    ///
    /// # Errors
    /// The page does not let it.
    #[wasm_bindgen(constructor)]
    pub fn new(container: &Element) -> Result<Self, String> {
        let viewer = Viewer::new(container, Callbacks::default()).map_err(|error| error.to_string())?;
        Ok(Self { viewer, scene: RefCell::default(), overlay: RefCell::default() })
    }

    /// Reads a flow, lays it out and draws it.
    ///
    /// # Errors
    /// The text is no flow.
    pub fn flow(&self, text: &str) -> Result<(), String> {
        let flow = flowglass_flow::parse(text).flow.ok_or("this is no flow")?;
        let scene = draw(&flow);
        self.overlay.replace(Some(Overlay {
            nodes: vec![NodeState::default(); scene.nodes.len()],
            edges: vec![EdgeStatus::Open; scene.edges.len()],
            status: Default::default(),
            hidden: Vec::new(),
            unplaced: 0,
        }));
        self.viewer.set_scene(Rc::new(scene));
        Ok(())
    }

    /// Has one node of the drawn flow stand as running, and shows the run.
    pub fn tick(&self, node: u32) {
        if let Some(overlay) = &mut *self.overlay.borrow_mut() {
            if let Some(state) = overlay.nodes.get_mut(node as usize) {
                state.status = NodeStatus::Running;
            }
            self.viewer.set_overlay(Some(overlay));
        }
    }

    /// Puts a flow's steps as boxes into a grid, in the order of the text, with straight edges and no labels on them. A cell
    /// is as large as given, a box `box_width` by `box_height`. They are not drawn yet.
    ///
    /// # Errors
    /// The text is no flow.
    pub fn grid(
        &self,
        text: &str,
        columns: u32,
        cell_width: f64,
        cell_height: f64,
        box_width: f64,
        box_height: f64,
    ) -> Result<(), String> {
        let flow = flowglass_flow::parse(text).flow.ok_or("this is no flow")?;
        let graph = graph(&flow, &flowglass_diagram::Closed::default());
        let place = |meaning: &Meaning| match meaning {
            Meaning::Step { step, .. } => {
                let (row, column) = (step.0 / columns, step.0 % columns);
                let (left, top) = (f64::from(column) * cell_width, f64::from(row) * cell_height);
                Rect::new(left, top, box_width, box_height)
            }
            Meaning::Start | Meaning::End | Meaning::Stub(_) => Rect::new(0.0, -cell_height, 22.0, 22.0),
        };
        let nodes: Vec<Rect> = graph.nodes.iter().map(|node| place(&node.meaning)).collect();
        let rect = |index: NodeIndex| nodes.get(index.0 as usize).copied().unwrap_or_default();
        let route = |from: Rect, to: Rect| {
            let points = vec![Point::new(from.center().x, from.bottom()), Point::new(to.center().x, to.y)];
            Route { points, ..Route::default() }
        };
        let edges = graph.boxes.edges.iter().map(|edge| route(rect(edge.from), rect(edge.to))).collect();
        let rows = (flow.steps().len() as f64 / f64::from(columns)).ceil();
        let size = Size::new(f64::from(columns) * cell_width, rows * cell_height);
        let levels = vec![Rect::new(0.0, 0.0, size.width, size.height); graph.boxes.levels.len()];
        let captions = vec![None; levels.len()];
        let layout = Layout { size, nodes, levels, captions, edges };
        self.scene.replace(Some(Rc::new(scene(&flow, &graph, &layout, Direction::TopToBottom))));
        Ok(())
    }

    /// Draws the grid, and shows all of it.
    pub fn draw_grid(&self) {
        if let Some(scene) = self.scene.take() {
            self.viewer.set_scene(scene);
            self.viewer.fit();
        }
    }

    /// Shows it in its own size.
    pub fn actual(&self) {
        self.viewer.zoom_to_actual();
    }

    /// Moves the picture so that this point of it is in the middle of the window.
    pub fn center_on(&self, x: f64, y: f64) {
        self.viewer.center_on(Point::new(x, y));
    }
}
