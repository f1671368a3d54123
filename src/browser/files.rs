//! Files that a person opens.

use wasm_bindgen_futures::JsFuture;
use web_sys::File;
use yew::Callback;

/// Files that are larger are not read: a definition has at most a megabyte.
const MOST_BYTES: f64 = 64.0 * 1024.0 * 1024.0;

/// Reads a file as text and hands on its name and text, or a sentence that says why not.
pub(crate) fn read_text(file: &File, done: Callback<Result<(String, String), String>>) {
    let name = file.name();
    if file.size() > MOST_BYTES {
        done.emit(Err(format!("{name} has more than 64 MB; that is no definition.")));
        return;
    }
    let bytes = file.array_buffer();
    wasm_bindgen_futures::spawn_local(async move {
        done.emit(match JsFuture::from(bytes).await {
            Ok(buffer) => {
                let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
                Ok((name, flowglass_flow::text_of(&bytes)))
            }
            Err(_) => Err(format!("{name} could not be read.")),
        });
    });
}
