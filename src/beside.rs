//! Lets long texts be read beside the page, when its state says so.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use crate::browser::{self, Beside, Heard, Timeout};
use crate::reader::{News, NotUnderstood, Order, Reader};
use crate::state::{Action, Picture, ReadFile, Workbench};

/// Milliseconds without a key after which a text counts as typed.
const PAUSE: i32 = 150;

/// What the worker does: reads and draws until the page ends it.
pub(crate) fn serve() {
    let mut reader = Reader::default();
    browser::serve(move |order, tell| reader.obey(order, tell).is_ok());
}

/// Gives the worker the orders that the workbench waits for, and hands on its news.
#[hook]
pub(crate) fn use_reader(desk: &Rc<Workbench>, dispatch: &Callback<Action>) {
    let desk_side = use_mut_ref(|| Rc::new(DeskSide::default()));
    let (side, desk, dispatch) = (desk_side.borrow().clone(), desk.clone(), dispatch.clone());
    use_effect_with(desk.redraw.going().map(|going| going.ticket), move |ticket| {
        let pause = desk.redraw.going().is_some_and(|going| going.typed);
        let begin = {
            let side = side.clone();
            move || side.order(&desk, dispatch)
        };
        let waiting = ticket.map(|_| Timeout::after(if pause { PAUSE } else { 0 }, begin));
        move || {
            drop(waiting);
            side.give_up();
        }
    });
}

/// The page's side: the worker and its order.
#[derive(Default)]
struct DeskSide {
    worker: RefCell<Option<Beside>>,
    order: RefCell<Option<Order>>,
    hear: RefCell<Option<Callback<Action>>>,
    busy: Cell<bool>,
}

impl DeskSide {
    fn order(self: Rc<Self>, desk: &Workbench, dispatch: Callback<Action>) {
        let Some(order) = desk.order() else { return };
        let ticket = order.ticket;
        let Ok(bytes) = order.to_bytes() else { return dispatch.emit(Action::ReaderBroke(ticket)) };
        *self.order.borrow_mut() = Some(order);
        *self.hear.borrow_mut() = Some(dispatch.clone());
        self.busy.set(true);
        if self.worker.borrow().is_none() {
            let side = Rc::downgrade(&self);
            let started = Beside::start(move |heard| {
                if let Some(side) = side.upgrade() {
                    side.heard(heard);
                }
            });
            *self.worker.borrow_mut() = started;
        }
        match &*self.worker.borrow() {
            Some(worker) => worker.order(bytes),
            None => dispatch.emit(Action::NoReader),
        }
    }

    fn heard(&self, heard: Heard) {
        let (Some(order), Some(dispatch)) = (self.order.borrow().clone(), self.hear.borrow().clone()) else { return };
        let news = match heard {
            Heard::News(bytes) => News::from_bytes(&bytes),
            Heard::NotStarted => {
                self.busy.set(false);
                return dispatch.emit(Action::NoReader);
            }
            Heard::Broken => Err(NotUnderstood),
        };
        dispatch.emit(match news {
            Ok(News::Read { ticket, contents }) => {
                Action::HasRead(ticket, Rc::new(ReadFile::known(order.name, &order.text, contents)))
            }
            Ok(News::Drawn { ticket, chosen, closed, scene }) => {
                self.busy.set(false);
                Action::HasDrawn(ticket, chosen, Picture { closed, scene })
            }
            Err(NotUnderstood) => Action::ReaderBroke(order.ticket),
        });
    }

    /// Ends a worker that works on what nobody waits for any more, or that is broken.
    fn give_up(&self) {
        if self.busy.replace(false) {
            self.worker.borrow_mut().take();
        }
    }
}
