//! The picture as a file or in the clipboard.

use std::rc::Rc;

use flowglass_diagram::{Overlay, draw_in, svg};
use wasm_bindgen::JsCast;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::browser;
use crate::export::{ExportFormat, PngSize};
use crate::state::{Shown, Theme, Workbench};

#[derive(PartialEq, Properties)]
pub(crate) struct ExportMenuProps {
    pub(crate) state: Rc<Workbench>,
    /// The run so far.
    pub(crate) shown: Option<Rc<Shown>>,
}

/// A button that opens the list of formats; it exports what the picture shows, with the run where the slider stands.
#[component]
pub(crate) fn ExportMenu(ExportMenuProps { state, shown }: &ExportMenuProps) -> Html {
    let open = use_state_eq(|| false);
    let said = use_state_eq(String::new);
    let (button, whole) = (use_node_ref(), use_node_ref());
    let toggle = {
        let (open, said) = (open.clone(), said.setter());
        Callback::from(move |_: MouseEvent| {
            said.set(String::new());
            open.set(!*open);
        })
    };
    let onkeydown = {
        let (open, button) = (open.clone(), button.clone());
        Callback::from(move |event: KeyboardEvent| {
            if *open && event.key() == "Escape" {
                event.prevent_default();
                open.set(false);
                if let Some(button) = button.cast::<web_sys::HtmlElement>() {
                    // What is seen can take the focus.
                    let _ = button.focus();
                }
            }
        })
    };
    // Leaving it closes it, as with every other list that drops down.
    let onfocusout = {
        let (open, whole) = (open.setter(), whole.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            if !whole.cast::<web_sys::Node>().is_some_and(|whole| whole.contains(to.as_ref())) {
                open.set(false);
            }
        })
    };
    let nothing = state.drawing.scene.is_none();
    let act = |format: ExportFormat, action: fn(Export)| {
        let (state, shown, said) = (state.clone(), shown.clone(), said.setter());
        Callback::from(move |_: MouseEvent| {
            let said = said.clone();
            let say = Callback::from(move |words: String| said.set(words));
            if let Some(export) = Export::of(&state, shown.as_deref(), format, say) {
                action(export);
            }
        })
    };
    let row = |format: ExportFormat| {
        let name = format.name();
        html! {
            <div class="export-row">
                <span class="export-name">{ name }</span>
                <span class="export-about">{ format.about() }</span>
                if format != ExportFormat::Png {
                    <button type="button" class="button" aria-label={format!("Copy {name}")} onclick={act(format, copy)}>{ "Copy" }</button>
                }
                <button type="button" class="button" aria-label={format!("Download {name}")} onclick={act(format, download)}>{ "Download" }</button>
            </div>
        }
    };
    html! {
        <div class="export" ref={whole} {onkeydown} {onfocusout}>
            <button ref={button} type="button" class="button" disabled={nothing} aria-expanded={open.to_string()} onclick={toggle}
                title="The picture as a file or in the clipboard">{ "Export" }<span class="caret" aria-hidden="true"></span></button>
            <div class={classes!("export-list", (!*open).then_some("hidden"))} role="group" aria-label="Export the picture" tabindex="-1">
                if *open { { ExportFormat::ALL.map(row).into_iter().collect::<Html>() } }
                <p class="export-said" role="status">{ &*said }</p>
            </div>
        </div>
    }
}

/// One export that somebody asked for.
struct Export {
    format: ExportFormat,
    /// The picture; of a PNG, what it is made of.
    text: String,
    file: String,
    size: PngSize,
    /// Tells the person what came of it.
    say: Callback<String>,
}

impl Export {
    fn of(state: &Workbench, shown: Option<&Shown>, format: ExportFormat, say: Callback<String>) -> Option<Self> {
        let scene = state.drawing.scene.as_deref()?;
        let theme = match state.theme {
            Theme::Light => svg::Theme::Light,
            Theme::Dark => svg::Theme::Dark,
            // Pixels cannot follow whoever looks at them.
            Theme::System if format == ExportFormat::Png && browser::prefers_dark() => svg::Theme::Dark,
            Theme::System if format == ExportFormat::Png => svg::Theme::Light,
            Theme::System => svg::Theme::Auto,
        };
        let overlay = shown.and_then(|shown| shown.overlay.as_ref());
        let flow = state.drawing.flow.as_deref().filter(|_| format.is_whole() && !state.drawing.closed.is_empty());
        let text = match flow {
            Some(flow) => {
                let whole = draw_in(flow, scene.direction);
                let run = shown.zip(state.run.as_ref());
                let overlay = run.map(|(shown, run)| Overlay::from_run(run.flow(), &whole, &shown.view, run.history()));
                format.text(&whole, overlay.as_ref(), theme)
            }
            None => format.text(scene, overlay, theme),
        };
        Some(Self { format, text, file: format.file_name(&state.flow_name()), size: PngSize::of(scene.size), say })
    }
}

fn copy(Export { format, text, say, .. }: Export) {
    spawn_local(async move {
        say.emit(match browser::copy(&text).await {
            Ok(()) => format!("{} is in the clipboard.", format.name()),
            Err(words) => words,
        });
    });
}

fn download(Export { format, text, file, size, say }: Export) {
    if format != ExportFormat::Png {
        say.emit(browser::download_text(&file, format.media_type(), &text).err().unwrap_or_default());
        return;
    }
    spawn_local(async move {
        say.emit(match browser::download_png(&file, &text, size).await {
            Ok(()) => size.remark().unwrap_or_default(),
            Err(words) => words,
        });
    });
}
