//! What is known of the account in the CloudFlow view, and what is being asked of it.
//!
//! The state says what it wants to know as a list of numbered [`Ask`]s; an effect at the root asks, and each answer
//! comes back with its number. An answer whose number is not on the list any more is too late and changes nothing.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_flow::Flow;

use super::{CloudAction, Listing, Live, Opened, Reading, Report};
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
        (!quiet && opened.complete).then(|| (opened.at.clone(), opened.attempt))
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
            opened.add_with_gaps(page);
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
            opened.complete = true;
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
            News::Problem(problem) => opened.live = Live::Troubled(Rc::new(problem)),
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

#[cfg(test)]
mod tests {
    use flowglass_expression::Json;
    use flowglass_history::{History, Status};

    use super::*;
    use crate::source::Listed;

    const HISTORY: &str = r#"
1 <- 0  ExecutionStarted     {}
2 <- 1  StepEntered    a     {}
3 <- 2  StepStarted    a     {}
4 <- 3  StepSucceeded  a     {}
"#;

    fn at() -> At {
        At { flow: "f".into(), execution: "x".into() }
    }

    fn info(status: Status) -> ExecutionInfo {
        ExecutionInfo {
            at: at(),
            status,
            started: None,
            stopped: None,
            input: Json::object(),
            output: None,
            definition: Some("version: v1".into()),
        }
    }

    /// The events with the numbers from `first` to `last`.
    fn page(first: u32, last: u32, next: Option<&str>) -> HistoryPage {
        let all = History::from_lines(HISTORY).unwrap();
        let mut events = History::new();
        for event in all.events().filter(|event| (first..=last).contains(&event.id.0)) {
            events.record(&event).unwrap();
        }
        HistoryPage { events: events.into(), next: next.map(Rc::from) }
    }

    fn problem() -> Problem {
        Problem::from_answer(429, r#"{"Code":"ResourceThrottled","Message":"m"}"#)
    }

    /// Answers the first question of that kind.
    fn answer(cloud: &mut Cloud, kind: impl Fn(&Ask) -> bool, answer: Result<Reply, Problem>) {
        let ticket = cloud.asks.iter().find(|(_, ask)| kind(ask)).map(|(ticket, _)| *ticket);
        let ticket = ticket.expect("it was asked");
        cloud.apply(CloudAction::Answered(ticket, Box::new(answer)));
    }

    fn is_history(ask: &Ask) -> bool {
        matches!(ask, Ask::History { .. })
    }

    fn described(cloud: &mut Cloud, status: Status) {
        answer(cloud, |ask| matches!(ask, Ask::Describe(_)), Ok(Reply::Described(info(status).into())));
    }

    /// An execution that has been opened and read up to event 2.
    fn opened(status: Status) -> Cloud {
        let mut cloud = Cloud::default();
        cloud.apply(CloudAction::Open(at()));
        described(&mut cloud, status);
        answer(&mut cloud, is_history, Ok(Reply::History(page(1, 2, None))));
        cloud
    }

    fn events(cloud: &Cloud) -> usize {
        cloud.opened.as_ref().unwrap().history.len()
    }

    fn reading(cloud: &Cloud) -> Reading {
        cloud.opened.as_ref().unwrap().reading.clone()
    }

    #[test]
    fn a_history_is_read_page_by_page_to_its_end() {
        let mut cloud = Cloud::default();
        cloud.apply(CloudAction::Open(at()));
        described(&mut cloud, Status::Succeeded);
        answer(&mut cloud, is_history, Ok(Reply::History(page(1, 2, Some("3")))));
        assert_eq!((events(&cloud), reading(&cloud)), (2, Reading::Going));
        assert!(cloud.is_asking(|ask| *ask == Ask::History { at: at(), token: Some("3".into()) }));
        answer(&mut cloud, is_history, Ok(Reply::History(page(3, 4, None))));
        assert_eq!((events(&cloud), reading(&cloud)), (4, Reading::Done));
        assert_eq!(cloud.watched(), None, "what has ended is not listened to");
    }

    #[test]
    fn a_token_that_leads_back_ends_the_reading() {
        let mut cloud = Cloud::default();
        cloud.apply(CloudAction::Open(at()));
        described(&mut cloud, Status::Succeeded);
        answer(&mut cloud, is_history, Ok(Reply::History(page(1, 2, Some("3")))));
        answer(&mut cloud, is_history, Ok(Reply::History(page(1, 2, Some("3")))));
        assert_eq!((events(&cloud), reading(&cloud)), (2, Reading::Done));
    }

    #[test]
    fn reading_is_broken_off_and_goes_on_where_it_was() {
        let mut cloud = Cloud::default();
        cloud.apply(CloudAction::Open(at()));
        answer(&mut cloud, is_history, Ok(Reply::History(page(1, 2, Some("3")))));
        let (late, _) = *cloud.asks.last().unwrap();
        cloud.apply(CloudAction::Cancel);
        assert_eq!(reading(&cloud), Reading::Cancelled);
        cloud.apply(CloudAction::Answered(late, Box::new(Ok(Reply::History(page(3, 4, None))))));
        assert_eq!((events(&cloud), reading(&cloud)), (2, Reading::Cancelled), "the answer came too late");
        cloud.apply(CloudAction::GoOn);
        assert_eq!(reading(&cloud), Reading::Going);
        described(&mut cloud, Status::Running);
        answer(&mut cloud, is_history, Ok(Reply::History(page(1, 4, None))));
        assert_eq!((events(&cloud), reading(&cloud)), (4, Reading::Done));
    }

    #[test]
    fn a_page_that_does_not_come_can_be_asked_for_again() {
        let mut cloud = opened(Status::Running);
        cloud.apply(CloudAction::GoOn);
        answer(&mut cloud, is_history, Err(problem()));
        assert_eq!(reading(&cloud), Reading::Failed(problem().into()));
        assert!(cloud.asks.is_empty(), "the rest is not wanted any more");
        assert_eq!(events(&cloud), 2, "what was there stays");
        cloud.apply(CloudAction::GoOn);
        assert_eq!(cloud.asks.len(), 2);
    }

    #[test]
    fn news_are_added_and_gaps_are_filled() {
        let mut cloud = opened(Status::Running);
        assert_eq!(cloud.watched(), Some((at(), 0)));
        cloud.apply(CloudAction::Heard(at(), News::Events(page(1, 3, None))));
        assert_eq!(events(&cloud), 3, "what is known already is not added again");
        let mut cloud = opened(Status::Running);
        cloud.apply(CloudAction::Heard(at(), News::Events(page(4, 4, None))));
        assert_eq!((events(&cloud), reading(&cloud)), (2, Reading::Going), "event 3 is missing");
        answer(&mut cloud, is_history, Ok(Reply::History(page(1, 4, None))));
        assert_eq!(events(&cloud), 4);
        let other = At { flow: "f".into(), execution: "other".into() };
        cloud.apply(CloudAction::Heard(other, News::End));
        assert_eq!(cloud.opened.as_ref().unwrap().live, Live::Listening);
    }

    #[test]
    fn the_end_is_read_to_the_last_event() {
        let mut cloud = opened(Status::Running);
        cloud.apply(CloudAction::Heard(at(), News::Execution(info(Status::Succeeded).into())));
        assert_eq!(cloud.watched(), None);
        // An older answer does not wake it up again.
        described(&mut cloud, Status::Running);
        assert_eq!(cloud.opened.as_ref().unwrap().info.as_ref().unwrap().status, Status::Succeeded);
        answer(&mut cloud, is_history, Ok(Reply::History(page(1, 4, None))));
        assert_eq!((events(&cloud), reading(&cloud)), (4, Reading::Done));
    }

    #[test]
    fn a_broken_connection_is_made_again_on_demand() {
        let mut cloud = opened(Status::Running);
        cloud.apply(CloudAction::Heard(at(), News::Problem(problem())));
        assert!(cloud.watched().is_some(), "it is tried again by itself");
        cloud.apply(CloudAction::Heard(at(), News::Broken(problem())));
        assert_eq!(cloud.watched(), None);
        cloud.apply(CloudAction::ListenAgain);
        assert_eq!(cloud.watched(), Some((at(), 1)));
    }

    #[test]
    fn lists_keep_their_place_and_another_place_begins_anew() {
        let flow =
            |name: &str| FlowInfo { name: name.into(), definition: "".into(), description: "".into(), modified: None };
        let is_flows = |ask: &Ask| matches!(ask, Ask::Flows { .. });
        let mut cloud = Cloud::default();
        cloud.enter();
        cloud.enter();
        assert_eq!(cloud.asks.len(), 1, "one question is enough");
        let session = Session { title: "r".into(), detail: "e".into(), write: false };
        answer(&mut cloud, |ask| *ask == Ask::Session, Ok(Reply::Session(session)));
        answer(&mut cloud, is_flows, Ok(Reply::Flows(Listed { rows: vec![flow("a")], next: Some("t".into()) })));
        cloud.apply(CloudAction::More);
        answer(&mut cloud, is_flows, Err(problem()));
        assert_eq!(cloud.flows.rows.len(), 1);
        cloud.apply(CloudAction::More);
        answer(&mut cloud, is_flows, Ok(Reply::Flows(Listed { rows: vec![flow("b")], next: None })));
        assert_eq!(cloud.flows.rows.len(), 2);
        cloud.apply(CloudAction::ChooseFlow(flow("a")));
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
        assert_eq!(reading(&cloud), Reading::Going, "what came of it is read");
    }
}
