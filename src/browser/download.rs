//! What a person takes out of the page: files and the clipboard.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement, Url,
};

use crate::export::{ExportFormat, PngSize};

/// Hands a text to the person as a file.
///
/// # Errors
/// The browser refuses, in words.
pub(crate) fn download_text(file: &str, media_type: &str, text: &str) -> Result<(), String> {
    let refused = |_| format!("The browser did not take {file}.");
    save(file, &blob(media_type, text).map_err(refused)?).map_err(refused)
}

/// Draws an SVG in a size and hands it to the person as PNG.
///
/// # Errors
/// The browser cannot draw it, in words.
pub(crate) async fn download_png(file: &str, svg: &str, size: PngSize) -> Result<(), String> {
    let failed = |_| {
        let PngSize { width, height, .. } = size;
        format!("This browser cannot make a PNG of {width} by {height} pixels. An SVG has no such limit.")
    };
    let png = pixels(svg, size).await.map_err(failed)?;
    save(file, &png).map_err(failed)
}

/// Puts a text into the clipboard.
///
/// # Errors
/// The browser does not allow it, in words.
pub(crate) async fn copy(text: &str) -> Result<(), String> {
    let refused = || "The browser does not let this page copy; download the file instead.".to_owned();
    let navigator = web_sys::window().ok_or_else(refused)?.navigator();
    // Where the page did not come over a secure connection there is none.
    let clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard")).map_err(|_| refused())?;
    if clipboard.is_undefined() {
        return Err(refused());
    }
    let writing = navigator.clipboard().write_text(text);
    JsFuture::from(writing).await.map(drop).map_err(|_| refused())
}

async fn pixels(svg: &str, size: PngSize) -> Result<Blob, JsValue> {
    let picture = Url::create_object_url_with_blob(&blob(ExportFormat::Svg.media_type(), svg)?)?;
    let image = HtmlImageElement::new()?;
    let loaded = when(|done, failed| {
        image.set_onload(Some(done));
        image.set_onerror(Some(failed));
        image.set_src(&picture);
        Ok(())
    });
    let loaded = loaded.await;
    Url::revoke_object_url(&picture)?;
    loaded?;
    let canvas: HtmlCanvasElement = document()?.create_element("canvas")?.dyn_into()?;
    canvas.set_width(size.width);
    canvas.set_height(size.height);
    let context = canvas.get_context("2d")?.ok_or(JsValue::UNDEFINED)?.dyn_into::<CanvasRenderingContext2d>()?;
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    // A canvas that is too large for the browser stays empty without a word; the picture has a ground.
    let corner = context.get_image_data(0.0, 0.0, 1.0, 1.0)?.data();
    if corner.get(3).is_none_or(|alpha| *alpha == 0) {
        return Err(JsValue::UNDEFINED);
    }
    let made = when(|done, _| canvas.to_blob(done)).await?;
    made.dyn_into()
}

/// What `start` hands to the first of its two functions; what it hands to the second is an error.
async fn when(start: impl FnOnce(&Function, &Function) -> Result<(), JsValue>) -> Result<JsValue, JsValue> {
    let mut start = Some(start);
    let promise = Promise::new(&mut |done, failed| {
        if let Some(start) = start.take()
            && let Err(error) = start(&done, &failed)
        {
            // Nothing can be done about a handler that fails.
            let _ = failed.call1(&JsValue::UNDEFINED, &error);
        }
    });
    JsFuture::from(promise).await
}

fn blob(media_type: &str, text: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &options)
}

fn save(file: &str, content: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(content)?;
    let link: HtmlAnchorElement = document()?.create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(file);
    link.click();
    // Not every browser has taken the content when the click returns.
    let forget = Closure::once_into_js(move || Url::revoke_object_url(&address));
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    window.set_timeout_with_callback_and_timeout_and_arguments_0(forget.unchecked_ref(), KEPT)?;
    Ok(())
}

/// How long the content of a download is kept for the browser, in milliseconds.
const KEPT: i32 = 60_000;

fn document() -> Result<web_sys::Document, JsValue> {
    web_sys::window().and_then(|window| window.document()).ok_or(JsValue::UNDEFINED)
}
