//! What a host with a search and a map asks of the viewer.

use std::rc::Rc;

use flowglass_diagram::{NodeIndex, Point, SceneNode};
use flowglass_flow::StepId;
use web_sys::Element;

use crate::minimap::Minimap;
use crate::view::View;
use crate::viewer::Viewer;

/// The least zoom at which a step is opened.
const READABLE: f64 = 0.75;

impl Viewer {
    /// Shows the small map in `place`, or nowhere. Where the page does not let it, there is none.
    pub fn show_map(&self, place: Option<&Element>) {
        let weak = Rc::downgrade(&self.shared);
        self.shared.act(|stage| {
            stage.elements.extras.map = place.and_then(|place| Minimap::new(place, &weak).ok());
            let (view, window) = (stage.view, stage.elements.window);
            if let (Some(map), Some(scene)) = (&mut stage.elements.extras.map, &stage.scene) {
                map.draw(scene);
                map.show_view(view, window);
            }
        });
    }

    /// Marks the steps that were found, and which of them somebody looks at; for those in a closed group that is marked.
    /// Another scene has none marked.
    pub fn mark(&self, steps: &[StepId], current: Option<StepId>) {
        self.shared.act(|stage| {
            let Some(scene) = stage.scene.clone() else { return };
            // Several steps may be hidden in one closed group.
            let mut nodes: Vec<NodeIndex> = steps.iter().filter_map(|step| scene.shown_at(*step)).collect();
            nodes.sort_unstable();
            nodes.dedup();
            let current = current.and_then(|step| scene.shown_at(step));
            let region = stage.elements.region();
            stage.elements.extras.mark(&scene, nodes, current, &region);
        });
    }

    /// Brings a step into the middle of the part of the window that is below its first `covered` pixels.
    pub fn bring(&self, step: StepId, covered: f64) {
        self.shared.act(|stage| {
            let place = stage.scene.as_ref().and_then(|scene| Some(place_of(scene.node(scene.shown_at(step)?))));
            let Some(at) = place else { return };
            let (window, zoom) = (stage.elements.window, stage.aim().zoom);
            let middle = f64::midpoint(covered.clamp(0.0, window.height), window.height);
            stage.go(View { x: window.width / 2.0 - at.x * zoom, y: middle - at.y * zoom, zoom });
        });
    }

    /// Brings a step into the middle of the window, so near that it can be read.
    pub fn open_at(&self, step: StepId) {
        self.shared.act(|stage| {
            let place = stage.scene.as_ref().and_then(|scene| Some(place_of(scene.node(scene.shown_at(step)?))));
            let Some(at) = place else { return };
            let (window, zoom) = (stage.elements.window, stage.aim().zoom.max(READABLE));
            stage.go(View { x: window.width / 2.0 - at.x * zoom, y: window.height / 2.0 - at.y * zoom, zoom });
        });
    }

    /// Goes to a place that the picture was seen from before.
    pub fn go_to(&self, view: View) {
        self.shared.act(|stage| stage.go(view));
    }

    /// Says which steps can be opened, each with the words for a screen reader: they look so while they are pointed at, selected
    /// or have the focus. It counts for the scene at hand and for those of other closed groups.
    pub fn set_openable(&self, openable: Vec<(StepId, String)>) {
        self.shared.act(|stage| {
            if let Some(scene) = &stage.scene {
                stage.elements.set_openable(scene, openable);
            }
        });
    }

    /// Gives the focus to the node that Tab leads to.
    pub fn focus(&self) {
        self.shared.act(crate::stage::Stage::take_focus);
    }
}

/// What of a node is to be seen: of a group its title.
fn place_of(node: &SceneNode) -> Point {
    if node.is_group() { Point::new(node.rect.center().x, node.rect.y) } else { node.rect.center() }
}
