//! How the opened execution is read: its pages one after another, and then what happens to it.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_flow::Flow;

use super::{Cloud, is_reading};
use crate::source::{Ask, At, ExecutionInfo, HistoryPage, News};
use crate::state::{Live, Opened, Reading};

impl Cloud {
    /// The execution whose news are wanted, and the number of the wish.
    pub(crate) fn watched(&self) -> Option<(At, u32)> {
        let opened = self.opened.as_ref()?;
        let ended = opened.info.as_ref()?.status.is_ended();
        let quiet = ended || matches!(opened.live, Live::Broken(_) | Live::Ended);
        (!quiet && opened.complete).then(|| (opened.at.clone(), opened.attempt))
    }

    /// Shows another execution.
    pub(super) fn open(&mut self, at: At) {
        self.forget(is_reading);
        self.order_problem = None;
        let mut opened = Opened::new(at.clone());
        opened.info = self.executions.rows.iter().find(|row| row.at == at).cloned();
        self.opened = Some(opened);
        self.ask(Ask::Describe(at.clone()));
        self.ask(Ask::History { at, token: None });
    }

    /// Reads what is missing of the opened execution.
    pub(super) fn go_on(&mut self) {
        self.forget(is_reading);
        let Some(opened) = &mut self.opened else { return };
        opened.reading = Reading::Going;
        opened.behind = false;
        let (at, token) = (opened.at.clone(), opened.token.clone());
        self.ask(Ask::Describe(at.clone()));
        self.ask(Ask::History { at, token });
    }

    /// Takes a page that was asked for with `token`, and asks for the next one.
    pub(super) fn take_history(&mut self, token: Option<Rc<str>>, page: &HistoryPage) {
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
    pub(super) fn learn(&mut self, info: ExecutionInfo) {
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

    /// Takes what happened to the opened execution.
    pub(super) fn hear(&mut self, at: &At, news: News) {
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

#[cfg(test)]
mod tests {
    use flowglass_history::Status;

    use super::super::testing::{answer, at, described, info, is_history, opened, page, problem};
    use super::*;
    use crate::source::Reply;
    use crate::state::CloudAction;

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
}
