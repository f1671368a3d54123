//! The page's files, carried in the program.
//!
//! A debug build reads them from the folder `dist` at every request, so that a new build of the page shows at once.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::signing::hex;

/// The page as `cargo xtask build` made it.
#[derive(RustEmbed)]
#[folder = "../../dist"]
#[allow_missing = true]
struct Files;

const INDEX: &str = "index.html";
/// For files whose names change with their contents.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const NO_PAGE: &str = "This build of flowglass has no page in it.\n\n\
    Build the page with `cargo xtask build` and then the program with `cargo build --release -p flowglass`, or run \
    `cargo xtask serve`, which does both.\n";

/// Whether there is a page.
pub(super) fn is_built() -> bool {
    Files::get(INDEX).is_some()
}

/// The page itself, with the nonce for its inline script and for the styles that it makes.
pub(super) fn index(nonce: &str) -> Response {
    match Files::get(INDEX) {
        Some(file) => {
            let html = with_nonce(&String::from_utf8_lossy(&file.data), nonce);
            ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
        }
        None => (StatusCode::SERVICE_UNAVAILABLE, NO_PAGE).into_response(),
    }
}

/// A file of the page by its path without the first slash; `known` is the `if-none-match` of who asks.
pub(super) fn file(path: &str, known: Option<&str>) -> Option<Response> {
    let EmbeddedFile { data, metadata } = Files::get(path).filter(|_| path != INDEX)?;
    Some(answer(path, data.into_owned(), &metadata.sha256_hash(), known))
}

/// The contents of a file, unless the browser has them already.
fn answer(path: &str, data: Vec<u8>, hash: &[u8; 32], known: Option<&str>) -> Response {
    let tag = format!("\"{}\"", hex(hash));
    let is_known =
        known.is_some_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag));
    let mut response =
        if is_known { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(data).into_response() };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    let cache = if is_hashed(path) { FOR_EVER } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Hands the nonce to inline scripts, and to the page's own scripts in a `<meta>`.
fn with_nonce(html: &str, nonce: &str) -> String {
    let script = format!("<script nonce=\"{nonce}\"");
    let meta = format!("<head>\n    <meta name=\"csp-nonce\" content=\"{nonce}\">");
    html.replace("<script", &script).replacen("<head>", &meta, 1)
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "yaml" | "yml" => "application/yaml",
        _ => "application/octet-stream",
    }
}

/// Whether a name ends in a hash of the contents, as Trunk writes it.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let stem = name.split('.').next().unwrap_or(name).trim_end_matches("_bg");
    stem.rsplit_once('-').is_some_and(|(_, hash)| hash.len() >= 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_are_kept_for_ever() {
        for (path, expected) in [
            ("flowglass-app-214f01f99da8230c.js", true),
            ("flowglass-app-214f01f99da8230c_bg.wasm", true),
            ("picture-999a15c9f5aa02b.css", true),
            ("editor.js", false),
            ("snippets/flowglass-app-1d3e5ca59556b7bf/www/editor/loader.js", false),
            ("flow-editor.js", false),
        ] {
            assert_eq!(is_hashed(path), expected, "{path}");
        }
    }

    #[test]
    fn what_a_browser_has_is_not_sent_again() {
        let ask = |path: &str, known: Option<&str>| {
            let response = answer(path, b"1".to_vec(), &[0xab; 32], known);
            let header = |name: header::HeaderName| response.headers()[name].to_str().unwrap().to_owned();
            (response.status().as_u16(), header(header::CACHE_CONTROL), header(header::ETAG))
        };
        let tag = format!("\"{}\"", "ab".repeat(32));
        let weak = format!("\"x\", W/{tag}");
        for (known, status) in [(None, 200), (Some("\"x\""), 200), (Some(tag.as_str()), 304), (Some(&weak), 304)] {
            assert_eq!(ask("editor.js", known), (status, "no-cache".to_owned(), tag.clone()), "{known:?}");
        }
        assert_eq!(ask("a-214f01f99da8230c.js", None).1, FOR_EVER);
    }

    #[test]
    fn the_nonce_is_on_every_script() {
        let html =
            "<html><head><title>x</title><script src=\"a.js\"></script><script type=\"module\">1</script></head>";
        assert_eq!(
            with_nonce(html, "N"),
            "<html><head>\n    <meta name=\"csp-nonce\" content=\"N\"><title>x</title>\
             <script nonce=\"N\" src=\"a.js\"></script><script nonce=\"N\" type=\"module\">1</script></head>"
        );
    }

    #[test]
    fn browsers_learn_what_files_are() {
        for (path, expected) in [
            ("a.wasm", "application/wasm"),
            ("a.b.js", "text/javascript; charset=utf-8"),
            ("a.svg", "image/svg+xml"),
            ("a", "application/octet-stream"),
        ] {
            assert_eq!(media_type(path), expected, "{path}");
        }
    }
}
