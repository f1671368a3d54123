//! A row of tabs; arrow keys move between them.

use yew::prelude::*;

/// One tab.
#[derive(Clone, PartialEq)]
pub(crate) struct Tab<T> {
    pub(crate) id: T,
    pub(crate) label: AttrValue,
    /// A number behind the label.
    pub(crate) count: Option<usize>,
}

/// What a tab is called in ids.
pub(crate) trait TabId: Copy + PartialEq + 'static {
    /// A word without blanks.
    fn id(self) -> &'static str;
}

impl TabId for crate::state::LeftTab {
    fn id(self) -> &'static str {
        Self::id(self)
    }
}

impl TabId for crate::state::BottomTab {
    fn id(self) -> &'static str {
        Self::id(self)
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct TabsProps<T: TabId> {
    /// Begins the ids: `run-tab-events`, `run-panel`.
    pub(crate) name: AttrValue,
    pub(crate) label: AttrValue,
    pub(crate) tabs: Vec<Tab<T>>,
    pub(crate) selected: T,
    pub(crate) on_select: Callback<T>,
}

/// The row of tabs.
#[component]
pub(crate) fn Tabs<T: TabId>(TabsProps { name, label, tabs, selected, on_select }: &TabsProps<T>) -> Html {
    let ids: Vec<T> = tabs.iter().map(|tab| tab.id).collect();
    let at = ids.iter().position(|id| id == selected).unwrap_or(0);
    let refs = use_mut_ref(Vec::<NodeRef>::new);
    refs.borrow_mut().resize_with(tabs.len(), NodeRef::default);
    let onkeydown = {
        let (refs, on_select) = (refs.clone(), on_select.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = ids.len().saturating_sub(1);
            let next = match event.key().as_str() {
                "ArrowRight" => {
                    if at == last {
                        0
                    } else {
                        at + 1
                    }
                }
                "ArrowLeft" => {
                    if at == 0 {
                        last
                    } else {
                        at - 1
                    }
                }
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            if let Some(id) = ids.get(next) {
                on_select.emit(*id);
            }
            if let Some(button) = refs.borrow().get(next).and_then(NodeRef::cast::<web_sys::HtmlElement>) {
                // A button of the page can always take the focus.
                let _ = button.focus();
            }
        })
    };
    let buttons = tabs.iter().zip(refs.borrow().iter()).map(|(tab, node)| {
        let id = tab.id;
        let on = id == *selected;
        let onclick = on_select.reform(move |_: MouseEvent| id);
        html! {
            <button ref={node.clone()} type="button" role="tab" class={classes!("tab", on.then_some("on"))} id={format!("{name}-tab-{}", id.id())}
                aria-selected={on.to_string()} aria-controls={format!("{name}-panel")} tabindex={if on { "0" } else { "-1" }} {onclick}>
                { &tab.label }
                if let Some(count) = tab.count {
                    { " " }<span class="count">{ count }</span>
                }
            </button>
        }
    }).collect::<Html>();
    html! { <div class="tabs" role="tablist" aria-label={label.clone()} {onkeydown}>{ buttons }</div> }
}
