//! The operations on aliases of flows.
//!
//! Source: api.md 5.5.

use std::collections::btree_map::Entry;

use flowglass_api::{FlowAliasAnswer, FlowAliasList, Nothing, RoutingConfiguration, WireFlowAlias};
use flowglass_expression::Json;

use crate::account::Account;
use crate::error::ApiError;
use crate::names::{check_name, given};
use crate::page;
use crate::published::{Alias, Published, Route, no_alias, read_number};
use crate::request::{CreateFlowAlias, DeleteFlowAlias, DescribeFlowAlias, ListFlowAliases, UpdateFlowAlias};
use crate::response::Response;

/// How many aliases a page has at most. Source: api.md 3, CHOICE.
const MOST_PER_PAGE: usize = 1_000;

/// How many versions an alias stands for at most. Source: state-machine.md 9.2.
const MOST_ROUTES: usize = 2;

impl Account {
    /// No code is documented for a name that there is already: it is `InvalidArgument` (CHOICE).
    pub(crate) fn create_flow_alias(&mut self, asked: &CreateFlowAlias) -> Result<Response, ApiError> {
        check_name("Name", &asked.name)?;
        let routes = read_routes(&asked.routing_configurations)?;
        let created = self.now();
        let published = &mut self.register.find_mut("FlowName", &asked.flow_name)?.published;
        check_versions(published, &asked.flow_name, &routes)?;
        let description = asked.description.clone().unwrap_or_default();
        match published.aliases.entry(asked.name.clone()) {
            Entry::Occupied(_) => {
                let (flow, name) = (&asked.flow_name, &asked.name);
                Err(ApiError::argument(&format!("The flow {flow} has an alias {name} already.")))
            }
            Entry::Vacant(free) => {
                let alias = free.insert(Alias { description, routes, created });
                let flow_name = Some(asked.flow_name.clone());
                Ok(Response::CreatedFlowAlias(WireFlowAlias { flow_name, ..wire(&asked.name, alias) }))
            }
        }
    }

    /// A description that is not given stays.
    pub(crate) fn update_flow_alias(&mut self, asked: &UpdateFlowAlias) -> Result<Response, ApiError> {
        check_name("Name", &asked.name)?;
        let routes = read_routes(&asked.routing_configurations)?;
        let published = &mut self.register.find_mut("FlowName", &asked.flow_name)?.published;
        published.alias(&asked.flow_name, &asked.name)?;
        check_versions(published, &asked.flow_name, &routes)?;
        let known = published.aliases.get_mut(&asked.name);
        let alias = known.ok_or_else(|| no_alias(&asked.flow_name, &asked.name))?;
        alias.routes = routes;
        if let Some(description) = given(&asked.description) {
            description.clone_into(&mut alias.description);
        }
        Ok(answer(&asked.name, alias))
    }

    pub(crate) fn describe_flow_alias(&self, asked: &DescribeFlowAlias) -> Result<Response, ApiError> {
        check_name("Name", &asked.name)?;
        let flow = self.register.find("FlowName", &asked.flow_name)?;
        Ok(answer(&asked.name, flow.published.alias(&asked.flow_name, &asked.name)?))
    }

    /// Aliases come in the order of their names, and a token is the name that the next page begins at (CHOICE).
    pub(crate) fn list_flow_aliases(&self, asked: &ListFlowAliases) -> Result<Response, ApiError> {
        let limit = page::limit(asked.limit, MOST_PER_PAGE)?;
        let from = given(&asked.next_token).unwrap_or_default();
        if !from.is_empty() && check_name("NextToken", from).is_err() {
            return Err(page::wrong_token());
        }
        let flow = self.register.find("FlowName", &asked.flow_name)?;
        let mut aliases = flow.published.aliases.range(from.to_owned()..);
        let list = aliases.by_ref().take(limit).map(|(name, alias)| wire(name, alias)).collect();
        let next_token = aliases.next().map(|(name, _)| name.clone());
        Ok(Response::FlowAliases(FlowAliasList { aliases: list, next_token, ..FlowAliasList::default() }))
    }

    pub(crate) fn delete_flow_alias(&mut self, asked: &DeleteFlowAlias) -> Result<Response, ApiError> {
        check_name("Name", &asked.name)?;
        let flow = self.register.find_mut("FlowName", &asked.flow_name)?;
        let removed = flow.published.aliases.remove(&asked.name);
        removed.ok_or_else(|| no_alias(&asked.flow_name, &asked.name))?;
        Ok(Response::Nothing(Nothing::default()))
    }
}

/// Reads the parameter `RoutingConfigurations`: one or two versions whose weights make 100 (CHOICE).
///
/// # Errors
/// `InvalidArgument`.
fn read_routes(text: &str) -> Result<Vec<Route>, ApiError> {
    let wrong = || {
        ApiError::argument(
            r#"RoutingConfigurations is a JSON list such as [{"Version":"2","Weight":100}]: one or two versions with whole weights that make 100."#,
        )
    };
    let list = Json::parse(text).map_err(|_| wrong())?;
    let routes =
        list.as_array().ok_or_else(wrong)?.iter().map(read_route).collect::<Option<Vec<_>>>().ok_or_else(wrong)?;
    let different = routes.windows(2).all(|pair| pair[0].version != pair[1].version);
    let sum: u32 = routes.iter().map(|route| u32::from(route.weight)).sum();
    let good = (1..=MOST_ROUTES).contains(&routes.len()) && different && sum == 100;
    good.then_some(routes).ok_or_else(wrong)
}

fn read_route(value: &Json) -> Option<Route> {
    let version = match value.get("Version")? {
        Json::String(text) => read_number(text)?,
        Json::Number(number) => u32::try_from(number.as_i64()?).ok().filter(|number| *number > 0)?,
        _ => return None,
    };
    let Json::Number(weight) = value.get("Weight")? else { return None };
    let weight = u8::try_from(weight.as_i64()?).ok().filter(|weight| *weight <= 100)?;
    Some(Route { version, weight })
}

fn check_versions(published: &Published, flow: &str, routes: &[Route]) -> Result<(), ApiError> {
    routes.iter().try_for_each(|route| published.version(flow, route.version).map(drop))
}

fn answer(name: &str, alias: &Alias) -> Response {
    Response::FlowAlias(FlowAliasAnswer { alias: wire(name, alias), ..FlowAliasAnswer::default() })
}

fn wire(name: &str, alias: &Alias) -> WireFlowAlias {
    let route = |route: &Route| RoutingConfiguration {
        version: route.version.to_string(),
        weight: i64::from(route.weight),
        ..RoutingConfiguration::default()
    };
    WireFlowAlias {
        name: name.to_owned(),
        description: alias.description.clone(),
        routing_configurations: alias.routes.iter().map(route).collect(),
        created_time: alias.created.to_rfc3339(),
        ..WireFlowAlias::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{PASS, START, WAIT, account, call, execution, list, refusal};
    use crate::{DeleteFlowVersion, ListExecutions, PublishFlowVersion, Request, StartExecution, UpdateFlow};

    const FIRST: &str = r#"[{"Version":"1","Weight":100}]"#;
    const BOTH: &str = r#"[{"Version":"1","Weight":70},{"Version":2,"Weight":30}]"#;

    fn create(name: &str, routes: &str) -> Request {
        Request::CreateFlowAlias(CreateFlowAlias {
            flow_name: "shop".into(),
            name: name.into(),
            description: Some("d".into()),
            routing_configurations: routes.into(),
        })
    }

    fn update(name: &str, routes: &str) -> Request {
        Request::UpdateFlowAlias(UpdateFlowAlias {
            flow_name: "shop".into(),
            name: name.into(),
            description: None,
            routing_configurations: routes.into(),
        })
    }

    fn describe(name: &str) -> Request {
        Request::DescribeFlowAlias(DescribeFlowAlias { flow_name: "shop".into(), name: name.into() })
    }

    fn delete(name: &str) -> Request {
        Request::DeleteFlowAlias(DeleteFlowAlias { flow_name: "shop".into(), name: name.into() })
    }

    fn begin(qualifier: &str, name: Option<String>) -> Request {
        Request::StartExecution(StartExecution {
            flow_name: "shop".into(),
            execution_name: name,
            qualifier: Some(qualifier.into()),
            ..StartExecution::default()
        })
    }

    /// An account whose flow has two versions: the first ends at once, the second one waits.
    fn two_versions() -> Account {
        let mut account = account(&[("shop", PASS)]);
        let publish =
            || Request::PublishFlowVersion(PublishFlowVersion { flow_name: "shop".into(), description: None });
        call(&mut account, publish()).unwrap();
        let update = UpdateFlow { name: "shop".into(), definition: Some(WAIT.into()), ..UpdateFlow::default() };
        call(&mut account, Request::UpdateFlow(update)).unwrap();
        call(&mut account, publish()).unwrap();
        account
    }

    #[test]
    fn an_alias_is_made_changed_described_and_deleted() {
        let mut account = two_versions();
        let Ok(Response::CreatedFlowAlias(made)) = account.call(&create("prod", FIRST), START.plus(3)) else {
            panic!("no alias")
        };
        assert_eq!(
            (made.flow_name.as_deref(), made.name.as_str(), made.description.as_str()),
            (Some("shop"), "prod", "d")
        );
        assert_eq!(made.created_time, "2026-01-01T00:00:00.003Z");
        let Ok(Response::FlowAlias(changed)) = call(&mut account, update("prod", BOTH)) else { panic!("no alias") };
        let routes = |alias: &WireFlowAlias| -> Vec<(String, i64)> {
            alias.routing_configurations.iter().map(|route| (route.version.clone(), route.weight)).collect()
        };
        assert_eq!(routes(&changed.alias), [("1".to_owned(), 70), ("2".to_owned(), 30)]);
        assert_eq!((&changed.alias.description, &changed.alias.created_time), (&made.description, &made.created_time));
        assert_eq!(call(&mut account, describe("prod")), Ok(Response::FlowAlias(changed)));
        assert!(matches!(call(&mut account, delete("prod")), Ok(Response::Nothing(_))));
        let gone = "InvalidArgument: Parameter error. The flow shop has no alias prod.";
        for request in [describe("prod"), delete("prod"), update("prod", FIRST), begin("prod", None)] {
            assert_eq!(refusal(call(&mut account, request)), gone);
        }
        let version = DeleteFlowVersion { flow_name: "shop".into(), flow_version: "1".into() };
        assert!(call(&mut account, Request::DeleteFlowVersion(version)).is_ok());
    }

    #[test]
    fn what_cannot_be_an_alias_is_refused() {
        let mut account = two_versions();
        call(&mut account, create("prod", FIRST)).unwrap();
        let wrong = |detail: &str| format!("InvalidArgument: Parameter error. {detail}");
        for (request, expected) in [
            (create("7", FIRST), wrong("Name is a letter")),
            (create("test", ""), wrong("RoutingConfigurations is a JSON list")),
            (create("test", r#"[{"Version":"3","Weight":100}]"#), wrong("The flow shop has no version 3.")),
            (update("prod", r#"[{"Version":"3","Weight":100}]"#), wrong("The flow shop has no version 3.")),
            (create("prod", FIRST), wrong("The flow shop has an alias prod already.")),
            (describe("-"), wrong("Name is a letter")),
        ] {
            let refusal = refusal(call(&mut account, request));
            assert!(refusal.starts_with(&expected), "{refusal}");
        }
    }

    #[test]
    fn routes_are_one_or_two_versions_that_make_a_hundred() {
        fn check(text: &str, good: bool) {
            assert_eq!(read_routes(text).is_ok(), good, "{text}");
        }
        check(FIRST, true);
        check(BOTH, true);
        check(r#"[{"Version":"1","Weight":0},{"Version":"2","Weight":100}]"#, true);
        for text in [
            "",
            "{}",
            "[]",
            "[1]",
            r#"[{"Version":"1"}]"#,
            r#"[{"Weight":100}]"#,
            r#"[{"Version":"1","Weight":99}]"#,
            r#"[{"Version":"1","Weight":"100"}]"#,
            r#"[{"Version":"1","Weight":-1},{"Version":"2","Weight":101}]"#,
            r#"[{"Version":"1","Weight":50},{"Version":"1","Weight":50}]"#,
            r#"[{"Version":"x","Weight":100}]"#,
            r#"[{"Version":0,"Weight":100}]"#,
            r#"[{"Version":"1","Weight":50},{"Version":"2","Weight":25},{"Version":"3","Weight":25}]"#,
        ] {
            check(text, false);
        }
    }

    #[test]
    fn executions_are_spread_by_weights_and_each_account_of_a_seed_spreads_them_alike() {
        let spread = |name: fn(usize) -> Option<String>| {
            let mut account = two_versions();
            call(&mut account, create("prod", BOTH)).unwrap();
            let mut first = Vec::new();
            for number in 0..200 {
                let started = execution(call(&mut account, begin("prod", name(number))));
                first.push(started.flow_definition.as_deref() == Some(PASS));
            }
            (account, first)
        };
        let (mut account, first) = spread(|number| Some(format!("x{number}")));
        let share = first.iter().filter(|first| **first).count();
        assert!((120..=160).contains(&share), "{share}");
        assert_eq!(spread(|number| Some(format!("x{number}"))).1, first);
        assert_ne!(spread(|_| None).1, first);
        // The same name gives the same execution, and draws nothing.
        let before = account.clone().random.next_u64();
        let index = first.iter().position(|first| !first).unwrap();
        execution(call(&mut account, begin("prod", Some(format!("x{index}")))));
        assert_eq!(account.random.next_u64(), before);
        let mut count = |qualifier: &str| {
            let (mut count, mut token) = (0, None);
            loop {
                let asked = ListExecutions {
                    qualifier: Some(qualifier.into()),
                    limit: Some(100),
                    next_token: token,
                    ..list("shop")
                };
                let Ok(Response::Executions(page)) = call(&mut account, Request::ListExecutions(asked)) else {
                    panic!("no list")
                };
                count += page.executions.len();
                token = page.next_token;
                if token.is_none() {
                    return count;
                }
            }
        };
        assert_eq!([count("prod"), count("1"), count("2"), count("other")], [200, share, 200 - share, 0]);
    }

    #[test]
    fn aliases_are_listed_by_name_in_pages() {
        let mut account = two_versions();
        for name in ["c", "a", "b"] {
            call(&mut account, create(name, FIRST)).unwrap();
        }
        let mut page = |token: Option<&str>, limit: Option<i64>| {
            let asked = ListFlowAliases { flow_name: "shop".into(), next_token: token.map(str::to_owned), limit };
            match call(&mut account, Request::ListFlowAliases(asked)) {
                Ok(Response::FlowAliases(list)) => {
                    let names: Vec<_> = list.aliases.into_iter().map(|alias| alias.name).collect();
                    Ok((names.join(" "), list.next_token))
                }
                Ok(other) => panic!("{other:?}"),
                Err(error) => Err(error.code.name()),
            }
        };
        assert_eq!(page(None, None), Ok(("a b c".into(), None)));
        assert_eq!(page(None, Some(2)), Ok(("a b".into(), Some("c".into()))));
        assert_eq!(page(Some("c"), Some(2)), Ok(("c".into(), None)));
        assert_eq!(page(Some("?"), None), Err("InvalidArgument"));
        assert_eq!(page(None, Some(0)), Err("InvalidArgument"));
    }
}
