//! Hosts the viewer: hands it the scene, the colours and the selection, and reports clicks.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_diagram::Direction;
use flowglass_flow::{Flow, StepId};
use flowglass_viewer::{Callbacks, Viewer, Wheel};
use yew::prelude::*;

use super::announcer::Announcer;
use super::by_pointer::ByPointer;
use super::execution_row::node_status;
#[cfg(feature = "navigation")]
use super::find::Find;
use super::fold_buttons::FoldButtons;
use super::legend::Legend;
#[cfg(feature = "navigation")]
use super::map_place::{MapSwitch, use_map, wants_map};
use super::picture_keys::{PictureKey, picture_key};
use super::redraw_note::RedrawNote;
use super::status_chip::StatusChip;
use super::tell::use_tell;
use super::viewer_handle::ViewerHandle;
use super::zoom::Zoom;
#[cfg(feature = "navigation")]
use crate::state::StartedFlow;
use crate::state::{Action, MOST_STEPS, Shown, Workbench};

#[derive(PartialEq, Properties)]
pub(crate) struct DiagramProps {
    pub(crate) state: Rc<Workbench>,
    /// The run so far.
    pub(crate) shown: Option<Rc<Shown>>,
    pub(crate) dispatch: Callback<Action>,
    /// What the wheel does without Ctrl.
    #[prop_or_default]
    pub(crate) wheel: Wheel,
}

/// The picture and its zoom buttons.
#[component]
pub(crate) fn Diagram(DiagramProps { state, shown, dispatch, wheel }: &DiagramProps) -> Html {
    let place = use_node_ref();
    let viewer = use_memo((), |()| ViewerHandle::default());
    let viewer = (*viewer).clone();
    let last = use_mut_ref(Last::default);
    let zoom = use_state_eq(|| 100);
    let zoom_keys = use_state_eq(|| 0_u32);
    let legend = use_state_eq(|| false);
    let tell = use_tell(state, shown);
    {
        let (place, viewer, dispatch, zoom) = (place.clone(), viewer.clone(), dispatch.clone(), zoom.setter());
        let wheel = *wheel;
        use_effect_with((), move |()| {
            if let Some(element) = place.cast::<web_sys::Element>() {
                let callbacks = Callbacks {
                    on_select: Box::new({
                        let dispatch = dispatch.clone();
                        move |step| dispatch.emit(Action::Select(step))
                    }),
                    on_activate: Box::new({
                        let dispatch = dispatch.clone();
                        move |step| dispatch.emit(Action::OpenStarted(step))
                    }),
                    on_toggle: Box::new({
                        let dispatch = dispatch.clone();
                        move |group| dispatch.emit(Action::Toggle(group))
                    }),
                    on_view: Box::new(move |view| zoom.set((view.zoom * 100.0).round() as u32)),
                };
                match Viewer::new(&element, callbacks) {
                    Ok(made) => {
                        made.set_wheel(wheel);
                        made.set_tooltips(tell);
                        viewer.host(Some(made));
                    }
                    Err(_) => dispatch.emit(Action::Tell("The diagram could not be set up in this browser.".into())),
                }
            }
            move || viewer.host(None)
        });
    }
    {
        let viewer = viewer.clone();
        let last = last.clone();
        let drawn = state.drawing.flow.clone().map(|flow| (flow, state.drawing.direction));
        use_effect_with(state.drawing.scene.clone().map(ByPointer), move |scene| {
            if let Some(scene) = scene {
                let mut last = last.borrow_mut();
                last.refolded = match (&last.drawn, &drawn) {
                    (Some((before, way)), Some((now, direction))) => Arc::ptr_eq(before, now) && way == direction,
                    (None, _) | (_, None) => false,
                };
                last.drawn = drawn;
                let scene = scene.0.clone();
                viewer.ask(|viewer| if last.refolded { viewer.refold(scene) } else { viewer.set_scene(scene) });
            }
        });
    }
    #[cfg(feature = "navigation")]
    {
        let (viewer, state) = (viewer.clone(), state.clone());
        use_effect_with(state.drawing.flow.clone().map(ByArc), move |_| {
            viewer.ask(|viewer| viewer.set_openable(openable(&state)));
        });
    }
    {
        let viewer = viewer.clone();
        use_effect_with((state.opened, state.drawing.direction, state.is_unread()), move |(_, _, unread)| {
            if !unread {
                viewer.ask(Viewer::begin);
            }
        });
    }
    {
        let viewer = viewer.clone();
        let scene = state.drawing.scene.clone().map(ByPointer);
        use_effect_with((shown.clone(), scene), move |(shown, _)| {
            viewer.ask(|viewer| viewer.set_overlay(shown.as_ref().and_then(|shown| shown.overlay.as_ref())));
        });
    }
    {
        let viewer = viewer.clone();
        let scene = state.drawing.scene.clone().map(ByPointer);
        use_effect_with((state.selected, state.wishes, scene), move |(selected, wishes, _)| {
            let mut last = last.borrow_mut();
            let wish = (*selected, *wishes);
            // A group that is closed or opened stays where it is.
            let reveal = last.wish != wish || !last.refolded;
            last.wish = wish;
            viewer.ask(|viewer| viewer.select(*selected, reveal));
            viewer.selection_shown(*selected);
        });
    }
    #[cfg(feature = "navigation")]
    {
        // The button that opened another flow, or led back, is gone.
        let (viewer, first) = (viewer.clone(), use_mut_ref(|| true));
        use_effect_with(state.callers.clone(), move |_| {
            if !first.replace(false) {
                viewer.ask(Viewer::focus);
            }
        });
    }
    #[cfg(feature = "navigation")]
    let map = use_state_eq(wants_map);
    #[cfg(feature = "navigation")]
    let map_place = use_map(&viewer, *map);
    let onkeydown = {
        let (legend, zoom_keys) = (legend.clone(), zoom_keys.clone());
        #[cfg(feature = "navigation")]
        let find = dispatch.reform(|()| Action::Find);
        Callback::from(move |event: KeyboardEvent| match picture_key(&event) {
            Some(PictureKey::Legend) => {
                event.prevent_default();
                legend.set(!*legend);
            }
            Some(PictureKey::Zoom) => zoom_keys.set(*zoom_keys + 1),
            #[cfg(feature = "navigation")]
            Some(PictureKey::Find) => {
                event.prevent_default();
                find.emit(());
            }
            None => {}
        })
    };
    let toggle_legend = {
        let legend = legend.clone();
        Callback::from(move |_: MouseEvent| legend.set(!*legend))
    };
    let close_legend = {
        let legend = legend.setter();
        Callback::from(move |()| legend.set(false))
    };
    let lies = state.direction() == Direction::LeftToRight;
    let turn = {
        let direction = if lies { Direction::TopToBottom } else { Direction::LeftToRight };
        dispatch.reform(move |_: MouseEvent| Action::Turn(direction))
    };
    #[cfg(feature = "navigation")]
    let (over_picture, aids) = {
        let on_switch = {
            let map = map.setter();
            Callback::from(move |on| map.set(on))
        };
        let find = dispatch.reform(|_: MouseEvent| Action::Find);
        let over_picture = html! {
            <>
                <Find state={state.clone()} shown={shown.clone()} viewer={viewer.clone()} {dispatch} />
                <div class="map-place" ref={map_place}></div>
            </>
        };
        let aids = html! {
            <>
                <button type="button" class="button" onclick={find} title="Find steps in the picture (/ or Ctrl+K)">{ "Find" }</button>
                <MapSwitch on={*map} {on_switch} />
            </>
        };
        (over_picture, aids)
    };
    #[cfg(not(feature = "navigation"))]
    let (over_picture, aids) = (Html::default(), Html::default());
    html! {
        <>
            <div class="canvas" aria-busy={state.redraw.going().is_some().to_string()} {onkeydown}>
                <div class={classes!("viewer", state.drawing.scene.is_none().then_some("hidden"))} ref={place}></div>
                if state.is_unread() {
                    // The note says what is going on.
                } else if let Some(steps) = state.drawing.too_many_steps() {
                    <p class="empty over-picture">{ format!("This flow has {steps} steps; pictures are drawn up to {MOST_STEPS}. It is checked and can be run all the same.") }</p>
                } else if state.drawing.scene.is_none() {
                    <p class="empty over-picture">{ if state.editable { "There is nothing to draw yet. Paste a definition, open a file, or choose an example." } else { "There is nothing to draw yet. Choose a flow or an execution of the account." } }</p>
                }
                <RedrawNote state={state.clone()} {dispatch} />
                { over_picture }
                if *legend {
                    <Legend state={state.clone()} shown={shown.clone()} on_close={close_legend} />
                }
            </div>
            <Announcer state={state.clone()} shown={shown.clone()} />
            <div class="strip">
                <div class="zoom" role="group" aria-label="Zoom">
                    <Zoom viewer={viewer.clone()} percent={*zoom} keys={*zoom_keys} />
                    <button type="button" class="button" aria-pressed={lies.to_string()} aria-label="Left to right" title="Left to right" onclick={turn}>{ if lies { "→" } else { "↓" } }</button>
                </div>
                <FoldButtons state={state.clone()} {dispatch} />
                <div class="aids" role="group" aria-label="Picture">
                    { aids }
                    <button type="button" class="button legend-switch" aria-expanded={legend.to_string()} onclick={toggle_legend} title="What the signs mean, and the keys (?)">{ "Legend" }</button>
                </div>
                <span class="grow"></span>
                { standing(state, shown.as_deref()) }
            </div>
        </>
    }
}

/// The steps that start a flow which can be opened, with the words that tell so.
#[cfg(feature = "navigation")]
fn openable(state: &Workbench) -> Vec<(StepId, String)> {
    let flow = state.drawing.flow.iter();
    let steps = flow.flat_map(|flow| flow.steps()).filter_map(|(id, _)| match state.started_flow(id)? {
        StartedFlow::Example(example) => Some((id, format!("Enter opens {}", example.name))),
        StartedFlow::Elsewhere(_) => None,
    });
    steps.collect()
}

/// What the viewer was told last.
#[derive(Default)]
struct Last {
    /// The flow that it shows, and in which direction.
    drawn: Option<(Arc<Flow>, Direction)>,
    /// Whether only other groups were closed.
    refolded: bool,
    /// What was to be selected, and the number of the wish.
    wish: (Option<StepId>, u32),
}

/// Where the execution stands at the slider's position.
fn standing(state: &Workbench, shown: Option<&Shown>) -> Html {
    let (Some(run), Some(shown)) = (&state.run, shown) else {
        let words = match (state.editable, state.awaited) {
            (true, _) => "not run",
            (false, true) => "not read yet",
            (false, false) => "no execution chosen",
        };
        return html! { <span class="muted">{ words }</span> };
    };
    let status = node_status(shown.view.status);
    let at_end = state.position >= state.events();
    let waits = run.waiting().first().filter(|_| at_end && !shown.view.status.is_ended()).map(|task| task.step.clone());
    html! {
        <>
            if let Some(step) = waits {
                <span class="muted">{ format!("{step} waits for a report") }</span>
            }
            <StatusChip {status} words={AttrValue::from(shown.view.status.name())} />
        </>
    }
}

/// A value that threads share and that is equal to itself only.
#[cfg(feature = "navigation")]
struct ByArc<T>(Arc<T>);

#[cfg(feature = "navigation")]
impl<T> PartialEq for ByArc<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
