//! The operation that reads histories.
//!
//! Source: api.md 3 and 5.1.

use flowglass_api::{EventList, WireEvent};

use crate::account::Account;
use crate::error::ApiError;
use crate::names::given;
use crate::page;
use crate::request::GetExecutionHistory;
use crate::response::Response;

/// How many events a page has at most.
const MOST_PER_PAGE: usize = 1_000;

impl Account {
    /// A token is the decimal number of the next event, and stays good for ever (CHOICE).
    pub(crate) fn execution_history(&self, asked: &GetExecutionHistory) -> Result<Response, ApiError> {
        let limit = page::limit(asked.limit, MOST_PER_PAGE)?;
        let first: usize = match given(&asked.next_token) {
            None => 1,
            Some(token) => token.parse().ok().filter(|number| *number > 0).ok_or_else(page::wrong_token)?,
        };
        let id = self.register.find_execution(&asked.flow_name, &asked.execution_name)?;
        let history = &self.simulation.execution(id).history;
        // Events of a simulation are numbered without gaps, so that event n stands at position n - 1.
        let end = (first - 1).saturating_add(limit);
        let events = (first - 1..end).map_while(|position| history.at(position)).map(WireEvent::from).collect();
        let next_token = (end < history.len()).then(|| (end + 1).to_string());
        Ok(Response::History(EventList { events, next_token, ..EventList::default() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;
    use crate::testing::{PASS, account, call, execution, history, refusal, start};

    #[test]
    fn a_history_comes_in_pages() {
        let mut account = account(&[("shop", PASS)]);
        execution(call(&mut account, start("shop", "one", "{}")));
        account.run();
        let mut page = |token: Option<&str>, limit: Option<i64>| {
            let next_token = token.map(str::to_owned);
            let asked = GetExecutionHistory { next_token, limit, ..history("shop", "one") };
            match call(&mut account, Request::GetExecutionHistory(asked)) {
                Ok(Response::History(list)) => {
                    let ids: Vec<_> = list.events.iter().map(|event| event.event_id).collect();
                    Ok((ids, list.next_token))
                }
                Ok(other) => panic!("{other:?}"),
                Err(error) => Err(error.code.name()),
            }
        };
        let next = |token: &str| Some(token.to_owned());
        assert_eq!(page(None, None), Ok(((1..=6).collect(), None)));
        assert_eq!(page(None, Some(4)), Ok((vec![1, 2, 3, 4], next("5"))));
        assert_eq!(page(Some("5"), Some(4)), Ok((vec![5, 6], None)));
        assert_eq!(page(Some("5"), Some(2)), Ok((vec![5, 6], None)));
        assert_eq!(page(Some(""), Some(5)), Ok((vec![1, 2, 3, 4, 5], next("6"))));
        assert_eq!(page(Some("3"), Some(1)), Ok((vec![3], next("4"))));
        assert_eq!(page(Some("7"), None), Ok((vec![], None)));
        assert_eq!(page(Some(&usize::MAX.to_string()), Some(1000)), Ok((vec![], None)));
        for wrong in ["0", "-1", "x", "1.5", "99999999999999999999999999"] {
            assert_eq!(page(Some(wrong), None), Err("InvalidArgument"), "{wrong}");
        }
        for wrong in [0, -1, 1001] {
            assert_eq!(page(None, Some(wrong)), Err("InvalidArgument"), "{wrong}");
        }
    }

    #[test]
    fn a_history_belongs_to_an_execution() {
        let mut account = account(&[("shop", PASS)]);
        for (flow, name, expected) in [
            ("shop", "one", "ExecutionNotExists: Execution one for flow shop does not exist."),
            ("pay", "one", "FlowNotExists: Flow pay does not exist."),
        ] {
            let found = refusal(call(&mut account, Request::GetExecutionHistory(history(flow, name))));
            assert_eq!(found, expected);
        }
    }
}
