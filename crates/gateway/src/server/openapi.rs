//! The interface's description for programs, `docs/openapi.json`.

use flowglass_history::Status;
use serde_json::{Map, Value, json};

use super::routes::{Answer, Form, Parameter, ROUTES, Route};

/// Describes the interface as OpenAPI 3.1.
pub fn openapi() -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        let methods = paths.entry(route.path).or_insert_with(|| json!({"parameters": path_parameters(route.path)}));
        methods[if route.body.is_some() { "post" } else { "get" }] = operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Flowglass gateway",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What `flowglass serve` answers to its page. Flows, executions and events have the members \
                            that CloudFlow gives them; members that are not listed here are passed on as they come.",
        },
        "security": [{"cookie": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "cookie": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "flowglass",
                    "description": "Given for the gateway's token at `/?token=…` or `/enter`. With a one-time token \
                                    the name ends in the port: `flowglass-7878`.",
                },
            },
            "schemas": schemas(),
        },
    })
}

fn operation(route: &Route) -> Value {
    let content = match route.answer {
        Answer::Json(name) => json!({"application/json": {"schema": reference(name)}}),
        Answer::Stream => json!({"text/event-stream": {"schema": {"type": "string"}}}),
    };
    let mut operation = json!({
        "operationId": route.name,
        "summary": route.summary,
        "responses": {
            "200": {"description": "It was done.", "content": content},
            "default": {
                "description": "It was not done; the code and the advice say why.",
                "content": {"application/json": {"schema": reference("Problem")}},
            },
        },
    });
    if !route.query.is_empty() {
        operation["parameters"] = route.query.iter().map(parameter).collect();
    }
    if let Some(body) = route.body {
        operation["requestBody"] =
            json!({"required": true, "content": {"application/json": {"schema": reference(body)}}});
    }
    operation
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn path_parameters(path: &str) -> Value {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    names.map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}})).collect()
}

fn parameter(parameter: &Parameter) -> Value {
    let schema = match parameter.form {
        Form::Text => json!({"type": "string"}),
        Form::Status => json!({"type": "string", "enum": Status::ALL.map(Status::name)}),
        Form::Moment => json!({"type": "string", "format": "date-time"}),
        Form::Number(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
    };
    json!({"name": parameter.name, "in": "query", "description": parameter.about, "schema": schema})
}

/// A type with its members: name, type, what it is. A question mark behind the name: it may be missing.
type Members = &'static [(&'static str, &'static str, &'static str)];

const TYPES: &[(&str, Members)] = &[
    (
        "Session",
        &[
            ("region", "string", "The region of the account."),
            ("endpoint", "string", "Where the account is."),
            ("signature", "string", "How requests are signed: v1 or v3."),
            ("write", "boolean", "Whether executions may be started and stopped, and tasks reported."),
        ],
    ),
    (
        "Flow",
        &[
            ("Name", "string", "Unique in account and region."),
            ("Type", "string", "FDL."),
            ("Definition", "string", "The text of the definition."),
            ("Description", "string", ""),
            ("RoleArn", "string", "The role that its executions act in; may be empty."),
            ("Id", "string", ""),
            ("CreatedTime", "string", "RFC 3339."),
            ("LastModifiedTime", "string", "RFC 3339."),
            ("ExecutionMode?", "string", "Standard or Express; missing or empty is Standard."),
            ("ExternalStorageLocation?", "string", ""),
            ("Environment?", "object", "{\"Variables\": [{\"Name\": …, \"Value\": …, \"Description\": …}]}"),
            ("ResourceGroupId?", "string", ""),
        ],
    ),
    ("FlowList", &[("Flows", "Flow[]", ""), ("NextToken?", "string", "What the next page is asked for with.")]),
    (
        "Execution",
        &[
            ("FlowName", "string", ""),
            ("Name", "string", "Unique in its flow."),
            ("Status", "string", "Empty or unknown means that it has not ended."),
            ("StartedTime", "string", "RFC 3339."),
            ("StoppedTime", "string", "RFC 3339; empty or 1970-01-01T00:00:00Z while it goes on."),
            ("Input?", "string", "The text of a JSON object."),
            ("Output?", "string", "The text of a JSON value; empty while there is none."),
            ("FlowDefinition?", "string", "The definition that it runs."),
            ("RoleArn?", "string", ""),
            ("Environment?", "object", ""),
            ("ErrorCode?", "string", ""),
            ("ErrorMessage?", "string", ""),
        ],
    ),
    (
        "ExecutionList",
        &[("Executions", "Execution[]", ""), ("NextToken?", "string", "What the next page is asked for with.")],
    ),
    (
        "Event",
        &[
            ("StepName", "string", "Empty for events of the execution."),
            ("Type", "string", "What happened."),
            ("EventId", "integer", "From 1, growing."),
            ("ScheduleEventId", "integer", "The event that triggered this one; 0 for none."),
            ("EventDetail", "string", "The text of a JSON object."),
            ("Time", "string", "RFC 3339."),
        ],
    ),
    ("EventList", &[("Events", "Event[]", ""), ("NextToken?", "string", "Missing when there are no more now.")]),
    ("Reported", &[("EventId", "integer", "The event that the report made.")]),
    (
        "Start",
        &[
            ("Name?", "string", "CloudFlow makes one if it is missing; with one, a repetition does not start twice."),
            ("Input?", "string", "The text of a JSON object."),
        ],
    ),
    ("Stop", &[("Error?", "string", "1 to 128 characters."), ("Cause?", "string", "1 to 4096 characters.")]),
    ("TaskSucceeded", &[("TaskToken", "string", ""), ("Output", "string", "The text of a JSON value.")]),
    (
        "TaskFailed",
        &[
            ("TaskToken", "string", ""),
            ("Error", "string", "1 to 128 characters."),
            ("Cause?", "string", "1 to 4096 characters."),
        ],
    ),
    (
        "Problem",
        &[
            ("Code", "string", "CloudFlow's code, or one of the gateway's own."),
            ("Message", "string", "What is wrong."),
            ("RequestId?", "string", "What CloudFlow calls the request."),
            ("Advice", "string", "What to do."),
        ],
    ),
];

fn schemas() -> Value {
    let schema = |members: Members| {
        let required: Vec<&str> = members.iter().map(|member| member.0).filter(|name| !name.ends_with('?')).collect();
        let properties: Map<String, Value> = members
            .iter()
            .map(|(name, kind, about)| (name.trim_end_matches('?').to_owned(), property(kind, about)))
            .collect();
        json!({"type": "object", "properties": properties, "required": required})
    };
    TYPES.iter().map(|(name, members)| ((*name).to_owned(), schema(members))).collect::<Map<_, _>>().into()
}

fn property(kind: &str, about: &str) -> Value {
    let mut property = match kind.strip_suffix("[]") {
        Some(name) => json!({"type": "array", "items": reference(name)}),
        None => json!({"type": kind}),
    };
    if !about.is_empty() {
        property["description"] = about.into();
    }
    property
}

#[cfg(test)]
mod tests {
    use flowglass_api::{EventList, ExecutionList, FlowList, Reported, WireEvent, WireExecution, WireFlow};
    use serde::Serialize;

    use super::super::{ProblemBody, Session};
    use super::*;

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");

    #[test]
    fn the_file_says_what_the_routes_say() {
        let expected = format!("{:#}\n", openapi());
        if std::env::var_os("FLOWGLASS_BLESS").is_some() {
            std::fs::write(FILE, &expected).unwrap();
        }
        let found = std::fs::read_to_string(FILE).unwrap_or_default();
        assert!(found == expected, "docs/openapi.json is out of date; `cargo xtask bless` writes it anew");
    }

    /// Every required member of a type is written, and no member is written that the type does not have.
    #[test]
    fn types_have_the_members_that_are_written() {
        fn check(name: &str, value: &impl Serialize) {
            let (_, members) = TYPES.iter().find(|(known, _)| *known == name).unwrap();
            let Value::Object(written) = serde_json::to_value(value).unwrap() else { panic!("{name}") };
            for (member, _, _) in *members {
                assert!(member.ends_with('?') || written.contains_key(*member), "{name} has no {member}");
            }
            for member in written.keys() {
                assert!(members.iter().any(|(known, _, _)| known.trim_end_matches('?') == member), "{name}: {member}");
            }
        }
        let text = || Some("x".to_owned());
        let session =
            Session { region: String::new(), endpoint: String::new(), signature: String::new(), write: false };
        check("Session", &session);
        let json = flowglass_expression::json!({});
        check(
            "Flow",
            &WireFlow {
                execution_mode: text(),
                external_storage_location: text(),
                environment: Some(json.clone()),
                resource_group_id: text(),
                ..WireFlow::default()
            },
        );
        check(
            "Execution",
            &WireExecution {
                input: text(),
                output: text(),
                flow_definition: text(),
                role_arn: text(),
                environment: Some(json),
                error_code: text(),
                error_message: text(),
                ..WireExecution::default()
            },
        );
        check("Event", &WireEvent::default());
        check("FlowList", &FlowList { next_token: text(), ..FlowList::default() });
        check("ExecutionList", &ExecutionList { next_token: text(), ..ExecutionList::default() });
        check("EventList", &EventList { next_token: text(), ..EventList::default() });
        check("Reported", &Reported::default());
        let problem =
            ProblemBody { code: String::new(), message: String::new(), request_id: text(), advice: String::new() };
        check("Problem", &problem);
    }

    #[test]
    fn every_type_that_is_named_exists() {
        let text = openapi().to_string();
        for part in text.split("#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(TYPES.iter().any(|(known, _)| *known == name), "{name}");
        }
    }
}
