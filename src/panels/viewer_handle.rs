//! The viewer that the diagram hosts, for the parts that lie over the picture.

#[cfg(feature = "navigation")]
use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;

use flowglass_flow::StepId;
use flowglass_viewer::Viewer;

/// Leads to the viewer, once it is there; equal to itself only.
#[derive(Clone, Default)]
pub(crate) struct ViewerHandle(Rc<Inner>);

#[derive(Default)]
struct Inner {
    viewer: RefCell<Option<Viewer>>,
    /// The step that gets the focus as soon as the picture shows it selected: a closed group around it has to open first.
    #[cfg(feature = "navigation")]
    awaits: Cell<Option<StepId>>,
}

impl ViewerHandle {
    /// Hosts a viewer, or none any more.
    pub(crate) fn host(&self, viewer: Option<Viewer>) {
        self.0.viewer.replace(viewer);
    }

    /// Asks the viewer; `None` while there is none.
    pub(crate) fn ask<R>(&self, question: impl FnOnce(&Viewer) -> R) -> Option<R> {
        self.0.viewer.try_borrow().ok()?.as_ref().map(question)
    }

    /// Selects a step and gives it the focus; the group that hides it has it until it is opened.
    #[cfg(feature = "navigation")]
    pub(crate) fn focus_step(&self, step: StepId) {
        self.0.awaits.set(Some(step));
        self.ask(|viewer| {
            viewer.select(Some(step), false);
            viewer.open_at(step);
            viewer.focus();
        });
    }

    /// The picture shows what is selected, as far as it can.
    #[cfg_attr(
        not(feature = "navigation"),
        expect(clippy::unused_self, unused_variables, reason = "nothing is awaited")
    )]
    pub(crate) fn selection_shown(&self, selected: Option<StepId>) {
        #[cfg(feature = "navigation")]
        if self.0.awaits.get().is_some() {
            if selected != self.0.awaits.get() {
                self.0.awaits.set(None);
            } else if self.ask(Viewer::selected).flatten() == selected {
                self.0.awaits.set(None);
                self.ask(Viewer::focus);
            }
        }
    }
}

impl PartialEq for ViewerHandle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
