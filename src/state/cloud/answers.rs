//! What an answer of the account changes.

use std::rc::Rc;

use super::{Cloud, is_reading};
use crate::source::{Ask, Problem, Reply};
use crate::state::Reading;

impl Cloud {
    /// Takes what was asked for.
    pub(super) fn take(&mut self, ask: Ask, reply: Reply) {
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
            // Who has gone on to another flow meanwhile stays there.
            (Ask::Start { .. }, Reply::Started(info))
                if self.flow.as_ref().is_some_and(|flow| flow.name == info.at.flow) =>
            {
                self.executions.put((*info).clone(), |one, other| one.at == other.at);
                self.open(info.at);
            }
            (Ask::Stop { .. }, Reply::Stopped(info)) => {
                self.learn(*info);
                self.go_on();
            }
            (Ask::Report(_), Reply::Reported) => self.go_on(),
            // Otherwise a place answers what it was asked.
            _ => {}
        }
    }

    /// Notes, in the place of what is missing, why it did not come.
    pub(super) fn fail(&mut self, ask: &Ask, problem: Problem) {
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
}
