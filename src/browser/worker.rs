//! The worker: this program once more, in a thread without a page.
//!
//! It is started with the page's own compiled module, so that nothing is fetched or compiled twice.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, ErrorEvent, MessageEvent, Worker};

#[wasm_bindgen(module = "/www/reader/reader.js")]
extern "C" {
    #[wasm_bindgen(js_name = startReader, catch)]
    fn start_reader(module: &JsValue, script: &str) -> Result<Worker, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// The address of the script that belongs to the module.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static SCRIPT: String;
}

/// What a worker tells.
#[derive(Debug)]
pub(crate) enum Heard {
    /// News of the order.
    News(Vec<u8>),
    /// It cannot be started in this browser.
    NotStarted,
    /// It stopped in the middle of its work.
    Broken,
}

/// A running worker; dropping it ends it at once, whatever it does.
pub(crate) struct Beside {
    worker: Worker,
    shared: Rc<Shared>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(ErrorEvent)>,
}

#[derive(Default)]
struct Shared {
    ready: Cell<bool>,
    /// An order that was given before it was ready.
    waiting: RefCell<Option<Vec<u8>>>,
}

impl Shared {
    fn trouble(&self) -> Heard {
        if self.ready.get() { Heard::Broken } else { Heard::NotStarted }
    }
}

impl Beside {
    /// Starts a worker; `None` where the browser does not let it.
    pub(crate) fn start(hear: impl Fn(Heard) + 'static) -> Option<Self> {
        let script = SCRIPT.with(String::clone);
        let worker = start_reader(&wasm_bindgen::module(), &script).ok()?;
        let shared = Rc::new(Shared::default());
        let hear = Rc::new(hear);
        let message = {
            let (worker, shared, hear) = (worker.clone(), shared.clone(), hear.clone());
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let data = event.data();
                if let Some(news) = data.dyn_ref::<Uint8Array>() {
                    hear(Heard::News(news.to_vec()));
                } else if data.is_null() {
                    shared.ready.set(true);
                    if let Some(order) = shared.waiting.take() {
                        post(&order, |bytes, transfer| worker.post_message_with_transfer(bytes, transfer));
                    }
                } else {
                    hear(shared.trouble());
                }
            })
        };
        let error = {
            let shared = shared.clone();
            Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
                // The page tells it to the person.
                event.prevent_default();
                hear(shared.trouble());
            })
        };
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        Some(Self { worker, shared, _message: message, _error: error })
    }

    /// Gives an order, now or as soon as the worker has started.
    pub(crate) fn order(&self, order: Vec<u8>) {
        if self.shared.ready.get() {
            post(&order, |bytes, transfer| self.worker.post_message_with_transfer(bytes, transfer));
        } else {
            *self.shared.waiting.borrow_mut() = Some(order);
        }
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Tells whether this is the page; otherwise it is a worker.
pub(crate) fn is_page() -> bool {
    web_sys::window().is_some()
}

/// Within a worker: hears orders from now on. `obey` is given an order and what tells the news of it, and says whether it
/// has understood.
pub(crate) fn serve(mut obey: impl FnMut(&[u8], &mut dyn FnMut(Vec<u8>)) -> bool + 'static) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let page = scope.clone();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let order = Uint8Array::new(&event.data()).to_vec();
        let tell = |news: Vec<u8>| post(&news, |bytes, transfer| page.post_message_with_transfer(bytes, transfer));
        if !obey(&order, &mut { tell }) {
            // To post a text cannot fail.
            let _ = page.post_message(&JsValue::from_str("not understood"));
        }
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // It hears as long as it lives.
    hear.forget();
    // Says that it is ready. To post what can be copied cannot fail.
    let _ = scope.post_message(&JsValue::NULL);
}

/// Posts bytes without copying them a second time.
fn post(bytes: &[u8], send: impl FnOnce(&JsValue, &JsValue) -> Result<(), JsValue>) {
    let bytes = Uint8Array::from(bytes);
    // To post what can be moved cannot fail.
    let _ = send(&bytes, &Array::of1(&bytes.buffer()));
}
