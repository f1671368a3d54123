//! The search box over the picture: which steps fit, marked in the picture while it is open.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_diagram::{FindIndex, FoundRow, Hit, Icon, NodeState};
use flowglass_flow::{Flow, StepId};
use flowglass_viewer::View;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::by_pointer::ByPointer;
use super::find_row::{FindRow, row_id};
use super::viewer_handle::ViewerHandle;
use crate::browser;
use crate::state::{Action, Shown, Workbench};

/// The most rows that are in the document: those around the current one.
const MOST_ROWS: usize = 60;
/// How many hits PageUp and PageDown pass over.
const PAGE: usize = 8;

#[derive(PartialEq, Properties)]
pub(crate) struct FindProps {
    pub(crate) state: Rc<Workbench>,
    /// The run so far.
    pub(crate) shown: Option<Rc<Shown>>,
    pub(crate) viewer: ViewerHandle,
    pub(crate) dispatch: Callback<Action>,
}

/// The box; nothing while it is closed. It opens whenever the workbench counts another wish to search.
#[component]
pub(crate) fn Find(FindProps { state, shown, viewer, dispatch }: &FindProps) -> Html {
    let open = use_state_eq(|| false);
    let query = use_state_eq(String::new);
    let current = use_state_eq(|| 0_usize);
    let (whole, input) = (use_node_ref(), use_node_ref());
    let before = use_mut_ref(|| None::<Before>);
    use_opening(state.searches, &open, &whole, &input, &before, viewer);
    let index = use_memo((*open, state.drawing.flow.clone().map(Same)), |(open, flow)| {
        flow.as_ref().filter(|_| *open).map(|Same(flow)| Searched::of(flow))
    });
    let standing = shown.clone().map(ByPointer);
    let hits = use_memo((ByPointer(index.clone()), (*query).clone(), standing), |(index, query, shown)| {
        let search = |index: &Searched| index.search(query, shown.as_ref().map(|shown| &*shown.0), state);
        (*index.0).as_ref().map(search).unwrap_or_default()
    });
    let at = (*current).min(hits.len().saturating_sub(1));
    let step = hits.get(at).map(|hit| hit.step);
    use_marks(*open, &hits, step, state, viewer);
    {
        let (viewer, whole) = (viewer.clone(), whole.clone());
        use_effect_with((*open, step, (*query).clone()), move |(open, step, _)| {
            if let Some(step) = step.filter(|_| *open) {
                viewer.ask(|viewer| viewer.bring(step, covered(&whole)));
            }
        });
    }
    use_effect_with((*open, at), |(open, at)| {
        if *open {
            browser::scroll_to(&row_id(*at));
        }
    });
    if !*open {
        // Its place, from which the focus is found.
        return html! { <div ref={whole} hidden=true></div> };
    }
    let close = {
        let (open, before) = (open.setter(), before.clone());
        move || {
            before.take();
            open.set(false);
        }
    };
    let go_back = {
        let (close, before, viewer) = (close.clone(), before.clone(), viewer.clone());
        move || {
            // Taken out first: the focus that goes back leaves the box, which closes it as well.
            let before = before.take();
            if let Some(before) = before {
                before.restore(&viewer);
            }
            close();
        }
    };
    let choose = {
        let (close, viewer, dispatch) = (close.clone(), viewer.clone(), dispatch.clone());
        Callback::from(move |step: StepId| {
            close();
            viewer.focus_step(step);
            dispatch.emit(Action::Select(Some(step)));
        })
    };
    let oninput = {
        let (query, current) = (query.setter(), current.setter());
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                query.set(input.value());
                current.set(0);
            }
        })
    };
    let onkeydown = {
        let (choose, current, count) = (choose.clone(), current.setter(), hits.len());
        Callback::from(move |event: KeyboardEvent| {
            // While signs are composed, the keys are the input method's.
            if event.is_composing() {
                return;
            }
            match event.key().as_str() {
                "Escape" => go_back(),
                "Enter" => step.into_iter().for_each(|step| choose.emit(step)),
                key => match moved(key, at, count) {
                    Some(next) => current.set(next),
                    None => return,
                },
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let onfocusout = {
        let (close, whole) = (close, whole.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            if to.is_some() && !whole.cast::<web_sys::Node>().is_some_and(|whole| whole.contains(to.as_ref())) {
                close();
            }
        })
    };
    let rows = (*index).as_ref().map(|index| {
        let start = at.saturating_sub(MOST_ROWS / 2).min(hits.len().saturating_sub(MOST_ROWS));
        let seen = hits.iter().enumerate().skip(start).take(MOST_ROWS);
        let row = |(number, hit): (usize, &Hit)| {
            let (found, icon) = (index.row(&query, *hit, shown.as_deref(), state), index.icon(*hit));
            // Lines of an earlier text would lead astray.
            let line = state.flow_of_text().map(|_| state.drawing.file().lines.line_of(found.at.start as usize) + 1);
            let on_choose = choose.reform({
                let step = hit.step;
                move |()| step
            });
            html! { <FindRow key={number} {found} {icon} {line} {number} count={hits.len()} selected={number == at} {on_choose} /> }
        };
        seen.map(row).collect::<Html>()
    });
    let found = match (query.trim().is_empty(), hits.len()) {
        (true, _) => String::new(),
        (false, 0) => "Nothing found".to_owned(),
        (false, count) => format!("{count} found"),
    };
    html! {
        <div class="find" role="search" aria-label="Steps of the picture" ref={whole} {onfocusout}>
            <div class="find-head">
                <input ref={input} type="text" class="find-input" role="combobox" aria-label="Find steps" aria-autocomplete="list"
                    aria-expanded={(!hits.is_empty()).to_string()} aria-controls="find-list" aria-describedby="find-hint"
                    aria-activedescendant={(!hits.is_empty()).then(|| row_id(at))} autocomplete="off" spellcheck="false"
                    placeholder="Find steps" value={(*query).clone()} {oninput} {onkeydown} />
                <span class="find-count" aria-hidden="true">{ if hits.is_empty() { String::new() } else { format!("{} of {}", at + 1, hits.len()) } }</span>
            </div>
            <ul class={classes!("find-list", hits.is_empty().then_some("hidden"))} id="find-list" role="listbox" aria-label="Steps found">{ rows }</ul>
            <p class={classes!("find-hint", (!hits.is_empty()).then_some("visually-hidden"))} id="find-hint">
                { "Names, targets, conditions, errors: all words must fit. " }<code>{ "kind:choice" }</code>{ " " }<code>{ "target:pay" }</code>{ " " }<code>{ "error:Throttled" }</code>{ " " }<code>{ "status:failed" }</code>
            </p>
            <p class={classes!("find-said", (!hits.is_empty()).then_some("visually-hidden"))} role="status">{ found }</p>
        </div>
    }
}

/// The hit that a key leads to from the one at `at`; `None` for keys that are the text's.
fn moved(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match key {
        "ArrowDown" if at == last => 0,
        "ArrowDown" => at + 1,
        "ArrowUp" => at.checked_sub(1).unwrap_or(last),
        "PageDown" => (at + PAGE).min(last),
        "PageUp" => at.saturating_sub(PAGE),
        _ => return None,
    })
}

/// How many pixels of the picture the box covers from above.
fn covered(whole: &NodeRef) -> f64 {
    let element = whole.cast::<HtmlElement>();
    element.map_or(0.0, |element| f64::from(element.offset_top() + element.offset_height()))
}

/// Where the person was before the box was opened.
struct Before {
    focus: Option<HtmlElement>,
    view: Option<View>,
}

impl Before {
    fn restore(self, viewer: &ViewerHandle) {
        if let Some(view) = self.view {
            viewer.ask(|viewer| viewer.go_to(view));
        }
        if let Some(element) = self.focus {
            // What is seen can take the focus.
            let _ = element.focus();
        }
    }
}

/// Opens the box for every wish to search, and gives it the focus.
#[hook]
fn use_opening(
    searches: u32,
    open: &UseStateHandle<bool>,
    whole: &NodeRef,
    input: &NodeRef,
    before: &Rc<std::cell::RefCell<Option<Before>>>,
    viewer: &ViewerHandle,
) {
    let known = use_mut_ref(|| searches);
    {
        let (open, input, before, viewer) = (open.clone(), input.clone(), before.clone(), viewer.clone());
        let whole = whole.clone();
        use_effect_with(searches, move |searches| {
            // Wishes from before this picture was there are past.
            if *searches > known.replace(*searches) {
                if *open {
                    take_focus(&input);
                } else {
                    let view = viewer.ask(flowglass_viewer::Viewer::view);
                    let focus = whole.cast().and_then(|whole| browser::focused_near(&whole));
                    before.replace(Some(Before { focus, view }));
                    open.set(true);
                }
            }
        });
    }
    let input = input.clone();
    use_effect_with(**open, move |open| {
        if *open {
            take_focus(&input);
        }
    });
}

/// What was typed before is kept, and goes with the first new letter.
fn take_focus(input: &NodeRef) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        // What is seen can take the focus.
        let _ = input.focus();
        input.select();
    }
}

/// Marks the hits in the picture while the box is open.
#[hook]
fn use_marks(open: bool, hits: &Rc<Vec<Hit>>, current: Option<StepId>, state: &Workbench, viewer: &ViewerHandle) {
    let viewer = viewer.clone();
    let scene = state.drawing.scene.clone().map(ByPointer);
    use_effect_with((open, ByPointer(hits.clone()), current, scene), move |(open, hits, current, _)| {
        let steps: Vec<StepId> = hits.0.iter().filter(|_| *open).map(|hit| hit.step).collect();
        viewer.ask(|viewer| viewer.mark(&steps, current.filter(|_| *open)));
    });
}

/// A flow that can be searched, with its lines.
struct Searched {
    flow: Arc<Flow>,
    index: FindIndex,
}

impl Searched {
    fn of(flow: &Arc<Flow>) -> Self {
        Self { flow: Arc::clone(flow), index: FindIndex::of(flow) }
    }

    fn search(&self, query: &str, shown: Option<&Shown>, state: &Workbench) -> Vec<Hit> {
        self.index.search(query, |step| standing(step, shown, state))
    }

    fn row(&self, query: &str, hit: Hit, shown: Option<&Shown>, state: &Workbench) -> FoundRow {
        let status = standing(hit.step, shown, state).map(|state| state.words().join(", "));
        self.index.row(&self.flow, query, hit, status.as_deref())
    }

    fn icon(&self, hit: Hit) -> Icon {
        Icon::of(&self.flow.step(hit.step).kind)
    }
}

/// Where a step stands in the run, if there is one.
fn standing<'run>(step: StepId, shown: Option<&'run Shown>, state: &Workbench) -> Option<&'run NodeState> {
    let node = state.drawing.scene.as_ref()?.node_of(step)?;
    shown?.overlay.as_ref()?.nodes.get(node.0 as usize)
}

/// A flow that is equal to itself only.
struct Same(Arc<Flow>);

impl PartialEq for Same {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_round_and_pages_stop_at_the_ends() {
        let check = |key: &str, at: usize, count: usize, expected: Option<usize>| {
            assert_eq!(moved(key, at, count), expected, "{key} from {at} of {count}");
        };
        check("ArrowDown", 0, 20, Some(1));
        check("ArrowDown", 19, 20, Some(0));
        check("ArrowUp", 0, 20, Some(19));
        check("PageDown", 0, 20, Some(8));
        check("PageDown", 15, 20, Some(19));
        check("PageUp", 15, 20, Some(7));
        check("PageUp", 3, 20, Some(0));
        check("ArrowDown", 0, 0, None);
        check("Home", 3, 20, None);
    }
}
