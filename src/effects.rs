//! What the page does outside of itself because its state says so: asking the account, and listening to it.

use std::collections::BTreeMap;
use std::rc::Rc;

use flowglass_history::EventId;
use futures_util::future::{AbortHandle, abortable};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::source::{News, Source, perform};
use crate::state::{Cloud, CloudAction, PageAction, Ticket};

/// Asks the place that the state names what the state wants to know, each question once; hands on the place.
#[hook]
pub(crate) fn use_asks(cloud: &Cloud, dispatch: &Callback<PageAction>) -> Rc<dyn Source> {
    let source = use_memo(cloud.place, |place| place.connect());
    let source = (*source).clone();
    let asked = use_mut_ref(Asked::default);
    {
        let (source, dispatch) = (source.clone(), dispatch.clone());
        use_effect_with(cloud.asks.clone(), move |asks| {
            let mut asked = asked.borrow_mut();
            // What is not wanted any more is broken off.
            asked.going.retain(|ticket, handle| {
                let wanted = asks.iter().any(|(open, _)| open == ticket);
                if !wanted {
                    handle.abort();
                }
                wanted
            });
            for (ticket, ask) in asks.iter() {
                if *ticket <= asked.last {
                    continue;
                }
                let (number, ask, source, dispatch) = (*ticket, ask.clone(), source.clone(), dispatch.clone());
                let (asking, handle) = abortable(async move {
                    let answer = perform(&*source, &ask).await;
                    dispatch.emit(PageAction::Cloud(CloudAction::Answered(number, Box::new(answer))));
                });
                asked.last = number;
                asked.going.insert(number, handle);
                spawn_local(async move {
                    // Nobody waits for one that was broken off.
                    let _ = asking.await;
                });
            }
        });
    }
    source
}

/// The questions that have been asked.
#[derive(Default)]
struct Asked {
    last: Ticket,
    going: BTreeMap<Ticket, AbortHandle>,
}

/// Listens to the execution that the state wants to hear of.
#[hook]
pub(crate) fn use_watch(source: &Rc<dyn Source>, cloud: &Cloud, dispatch: &Callback<PageAction>) {
    let (source, dispatch) = (source.clone(), dispatch.clone());
    let read = cloud.opened.as_ref().and_then(|opened| opened.history.last()).map_or(EventId(0), |event| event.id);
    use_effect_with((cloud.place, cloud.watched()), move |(_, watched)| {
        let watch = watched.as_ref().map(|(at, _)| {
            let heard = at.clone();
            let hear = move |news: News| PageAction::Cloud(CloudAction::Heard(heard.clone(), news));
            source.watch(at, read, dispatch.reform(hear))
        });
        move || drop(watch)
    });
}
