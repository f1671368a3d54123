//! The operations on versions of flows.
//!
//! Source: api.md 5.5.

use std::sync::Arc;

use flowglass_api::{FlowVersionList, Nothing, WireFlow, WireFlowVersion};

use crate::account::Account;
use crate::error::ApiError;
use crate::names::given;
use crate::page;
use crate::published::{Version, read_number};
use crate::register::Registered;
use crate::request::{DeleteFlowVersion, ListFlowVersions, PublishFlowVersion};
use crate::response::Response;

/// How many versions a page has at most. Source: api.md 3, CHOICE.
const MOST_PER_PAGE: usize = 1_000;

impl Account {
    /// Every call makes a version, also when nothing has changed since the last one (CHOICE).
    pub(crate) fn publish_flow_version(&mut self, asked: &PublishFlowVersion) -> Result<Response, ApiError> {
        let created = self.now();
        let flow = self.register.find_mut("FlowName", &asked.flow_name)?;
        let version = Version {
            flow: Arc::clone(&flow.flow),
            origin: Arc::clone(&flow.origin),
            description: asked.description.clone().unwrap_or_default(),
            flow_description: flow.description.clone(),
            created,
        };
        flow.published.last = flow.published.last.saturating_add(1);
        let number = flow.published.last;
        let wire = WireFlowVersion { flow_name: Some(asked.flow_name.clone()), ..wire(number, &version) };
        flow.published.versions.insert(number, version);
        Ok(Response::FlowVersion(wire))
    }

    /// Versions come in the order of their numbers, and a token is the number that the next page begins at (CHOICE).
    pub(crate) fn list_flow_versions(&self, asked: &ListFlowVersions) -> Result<Response, ApiError> {
        let limit = page::limit(asked.limit, MOST_PER_PAGE)?;
        let first = given(&asked.next_token).map_or(Ok(1), |token| read_number(token).ok_or_else(page::wrong_token))?;
        let flow = self.register.find("FlowName", &asked.flow_name)?;
        let mut versions = flow.published.versions.range(first..);
        let flow_versions = versions.by_ref().take(limit).map(|(number, version)| wire(*number, version)).collect();
        let next_token = versions.next().map(|(number, _)| number.to_string());
        Ok(Response::FlowVersions(FlowVersionList { flow_versions, next_token, ..FlowVersionList::default() }))
    }

    /// Executions of it go on. One that an alias stands for stays (CHOICE).
    pub(crate) fn delete_flow_version(&mut self, asked: &DeleteFlowVersion) -> Result<Response, ApiError> {
        let number = number("FlowVersion", &asked.flow_version)?;
        let published = &mut self.register.find_mut("FlowName", &asked.flow_name)?.published;
        published.version(&asked.flow_name, number)?;
        let stands = |routes: &[crate::published::Route]| routes.iter().any(|route| route.version == number);
        if let Some((alias, _)) = published.aliases.iter().find(|(_, alias)| stands(&alias.routes)) {
            return Err(ApiError::argument(&format!("The alias {alias} stands for version {number}.")));
        }
        published.versions.remove(&number);
        Ok(Response::Nothing(Nothing::default()))
    }
}

/// Reads a parameter that is the number of a version.
///
/// # Errors
/// `InvalidArgument`.
pub(crate) fn number(parameter: &str, text: &str) -> Result<u32, ApiError> {
    read_number(text).ok_or_else(|| ApiError::argument(&format!("{parameter} is the number of a version.")))
}

/// Describes a flow as it was when a version of it was published.
pub(crate) fn wire_flow(name: &str, flow: &Registered, version: &Version) -> WireFlow {
    let created = version.created.to_rfc3339();
    WireFlow {
        definition: version.origin.definition.clone(),
        description: version.flow_description.clone(),
        role_arn: version.origin.role_arn.clone(),
        environment: version.origin.environment.clone(),
        last_modified_time: created,
        ..flow.wire(name)
    }
}

fn wire(number: u32, version: &Version) -> WireFlowVersion {
    WireFlowVersion {
        version: number.to_string(),
        description: version.description.clone(),
        created_time: version.created.to_rfc3339(),
        ..WireFlowVersion::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{PASS, START, WAIT, account, call, describe, execution, refusal, start};
    use crate::{CreateFlowAlias, DescribeFlow, Request, StartExecution, UpdateFlow};

    fn publish(flow: &str, description: Option<&str>) -> Request {
        let description = description.map(str::to_owned);
        Request::PublishFlowVersion(PublishFlowVersion { flow_name: flow.into(), description })
    }

    fn delete(flow_version: &str) -> Request {
        Request::DeleteFlowVersion(DeleteFlowVersion { flow_name: "shop".into(), flow_version: flow_version.into() })
    }

    fn made(answer: Result<Response, ApiError>) -> WireFlowVersion {
        match answer {
            Ok(Response::FlowVersion(version)) => version,
            other => panic!("no version: {other:?}"),
        }
    }

    #[test]
    fn a_version_keeps_the_flow_as_it_was() {
        let mut account = account(&[("shop", PASS)]);
        let first = made(account.call(&publish("shop", Some("the first")), START.plus(5)));
        let time = "2026-01-01T00:00:00.005Z";
        assert_eq!(
            (first.version.as_str(), first.description.as_str(), first.created_time.as_str()),
            ("1", "the first", time)
        );
        assert_eq!(first.flow_name.as_deref(), Some("shop"));
        let update = UpdateFlow {
            name: "shop".into(),
            definition: Some(WAIT.into()),
            role_arn: Some("later".into()),
            environment: Some(r#"{"Variables":[{"Name":"A","Value":"1"}]}"#.into()),
            ..UpdateFlow::default()
        };
        call(&mut account, Request::UpdateFlow(update)).unwrap();
        assert_eq!(made(call(&mut account, publish("shop", None))).version, "2");
        for (version, definition, role) in [(Some("1"), PASS, ""), (Some("2"), WAIT, "later"), (None, WAIT, "later")] {
            let asked = DescribeFlow { name: "shop".into(), flow_version: version.map(str::to_owned) };
            let Ok(Response::Flow(flow)) = call(&mut account, Request::DescribeFlow(asked)) else { panic!("no flow") };
            assert_eq!((flow.definition.as_str(), flow.role_arn.as_str()), (definition, role));
            let asked = StartExecution {
                flow_name: "shop".into(),
                qualifier: version.map(str::to_owned),
                ..StartExecution::default()
            };
            let started = execution(call(&mut account, Request::StartExecution(asked)));
            assert_eq!(started.flow_definition.as_deref(), Some(definition));
            let described = execution(call(&mut account, describe("shop", &started.name)));
            assert_eq!(described.environment.is_some(), definition == WAIT);
            let id = account.execution_id("shop", &started.name).unwrap();
            assert_eq!(&*account.simulation().execution(id).role, role);
        }
    }

    #[test]
    fn versions_are_listed_in_pages_and_their_numbers_never_come_again() {
        let mut account = account(&[("shop", PASS)]);
        for _ in 0..4 {
            made(call(&mut account, publish("shop", None)));
        }
        assert!(matches!(call(&mut account, delete("4")), Ok(Response::Nothing(_))));
        assert!(matches!(call(&mut account, delete("2")), Ok(Response::Nothing(_))));
        assert_eq!(made(call(&mut account, publish("shop", None))).version, "5");
        let mut page = |token: Option<&str>, limit: Option<i64>| {
            let asked = ListFlowVersions { flow_name: "shop".into(), next_token: token.map(str::to_owned), limit };
            match call(&mut account, Request::ListFlowVersions(asked)) {
                Ok(Response::FlowVersions(list)) => {
                    let numbers: Vec<_> = list.flow_versions.into_iter().map(|version| version.version).collect();
                    Ok((numbers.join(" "), list.next_token))
                }
                Ok(other) => panic!("{other:?}"),
                Err(error) => Err(error.code.name()),
            }
        };
        assert_eq!(page(None, None), Ok(("1 3 5".into(), None)));
        assert_eq!(page(Some(""), Some(2)), Ok(("1 3".into(), Some("5".into()))));
        assert_eq!(page(Some("5"), Some(2)), Ok(("5".into(), None)));
        assert_eq!(page(Some("6"), None), Ok((String::new(), None)));
        assert_eq!(page(Some("x"), None), Err("InvalidArgument"));
        assert_eq!(page(None, Some(1_001)), Err("InvalidArgument"));
    }

    #[test]
    fn what_is_no_version_is_refused() {
        let mut account = account(&[("shop", PASS)]);
        made(call(&mut account, publish("shop", None)));
        let alias = CreateFlowAlias {
            flow_name: "shop".into(),
            name: "prod".into(),
            routing_configurations: r#"[{"Version":"1","Weight":100}]"#.into(),
            ..CreateFlowAlias::default()
        };
        call(&mut account, Request::CreateFlowAlias(alias)).unwrap();
        let describe = |version: &str| {
            Request::DescribeFlow(DescribeFlow { name: "shop".into(), flow_version: Some(version.into()) })
        };
        let wrong = |detail: &str| format!("InvalidArgument: Parameter error. {detail}");
        for (request, expected) in [
            (publish("pay", None), "FlowNotExists: Flow pay does not exist.".to_owned()),
            (describe("2"), wrong("The flow shop has no version 2.")),
            (describe("prod"), wrong("FlowVersion is the number of a version.")),
            (delete("0"), wrong("FlowVersion is the number of a version.")),
            (delete("2"), wrong("The flow shop has no version 2.")),
            (delete("1"), wrong("The alias prod stands for version 1.")),
        ] {
            assert_eq!(refusal(call(&mut account, request)), expected);
        }
        // The rest of the flow is untouched.
        assert_eq!(execution(call(&mut account, start("shop", "one", "{}"))).status, "Starting");
    }
}
