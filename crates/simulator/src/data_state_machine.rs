//! How data flows in the new language: constructors over `$Input`, `$Output`, `$Context`, `$Global`, `$Item`.
//!
//! Source: `state-machine.md` 3.

use flowglass_expression::{Json, Object, state_machine};
use flowglass_flow::{Condition, ConditionExpression, Data, Template, Value};

use crate::data_legacy::broken;
use crate::execution::Execution;
use crate::failure::{self, Failure};
use crate::frame::FrameId;
use crate::machine::Machine;
use crate::settings::MissingPaths;

/// How deep constructors may nest; deeper ones could not be written down as JSON either.
const DEEPEST: usize = flowglass_expression::MAX_DEPTH;

/// What expressions of one step can see beside the step's own input and the global variables.
struct Sight {
    output: Option<Json>,
    context: Json,
    item: Option<Json>,
}

impl Sight {
    /// All that the expressions of the step that runs in `frame` can see.
    fn scope<'a>(&'a self, execution: &'a Execution, frame: FrameId) -> state_machine::Scope<'a> {
        let run = execution.state.frames.get(frame).and_then(|frame| frame.step.as_ref());
        state_machine::Scope {
            input: run.map_or(&Json::Null, |run| &run.input),
            output: self.output.as_ref(),
            context: &self.context,
            global: &execution.state.global,
            item: self.item.as_ref(),
        }
    }
}

impl Machine<'_> {
    /// The effective input of the step that runs in `frame`; built anew for every attempt (CHOICE 32).
    pub(crate) fn construct_input(&mut self, frame: FrameId) -> Result<Json, Failure> {
        let flow = self.flow();
        let Some(run) = self.run_mut(frame) else { return Ok(Json::object()) };
        run.input = run.incoming.clone();
        let Data::Constructors { input: Some(template), .. } = &flow.step(run.id).data else {
            return Ok(run.input.clone());
        };
        self.construct(frame, template, None)
    }

    /// The output of the step that runs in `frame`, and the global variables that it writes; both see the raw output
    /// and the globals as they were.
    pub(crate) fn construct_output(&mut self, frame: FrameId, raw: Json) -> Result<(Json, Option<Json>), Failure> {
        let flow = self.flow();
        let Some(run) = self.run(frame) else { return Ok((raw, None)) };
        let Data::Constructors { output, global, .. } = &flow.step(run.id).data else { return Ok((raw, None)) };
        if output.is_none() && global.is_none() {
            return Ok((raw, None));
        }
        let sight = self.sight(frame, Some(raw.clone()), None);
        let built = match output {
            Some(template) => self.construct_in(frame, template, &sight)?,
            None => raw,
        };
        let globals = match global {
            Some(template) => Some(self.construct_in(frame, template, &sight)?),
            None => None,
        };
        Ok((built, globals))
    }

    /// What a template builds for the step that runs in `frame`, before there is an output.
    pub(crate) fn construct(
        &mut self,
        frame: FrameId,
        template: &Template,
        item: Option<Json>,
    ) -> Result<Json, Failure> {
        let sight = self.sight(frame, None, item);
        self.construct_in(frame, template, &sight)
    }

    /// A value of the definition, computed over the step's own input if it is no constant; of both languages.
    pub(crate) fn value(&mut self, frame: FrameId, value: &Value) -> Result<Json, Failure> {
        match value {
            Value::Constant(value) => Ok(value.clone()),
            Value::Reference(reference) => Ok(self.resolve_own(frame, reference)),
            Value::Expression(expression) => {
                let sight = self.sight(frame, None, None);
                self.evaluate(frame, expression, &sight)
            }
            Value::Unknown(text) => Ok(self.take_unknown(Some(frame), text)),
            Value::Broken(text) => Err(broken(text)),
        }
    }

    /// Tells whether a condition holds for the step that runs in `frame`; of both languages. One that cannot be read
    /// does not.
    pub(crate) fn holds(&mut self, frame: FrameId, condition: &Condition) -> bool {
        let mut notes = Vec::new();
        let holds = match &condition.expression {
            Some(ConditionExpression::Legacy(expression)) => {
                let own = self.run(frame).map(|run| run.input.clone()).unwrap_or_default();
                expression.evaluate(&own, &mut notes)
            }
            Some(ConditionExpression::StateMachine(expression)) => {
                let sight = self.sight(frame, None, None);
                let scope = sight.scope(self.execution, frame);
                expression.holds(&scope, &mut self.world.random, &mut notes)
            }
            None => {
                self.note(frame, format!("the condition {} cannot be read and counts as false", condition.text.value));
                false
            }
        };
        self.note_all(Some(frame), notes);
        holds
    }

    fn sight(&self, frame: FrameId, output: Option<Json>, item: Option<Json>) -> Sight {
        Sight { output, context: self.context(frame), item }
    }

    fn construct_in(&mut self, frame: FrameId, template: &Template, sight: &Sight) -> Result<Json, Failure> {
        self.construct_nested(frame, template, sight, DEEPEST)
    }

    /// Source: `state-machine.md` 3.3. `levels` more may nest.
    fn construct_nested(
        &mut self,
        frame: FrameId,
        template: &Template,
        sight: &Sight,
        levels: usize,
    ) -> Result<Json, Failure> {
        let inner = levels.checked_sub(1).ok_or_else(|| {
            Failure::of_step(failure::EXPRESSION, format!("a constructor nests deeper than {DEEPEST} levels"))
        })?;
        match template {
            Template::Value(value) => match &value.value {
                Value::Constant(value) => Ok(value.clone()),
                Value::Reference(reference) => Ok(self.resolve_own(frame, reference)),
                Value::Expression(expression) => self.evaluate(frame, expression, sight),
                Value::Unknown(text) => Ok(self.take_unknown(Some(frame), text)),
                Value::Broken(text) => Err(broken(text)),
            },
            Template::Object(members) => {
                let mut built = Object::with_capacity(members.len());
                for (key, member) in members {
                    let member = self.construct_nested(frame, member, sight, inner)?;
                    built.insert(self.world.keys.shared(&key.value), member);
                }
                Ok(built.into())
            }
            Template::List(items) => {
                items.iter().map(|item| self.construct_nested(frame, item, sight, inner)).collect::<Result<Json, _>>()
            }
        }
    }

    fn evaluate(
        &mut self,
        frame: FrameId,
        expression: &state_machine::Expression,
        sight: &Sight,
    ) -> Result<Json, Failure> {
        let missing_path = match self.world.settings.options.missing_path {
            MissingPaths::Null => state_machine::MissingPath::Null,
            MissingPaths::Fail => state_machine::MissingPath::Fail,
        };
        let options = state_machine::Options { missing_path };
        let mut notes = Vec::new();
        let scope = sight.scope(self.execution, frame);
        let value = expression.evaluate(&scope, &options, &mut self.world.random, &mut notes);
        self.note_all(Some(frame), notes);
        Ok(value?)
    }
}
