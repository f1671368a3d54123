//! The HTTP interface as a table: what the router is built from, and what `docs/openapi.json` is written from.

use std::sync::Arc;

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse as _;
use axum::routing::{MethodRouter, get, post};

use super::gateway::Gateway;
use super::question::Query;
use super::{reading, stream, writing};

/// One operation of the interface.
pub(super) struct Route {
    /// The address, with names in braces for its variable parts.
    pub(super) path: &'static str,
    /// What it is called in generated clients.
    pub(super) name: &'static str,
    /// What it does, in a sentence.
    pub(super) summary: &'static str,
    /// What may stand in the query.
    pub(super) query: &'static [Parameter],
    /// The type of the body; none for what only reads.
    pub(super) body: Option<&'static str>,
    /// The type of the answer.
    pub(super) answer: Answer,
    /// What answers.
    pub(super) handler: fn() -> MethodRouter<Arc<Gateway>>,
}

impl Route {
    /// What answers, once the query has been found to be one of this route.
    pub(super) fn service(&'static self) -> MethodRouter<Arc<Gateway>> {
        (self.handler)().route_layer(from_fn(async |mut request: Request, next: Next| {
            match Query::read(request.uri().query(), self.query) {
                Ok(query) => {
                    request.extensions_mut().insert(query);
                    next.run(request).await
                }
                Err(problem) => problem.into_response(),
            }
        }))
    }
}

/// A parameter in the query.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) form: Form,
}

/// What a parameter may be.
#[derive(Debug)]
pub(super) enum Form {
    Text,
    Status,
    Moment,
    /// A whole number, both ends included.
    Number(u32, u32),
}

/// What an answer is.
pub(super) enum Answer {
    /// JSON of this type.
    Json(&'static str),
    /// Server-sent events.
    Stream,
}

const TOKEN: Parameter =
    Parameter { name: "token", about: "The NextToken of the page before; nothing for the first.", form: Form::Text };

/// `most` is what the service takes everywhere. Source: api.md 3.
const fn limit(most: u32) -> Parameter {
    Parameter { name: "limit", about: "How many a page has at most.", form: Form::Number(1, most) }
}

/// All of it.
pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "/api/session",
        name: "session",
        summary: "Tells which account the gateway speaks for.",
        query: &[],
        body: None,
        answer: Answer::Json("Session"),
        handler: || get(reading::session),
    },
    Route {
        path: "/api/flows",
        name: "listFlows",
        summary: "Lists flows.",
        query: &[limit(999), TOKEN],
        body: None,
        answer: Answer::Json("FlowList"),
        handler: || get(reading::flows),
    },
    Route {
        path: "/api/flows/{flow}",
        name: "describeFlow",
        summary: "Describes a flow, with its definition as it is now.",
        query: &[],
        body: None,
        answer: Answer::Json("Flow"),
        handler: || get(reading::flow),
    },
    Route {
        path: "/api/flows/{flow}/executions",
        name: "listExecutions",
        summary: "Lists executions of a flow.",
        query: &[
            Parameter { name: "status", about: "Only those that stand like this.", form: Form::Status },
            Parameter { name: "startedFrom", about: "Only those that began then or later.", form: Form::Moment },
            Parameter { name: "startedTo", about: "Only those that began then or earlier.", form: Form::Moment },
            Parameter { name: "prefix", about: "Only those whose names begin like this.", form: Form::Text },
            limit(99),
            TOKEN,
        ],
        body: None,
        answer: Answer::Json("ExecutionList"),
        handler: || get(reading::executions),
    },
    Route {
        path: "/api/flows/{flow}/executions",
        name: "startExecution",
        summary: "Starts an execution. Needs --allow-write.",
        query: &[],
        body: Some("Start"),
        answer: Answer::Json("Execution"),
        handler: || post(writing::start),
    },
    Route {
        path: "/api/flows/{flow}/executions/{execution}",
        name: "describeExecution",
        summary: "Describes an execution, with the definition that it runs.",
        query: &[Parameter {
            name: "wait",
            about: "Answers when it has ended, or after so many seconds.",
            form: Form::Number(0, 60),
        }],
        body: None,
        answer: Answer::Json("Execution"),
        handler: || get(reading::execution),
    },
    Route {
        path: "/api/flows/{flow}/executions/{execution}/history",
        name: "executionHistory",
        summary: "Reads a page of an execution's history.",
        query: &[limit(999), TOKEN],
        body: None,
        answer: Answer::Json("EventList"),
        handler: || get(reading::history),
    },
    Route {
        path: "/api/flows/{flow}/executions/{execution}/live",
        name: "followExecution",
        summary: "Follows an execution: `history` with new events as an EventList, `execution` with an Execution, \
                  `problem` with a Problem, and `end` when it has ended and everything was told.",
        query: &[Parameter {
            name: "after",
            about: "Only events behind the one with this number; a Last-Event-ID wins.",
            form: Form::Number(0, u32::MAX),
        }],
        body: None,
        answer: Answer::Stream,
        handler: || get(stream::live),
    },
    Route {
        path: "/api/flows/{flow}/executions/{execution}/stop",
        name: "stopExecution",
        summary: "Stops an execution. Needs --allow-write.",
        query: &[],
        body: Some("Stop"),
        answer: Answer::Json("Execution"),
        handler: || post(writing::stop),
    },
    Route {
        path: "/api/tasks/succeeded",
        name: "reportTaskSucceeded",
        summary: "Reports that a task succeeded. Needs --allow-write.",
        query: &[],
        body: Some("TaskSucceeded"),
        answer: Answer::Json("Reported"),
        handler: || post(writing::succeeded),
    },
    Route {
        path: "/api/tasks/failed",
        name: "reportTaskFailed",
        summary: "Reports that a task failed. Needs --allow-write.",
        query: &[],
        body: Some("TaskFailed"),
        answer: Answer::Json("Reported"),
        handler: || post(writing::failed),
    },
];
