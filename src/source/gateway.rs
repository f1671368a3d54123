//! The account behind the gateway that serves the page, through the gateway's HTTP API.

use std::rc::Rc;

use flowglass_api::{EventList, ExecutionList, FlowList, WireExecution, WireFlow, history_from_events};
use flowglass_expression::{Json, json};
use flowglass_history::{EventId, Millis, Status};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use yew::Callback;

use super::query::Address;
use super::{Answer, At, Control, ExecutionInfo, Executions, Filter, FlowInfo, HistoryPage, Listed, News, Problem};
use super::{Session, Watch};
use crate::browser::{self, HttpAnswer, HttpFailure, LiveNews, LiveStream};
use crate::state::Report;

/// Flows a page.
const FLOWS: &str = "50";
/// Executions a page; the service takes at most 99 everywhere. Source: api.md 3.
const EXECUTIONS: &str = "50";
/// Events a page; the service takes at most 999 everywhere. Source: api.md 3.
const EVENTS: &str = "999";

/// The gateway at the page's own address.
pub(crate) struct Gateway;

#[derive(Deserialize)]
struct SessionBody {
    region: String,
    endpoint: String,
    write: bool,
}

impl Executions for Gateway {
    fn session(&self) -> Answer<Session> {
        Box::pin(async {
            let answer = browser::get(Address::of(&["session"]).as_str()).await;
            // Whatever serves the page answers something: a file server its "not found", or the page once more.
            let answer = answer.map_err(|failure| match failure {
                HttpFailure::Unreachable => Problem::no_gateway(),
                failure @ HttpFailure::TimeOut(_) => problem_of(failure),
            })?;
            read_session(&answer)
        })
    }

    fn flows(&self, token: Option<&str>) -> Answer<Listed<FlowInfo>> {
        let address = Address::of(&["flows"]).with("limit", Some(FLOWS)).with("token", token);
        Box::pin(async move {
            let body: FlowList = get(&address).await?;
            Ok(Listed { rows: body.flows.iter().map(FlowInfo::from).collect(), next: body.next_token.map(Rc::from) })
        })
    }

    fn executions(&self, flow: &str, filter: &Filter, token: Option<&str>) -> Answer<Listed<ExecutionInfo>> {
        let address = executions_address(flow, filter, token);
        Box::pin(async move {
            let body: ExecutionList = get(&address).await?;
            let rows = body.executions.iter().map(ExecutionInfo::from).collect();
            Ok(Listed { rows, next: body.next_token.map(Rc::from) })
        })
    }

    fn describe(&self, at: &At) -> Answer<ExecutionInfo> {
        let address = Address::of(&["flows", &at.flow, "executions", &at.execution]);
        Box::pin(async move { Ok(ExecutionInfo::from(&get::<WireExecution>(&address).await?)) })
    }

    fn history(&self, at: &At, token: Option<&str>) -> Answer<HistoryPage> {
        let address = Address::of(&["flows", &at.flow, "executions", &at.execution, "history"])
            .with("limit", Some(EVENTS))
            .with("token", token);
        Box::pin(async move { history_page(get(&address).await?) })
    }

    fn watch(&self, at: &At, after: EventId, hear: Callback<News>) -> Box<dyn Watch> {
        let address = Address::of(&["flows", &at.flow, "executions", &at.execution, "live"])
            .with("after", Some(&after.0.to_string()));
        let hear = Callback::from(move |heard: LiveNews| {
            if let Some(news) = read_news(heard) {
                hear.emit(news);
            }
        });
        match LiveStream::open(address.as_str(), hear.clone()) {
            Some(stream) => Box::new(stream),
            None => {
                hear.emit(LiveNews::Closed);
                Box::new(Nothing)
            }
        }
    }
}

/// What is held when nothing can be watched.
struct Nothing;

impl Watch for Nothing {}
impl Watch for LiveStream {}

impl Control for Gateway {
    fn start(&self, flow: &str, name: Option<&str>, input: &Json) -> Answer<ExecutionInfo> {
        let address = Address::of(&["flows", flow, "executions"]);
        let input = input.to_compact();
        let body = match name {
            Some(name) => json!({"Name": name, "Input": input}),
            None => json!({"Input": input}),
        };
        Box::pin(async move { Ok(ExecutionInfo::from(&post::<WireExecution>(&address, &body).await?)) })
    }

    fn stop(&self, at: &At, error: &str, cause: &str) -> Answer<ExecutionInfo> {
        let address = Address::of(&["flows", &at.flow, "executions", &at.execution, "stop"]);
        let body = json!({"Error": error, "Cause": cause});
        Box::pin(async move { Ok(ExecutionInfo::from(&post::<WireExecution>(&address, &body).await?)) })
    }

    fn report(&self, report: &Report) -> Answer<()> {
        let (end, body) = match report {
            Report::Succeeded { token, output } => {
                ("succeeded", json!({"TaskToken": &**token, "Output": output.to_compact()}))
            }
            Report::Failed { token, error, cause } => {
                ("failed", json!({"TaskToken": &**token, "Error": &**error, "Cause": &**cause}))
            }
        };
        let address = Address::of(&["tasks", end]);
        Box::pin(async move {
            post::<Json>(&address, &body).await?;
            Ok(())
        })
    }
}

fn executions_address(flow: &str, filter: &Filter, token: Option<&str>) -> Address {
    Address::of(&["flows", flow, "executions"])
        .with("status", filter.status.map(Status::name))
        .with("startedFrom", filter.from.map(Millis::to_rfc3339).as_deref())
        .with("startedTo", filter.to.map(Millis::to_rfc3339).as_deref())
        .with("prefix", Some(&filter.prefix))
        .with("limit", Some(EXECUTIONS))
        .with("token", token)
}

async fn get<T: DeserializeOwned>(address: &Address) -> Result<T, Problem> {
    read(&browser::get(address.as_str()).await.map_err(problem_of)?)
}

async fn post<T: DeserializeOwned>(address: &Address, body: &Json) -> Result<T, Problem> {
    read(&browser::post(address.as_str(), &body.to_compact()).await.map_err(problem_of)?)
}

fn problem_of(failure: HttpFailure) -> Problem {
    match failure {
        HttpFailure::Unreachable => Problem::unreachable(),
        HttpFailure::TimeOut(seconds) => Problem::time_out(seconds),
    }
}

fn read<T: DeserializeOwned>(answer: &HttpAnswer) -> Result<T, Problem> {
    if !(200..300).contains(&answer.status) {
        return Err(Problem::from_answer(answer.status, &answer.body));
    }
    serde_json::from_str(&answer.body).map_err(Problem::unreadable)
}

/// Reads the first answer, which also tells whether a gateway is there at all.
fn read_session(answer: &HttpAnswer) -> Result<Session, Problem> {
    if serde_json::from_str::<Json>(&answer.body).is_err() && answer.status < 500 {
        return Err(Problem::no_gateway());
    }
    let body: SessionBody = read(answer)?;
    let host = body.endpoint.split_once("://").map_or(&*body.endpoint, |(_, host)| host);
    Ok(Session { title: body.region.into(), detail: host.into(), write: body.write })
}

fn history_page(body: EventList) -> Result<HistoryPage, Problem> {
    let events = history_from_events(&body.events).map_err(Problem::unreadable)?;
    Ok(HistoryPage { events: events.into(), next: body.next_token.map(Rc::from) })
}

fn read_news(heard: LiveNews) -> Option<News> {
    let news = match heard {
        LiveNews::Message { event, data } => match event {
            "history" => {
                serde_json::from_str(&data).map_err(Problem::unreadable).and_then(history_page).map(News::Events)
            }
            "execution" => serde_json::from_str::<WireExecution>(&data)
                .map_err(Problem::unreadable)
                .map(|wire| News::Execution(Box::new(ExecutionInfo::from(&wire)))),
            "end" => Ok(News::End),
            "problem" => Ok(News::Problem(Problem::from_answer(502, &data))),
            _ => return None,
        },
        LiveNews::Interrupted => Ok(News::Interrupted),
        LiveNews::Closed => Err(Problem::no_news()),
    };
    Some(news.unwrap_or_else(News::Broken))
}

impl From<&WireFlow> for FlowInfo {
    fn from(wire: &WireFlow) -> Self {
        Self {
            name: wire.name.as_str().into(),
            definition: wire.definition.as_str().into(),
            description: wire.description.as_str().into(),
            modified: Millis::parse(&wire.last_modified_time).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> HttpAnswer {
        HttpAnswer { status, body: body.to_owned() }
    }

    #[test]
    fn what_is_no_gateway_is_told_from_one_that_refuses() {
        fn check(status: u16, body: &str, code: Option<&str>) {
            let read = read_session(&answer(status, body));
            assert_eq!(read.as_ref().err().map(|problem| problem.code.as_str()), code, "{status} {body}");
        }
        check(200, r#"{"region":"cn-hangzhou","endpoint":"e","signature":"v1","write":false}"#, None);
        check(200, "<!doctype html>", Some("NoGateway"));
        check(404, "not found", Some("NoGateway"));
        check(401, r#"{"Code":"TokenMissing","Message":"m"}"#, Some("TokenMissing"));
        check(200, r#"{"region":1}"#, Some("UnreadableAnswer"));
        check(502, "<html>", Some("HTTP 502"));
    }

    #[test]
    fn the_account_is_named_by_region_and_host() {
        let body = r#"{"region":"cn-hangzhou","endpoint":"https://cn-hangzhou.fnf.aliyuncs.com","write":true}"#;
        let session = read_session(&answer(200, body)).unwrap();
        let expected = ("cn-hangzhou", "cn-hangzhou.fnf.aliyuncs.com", true);
        assert_eq!((&*session.title, &*session.detail, session.write), expected);
    }

    #[test]
    fn filters_become_parameters() {
        let filter =
            Filter { status: Some(Status::TimedOut), from: Some(Millis(0)), to: None, prefix: "run-".to_owned() };
        assert_eq!(
            executions_address("f", &filter, Some("t/1")).as_str(),
            "api/flows/f/executions?status=TimedOut&startedFrom=1970-01-01T00%3A00%3A00.000Z&prefix=run-&limit=50&token=t%2F1"
        );
    }

    #[test]
    fn news_are_read() {
        let message = |event, data: &str| read_news(LiveNews::Message { event, data: data.to_owned() });
        let events = r#"{"Events":[{"EventId":3,"Type":"StepEntered","StepName":"a","Time":"2026-01-01T00:00:00Z"}]}"#;
        assert!(matches!(message("history", events), Some(News::Events(page)) if page.events.len() == 1));
        assert!(
            matches!(message("execution", r#"{"Status":"Failed"}"#), Some(News::Execution(info)) if info.status == Status::Failed)
        );
        assert!(matches!(message("end", ""), Some(News::End)));
        assert!(matches!(message("history", "{"), Some(News::Broken(problem)) if problem.code == "UnreadableAnswer"));
        let problem = r#"{"Code":"ResourceThrottled","Message":"m","Advice":"a"}"#;
        assert!(
            matches!(message("problem", problem), Some(News::Problem(problem)) if problem.code == "ResourceThrottled")
        );
        assert!(message("new", "").is_none());
    }

    #[test]
    fn events_that_contradict_each_other_are_refused() {
        let body = serde_json::from_str(r#"{"Events":[{"EventId":1,"Type":"A"},{"EventId":1,"Type":"B"}]}"#).unwrap();
        assert_eq!(history_page(body).unwrap_err().code, "UnreadableAnswer");
    }
}
