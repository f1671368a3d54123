//! The execution that is shown of an account, as far as it has been read.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_flow::Flow;
use flowglass_history::{EventId, History};

use super::Fetched;
use crate::source::{At, ExecutionInfo, HistoryPage, Problem};

/// The execution that is shown, as far as it has been read.
#[derive(Clone)]
pub(crate) struct Opened {
    /// Which one.
    pub(crate) at: At,
    /// What it says of itself.
    pub(crate) info: Option<ExecutionInfo>,
    /// Its history so far.
    pub(crate) history: Rc<History>,
    /// What the history was read with last: reading on from there brings what has come since.
    pub(super) token: Option<Rc<str>>,
    /// How far it has been read.
    pub(crate) reading: Reading,
    /// How news of it come.
    pub(crate) live: Live,
    /// Grows when somebody wants the news anew.
    pub(crate) attempt: u32,
    /// Whether it has been read to its end once; what comes then is news.
    pub(crate) complete: bool,
    /// Set when news came that do not follow what has been read.
    pub(super) behind: bool,
    pub(super) flow: Option<Arc<Flow>>,
}

/// How far an execution has been read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reading {
    /// Pages are on their way.
    Going,
    /// Everything that there is has been read.
    Done,
    /// The person has had enough.
    Cancelled,
    /// A page did not come.
    Failed(Rc<Problem>),
}

/// How news come.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Live {
    /// By themselves, while the execution runs.
    Listening,
    /// The connection is interrupted and comes back by itself.
    Interrupted,
    /// Not at the moment; it is tried again.
    Troubled(Rc<Problem>),
    /// Not any more.
    Broken(Rc<Problem>),
    /// Not any more, because it has ended.
    Ended,
}

impl PartialEq for Opened {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
            && self.info == other.info
            && Rc::ptr_eq(&self.history, &other.history)
            && self.reading == other.reading
            && self.live == other.live
            && self.attempt == other.attempt
            && self.complete == other.complete
    }
}

impl Opened {
    pub(super) fn new(at: At) -> Self {
        Self {
            at,
            info: None,
            history: Rc::default(),
            token: None,
            reading: Reading::Going,
            live: Live::Listening,
            attempt: 0,
            complete: false,
            behind: false,
            flow: None,
        }
    }

    /// The execution as the workbench shows it, once its definition is known.
    pub(crate) fn fetched(&self, write: bool) -> Option<Fetched> {
        Some(Fetched::new(self.info.clone()?, self.flow.clone()?, self.history.clone(), write))
    }

    /// What its definition says.
    pub(crate) fn flow(&self) -> Option<&Arc<Flow>> {
        self.flow.as_ref()
    }

    /// The definition that it runs.
    pub(crate) fn definition(&self) -> Option<&Rc<str>> {
        self.info.as_ref()?.definition.as_ref()
    }

    /// Takes over events that follow those that are there; tells whether some between are missing.
    pub(super) fn add(&mut self, page: &HistoryPage) -> bool {
        let known = self.history.last().map_or(0, |event| event.id.0);
        let new: Vec<_> = page.events.events().filter(|event| event.id.0 > known).collect();
        if new.first().is_some_and(|event| event.id > EventId(known + 1)) {
            return true;
        }
        if new.is_empty() {
            return false;
        }
        let history = Rc::make_mut(&mut self.history);
        for event in new {
            // Its number is above all others, so it is taken.
            let _ = history.record(&event);
        }
        false
    }

    pub(super) fn describe(&mut self, info: ExecutionInfo) {
        // Answers may overtake each other: what has ended does not run again.
        let ended = self.info.as_ref().is_some_and(|known| known.status.is_ended());
        if ended && !info.status.is_ended() {
            return;
        }
        let definition = info.definition.clone().or_else(|| self.definition().cloned());
        self.info = Some(ExecutionInfo { definition, ..info });
    }

    /// Takes over events whatever numbers are missing between.
    pub(super) fn add_with_gaps(&mut self, page: &HistoryPage) {
        let history = Rc::make_mut(&mut self.history);
        for event in page.events.events() {
            // One that is there already is refused, and stays as it is.
            let _ = history.record(&event);
        }
    }
}
