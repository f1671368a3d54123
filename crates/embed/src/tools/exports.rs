//! The border to JavaScript. `www/package/api.js` calls this and documents it for people.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{check, fold, outline, render, simulate};
use crate::failure::failure;

/// The findings of a definition; `mode` is `Standard` or `Express`, `language` is `en` or `zh`.
///
/// # Errors
/// There is no such mode or no such language.
#[wasm_bindgen]
pub fn check(definition: &str, mode: &str, language: &str) -> Result<JsValue, JsValue> {
    to_js(&check::check(definition, mode, language).map_err(|words| failure(&words))?)
}

/// What a definition says: its steps and where they lead. Its findings speak `language`.
///
/// # Errors
/// The text is no flow, or there is no such language.
#[wasm_bindgen]
pub fn parse(definition: &str, language: &str) -> Result<JsValue, JsValue> {
    to_js(&outline::outline(definition, language).map_err(|words| failure(&words))?)
}

/// The picture of a definition as the text of an SVG file, coloured by a recorded execution when there is one.
///
/// # Errors
/// The text is no flow, there is no such theme or direction, or the record is none.
#[wasm_bindgen(js_name = renderSvg)]
pub fn render_svg(definition: &str, theme: &str, direction: &str, history: Option<String>) -> Result<String, JsValue> {
    render::svg(definition, theme, direction, history.as_deref()).map_err(|words| failure(&words))
}

/// The picture of a definition as a flowchart of Mermaid, coloured by a recorded execution when there is one.
///
/// # Errors
/// The text is no flow, there is no such direction, or the record is none.
#[wasm_bindgen(js_name = renderMermaid)]
pub fn render_mermaid(definition: &str, direction: &str, history: Option<String>) -> Result<String, JsValue> {
    render::mermaid(definition, direction, history.as_deref()).map_err(|words| failure(&words))
}

/// The picture of a definition as a graph of Graphviz, coloured by a recorded execution when there is one.
///
/// # Errors
/// The text is no flow, there is no such direction, or the record is none.
#[wasm_bindgen(js_name = renderDot)]
pub fn render_dot(definition: &str, direction: &str, history: Option<String>) -> Result<String, JsValue> {
    render::dot(definition, direction, history.as_deref()).map_err(|words| failure(&words))
}

/// Runs a definition on a virtual clock. `flows` are pairs of a name and a definition that tasks may start.
///
/// # Errors
/// A text is not what it should be.
#[wasm_bindgen]
pub fn simulate(
    definition: &str,
    name: &str,
    scenario: &str,
    input: Option<String>,
    flows: Vec<String>,
) -> Result<JsValue, JsValue> {
    let run = simulate::simulate(definition, name, scenario, input.as_deref(), &flows);
    to_js(&run.map_err(|words| failure(&words))?)
}

/// What the first events of a recorded execution say about its steps.
///
/// # Errors
/// The text is no record.
#[wasm_bindgen(js_name = foldHistory)]
pub fn fold_history(history: &str, events: Option<usize>) -> Result<JsValue, JsValue> {
    to_js(&fold::fold_history(history, events).map_err(|words| failure(&words))?)
}

fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(|error| failure(&error.to_string()))
}
