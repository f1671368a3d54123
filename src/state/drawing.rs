//! A definition as it is drawn: the text as it stands now, and the last picture that could be made of it.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_diagram::{Scene, draw};
use flowglass_flow::{Flow, Parsed, parse};

/// The most steps that are drawn. Larger flows are read, checked and run; their picture would keep the page busy.
pub(crate) const MOST_STEPS: usize = 4_000;

/// What is known of the definition in the editor.
#[derive(Clone)]
pub(crate) struct Drawing {
    /// The text and what it says.
    pub(crate) parsed: Rc<Parsed>,
    /// The flow that is drawn; kept from before while the text is no flow.
    pub(crate) flow: Option<Arc<Flow>>,
    /// Its picture.
    pub(crate) scene: Option<Rc<Scene>>,
    /// Set while the picture is that of an earlier text.
    pub(crate) stale: bool,
}

impl Drawing {
    /// Reads and draws a text; nothing is kept from before.
    pub(crate) fn new(text: &str) -> Self {
        let parsed = Rc::new(parse(text));
        let flow = parsed.flow.clone().map(Arc::new);
        let scene = flow.as_ref().filter(|flow| flow.steps().len() <= MOST_STEPS).map(|flow| Rc::new(draw(flow)));
        Self { parsed, flow, scene, stale: false }
    }

    /// How many steps the flow has, when it has too many to be drawn.
    pub(crate) fn too_many_steps(&self) -> Option<usize> {
        self.flow.as_ref().map(|flow| flow.steps().len()).filter(|steps| *steps > MOST_STEPS)
    }

    /// Reads and draws a changed text. While it has no steps to draw, the picture from before stays.
    pub(crate) fn changed(&self, text: &str) -> Self {
        let next = Self::new(text);
        let has_steps = next.flow.as_ref().is_some_and(|flow| flow.steps().len() > 0);
        let had_steps = self.flow.as_ref().is_some_and(|flow| flow.steps().len() > 0);
        if has_steps || !had_steps || !next.parsed.has_errors() {
            return next;
        }
        Self { parsed: next.parsed, flow: self.flow.clone(), scene: self.scene.clone(), stale: true }
    }
}

impl PartialEq for Drawing {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.parsed, &other.parsed)
    }
}
