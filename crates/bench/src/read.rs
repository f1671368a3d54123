//! Reading definitions.

use wasm_bindgen::prelude::wasm_bindgen;

/// Reads a definition to the model with all findings; returns the numbers of steps and of findings.
#[wasm_bindgen]
pub fn read(text: &str) -> Vec<u32> {
    let parsed = flowglass_flow::parse(text);
    let steps = parsed.flow.as_ref().map_or(0, |flow| flow.steps().len());
    [steps, parsed.findings.len()].map(|count| u32::try_from(count).unwrap_or(u32::MAX)).to_vec()
}
