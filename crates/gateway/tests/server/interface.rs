//! What `docs/openapi.json` describes is what the gateway takes, and nothing else.

use axum::http::Request;
use flowglass_gateway::server::openapi;
use serde_json::{Map, Value, json};

use super::support::{FakeUpstream, Server, check_problem, ok};

/// An address with names in the places of its variable parts, and what is described there.
fn described(method: &str) -> Vec<(String, Value)> {
    let Value::Object(paths) = openapi()["paths"].take() else { panic!("no paths") };
    let named = |path: &str| path.replace("{flow}", "shop").replace("{execution}", "run");
    let all = paths.into_iter().filter_map(|(path, mut item)| Some((named(&path), item.get_mut(method)?.take())));
    all.collect()
}

async fn server() -> (FakeUpstream, Server) {
    let upstream = FakeUpstream::start(|_, _| ok(r#"{"Status":"Running"}"#)).await;
    let server = Server::before(&upstream, true).await;
    (upstream, server)
}

/// Values that a parameter may have, and values that it may not.
fn values(parameter: &Value) -> (Vec<String>, Vec<String>) {
    let schema = &parameter["schema"];
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    match (schema["type"].as_str(), schema["format"].as_str(), schema["enum"].as_array()) {
        (Some("integer"), _, _) => {
            let (least, most) = (schema["minimum"].as_i64().unwrap(), schema["maximum"].as_i64().unwrap());
            let wrong = [least - 1, most + 1].map(|number| number.to_string());
            (vec![least.to_string(), most.to_string()], [&wrong[..], &texts(&["x", "1.5"])].concat())
        }
        (_, Some("date-time"), _) => (texts(&["2026-01-01T00:00:00Z", "2026-01-01T08:00:00%2B08:00"]), texts(&["now"])),
        (_, _, Some(names)) => (names.iter().map(|name| name.as_str().unwrap().to_owned()).collect(), texts(&["Odd"])),
        _ => (texts(&["x", "%E6%AD%A5"]), Vec::new()),
    }
}

#[tokio::test]
async fn parameters_are_those_that_are_described() {
    let mut seen = 0;
    for (path, operation) in described("get") {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        for parameter in &parameters {
            // A new one each time, which has not used up what the service allows.
            let (_upstream, server) = server().await;
            let name = parameter["name"].as_str().unwrap();
            let (good, wrong) = values(parameter);
            for value in good {
                let answer = server.send(Request::get(format!("{path}?{name}={value}"))).await;
                assert_eq!(answer.status(), 200, "{path} {name}={value}");
            }
            for value in wrong {
                check_problem(server.get(&format!("{path}?{name}={value}")).await, (400, "InvalidRequest", &value));
            }
            seen += 1;
        }
        let (_upstream, server) = server().await;
        check_problem(server.get(&format!("{path}?odd=1")).await, (400, "InvalidRequest", "no parameter \"odd\""));
    }
    assert_eq!(seen, 12);
}

#[tokio::test]
async fn bodies_are_those_that_are_described() {
    let (_upstream, server) = server().await;
    let schemas = openapi()["components"]["schemas"].take();
    let operations = described("post");
    assert_eq!(operations.len(), 4);
    for (path, operation) in operations {
        let reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str().unwrap();
        let schema = &schemas[reference.rsplit('/').next().unwrap()];
        let Value::Object(members) = &schema["properties"] else { panic!("{path}") };
        let whole: Map<String, Value> = members.keys().map(|name| (name.clone(), json!("x"))).collect();
        let send = async |body: Map<String, Value>| server.post(&path, &Value::Object(body).to_string()).await;
        assert_eq!(send(whole.clone()).await.0, 200, "{path}");
        for name in members.keys() {
            let mut less = whole.clone();
            less.remove(name);
            let answer = send(less).await;
            if schema["required"].as_array().unwrap().contains(&json!(name)) {
                check_problem(answer, (400, "InvalidRequest", &format!("missing field `{name}`")));
            } else {
                assert_eq!(answer.0, 200, "{path} without {name}");
            }
        }
        let mut more = whole;
        more.insert("Odd".to_owned(), json!("x"));
        check_problem(send(more).await, (400, "InvalidRequest", "unknown field `Odd`"));
        check_problem(server.post(&format!("{path}?odd=1"), "{}").await, (400, "InvalidRequest", "parameter \"odd\""));
    }
}
