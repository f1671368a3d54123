//! The words under the pointer, for the picture as it is at that moment.

use std::rc::Rc;

use flowglass_diagram::{Pointed, Tip, tip};
use yew::prelude::*;

use crate::state::{Shown, Workbench};

/// Tells the words about a part of the picture as it is now.
#[hook]
pub(crate) fn use_tell(state: &Rc<Workbench>, shown: &Option<Rc<Shown>>) -> impl Fn(Pointed) -> Option<Tip> + 'static {
    let latest = use_mut_ref(|| (state.clone(), shown.clone()));
    latest.replace((state.clone(), shown.clone()));
    move |part| {
        let latest = latest.borrow();
        let (state, shown) = &*latest;
        let overlay = shown.as_ref().and_then(|shown| shown.overlay.as_ref());
        tip(state.drawing.flow.as_ref()?, state.drawing.scene.as_ref()?, overlay, part)
    }
}
