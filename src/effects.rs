//! What the page does outside of itself because its state says so: asking the account, and listening to it.

use std::rc::Rc;

use flowglass_history::EventId;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::source::{News, Source, perform};
use crate::state::{Cloud, CloudAction, PageAction, Ticket};

/// Asks the place that the state names what the state wants to know, each question once; hands on the place.
#[hook]
pub(crate) fn use_asks(cloud: &Cloud, dispatch: &Callback<PageAction>) -> Rc<dyn Source> {
    let source = use_memo(cloud.place, |place| place.connect());
    let source = (*source).clone();
    let asked = use_mut_ref(Ticket::default);
    {
        let (source, dispatch) = (source.clone(), dispatch.clone());
        use_effect_with(cloud.asks.clone(), move |asks| {
            for (ticket, ask) in asks.iter() {
                if *ticket <= *asked.borrow() {
                    continue;
                }
                *asked.borrow_mut() = *ticket;
                let (ticket, ask, source, dispatch) = (*ticket, ask.clone(), source.clone(), dispatch.clone());
                spawn_local(async move {
                    let answer = perform(&*source, &ask).await;
                    dispatch.emit(PageAction::Cloud(CloudAction::Answered(ticket, Box::new(answer))));
                });
            }
        });
    }
    source
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
