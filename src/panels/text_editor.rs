//! The two editors: the definition with its findings, and the scenario.

use std::rc::Rc;

use flowglass_flow::{LineIndex, Position, Severity, Utf16Index};
use yew::prelude::*;

use super::outline::Outline;
use super::run_list::RunList;
use crate::browser::{Callbacks, Diagnostic, Editor, EditorOptions, Help};
use crate::help::{Counted, Place, answer, fix_of};
use crate::state::{Action, LeftTab, Remark, Workbench};

#[derive(PartialEq, Properties)]
pub(crate) struct TextEditorProps {
    pub(crate) state: Rc<Workbench>,
    pub(crate) dispatch: Callback<Action>,
}

/// Both editors; the one that is not chosen is hidden and keeps its undo history.
#[component]
pub(crate) fn TextEditor(TextEditorProps { state, dispatch }: &TextEditorProps) -> Html {
    let hidden = |tab: LeftTab| (state.left != tab).then_some("hidden");
    html! {
        <div class="editor-panel" role="tabpanel" id="text-panel" aria-labelledby={format!("text-tab-{}", state.left.id())}>
            <div class={classes!("editor", hidden(LeftTab::Definition))}><Definition state={state.clone()} {dispatch} /></div>
            <div class={classes!("editor", hidden(LeftTab::Scenario))}><ScenarioText state={state.clone()} {dispatch} /></div>
            if state.left == LeftTab::Executions {
                <div class="editor list-place"><RunList state={state.clone()} {dispatch} /></div>
            }
        </div>
    }
}

/// The definition of the workbench; one that is elsewhere can be read and not changed.
#[component]
pub(crate) fn Definition(TextEditorProps { state, dispatch }: &TextEditorProps) -> Html {
    let place = use_node_ref();
    let on_change = dispatch.reform(|text: String| Action::TypeDefinition(text.into()));
    let index = use_memo(state.definition.clone(), |text| Utf16Index::new(text));
    let on_cursor = {
        // The editor counts UTF-16 units of its own text, which is the latest.
        let latest = use_mut_ref(|| (state.definition.clone(), index.clone()));
        *latest.borrow_mut() = (state.definition.clone(), index.clone());
        dispatch.reform(move |units| {
            let (text, index) = &*latest.borrow();
            Action::MoveCursor(index.offset(text, units))
        })
    };
    let help = {
        let latest = use_mut_ref(|| state.clone());
        *latest.borrow_mut() = state.clone();
        let help: Help = Rc::new(move |question, text, at| answer(&latest.borrow(), question, text, at));
        Some(help)
    };
    let options = Fixed { label: "Definition", read_only: !state.editable };
    let editor = use_editor(&place, &state.definition, options, Callbacks { on_change, on_cursor, help });
    {
        let (editor, text) = (editor.clone(), state.definition.clone());
        use_effect_with(state.opened, move |opened| {
            if let (Some(editor), true) = (editor.borrow().as_ref(), *opened > 0) {
                editor.set_doc(&text);
            }
        });
    }
    {
        let editor = editor.clone();
        use_effect_with(state.drawing.clone(), move |drawing| {
            if let Some(editor) = editor.borrow().as_ref() {
                let text = &drawing.file().text;
                let counted = Counted { text, index: &Utf16Index::new(text) };
                let marks: Vec<_> = drawing.remarks().iter().map(|remark| mark(counted, remark)).collect();
                editor.set_diagnostics(&marks);
            }
        });
    }
    {
        let editor = editor.clone();
        let (text, index) = (state.definition.clone(), index.clone());
        let range = state.selected_span();
        use_effect_with((range, text), move |(range, text)| {
            if let Some(editor) = editor.borrow().as_ref() {
                let counted = Counted { text, index: &index };
                editor.highlight(range.map(|span| counted.place(span)));
            }
        });
    }
    {
        let (editor, text, index) = (editor.clone(), state.definition.clone(), index.clone());
        let wanted = state.wanted;
        use_effect_with(state.wishes, move |_| {
            if let (Some(editor), Some(wanted)) = (editor.borrow().as_ref(), wanted) {
                let place = Counted { text: &text, index: &index }.place(wanted.at);
                if wanted.focus {
                    editor.reveal(place);
                } else {
                    editor.show(place);
                }
            }
        });
    }
    let on_format = Callback::from(move |_: MouseEvent| {
        if let Some(editor) = editor.borrow().as_ref() {
            editor.format();
        }
    });
    let file = state.drawing.file().clone();
    let on_go = dispatch.reform(Action::Reveal);
    html! {
        <div class="with-tools">
            <div class="editor-tools">
                <Outline {file} {on_go} />
                <span class="grow"></span>
                if state.editable {
                    <button type="button" class="tool" onclick={on_format} title="Format (Alt+Shift+F)">{ "Format" }</button>
                }
            </div>
            <div class="editor-place" ref={place}></div>
        </div>
    }
}

#[component]
fn ScenarioText(TextEditorProps { state, dispatch }: &TextEditorProps) -> Html {
    let place = use_node_ref();
    let on_change = dispatch.reform(|text: String| Action::TypeScenario(text.into()));
    let options = Fixed { label: "Scenario", read_only: false };
    let editor =
        use_editor(&place, &state.scenario, options, Callbacks { on_change, on_cursor: Callback::noop(), help: None });
    {
        let (editor, text) = (editor.clone(), state.scenario.clone());
        use_effect_with(state.opened, move |opened| {
            if let (Some(editor), true) = (editor.borrow().as_ref(), *opened > 0) {
                editor.set_doc(&text);
            }
        });
    }
    {
        let text = state.scenario.clone();
        use_effect_with(state.scenario_error.clone(), move |error| {
            if let Some(editor) = editor.borrow().as_ref() {
                let marks: Vec<_> = error
                    .iter()
                    .map(|error| {
                        let offset =
                            LineIndex::new(&text).offset(&text, Position { line: error.line, column: error.column });
                        let from = Utf16Index::new(&text).units(&text, offset);
                        let message = error.message.clone();
                        Diagnostic {
                            from,
                            to: from + 1,
                            severity: "error",
                            code: "scenario".to_owned(),
                            message,
                            fix: None,
                        }
                    })
                    .collect();
                editor.set_diagnostics(&marks);
            }
        });
    }
    html! { <div class="editor-place" ref={place}></div> }
}

/// What an editor is as long as it lives.
#[derive(Clone, Copy)]
struct Fixed {
    label: &'static str,
    read_only: bool,
}

/// Mounts an editor into `place` once, and removes it with the component.
#[hook]
fn use_editor(
    place: &NodeRef,
    text: &str,
    fixed: Fixed,
    callbacks: Callbacks,
) -> Rc<std::cell::RefCell<Option<Editor>>> {
    let editor = use_mut_ref(|| None::<Editor>);
    let (place, shared, text) = (place.clone(), editor.clone(), text.to_owned());
    use_effect_with((), move |()| {
        if let Some(element) = place.cast::<web_sys::Element>() {
            let options =
                EditorOptions { doc: &text, label: fixed.label, language: "yaml", read_only: fixed.read_only };
            *shared.borrow_mut() = Some(Editor::mount(element, &options, &callbacks));
        }
        move || {
            shared.borrow_mut().take();
        }
    });
    editor
}

/// A finding as a mark in the text; an empty place is widened to a character, so that it can be seen.
fn mark(counted: Counted<'_>, remark: &Remark) -> Diagnostic {
    let Place { from, to } = counted.place(remark.at);
    let to = to.max(from + 1);
    let severity = match remark.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    };
    let told = &remark.told;
    let message = format!("{}. {} {}", told.what.trim_end_matches('.'), told.why, told.help);
    let fix = remark.fix.as_ref().map(|fix| fix_of(counted, fix));
    Diagnostic { from, to, severity, code: remark.code.clone(), message, fix }
}
