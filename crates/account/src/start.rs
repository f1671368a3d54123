//! The operations that start executions.
//!
//! Source: api.md 5.1.

use flowglass_api::{ErrorCode, WireExecution};
use flowglass_expression::Json;
use flowglass_flow::Mode;
use flowglass_history::Millis;
use flowglass_simulator::ExecutionId;

use crate::account::{Account, Started, throttled};
use crate::error::ApiError;
use crate::names::{check_name, given};
use crate::published::{Qualifier, Route, choose};
use crate::register::{Registered, simulator_mode};
use crate::request::{StartExecution, StartSyncExecution};
use crate::response::Response;

impl Account {
    pub(crate) fn start_execution(&mut self, asked: &StartExecution) -> Result<Response, ApiError> {
        let name = given(&asked.execution_name);
        let (input, qualifier) = check(name, given(&asked.input), given(&asked.qualifier))?;
        let flow = self.register.find("FlowName", &asked.flow_name)?;
        if flow.mode == Mode::Express {
            // The answer of StartSyncExecution to a Standard flow, the other way round (CHOICE).
            return Err(not_so("StartExecution", "An Express flow"));
        }
        let routes = routes(flow, &asked.flow_name, qualifier.as_ref())?;
        if let Some(id) = name.and_then(|name| flow.by_name.get(name).copied()) {
            let execution = self.simulation.execution(id);
            if execution.status().is_ended() {
                return Err(ApiError::new(ErrorCode::ExecutionAlreadyExists, &[&execution.name, &execution.flow_name]));
            }
            return Ok(Response::Execution(self.wire_changed(id)));
        }
        self.check_room(Mode::Standard)?;
        // With a letter first, so that it satisfies the rule for names (CHOICE).
        let name = name.map_or_else(|| self.fresh("run-"), str::to_owned);
        let id = self.begin(&asked.flow_name, &name, input, qualifier, &routes)?;
        if let Some(token) = given(&asked.callback_token) {
            self.callbacks.push((id, token.to_owned()));
        }
        Ok(Response::Execution(self.wire_changed(id)))
    }

    /// Only starts it: whoever has a clock waits, and then asks with [`Account::finish`].
    pub(crate) fn start_sync_execution(&mut self, asked: &StartSyncExecution) -> Result<Response, ApiError> {
        let name = given(&asked.execution_name);
        let (input, qualifier) = check(name, given(&asked.input), given(&asked.qualifier))?;
        let flow = self.register.find("FlowName", &asked.flow_name)?;
        if flow.mode == Mode::Standard {
            return Err(not_so("StartSyncExecution", "A Standard flow"));
        }
        let routes = routes(flow, &asked.flow_name, qualifier.as_ref())?;
        self.check_room(Mode::Express)?;
        // Source: api.md 2: no name is taken, since each gets a number of its own.
        let name = self.fresh(&format!("{}:", name.unwrap_or("run")));
        let id = self.begin(&asked.flow_name, &name, input, qualifier, &routes)?;
        Ok(Response::SyncExecution(self.wire_sync(id)))
    }

    /// What a call answers that was held until an execution had ended or time was over: the answer that [`call`]
    /// gave, as it would be `now`. An answer that is of no single execution stays as it is.
    ///
    /// [`call`]: Self::call
    ///
    /// # Errors
    /// `FlowNotExists`, `ExecutionNotExists` when it was deleted meanwhile.
    pub fn finish(&mut self, answer: &Response, now: Millis) -> Result<Response, ApiError> {
        self.advance_to(now);
        let find = |wire: &WireExecution| self.register.find_execution(&wire.flow_name, &wire.name);
        Ok(match answer {
            Response::Execution(wire) => Response::Execution(self.wire(find(wire)?)),
            Response::SyncExecution(wire) => Response::SyncExecution(self.wire_sync(find(wire)?)),
            other => other.clone(),
        })
    }

    /// Refuses to start one more where there are too many. Source: api.md 7.
    fn check_room(&mut self, mode: Mode) -> Result<(), ApiError> {
        let (simulation, mode) = (&self.simulation, simulator_mode(mode));
        self.running.retain(|id| !simulation.execution(*id).status().is_ended());
        let running = self.running.iter().filter(|id| simulation.execution(**id).mode == mode).count();
        let most = self.limits.running_executions;
        if running < most { Ok(()) } else { Err(throttled(&format!("{most} executions are running."))) }
    }

    fn begin(
        &mut self,
        flow_name: &str,
        name: &str,
        input: Json,
        qualifier: Option<Qualifier>,
        routes: &[Route],
    ) -> Result<ExecutionId, ApiError> {
        // What tasks have started comes first in the list of executions.
        self.learn();
        let known = self.register.find("FlowName", flow_name)?;
        let version = choose(routes, &mut self.random);
        let (flow, origin) = match version {
            Some(number) => {
                let version = known.published.version(flow_name, number)?;
                (version.flow.clone(), version.origin.clone())
            }
            None => (known.flow.clone(), known.origin.clone()),
        };
        let mode = simulator_mode(known.mode);
        let id = self.simulation.start_as(flow, flow_name, name, input, mode, Some(&origin.role_arn));
        let alias = match qualifier {
            Some(Qualifier::Alias(alias)) => Some(alias),
            Some(Qualifier::Version(_)) | None => None,
        };
        self.note(id, Some(Started { origin, version, alias }));
        Ok(id)
    }
}

/// Checks what the two operations have in common, before anything is looked up.
fn check(
    name: Option<&str>,
    input: Option<&str>,
    qualifier: Option<&str>,
) -> Result<(Json, Option<Qualifier>), ApiError> {
    if let Some(name) = name {
        check_name("ExecutionName", name)?;
    }
    let input = input.map_or_else(|| Ok(Json::object()), read_input)?;
    Ok((input, qualifier.map(Qualifier::read).transpose()?))
}

/// The versions that may run; none for the flow as it is.
fn routes(flow: &Registered, name: &str, qualifier: Option<&Qualifier>) -> Result<Vec<Route>, ApiError> {
    qualifier.map_or_else(|| Ok(Vec::new()), |qualifier| flow.published.routes(name, qualifier))
}

fn not_so(operation: &str, flow: &str) -> ApiError {
    ApiError::with_detail(ErrorCode::ActionNotSupported, &[operation], &format!("{flow} cannot be started so."))
}

/// The input of an execution: the text of a JSON object.
fn read_input(text: &str) -> Result<Json, ApiError> {
    let input = Json::parse(text).map_err(|error| ApiError::argument(&format!("Input is no JSON: {error}.")))?;
    if input.as_object().is_none() {
        return Err(ApiError::argument("Input is the text of a JSON object."));
    }
    Ok(input)
}

#[cfg(test)]
mod tests {
    use flowglass_simulator::Rest;

    use super::*;
    use crate::testing::{PASS, START, WAIT, account, call, create_express, describe, execution, list, refusal, start};
    use crate::{Limits, ListExecutions, Request};
    #[test]
    fn a_name_is_for_one_execution() {
        let mut account = account(&[("shop", WAIT)]);
        let first = execution(call(&mut account, start("shop", "one", r#"{"a":1}"#)));
        assert_eq!((first.name.as_str(), first.status.as_str()), ("one", "Starting"));
        assert_eq!((first.stopped_time.as_str(), first.output.as_deref()), ("1970-01-01T00:00:00Z", Some("")));
        // As long as it runs, the same name gives the same execution.
        let again = execution(account.call(&start("shop", "one", r#"{"a":2}"#), START.plus(5)));
        assert_eq!((again.status.as_str(), again.input.as_deref()), ("Running", Some(r#"{"a":1}"#)));
        assert_eq!(again.started_time, first.started_time);
        account.run();
        let expected = "ExecutionAlreadyExists: Execution one for flow shop already exists.";
        assert_eq!(refusal(call(&mut account, start("shop", "one", "{}"))), expected);
        let ended = execution(call(&mut account, describe("shop", "one")));
        assert_eq!((ended.status.as_str(), ended.output.as_deref()), ("Succeeded", Some("{}")));
        assert_eq!(account.simulation().executions().len(), 1);
    }

    #[test]
    fn names_are_made() {
        let mut account = account(&[("shop", PASS)]);
        let mut made = |name: Option<&str>| {
            let asked = StartExecution {
                flow_name: "shop".into(),
                execution_name: name.map(str::to_owned),
                ..StartExecution::default()
            };
            let made = execution(call(&mut account, Request::StartExecution(asked)));
            assert_eq!((check_name("", &made.name), made.input.as_deref()), (Ok(()), Some("{}")));
            made.name
        };
        assert_ne!(made(None), made(Some("")));
    }

    #[test]
    fn starts_that_cannot_be_are_refused() {
        fn check(flow: &str, name: &str, input: &str, expected: &str) {
            let mut account = account(&[("shop", PASS)]);
            call(&mut account, create_express("fast", PASS)).unwrap();
            let refusal = refusal(call(&mut account, start(flow, name, input)));
            assert!(refusal.starts_with(expected), "{refusal}");
            assert_eq!(account.simulation().executions().len(), 0);
        }
        let wrong = "InvalidArgument: Parameter error. ";
        check("other", "a", "{}", "FlowNotExists: Flow other does not exist.");
        check("shop", "a b", "{}", &format!("{wrong}ExecutionName is"));
        check("", "a", "{}", &format!("{wrong}FlowName is"));
        check("shop", "a", "[]", &format!("{wrong}Input is the text of a JSON object."));
        check("shop", "a", "{", &format!("{wrong}Input is no JSON: line 1"));
        check("other", "a", "{", &format!("{wrong}Input is no JSON"));
        check("fast", "a", "{}", "ActionNotSupported: The requested API operation 'StartExecution' is incorrect.");
    }

    /// What a synchronous start answers first.
    fn begun(account: &mut Account, flow: &str, name: Option<&str>) -> Result<Response, ApiError> {
        let asked = StartSyncExecution {
            flow_name: flow.into(),
            execution_name: name.map(str::to_owned),
            ..StartSyncExecution::default()
        };
        call(account, Request::StartSyncExecution(asked))
    }

    /// What it answers at the end.
    fn sync(account: &mut Account, flow: &str, name: Option<&str>) -> WireExecution {
        let first = begun(account, flow, name).unwrap();
        assert_eq!(account.run(), Rest::Ended);
        let now = account.now();
        match account.finish(&first, now) {
            Ok(Response::SyncExecution(wire)) => wire,
            other => panic!("no execution: {other:?}"),
        }
    }

    #[test]
    fn a_synchronous_start_answers_how_the_execution_ended() {
        fn check(definition: &str, status: &str, output: &str, error: Option<(&str, &str)>) {
            let mut account = account(&[]);
            call(&mut account, create_express("fast", definition)).unwrap();
            let ended = sync(&mut account, "fast", Some("one"));
            let uuid = ended.name.strip_prefix("one:").unwrap();
            assert_eq!((uuid.len(), ended.flow_name.as_str(), ended.status.as_str()), (36, "fast", status));
            assert_eq!((&ended.input, &ended.flow_definition, ended.output.as_deref()), (&None, &None, Some(output)));
            assert_eq!(ended.error_code.as_deref().zip(ended.error_message.as_deref()), error);
            assert_ne!(ended.stopped_time, "1970-01-01T00:00:00Z");
        }
        check(PASS, "Succeeded", "{}", None);
        let fail = "version: v1\ntype: flow\nsteps:\n  - {type: fail, name: f, error: Broke, cause: it}\n";
        check(fail, "Failed", "", Some(("Broke", "it")));
        // Five minutes are all that an Express execution has.
        let long = "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: w, duration: 301}\n";
        let mut account = account(&[]);
        call(&mut account, create_express("slow", long)).unwrap();
        let ended = sync(&mut account, "slow", None);
        assert_eq!((ended.status.as_str(), ended.error_code.is_some()), ("TimedOut", true));
        assert_eq!(ended.stopped_time, "2026-01-01T00:05:00.000Z");
    }

    #[test]
    fn a_synchronous_name_can_be_used_again() {
        let mut account = account(&[("shop", PASS)]);
        call(&mut account, create_express("fast", PASS)).unwrap();
        let names = [Some("one"), Some("one"), None].map(|name| sync(&mut account, "fast", name).name);
        assert!(names[0] != names[1] && names[2].starts_with("run:"), "{names:?}");
        let described = execution(call(&mut account, describe("fast", &names[0])));
        assert_eq!((described.status.as_str(), described.input.as_deref()), ("Succeeded", Some("{}")));
        let refused = refusal(begun(&mut account, "shop", None));
        let expected = "ActionNotSupported: The requested API operation 'StartSyncExecution' is incorrect. Please check. A \
                        Standard flow cannot be started so.";
        assert_eq!(refused, expected);
        for (flow, name, expected) in [
            ("nobody", None, "FlowNotExists: Flow nobody does not exist."),
            ("fast", Some("a:b"), "InvalidArgument: Parameter error. ExecutionName is a letter"),
        ] {
            assert!(refusal(begun(&mut account, flow, name)).starts_with(expected));
        }
    }

    #[test]
    fn an_answer_that_was_held_is_the_newest() {
        let mut account = account(&[("shop", WAIT)]);
        let first = call(&mut account, start("shop", "one", "{}")).unwrap();
        let later = account.finish(&first, START.plus(60_000));
        assert_eq!(execution(later).status, "Succeeded");
        call(&mut account, Request::DeleteFlow("shop".into())).unwrap();
        let now = account.now();
        assert_eq!(refusal(account.finish(&first, now)), "FlowNotExists: Flow shop does not exist.");
        let list = Response::Nothing(flowglass_api::Nothing::default());
        assert_eq!(account.finish(&list, now), Ok(list));
    }

    #[test]
    fn each_mode_has_room_for_so_many_executions() {
        let mut account = account(&[("shop", WAIT)]);
        account.set_limits(Limits { running_executions: 2, ..Limits::default() });
        call(&mut account, create_express("fast", WAIT)).unwrap();
        execution(call(&mut account, start("shop", "one", "{}")));
        execution(call(&mut account, start("shop", "two", "{}")));
        let full = "ResourceThrottled: The request is throttled. Please try again later. 2 executions are running.";
        assert_eq!(refusal(call(&mut account, start("shop", "three", "{}"))), full);
        // A name that runs is no new execution.
        execution(call(&mut account, start("shop", "one", "{}")));
        begun(&mut account, "fast", None).unwrap();
        begun(&mut account, "fast", None).unwrap();
        assert_eq!(refusal(begun(&mut account, "fast", None)), full);
        account.run();
        execution(call(&mut account, start("shop", "three", "{}")));
    }

    #[test]
    fn qualifiers_that_cannot_be_are_refused() {
        let mut account = account(&[("shop", PASS)]);
        let mut check = |qualifier: &str, expected: &str| {
            let asked = StartExecution {
                flow_name: "shop".into(),
                qualifier: Some(qualifier.into()),
                ..StartExecution::default()
            };
            let found = refusal(call(&mut account, Request::StartExecution(asked)));
            assert_eq!(found, format!("InvalidArgument: Parameter error. {expected}"));
            let asked = ListExecutions { qualifier: Some(qualifier.into()), ..list("shop") };
            let listed = call(&mut account, Request::ListExecutions(asked));
            assert_eq!(listed.is_err(), qualifier == "a b", "{qualifier}");
        };
        check("1", "The flow shop has no version 1.");
        check("prod", "The flow shop has no alias prod.");
        check("a b", "Qualifier is the number of a version or the name of an alias.");
    }
}
