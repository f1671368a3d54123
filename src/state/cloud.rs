//! What is known of the account in the CloudFlow view, and what is being asked of it.
//!
//! The state says what it wants to know as a list of numbered [`Ask`]s; an effect at the root asks, and each answer
//! comes back with its number. An answer whose number is not on the list any more is too late and changes nothing.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_flow::Flow;
use flowglass_history::{EventId, History};

use super::{Fetched, Listing, Report};
use crate::source::{Ask, At, ExecutionInfo, Filter, FlowInfo, HistoryPage, News, Place, Problem, Reply, Session};

/// The account and what has been read of it.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Cloud {
    /// Where it is.
    pub(crate) place: Place,
    /// What it says of itself, once it has.
    pub(crate) session: Option<Session>,
    /// Why it says nothing.
    pub(crate) session_problem: Option<Rc<Problem>>,
    /// Its flows.
    pub(crate) flows: Listing<FlowInfo>,
    /// The flow whose executions are listed.
    pub(crate) flow: Option<FlowInfo>,
    /// Which of them are listed.
    pub(crate) filter: Filter,
    /// Its executions.
    pub(crate) executions: Listing<ExecutionInfo>,
    /// The execution that is shown.
    pub(crate) opened: Option<Opened>,
    /// Why the last order was not carried out.
    pub(crate) order_problem: Option<Rc<Problem>>,
    /// What has been asked and not answered yet.
    pub(crate) asks: Rc<Vec<(Ticket, Ask)>>,
    last_ticket: u32,
}

/// The number of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ticket(pub(crate) u32);

/// The execution that is shown, as far as it has been read.
#[derive(Clone)]
pub(crate) struct Opened {
    /// Which one.
    pub(crate) at: At,
    /// What it says of itself.
    pub(crate) info: Option<ExecutionInfo>,
    /// Its history so far.
    pub(crate) history: History,
    /// What the history was read with last: reading on from there brings what has come since.
    token: Option<Rc<str>>,
    /// How far it has been read.
    pub(crate) reading: Reading,
    /// How news of it come.
    pub(crate) live: Live,
    /// Grows when somebody wants the news anew.
    pub(crate) attempt: u32,
    /// Set when news came that do not follow what has been read.
    behind: bool,
    flow: Option<Arc<Flow>>,
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
    /// Not any more.
    Broken(Rc<Problem>),
    /// Not any more, because it has ended.
    Ended,
}

/// What can happen to the account's view.
#[derive(Clone, Debug)]
pub(crate) enum CloudAction {
    /// Another place is asked.
    Connect(Place),
    /// Everything that is listed is read anew.
    Refresh,
    /// The next page of what is listed.
    More,
    /// The executions of a flow are listed.
    ChooseFlow(FlowInfo),
    /// The flows are listed again.
    LeaveFlow,
    /// Other executions are listed.
    SetFilter(Filter),
    /// An execution is shown.
    Open(At),
    /// Reading is broken off.
    Cancel,
    /// Reading goes on.
    GoOn,
    /// News of the opened execution are wanted again.
    ListenAgain,
    /// An execution is started.
    Start { name: Option<Rc<str>>, input: flowglass_expression::Json },
    /// An answer has come.
    Answered(Ticket, Box<Result<Reply, Problem>>),
    /// The opened execution has done something.
    Heard(At, News),
}

impl PartialEq for Opened {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
            && self.info == other.info
            && self.history.len() == other.history.len()
            && self.reading == other.reading
            && self.live == other.live
            && self.attempt == other.attempt
    }
}

impl Opened {
    fn new(at: At) -> Self {
        Self {
            at,
            info: None,
            history: History::new(),
            token: None,
            reading: Reading::Going,
            live: Live::Listening,
            attempt: 0,
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
    fn add(&mut self, page: &HistoryPage) -> bool {
        let known = self.history.last().map_or(0, |event| event.id.0);
        let new: Vec<_> = page.events.events().filter(|event| event.id.0 > known).collect();
        if new.first().is_some_and(|event| event.id > EventId(known + 1)) {
            return true;
        }
        for event in new {
            // Its number is above all others, so it is taken.
            let _ = self.history.record(&event);
        }
        false
    }

    fn describe(&mut self, info: ExecutionInfo) {
        // Answers may overtake each other: what has ended does not run again.
        let ended = self.info.as_ref().is_some_and(|known| known.status.is_ended());
        if ended && !info.status.is_ended() {
            return;
        }
        let definition = info.definition.clone().or_else(|| self.definition().cloned());
        self.info = Some(ExecutionInfo { definition, ..info });
    }
}

impl Cloud {
    /// Whether a question of this kind is on its way.
    pub(crate) fn is_asking(&self, kind: impl Fn(&Ask) -> bool) -> bool {
        self.asks.iter().any(|(_, ask)| kind(ask))
    }

    /// Whether an order is on its way.
    pub(crate) fn is_ordering(&self) -> bool {
        self.is_asking(is_order)
    }

    /// Whether executions may be started, stopped and answered.
    pub(crate) fn write(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.write)
    }

    /// The execution whose news are wanted, and the number of the wish.
    pub(crate) fn watched(&self) -> Option<(At, u32)> {
        let opened = self.opened.as_ref()?;
        let ended = opened.info.as_ref()?.status.is_ended();
        let quiet = ended || matches!(opened.live, Live::Broken(_) | Live::Ended);
        let read = opened.reading == Reading::Done || !opened.history.is_empty() && opened.reading == Reading::Going;
        (!quiet && read).then(|| (opened.at.clone(), opened.attempt))
    }

    /// Asks who is there, unless that is known or being asked.
    pub(crate) fn enter(&mut self) {
        if self.session.is_none() && !self.is_asking(|ask| *ask == Ask::Session) {
            self.session_problem = None;
            self.ask(Ask::Session);
        }
    }

    /// Orders a report.
    pub(crate) fn report(&mut self, report: Report) {
        self.order(Ask::Report(report));
    }

    /// Orders the opened execution to stop.
    pub(crate) fn stop(&mut self) {
        if let Some(opened) = &self.opened {
            let at = opened.at.clone();
            self.order(Ask::Stop { at, error: "Stopped".into(), cause: "stopped by hand".into() });
        }
    }

    /// Changes what is known by one action.
    pub(crate) fn apply(&mut self, action: CloudAction) {
        match action {
            CloudAction::Connect(place) => {
                // Numbers go on, so that late answers of the other place stay late.
                *self = Self { place, last_ticket: self.last_ticket, ..Self::default() };
                self.enter();
            }
            CloudAction::Refresh => match self.flow.clone() {
                Some(flow) => self.list_executions(&flow, None),
                None => self.list_flows(None),
            },
            CloudAction::More => match self.flow.clone() {
                Some(flow) => self.list_executions(&flow, self.executions.next.clone()),
                None => self.list_flows(self.flows.next.clone()),
            },
            CloudAction::ChooseFlow(flow) => {
                if self.flow.as_ref().is_none_or(|known| known.name != flow.name) {
                    self.executions = Listing::default();
                    self.filter = Filter::default();
                }
                self.opened = None;
                self.forget(is_reading);
                self.list_executions(&flow, None);
                self.flow = Some(flow);
            }
            CloudAction::LeaveFlow => {
                self.forget(|ask| matches!(ask, Ask::Executions { .. }));
                self.flow = None;
            }
            CloudAction::SetFilter(filter) => {
                self.filter = filter;
                self.executions = Listing::default();
                if let Some(flow) = self.flow.clone() {
                    self.list_executions(&flow, None);
                }
            }
            CloudAction::Open(at) => self.open(at),
            CloudAction::Cancel => {
                self.forget(is_reading);
                if let Some(opened) = &mut self.opened {
                    opened.reading = Reading::Cancelled;
                }
            }
            CloudAction::GoOn => self.go_on(),
            CloudAction::ListenAgain => {
                if let Some(opened) = &mut self.opened {
                    opened.live = Live::Listening;
                    opened.attempt += 1;
                }
                self.go_on();
            }
            CloudAction::Start { name, input } => {
                if let Some(flow) = &self.flow {
                    let flow = flow.name.clone();
                    self.order(Ask::Start { flow, name, input });
                }
            }
            CloudAction::Answered(ticket, answer) => {
                let Some(at) = self.asks.iter().position(|(open, _)| *open == ticket) else { return };
                let (_, ask) = Rc::make_mut(&mut self.asks).remove(at);
                match *answer {
                    Ok(reply) => self.take(ask, reply),
                    Err(problem) => self.fail(&ask, problem),
                }
            }
            CloudAction::Heard(at, news) => self.hear(&at, news),
        }
    }

    fn ask(&mut self, ask: Ask) {
        self.last_ticket += 1;
        Rc::make_mut(&mut self.asks).push((Ticket(self.last_ticket), ask));
    }

    fn order(&mut self, ask: Ask) {
        self.order_problem = None;
        self.ask(ask);
    }

    /// Does not want to know any more.
    fn forget(&mut self, kind: impl Fn(&Ask) -> bool) {
        Rc::make_mut(&mut self.asks).retain(|(_, ask)| !kind(ask));
    }

    fn list_flows(&mut self, token: Option<Rc<str>>) {
        self.forget(|ask| matches!(ask, Ask::Flows { .. }));
        self.flows.problem = None;
        self.ask(Ask::Flows { token });
    }

    fn list_executions(&mut self, flow: &FlowInfo, token: Option<Rc<str>>) {
        self.forget(|ask| matches!(ask, Ask::Executions { .. }));
        self.executions.problem = None;
        self.ask(Ask::Executions { flow: flow.name.clone(), filter: self.filter.clone(), token });
    }

    fn open(&mut self, at: At) {
        self.forget(is_reading);
        self.order_problem = None;
        let mut opened = Opened::new(at.clone());
        opened.info = self.executions.rows.iter().find(|row| row.at == at).cloned();
        self.opened = Some(opened);
        self.ask(Ask::Describe(at.clone()));
        self.ask(Ask::History { at, token: None });
    }

    /// Reads what is missing of the opened execution.
    fn go_on(&mut self) {
        self.forget(is_reading);
        let Some(opened) = &mut self.opened else { return };
        opened.reading = Reading::Going;
        opened.behind = false;
        let (at, token) = (opened.at.clone(), opened.token.clone());
        self.ask(Ask::Describe(at.clone()));
        self.ask(Ask::History { at, token });
    }

    fn take(&mut self, ask: Ask, reply: Reply) {
        match (ask, reply) {
            (Ask::Session, Reply::Session(session)) => {
                self.session = Some(session);
                self.list_flows(None);
            }
            (Ask::Flows { token }, Reply::Flows(page)) => {
                self.flows.take(token.is_none(), page, |one, other| one.name == other.name);
            }
            (Ask::Executions { token, .. }, Reply::Executions(page)) => {
                self.executions.take(token.is_none(), page, |one, other| one.at == other.at);
            }
            (Ask::Describe(_), Reply::Described(info)) => self.learn(*info),
            (Ask::History { token, .. }, Reply::History(page)) => self.take_history(token, &page),
            (Ask::Start { .. }, Reply::Started(info)) => {
                self.executions.put((*info).clone(), |one, other| one.at == other.at);
                self.open(info.at);
            }
            (Ask::Stop { .. }, Reply::Stopped(info)) => {
                self.learn(*info);
                self.go_on();
            }
            (Ask::Report(_), Reply::Reported) => self.go_on(),
            // A place answers what it was asked.
            _ => {}
        }
    }

    fn fail(&mut self, ask: &Ask, problem: Problem) {
        let problem = Rc::new(problem);
        match ask {
            Ask::Session => self.session_problem = Some(problem),
            Ask::Flows { .. } => self.flows.problem = Some(problem),
            Ask::Executions { .. } => self.executions.problem = Some(problem),
            Ask::Describe(_) | Ask::History { .. } => {
                self.forget(is_reading);
                if let Some(opened) = &mut self.opened {
                    opened.reading = Reading::Failed(problem);
                }
            }
            Ask::Start { .. } | Ask::Stop { .. } | Ask::Report(_) => self.order_problem = Some(problem),
        }
    }

    fn take_history(&mut self, token: Option<Rc<str>>, page: &HistoryPage) {
        let Some(opened) = &mut self.opened else { return };
        // Where pages say nothing of what lies between, a gap is how the service numbers.
        if opened.add(page) {
            for event in page.events.events() {
                let _ = opened.history.record(&event);
            }
        }
        // The last token that was given leads to what comes later. Source: api.md 3.
        opened.token = token;
        if let Some(next) = page.next.clone() {
            let at = opened.at.clone();
            // A token that leads nowhere new would be asked for ever.
            if opened.token.as_ref() != Some(&next) {
                self.ask(Ask::History { at, token: Some(next) });
                return;
            }
        }
        self.done_reading();
    }

    /// What is said of an execution, in its list and where it is shown.
    fn learn(&mut self, info: ExecutionInfo) {
        if self.executions.rows.iter().any(|row| row.at == info.at) {
            self.executions.put(info.clone(), |one, other| one.at == other.at);
        }
        if let Some(opened) = self.opened.as_mut().filter(|opened| opened.at == info.at) {
            opened.describe(info);
        }
        self.done_reading();
    }

    fn done_reading(&mut self) {
        if self.is_asking(is_reading) {
            return;
        }
        let Some(opened) = &mut self.opened else { return };
        if opened.reading == Reading::Going {
            opened.reading = Reading::Done;
        }
        if opened.behind && opened.reading == Reading::Done {
            self.go_on();
        }
    }

    fn hear(&mut self, at: &At, news: News) {
        let Some(opened) = self.opened.as_mut().filter(|opened| opened.at == *at) else { return };
        match news {
            News::Events(page) => {
                opened.live = Live::Listening;
                if opened.add(&page) {
                    opened.behind = true;
                    self.done_reading();
                }
            }
            News::Execution(info) => {
                opened.live = Live::Listening;
                let ended = info.status.is_ended();
                self.learn(*info);
                if ended {
                    // The last events may have come after the last news of them.
                    self.go_on();
                }
            }
            News::End => {
                opened.live = Live::Ended;
                self.go_on();
            }
            News::Interrupted => opened.live = Live::Interrupted,
            News::Broken(problem) => opened.live = Live::Broken(Rc::new(problem)),
        }
    }

    /// Keeps the flow that the opened execution's definition makes.
    pub(crate) fn set_flow(&mut self, flow: Option<Arc<Flow>>) {
        if let Some(opened) = &mut self.opened {
            opened.flow = flow;
        }
    }
}

fn is_reading(ask: &Ask) -> bool {
    matches!(ask, Ask::Describe(_) | Ask::History { .. })
}

fn is_order(ask: &Ask) -> bool {
    matches!(ask, Ask::Start { .. } | Ask::Stop { .. } | Ask::Report(_))
}
