//! What the page talks to: its files, and an HTTP interface that passes requests on to CloudFlow.
//!
//! The interface is the table in `routes.rs`; every request passes `guard.rs` first. Nothing is kept on disk.

mod access;
mod entry;
mod gateway;
mod guard;
mod headers;
mod listen;
mod live;
mod openapi;
mod origin;
mod page;
mod poller;
mod problem;
mod question;
mod reading;
mod routes;
mod stream;
mod writing;

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

pub use access::{Access, BadToken, Refused};
pub use gateway::{Account, Gateway, Log, Settings};
pub(crate) use listen::interrupted;
pub use listen::{run, serve};
pub use openapi::openapi;
pub use origin::{BadOrigin, Origin};
pub use problem::{Problem, ProblemBody};
pub use reading::Session;

use headers::Content;

/// Whether this program carries the page.
pub fn has_page() -> bool {
    page::is_built()
}

/// The page and the interface behind it, ready for requests.
pub fn app(gateway: Arc<Gateway>) -> Router {
    let interface =
        routes::ROUTES.iter().fold(Router::new(), |router, route| router.route(route.path, route.service()));
    interface
        .route("/", get(entry::index))
        .route("/enter", get(entry::form).post(entry::enter))
        .route("/{*path}", get(file))
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::wrong_method())
        .layer(from_fn_with_state(Arc::clone(&gateway), guard::guard))
        .with_state(gateway)
}

async fn file(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    match page::file(&path, known) {
        Some(mut response) => {
            response.extensions_mut().insert(Content::File);
            response
        }
        None => Problem::not_found().into_response(),
    }
}
