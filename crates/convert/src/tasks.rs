//! Tasks: what they call, with what, and what happens when that fails.

use flowglass_expression::Json;
use flowglass_flow::{Pattern, Retry, Spanned, Step, StepId, Task, TaskTarget, Template, Value};

use crate::emitter::{Added, Emitter, Part, Place};
use crate::expr::Expr;
use crate::locals::way_of;
use crate::remarks;
use crate::source::{ContextOf, Outcome, OwnInput};
use crate::state::{CatchRule, State, entries, entry};
use crate::target::{Target, parameter};
use crate::view::View;
use flowglass_yaml::Node;

/// The longest time-out of a task in seconds. Source: [TASK].
const LONGEST_TIMEOUT: f64 = 604_800.0;

/// What a task calls, in the new language.
struct Call {
    action: String,
    parameters: Vec<(String, Expr)>,
    /// What the called system answers.
    answer: Expr,
}

impl Emitter<'_> {
    pub(crate) fn task(
        &mut self,
        place: &Place,
        part: &Part,
        (_, step, task): (StepId, &Step, &Task),
        name: String,
        view: &View,
        out: &mut Vec<State>,
    ) {
        let own = OwnInput::new(view, ContextOf::step(self.name, &step.kind), &step.data);
        let call = self.call(step, task, &own);
        let mut state = State::new(name, "Task");
        state.add("Action", Node::text(&call.action));
        if task.pattern != Pattern::RequestResponse {
            state.add("TaskMode", Node::text(task.pattern.state_machine_name()));
        }
        state.add("Parameters", Node::Mapping(entries(&call.parameters)));
        if let Some(seconds) = task.timeout.as_ref().and_then(|timeout| number(&timeout.value).map(|n| (n, timeout.at)))
        {
            let (seconds, at) = seconds;
            if seconds > LONGEST_TIMEOUT {
                self.notes.push(remarks::long_timeout(at, seconds));
            }
            state.add("Timeout", Node::Constant(Json::from(seconds.min(LONGEST_TIMEOUT))));
        }
        if !step.retry.is_empty() {
            let rules = step.retry.iter().map(|rule| self.retry(rule)).collect();
            state.add("Retry", Node::List(rules));
        }
        for rule in &step.catch {
            let way = self.way(part, &rule.jump.target);
            let caught = self.caught(task);
            let output = self.output(place, view, &caught, false, rule.at);
            state.catch.push(CatchRule { errors: names(&rule.errors), output, way });
        }
        let outcome = Outcome::Value(call.answer.clone());
        let added = self.added(&own, step, &outcome, Added::All(call.answer));
        let way = self.way(part, &way_of(&step.when_done));
        self.hand_on(&mut state, place, view, &added, way, step.name.at, false);
        out.push(state);
    }

    fn call(&mut self, step: &Step, task: &Task, own: &OwnInput<'_>) -> Call {
        let Some(target) = &task.target else {
            return Call { action: String::new(), parameters: Vec::new(), answer: Expr::path("$Output") };
        };
        match &target.value {
            TaskTarget::Action(action) => {
                self.notes.push(remarks::any_api(target.at, action));
                let parameters = match self.parameters(task, own) {
                    Some(parameters) => parameters,
                    None => self.members_of_input(own, step),
                };
                Call { action: action.clone(), parameters, answer: Expr::path("$Output") }
            }
            TaskTarget::Resource(resource) => match Target::of(resource) {
                Target::Function(function) => self.function(step, task, own, &function),
                Target::Flow => self.child(step, task, own, resource),
                Target::Messages => self.messages(step, task, own, resource),
                Target::Other => {
                    self.notes.push(remarks::unknown_resource(target.at, resource));
                    self.function(step, task, own, resource)
                }
            },
        }
    }

    fn function(&mut self, step: &Step, task: &Task, own: &OwnInput<'_>, resource: &str) -> Call {
        let wanted = parameter(task, "InvocationType").and_then(|value| constant(value)).and_then(Json::as_str);
        let invocation = match (task.pattern, wanted) {
            (Pattern::Sync, _) | (_, Some("Async")) => "Async",
            _ => "Sync",
        };
        self.left_out(task, &["InvocationType"]);
        let answer = match task.pattern {
            Pattern::RequestResponse => Expr::Path("$Output.Body".to_owned()),
            Pattern::Sync => {
                self.notes.push(remarks::finished_job(step.name.at));
                Expr::path("$Output")
            }
            Pattern::WaitForCallback => Expr::path("$Output"),
        };
        let body = self.said(own.follow(&[]), step.name.at);
        let parameters = vec![
            ("resourceArn".to_owned(), Expr::Constant(resource.into())),
            ("invocationType".to_owned(), Expr::Constant(invocation.into())),
            ("body".to_owned(), body),
        ];
        Call { action: "FC:InvokeFunction".to_owned(), parameters, answer }
    }

    fn child(&mut self, step: &Step, task: &Task, own: &OwnInput<'_>, resource: &str) -> Call {
        match task.pattern {
            Pattern::RequestResponse => self.notes.push(remarks::started_child(step.name.at)),
            Pattern::Sync => self.notes.push(remarks::child_result(step.name.at)),
            Pattern::WaitForCallback => {}
        }
        self.left_out(task, &["Input", "ExecutionName"]);
        let input = match parameter(task, "Input") {
            Some(value) => self.own_value(own, value),
            None => self.said(own.follow(&[]), step.name.at),
        };
        let mut parameters = vec![("resourceArn".to_owned(), Expr::Constant(resource.into()))];
        if let Some(value) = parameter(task, "ExecutionName") {
            parameters.push(("executionName".to_owned(), self.own_value(own, value)));
        }
        parameters.push(("input".to_owned(), input));
        Call { action: "FNF:StartExecution".to_owned(), parameters, answer: Expr::path("$Output") }
    }

    fn messages(&mut self, step: &Step, task: &Task, own: &OwnInput<'_>, resource: &str) -> Call {
        const OTHERS: [(&str, &str); 4] = [
            ("Priority", "priority"),
            ("DelaySeconds", "delaySeconds"),
            ("MessageTag", "messageTag"),
            ("MessageAttributes", "messageAttributes"),
        ];
        self.notes.push(remarks::message_answer(step.name.at));
        self.left_out(task, &["MessageBody", "Priority", "DelaySeconds", "MessageTag", "MessageAttributes"]);
        let message = match parameter(task, "MessageBody") {
            Some(value) => self.own_value(own, value),
            None => self.said(own.follow(&[]), step.name.at),
        };
        let mut parameters =
            vec![("resourceArn".to_owned(), Expr::Constant(resource.into())), ("message".to_owned(), message)];
        for (old, new) in OTHERS {
            if let Some(value) = parameter(task, old) {
                parameters.push((new.to_owned(), self.own_value(own, value)));
            }
        }
        Call { action: "MNS:SendMessage".to_owned(), parameters, answer: Expr::path("$Output") }
    }

    /// Notes parameters of a call that the new language has no place for.
    fn left_out(&mut self, task: &Task, known: &[&str]) {
        let Some(Template::Object(members)) = &task.parameters else { return };
        for (key, _) in members.iter().filter(|(key, _)| !known.contains(&key.value.as_str())) {
            self.notes.push(remarks::parameter_without_place(key.at, &key.value));
        }
    }

    /// `serviceParams` as they stand.
    fn parameters(&mut self, task: &Task, own: &OwnInput<'_>) -> Option<Vec<(String, Expr)>> {
        let Some(Template::Object(members)) = &task.parameters else { return None };
        let mut parameters = Vec::with_capacity(members.len());
        for (key, member) in members {
            if let Template::Value(value) = member {
                parameters.push((key.value.clone(), self.own_value(own, value)));
            }
        }
        Some(parameters)
    }

    /// The members of the mapped input, where only a list of members can stand.
    fn members_of_input(&mut self, own: &OwnInput<'_>, step: &Step) -> Vec<(String, Expr)> {
        match self.said(own.follow(&[]), step.name.at) {
            Expr::Object(members) => members,
            whole => {
                self.notes.push(remarks::open_parameters(step.name.at));
                vec![("input".to_owned(), whole)]
            }
        }
    }

    /// A constant, or a path into the step's own input.
    pub(crate) fn own_value(&mut self, own: &OwnInput<'_>, value: &Spanned<Value>) -> Expr {
        match &value.value {
            Value::Constant(constant) => Expr::Constant(constant.clone()),
            Value::Reference(reference) => self.said(own.follow(reference.path().segments), value.at),
            Value::Unknown(text) => Expr::Constant(text.as_str().into()),
            Value::Expression(_) | Value::Broken(_) => Expr::NULL,
        }
    }

    /// What a caught error adds to the local.
    fn caught(&mut self, task: &Task) -> Added {
        let error = Expr::Object(vec![
            ("error".to_owned(), Expr::path("$Context.Current.Error.Code")),
            ("code".to_owned(), Expr::path("$Context.Current.Error.Code")),
            ("cause".to_owned(), Expr::path("$Context.Current.Error.Detail")),
        ]);
        let mut members: Vec<(String, Expr)> = Vec::new();
        for mapping in task.error_mappings.iter().flatten() {
            let value = match &mapping.source.value {
                Value::Constant(constant) => Expr::Constant(constant.clone()),
                Value::Reference(reference) if reference.root() == flowglass_expression::legacy::Root::Local => {
                    error.follow(reference.path().segments).unwrap_or(Expr::NULL)
                }
                Value::Unknown(text) => Expr::Constant(text.as_str().into()),
                Value::Reference(_) | Value::Expression(_) | Value::Broken(_) => Expr::NULL,
            };
            members.retain(|(key, _)| *key != mapping.target.value);
            members.push((mapping.target.value.clone(), value));
        }
        Added::Members(members)
    }

    /// A retry rule with everything that the older language takes for granted.
    fn retry(&mut self, rule: &Retry) -> Node {
        if rule.factor < 1.0 {
            self.notes.push(remarks::shrinking_pauses(rule.at));
        }
        let mut members = vec![
            ("Errors".to_owned(), names(&rule.errors)),
            ("IntervalSeconds".to_owned(), Node::Constant(rule.interval_seconds.into())),
            ("MaxAttempts".to_owned(), Node::Constant(rule.max_attempts.into())),
            ("BackoffRate".to_owned(), Node::Constant(rule.factor.into())),
        ];
        if let Some(most) = rule.max_interval_seconds {
            members.push(("MaxBackoffSeconds".to_owned(), Node::Constant(most.into())));
        }
        Node::Mapping(members)
    }

    pub(crate) fn fail(&mut self, step: &Step, fail: &flowglass_flow::Fail, name: String) -> State {
        let mut state = State::new(name, "Fail");
        let text = |value: &Option<Spanned<Value>>| value.as_ref().and_then(constant).cloned();
        match text(&fail.code) {
            Some(code) => state.members.push(entry("Code", &Expr::Constant(code))),
            None => self.notes.push(remarks::unnamed_failure(step.name.at)),
        }
        state.members.push(entry("Detail", &Expr::Constant(text(&fail.detail).unwrap_or_else(|| "".into()))));
        state
    }
}

fn constant(value: &Spanned<Value>) -> Option<&Json> {
    match &value.value {
        Value::Constant(constant) => Some(constant),
        Value::Reference(_) | Value::Expression(_) | Value::Unknown(_) | Value::Broken(_) => None,
    }
}

pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Constant(Json::Number(number)) => Some(number.as_f64()),
        Value::Constant(Json::String(text)) => text.trim().parse().ok(),
        _ => None,
    }
}

fn names(errors: &[Spanned<String>]) -> Node {
    Node::List(errors.iter().map(|error| Node::text(&error.value)).collect())
}
