//! The text editor, behind the handle that `www/editor/loader.js` describes.

use std::cell::RefCell;
use std::rc::Rc;

use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::Callback;

use crate::help::{Answer, Fix, Place, Question};

#[wasm_bindgen(module = "/www/editor/loader.js")]
extern "C" {
    #[wasm_bindgen(js_name = mountEditor, catch)]
    async fn mount_editor(parent: &Element, options: &JsValue) -> Result<JsValue, JsValue>;

    type Handle;
    #[wasm_bindgen(method, js_name = setDoc)]
    fn set_doc(this: &Handle, text: &str);
    #[wasm_bindgen(method, js_name = setDiagnostics)]
    fn set_diagnostics(this: &Handle, diagnostics: &JsValue);
    #[wasm_bindgen(method)]
    fn highlight(this: &Handle, from: Option<usize>, to: Option<usize>);
    #[wasm_bindgen(method)]
    fn reveal(this: &Handle, from: usize, to: usize);
    #[wasm_bindgen(method)]
    fn show(this: &Handle, from: usize, to: usize);
    #[wasm_bindgen(method)]
    fn format(this: &Handle);
    #[wasm_bindgen(method)]
    fn destroy(this: &Handle);
}

/// What an editor is made with.
#[derive(Serialize)]
pub(crate) struct EditorOptions<'a> {
    /// The text.
    pub(crate) doc: &'a str,
    /// What a screen reader calls it.
    pub(crate) label: &'a str,
    /// `yaml` or `json`.
    pub(crate) language: &'a str,
    /// Whether the text can only be read.
    #[serde(rename = "readOnly")]
    pub(crate) read_only: bool,
}

/// Answers what an editor asks about a text, at a number of UTF-16 units.
pub(crate) type Help = Rc<dyn Fn(&Question, &str, usize) -> Answer>;

/// What an editor tells, and asks.
#[derive(Clone)]
pub(crate) struct Callbacks {
    /// The person changed the text.
    pub(crate) on_change: Callback<String>,
    /// The person moved the cursor; UTF-16 units from the beginning.
    pub(crate) on_cursor: Callback<usize>,
    /// The person wants help with the text; where there is none, the editor is a plain one.
    pub(crate) help: Option<Help>,
}

/// A mark in the text; places are UTF-16 units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Diagnostic {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) severity: &'static str,
    pub(crate) code: String,
    pub(crate) message: String,
    /// An edit that mends it.
    pub(crate) fix: Option<Fix>,
}

/// A mounted editor; dropping it removes it.
///
/// The editor's program is loaded when the first one is made. What is said before that is kept and said then.
pub(crate) struct Editor {
    state: Rc<RefCell<State>>,
    _on_change: Closure<dyn FnMut(String)>,
    _on_cursor: Closure<dyn FnMut(u32)>,
    _ask: Option<Closure<Ask>>,
}

/// A question by its name, the text, the place in it, and a word that the person gave.
type Ask = dyn Fn(String, String, u32, String) -> JsValue;

#[derive(Default)]
struct State {
    handle: Option<Handle>,
    /// What was said last of each kind before the editor was there.
    waiting: Waiting,
    gone: bool,
}

#[derive(Default)]
struct Waiting {
    doc: Option<String>,
    diagnostics: Option<JsValue>,
    highlight: Option<Option<Place>>,
    reveal: Option<Place>,
}

impl Editor {
    /// Puts an editor into `parent`.
    pub(crate) fn mount(parent: Element, options: &EditorOptions<'_>, callbacks: &Callbacks) -> Self {
        let change = callbacks.on_change.clone();
        let cursor = callbacks.on_cursor.clone();
        let on_change = Closure::new(move |text: String| change.emit(text));
        let on_cursor = Closure::new(move |offset: u32| cursor.emit(offset as usize));
        let options = to_js(options);
        // The options are a plain object that was just made, so setting its members cannot fail.
        let _ = js_sys::Reflect::set(&options, &"onChange".into(), on_change.as_ref());
        let _ = js_sys::Reflect::set(&options, &"onCursor".into(), on_cursor.as_ref());
        let ask = callbacks.help.clone().map(ask);
        if let Some(ask) = &ask {
            let _ = js_sys::Reflect::set(&options, &"ask".into(), ask.as_ref());
        }
        let state = Rc::new(RefCell::new(State::default()));
        let shared = state.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let Ok(handle) = mount_editor(&parent, &options).await else { return };
            shared.borrow_mut().arrived(handle.unchecked_into());
        });
        Self { state, _on_change: on_change, _on_cursor: on_cursor, _ask: ask }
    }

    /// Replaces the text.
    pub(crate) fn set_doc(&self, text: &str) {
        let mut state = self.state.borrow_mut();
        match &state.handle {
            Some(handle) => handle.set_doc(text),
            None => state.waiting.doc = Some(text.to_owned()),
        }
    }

    /// Replaces the marks.
    pub(crate) fn set_diagnostics(&self, diagnostics: &[Diagnostic]) {
        let diagnostics = to_js(diagnostics);
        let mut state = self.state.borrow_mut();
        match &state.handle {
            Some(handle) => handle.set_diagnostics(&diagnostics),
            None => state.waiting.diagnostics = Some(diagnostics),
        }
    }

    /// Colours the lines of a range; `None` takes the colour away.
    pub(crate) fn highlight(&self, range: Option<Place>) {
        let mut state = self.state.borrow_mut();
        match &state.handle {
            Some(handle) => handle.highlight(range.map(|range| range.from), range.map(|range| range.to)),
            None => state.waiting.highlight = Some(range),
        }
    }

    /// Writes the text in one style, as far as it can be read.
    pub(crate) fn format(&self) {
        if let Some(handle) = &self.state.borrow().handle {
            handle.format();
        }
    }

    /// Scrolls a range into view, and leaves the focus where it is.
    pub(crate) fn show(&self, Place { from, to }: Place) {
        // Before the editor is there nothing is scrolled away.
        if let Some(handle) = &self.state.borrow().handle {
            handle.show(from, to);
        }
    }

    /// Selects a range, brings it into view and moves the focus there.
    pub(crate) fn reveal(&self, place: Place) {
        let mut state = self.state.borrow_mut();
        match &state.handle {
            Some(handle) => handle.reveal(place.from, place.to),
            None => state.waiting.reveal = Some(place),
        }
    }
}

impl State {
    fn arrived(&mut self, handle: Handle) {
        if self.gone {
            handle.destroy();
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        if let Some(text) = waiting.doc {
            handle.set_doc(&text);
        }
        if let Some(diagnostics) = waiting.diagnostics {
            handle.set_diagnostics(&diagnostics);
        }
        if let Some(range) = waiting.highlight {
            handle.highlight(range.map(|range| range.from), range.map(|range| range.to));
        }
        if let Some(Place { from, to }) = waiting.reveal {
            handle.reveal(from, to);
        }
        self.handle = Some(handle);
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let mut state = self.state.borrow_mut();
        state.gone = true;
        if let Some(handle) = state.handle.take() {
            handle.destroy();
        }
    }
}

/// What the editor calls with its questions.
fn ask(help: Help) -> Closure<Ask> {
    Closure::new(move |name: String, text: String, at: u32, word: String| {
        let question = match name.as_str() {
            "complete" => Question::Complete,
            "hover" => Question::Hover,
            "named" => Question::Named,
            "rename" => Question::Rename(word),
            "fixes" => Question::Fixes,
            "format" => Question::Format,
            _ => return JsValue::NULL,
        };
        to_js(&help(&question, &text, at as usize))
    })
}

/// A value as plain JavaScript objects; what is handed over here has no numbers or keys that could be refused.
fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}
