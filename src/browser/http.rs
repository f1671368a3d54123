//! Requests to the server of the page.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestCache, RequestInit};

/// How long an answer may take, in seconds; the gateway itself gives up earlier.
const MOST_SECONDS: u32 = 45;

/// What the server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HttpAnswer {
    /// The status code.
    pub(crate) status: u16,
    /// The body as text.
    pub(crate) body: String,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HttpFailure {
    /// The server cannot be reached, or the connection broke.
    Unreachable,
    /// It took longer than these seconds.
    TimeOut(u32),
}

/// Reads what is at an address.
pub(crate) async fn get(address: &str) -> Result<HttpAnswer, HttpFailure> {
    let how = RequestInit::new();
    how.set_method("GET");
    send(address, &how).await
}

/// Sends a JSON text to an address.
pub(crate) async fn post(address: &str, json: &str) -> Result<HttpAnswer, HttpFailure> {
    let how = RequestInit::new();
    how.set_method("POST");
    how.set_body(&json.into());
    send(address, &how).await
}

async fn send(address: &str, how: &RequestInit) -> Result<HttpAnswer, HttpFailure> {
    let limit = TimeLimit::start();
    // One that hangs would keep others for the same address waiting at the cache.
    how.set_cache(RequestCache::NoStore);
    if let Some(controller) = &limit.controller {
        how.set_signal(Some(&controller.signal()));
    }
    // Made here and not by the builder of gloo-net, which ends a query that is there already with an `&`.
    let request = web_sys::Request::new_with_str_and_init(address, how).map_err(|_| HttpFailure::Unreachable)?;
    for (name, value) in [("accept", "application/json"), ("content-type", "application/json")] {
        // Setting a header to a value without line breaks cannot fail.
        let _ = request.headers().set(name, value);
    }
    let exchange = async {
        let response = gloo_net::http::Request::from(request).send().await?;
        Ok::<_, gloo_net::Error>(HttpAnswer { status: response.status(), body: response.text().await? })
    };
    exchange.await.map_err(|_| limit.failure())
}

/// Breaks a request off when it takes too long, or when nobody waits for it any more.
struct TimeLimit {
    controller: Option<Rc<AbortController>>,
    timer: Option<i32>,
    _fire: Closure<dyn FnMut()>,
}

impl TimeLimit {
    fn start() -> Self {
        let controller = AbortController::new().ok().map(Rc::new);
        let aborted = controller.clone();
        let fire = Closure::<dyn FnMut()>::new(move || {
            if let Some(controller) = &aborted {
                controller.abort();
            }
        });
        let timer = web_sys::window().and_then(|window| {
            let function = fire.as_ref().unchecked_ref();
            window.set_timeout_with_callback_and_timeout_and_arguments_0(function, MOST_SECONDS as i32 * 1000).ok()
        });
        Self { controller, timer, _fire: fire }
    }

    fn failure(&self) -> HttpFailure {
        match &self.controller {
            Some(controller) if controller.signal().aborted() => HttpFailure::TimeOut(MOST_SECONDS),
            _ => HttpFailure::Unreachable,
        }
    }
}

impl Drop for TimeLimit {
    fn drop(&mut self) {
        if let (Some(timer), Some(window)) = (self.timer, web_sys::window()) {
            window.clear_timeout_with_handle(timer);
        }
        // For a request that has been answered this does nothing.
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}
