//! What every answer tells the browser about its borders.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Headers of every answer.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// What an answer is, and with it what it may load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// The page, with the nonce of its inline script and of the styles that it makes.
    Page { nonce: String },
    /// A file of the page; a worker's script is one.
    File,
    /// Anything else, which loads nothing.
    Other,
}

/// Adds the borders to an answer. WebAssembly needs `'wasm-unsafe-eval'`.
pub(super) fn secure(headers: &mut HeaderMap, content: &Content) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let policy = match content {
        Content::Page { nonce } => format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'nonce-{nonce}'; \
             style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
             worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
        Content::File => "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
                          frame-ancestors 'none'"
            .to_owned(),
        Content::Other => "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'".to_owned(),
    };
    // A nonce is hex digits, so that this cannot fail.
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_page_may_run_scripts() {
        let policy = |content: Content| {
            let mut headers = HeaderMap::new();
            secure(&mut headers, &content);
            assert_eq!(headers[header::CACHE_CONTROL], "no-store");
            headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned()
        };
        assert!(!policy(Content::Other).contains("script-src"));
        let page = policy(Content::Page { nonce: "abc".to_owned() });
        assert!(page.contains("script-src 'self' 'wasm-unsafe-eval' 'nonce-abc';"), "{page}");
        assert!(!page.contains("unsafe-inline") && !page.contains(" *"), "{page}");
    }
}
