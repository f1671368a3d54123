//! The live stream of one execution as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use serde::Serialize;

use super::gateway::Gateway;
use super::live::{Listener, News};
use super::problem::Problem;
use super::question::Query;

/// A comment is sent this often, so that nobody on the way takes the silence for an end.
const BREATH: Duration = Duration::from_secs(15);
/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(5);

/// Tells what happens to an execution until it has ended.
///
/// Starts behind the event that `after`, or a reconnecting browser's `Last-Event-ID`, names.
pub(super) async fn live(
    State(gateway): State<Arc<Gateway>>,
    Path(key): Path<(String, String)>,
    Extension(query): Extension<Query>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    let after = match last {
        Some(last) => last,
        None => query.number("after")?.map_or(0, i64::from),
    };
    let upstream = gateway.upstream()?;
    let listener = gateway.live.follow(upstream, key, after, gateway.settings.pace, gateway.closing())?;
    let stream = unfold(listener, |mut listener: Listener| async move {
        let news = listener.next().await?;
        Some((Ok(event(&news)), listener))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(BREATH)))
}

fn event(news: &News) -> Event {
    match news {
        News::Events(list) => {
            let event = message("history", list);
            match list.events.last() {
                Some(last) => event.id(last.event_id.to_string()),
                None => event,
            }
        }
        News::Execution(execution) => message("execution", execution),
        News::Problem(problem) => message("problem", problem),
        News::End => message("end", &serde_json::Map::new()),
    }
    .retry(RETRY)
}

/// A message on one line; a value that cannot be written would be a bug of its type, and becomes an empty object.
fn message(name: &str, value: &impl Serialize) -> Event {
    let text = serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned());
    Event::default().event(name).data(text)
}
