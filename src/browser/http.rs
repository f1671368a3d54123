//! Requests to the server of the page.

use std::rc::Rc;

use gloo_net::http::{Request, RequestBuilder};
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

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
    let limit = TimeLimit::start();
    let request = limit.apply(Request::get(address)).build();
    send(request, &limit).await
}

/// Sends a JSON text to an address.
pub(crate) async fn post(address: &str, json: &str) -> Result<HttpAnswer, HttpFailure> {
    let limit = TimeLimit::start();
    let request = limit.apply(Request::post(address)).header("content-type", "application/json").body(json);
    send(request, &limit).await
}

async fn send(request: Result<Request, gloo_net::Error>, limit: &TimeLimit) -> Result<HttpAnswer, HttpFailure> {
    let exchange = async {
        let response = request?.send().await?;
        Ok::<_, gloo_net::Error>(HttpAnswer { status: response.status(), body: response.text().await? })
    };
    exchange.await.map_err(|_| limit.failure())
}

/// Breaks a request off when it takes too long; dropped, it lets it be.
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

    fn apply(&self, request: RequestBuilder) -> RequestBuilder {
        let signal = self.controller.as_ref().map(|controller| controller.signal());
        request.header("accept", "application/json").abort_signal(signal.as_ref())
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
    }
}
