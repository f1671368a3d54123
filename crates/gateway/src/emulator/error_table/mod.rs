//! Every operation of the account and every error code: each is provoked, or it is said why it cannot be.
//!
//! `docs/errors.md` tells what was provoked; the test keeps it so.

mod order;
mod page;
mod places;
mod provocations;
mod world;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, Method as HttpMethod, Request};
use flowglass_account::Account;
use flowglass_api::{ErrorCode, Operation};
use flowglass_history::Millis;
use serde_json::Value;

use super::operation::find;
use super::parameters::Parameters;
use super::received::Received;
use super::testing::{Sent, Server, parameters};
use super::{Clock, app};
use crate::signing::{Method, Scheme};
use places::{Place, place};
use world::World;

/// A request that goes wrong, and what it has to be answered.
struct Provocation {
    operation: Operation,
    code: ErrorCode,
    /// What is wrong with it, for people.
    how: String,
    sent: Sent,
    twist: Twist,
    before: Before,
    schemes: &'static [Scheme],
    /// The text of the answer; `<time>` stands for any time.
    message: String,
}

const BOTH: &[Scheme] = &[Scheme::V1, Scheme::V3];

/// What is wrong with a request besides its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Twist {
    Nothing,
    OtherKey,
    WrongSecret,
    WrongToken,
    Late,
    UsedNonce,
    LargeBody,
    JsonBody,
    Put,
    WithoutHeader(&'static str),
    WithoutParameter(&'static str),
}

/// What happened before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Nothing,
    /// So many calls of the operation at this moment, under the service's rates.
    Calls(usize),
    /// As many executions run as there is room for.
    Full,
}

/// Status, code and text.
type Answered = (u16, String, String);

impl Provocation {
    async fn answer(&self, world: &World, scheme: Scheme) -> Answered {
        let server = Server::with(Clock::Virtual, |account| {
            *account = world.account.clone();
            self.prepare(account);
        });
        let server = Server { scheme, ..server };
        send(&server, self.request(&server).await).await
    }

    fn prepare(&self, account: &mut Account) {
        match self.before {
            Before::Nothing => {}
            Before::Calls(calls) => {
                account.throttle();
                // What starts nothing lets the virtual clock stand still.
                let sent = match self.operation {
                    Operation::StartExecution | Operation::StartSyncExecution => {
                        self.sent.clone().with("FlowName", "nobody")
                    }
                    _ => self.sent.clone(),
                };
                let pairs: Vec<_> = sent.query.iter().chain(&sent.form).collect();
                let query = parameters(&pairs.iter().map(|(name, value)| (&**name, &**value)).collect::<Vec<_>>());
                let received = Received::read("GET", &query, &Default::default(), Vec::new()).unwrap();
                let request = find(&sent.operation).unwrap().1(Parameters::of(&received)).unwrap();
                let now = account.now();
                for _ in 0..calls {
                    let _ = account.call(&request, now);
                }
            }
            Before::Full => account.set_limits(flowglass_account::Limits {
                running_executions: 0,
                ..flowglass_account::Limits::default()
            }),
        }
    }

    async fn request(&self, server: &Server) -> Request<Body> {
        let plain = |server: &Server| self.sent.request(server);
        let mut request = match self.twist {
            Twist::OtherKey => plain(&Server { id: "LTAI-other".into(), ..server.clone() }),
            Twist::WrongSecret => plain(&Server { secret: "wrong".into(), ..server.clone() }),
            Twist::WrongToken => plain(&Server { security_token: Some("token".into()), ..server.clone() }),
            Twist::Late => self.sent.request_at(server, -16 * 60_000, "late"),
            Twist::UsedNonce => {
                let first = self.sent.request_at(server, 0, "used");
                let _ = send(server, first).await;
                self.sent.request_at(server, 0, "used")
            }
            _ => plain(server),
        };
        let form = HeaderValue::from_static(crate::signing::FORM);
        match self.twist {
            Twist::LargeBody => {
                *request.body_mut() = Body::from(vec![b'x'; crate::body::LIMIT + 1]);
                request.headers_mut().insert("content-type", form);
            }
            Twist::JsonBody => {
                *request.body_mut() = Body::from("{}");
                request.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
            }
            Twist::Put => *request.method_mut() = HttpMethod::PUT,
            Twist::WithoutHeader(name) => {
                request.headers_mut().remove(name).unwrap();
            }
            Twist::WithoutParameter(name) => {
                let query = request.uri().query().unwrap().to_owned();
                let kept: Vec<_> = query.split('&').filter(|pair| !pair.starts_with(&format!("{name}="))).collect();
                assert_eq!(kept.len() + 1, query.split('&').count(), "{query}");
                *request.uri_mut() = format!("/?{}", kept.join("&")).parse().unwrap();
            }
            _ => {}
        }
        request
    }
}

async fn send(server: &Server, request: Request<Body>) -> Answered {
    let (status, body) = server.send(request).await;
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    (status.as_u16(), text("Code"), timeless(&text("Message")))
}

/// Puts `<time>` in the place of times.
fn timeless(text: &str) -> String {
    let word = |word: &str| if Millis::parse(word).is_ok() { "<time>".to_owned() } else { word.to_owned() };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn every_code_of_every_operation_is_provoked_or_it_is_said_why_not() {
    let world = World::new();
    let provocations = provocations::all(&world);
    for provocation in &provocations {
        let expected =
            (provocation.code.http_status(), provocation.code.name().to_owned(), provocation.message.clone());
        for scheme in provocation.schemes {
            let found = provocation.answer(&world, *scheme).await;
            assert_eq!(found, expected, "{:?} {} {scheme:?}", provocation.operation, provocation.how);
        }
    }
    for operation in world::OPERATIONS {
        for code in ErrorCode::all() {
            let count = provocations.iter().filter(|it| (it.operation, it.code) == (operation, code)).count();
            assert_eq!(count > 0, place(operation, code) == Place::Provoked, "{operation:?} {code:?}: {count}");
        }
    }
    let others = not_here(&world).await;
    let expected = page::page(&world, &provocations, &others);
    if std::env::var_os("FLOWGLASS_BLESS").is_some() {
        std::fs::write(page::FILE, &expected).unwrap();
    }
    let found = std::fs::read_to_string(page::FILE).unwrap_or_default();
    assert!(found == expected, "docs/errors.md is out of date; `cargo xtask bless` writes it anew");
}

/// The operations that the service has and the account does not, and what they are answered.
async fn not_here(world: &World) -> Vec<(Operation, String)> {
    let mut others = Vec::new();
    for operation in Operation::ALL.into_iter().filter(|operation| !world::OPERATIONS.contains(operation)) {
        let name = operation.name();
        let message =
            format!("The requested API operation '{name}' is incorrect. Please check. The emulator has no schedules.");
        for scheme in BOTH {
            let server = Server::with(Clock::Virtual, |account| *account = world.account.clone());
            let server = Server { scheme: *scheme, ..server };
            let sent = Sent::new(name, Method::Post).form(&[("FlowName", "shop"), ("ScheduleName", "daily")]);
            let found = send(&server, sent.request(&server)).await;
            assert_eq!(found, (400, "ActionNotSupported".to_owned(), message.clone()));
        }
        others.push((operation, message));
    }
    assert_eq!(others.len(), 5);
    others
}

/// Whatever values parameters have, the answer has the service's shape, and a code that the operation may answer.
#[tokio::test]
async fn odd_values_are_answered_in_words() {
    const ODD: [&str; 16] = [
        "",
        " ",
        "-1",
        "0",
        "1",
        "9",
        "99999999999999999999999999",
        "1e999",
        "NaN",
        "\u{0}",
        "步",
        "[]",
        "{}",
        "null",
        r#"[{"Version":"1","Weight":100}]"#,
        "running",
    ];
    const MORE: [&str; 12] = [
        "Limit",
        "NextToken",
        "Qualifier",
        "FlowVersion",
        "Environment",
        "ExecutionMode",
        "Description",
        "Status",
        "MapRunName",
        "Concurrency",
        "Input",
        "CallbackFnFTaskToken",
    ];
    let world = World::new();
    let mut random = flowglass_expression::Random::new(11);
    let mut pick = |end: usize| usize::try_from(random.below(end as u64)).unwrap();
    for operation in world::OPERATIONS {
        let server = Server::with(Clock::Virtual, |account| *account = world.account.clone());
        for round in 0..60 {
            let mut sent = world.good(operation);
            for _ in 0..=pick(2) {
                let names: Vec<_> = sent.query.iter().chain(&sent.form).map(|(name, _)| name.clone()).collect();
                let name = if pick(3) == 0 || names.is_empty() { MORE[pick(12)] } else { &names[pick(names.len())] };
                sent = sent.with(name, ODD[pick(16)]);
            }
            let server = Server { scheme: BOTH[pick(2)], ..server.clone() };
            let (status, code, message) = send(&server, sent.request(&server)).await;
            let allowed = match ErrorCode::from_name(&code) {
                Some(known) => known.http_status() == status && place(operation, known) == Place::Provoked,
                None => status == 200 && code.is_empty(),
            };
            assert!(allowed, "{operation:?} {round} {:?} {:?}: {status} {code} {message}", sent.query, sent.form);
        }
    }
}

/// What the provocations change a thing of is good as it is.
#[tokio::test]
async fn what_is_not_changed_is_answered_well() {
    let world = World::new();
    for operation in world::OPERATIONS {
        for scheme in BOTH {
            let server = Server::with(Clock::Virtual, |account| *account = world.account.clone());
            let server = Server { scheme: *scheme, ..server };
            let request = world.good(operation).request(&server);
            let response = tower::ServiceExt::oneshot(app(server.emulator.clone()), request).await.unwrap();
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let body: Value = serde_json::from_slice(&body).unwrap();
            assert_eq!((status, body.get("Code")), (200, None), "{operation:?}: {body}");
        }
    }
}
