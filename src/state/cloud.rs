//! What is known of the account in the CloudFlow view, and what is being asked of it.
//!
//! The state says what it wants to know as a list of numbered [`Ask`]s; an effect at the root asks, and each answer
//! comes back with its number. An answer whose number is not on the list any more is too late and changes nothing.

mod answers;
mod reading;
#[cfg(test)]
mod testing;

use std::rc::Rc;

use super::{CloudAction, Listing, Live, Opened, Reading, Report};
use crate::source::{Ask, ExecutionInfo, Filter, FlowInfo, Place, Problem, Session};

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
}

fn is_reading(ask: &Ask) -> bool {
    matches!(ask, Ask::Describe(_) | Ask::History { .. })
}

fn is_order(ask: &Ask) -> bool {
    matches!(ask, Ask::Start { .. } | Ask::Stop { .. } | Ask::Report(_))
}

#[cfg(test)]
mod tests {
    use flowglass_expression::Json;
    use flowglass_history::Status;

    use super::testing::{answer, at, info, opened, problem};
    use super::*;
    use crate::source::{Listed, Reply};

    fn flow_info(name: &str) -> FlowInfo {
        FlowInfo { name: name.into(), definition: "".into(), description: "".into(), modified: None }
    }

    #[test]
    fn lists_keep_their_place_and_another_place_begins_anew() {
        let is_flows = |ask: &Ask| matches!(ask, Ask::Flows { .. });
        let mut cloud = Cloud::default();
        cloud.enter();
        cloud.enter();
        assert_eq!(cloud.asks.len(), 1, "one question is enough");
        let session = Session { title: "r".into(), detail: "e".into(), write: false };
        answer(&mut cloud, |ask| *ask == Ask::Session, Ok(Reply::Session(session)));
        answer(&mut cloud, is_flows, Ok(Reply::Flows(Listed { rows: vec![flow_info("a")], next: Some("t".into()) })));
        cloud.apply(CloudAction::More);
        answer(&mut cloud, is_flows, Err(problem()));
        assert_eq!(cloud.flows.rows.len(), 1);
        cloud.apply(CloudAction::More);
        answer(&mut cloud, is_flows, Ok(Reply::Flows(Listed { rows: vec![flow_info("b")], next: None })));
        assert_eq!(cloud.flows.rows.len(), 2);
        cloud.apply(CloudAction::ChooseFlow(flow_info("a")));
        cloud.apply(CloudAction::LeaveFlow);
        assert_eq!(cloud.flows.rows.len(), 2);
        let ticket = cloud.last_ticket;
        cloud.apply(CloudAction::Connect(Place::Sample));
        assert_eq!((cloud.flows.rows.len(), &cloud.session), (0, &None));
        assert!(cloud.asks[0].0.0 > ticket);
    }

    #[test]
    fn orders_that_are_refused_say_why() {
        let mut cloud = opened(Status::Running);
        cloud.stop();
        assert!(cloud.is_ordering());
        answer(&mut cloud, is_order, Err(problem()));
        assert_eq!(cloud.order_problem, Some(problem().into()));
        cloud.report(Report::Succeeded { token: "t".into(), output: Json::Null });
        assert_eq!(cloud.order_problem, None);
        answer(&mut cloud, is_order, Ok(Reply::Reported));
        let opened = cloud.opened.as_ref().unwrap();
        assert_eq!(opened.reading, Reading::Going, "what came of it is read");
    }

    #[test]
    fn what_was_started_is_shown_unless_the_person_has_gone_on() {
        fn started(flow: &str) -> Cloud {
            let mut cloud = Cloud::default();
            cloud.apply(CloudAction::ChooseFlow(flow_info("f")));
            cloud.apply(CloudAction::Start { name: None, input: Json::object() });
            cloud.apply(CloudAction::ChooseFlow(flow_info(flow)));
            answer(&mut cloud, is_order, Ok(Reply::Started(info(Status::Starting).into())));
            cloud
        }
        let cloud = started("f");
        assert_eq!((cloud.executions.rows.len(), cloud.opened.map(|opened| opened.at)), (1, Some(at())));
        let cloud = started("other");
        assert_eq!((cloud.executions.rows.len(), cloud.opened.is_some()), (0, false));
    }
}
