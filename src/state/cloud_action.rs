//! What can happen to the view of an account.

use std::rc::Rc;

use flowglass_expression::Json;

use super::Ticket;
use crate::source::{At, Filter, FlowInfo, News, Place, Problem, Reply};

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
    Start { name: Option<Rc<str>>, input: Json },
    /// An answer has come.
    Answered(Ticket, Box<Result<Reply, Problem>>),
    /// The opened execution has done something.
    Heard(At, News),
}
