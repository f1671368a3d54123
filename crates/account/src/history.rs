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
