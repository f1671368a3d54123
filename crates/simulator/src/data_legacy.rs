//! How data flows in the older language: mappings, and the merge of outputs into the local of a scope.
//!
//! Source: `fdl-v1.md` 8, 9.

use flowglass_expression::{Json, Note, Object, json, legacy};
use flowglass_flow::{Data, Mapping, StepKind, Value};

use crate::failure::{self, Failure};
use crate::frame::{FrameId, Role};
use crate::machine::Machine;

impl Machine<'_> {
    /// The input of the step that runs in `frame`: its mappings over the scope's input and local, or both merged.
    pub(crate) fn map_input(&mut self, frame: FrameId) -> Result<Json, Failure> {
        let flow = self.flow();
        let Some((around, run)) = self.frame(frame).and_then(|around| Some((around, around.step.as_ref()?))) else {
            return Ok(Json::object());
        };
        let (input, local) = (around.input.clone(), around.local.clone());
        let Data::Mappings { input: Some(mappings), .. } = &flow.step(run.id).data else {
            return Ok(input.merge(&local));
        };
        let own = if uses_own(mappings) { input.merge(&local) } else { Json::Null };
        let context = self.context(frame);
        let scope = legacy::Scope { input: &input, local: &local, context: &context, own: &own };
        self.apply(Some(frame), mappings, &scope)
    }

    /// The output of the step that runs in `frame`, from its own local.
    pub(crate) fn map_output(&mut self, frame: FrameId, local: Json) -> Result<Json, Failure> {
        let flow = self.flow();
        let Some(run) = self.run(frame) else { return Ok(Json::object()) };
        let step = flow.step(run.id);
        let input = run.input.clone();
        let Data::Mappings { output: Some(mappings), .. } = &step.data else {
            return Ok(match step.kind {
                StepKind::Parallel(_) | StepKind::Map(_) => Json::object(),
                _ => local,
            });
        };
        let own = if uses_own(mappings) { object_or_empty(&input.merge(&local)) } else { Json::Null };
        let context = self.context(frame);
        let scope = legacy::Scope { input: &input, local: &local, context: &context, own: &own };
        self.apply(Some(frame), mappings, &scope)
    }

    /// What a caught error adds to the scope's local: nothing without mappings.
    ///
    /// Source: `fdl-v1.md` 7.3; `code` is taken for `error`.
    pub(crate) fn map_error(
        &mut self,
        frame: FrameId,
        mappings: Option<&[Mapping]>,
        why: &Failure,
    ) -> Result<Json, Failure> {
        let Some(mappings) = mappings else { return Ok(Json::object()) };
        let local = json!({"error": &why.error, "cause": &why.cause, "code": &why.error});
        let context = self.context(frame);
        let scope = legacy::Scope { input: &Json::Null, local: &local, context: &context, own: &Json::Null };
        self.apply(Some(frame), mappings, &scope)
    }

    /// What the flow's own mappings make.
    pub(crate) fn map_flow(&mut self, mappings: &[Mapping], input: &Json, local: &Json) -> Result<Json, Failure> {
        let own = if uses_own(mappings) { input.merge(local) } else { Json::Null };
        let context = self.context_of_flow();
        self.apply(None, mappings, &legacy::Scope { input, local, context: &context, own: &own })
    }

    /// Resolves a reference `$.…` into the step's own input.
    pub(crate) fn resolve_own(&mut self, frame: FrameId, reference: &legacy::Reference) -> Json {
        let input = self.run(frame).map(|run| run.input.clone()).unwrap_or_default();
        let context = self.context(frame);
        let scope = legacy::Scope { input: &input, local: &Json::Null, context: &context, own: &input };
        let mut notes = Vec::new();
        let value = reference.resolve(&scope, &mut notes);
        self.note_all(Some(frame), notes);
        value
    }

    /// Builds the object that a list of mappings describes; a later entry with the same target wins.
    fn apply(
        &mut self,
        frame: Option<FrameId>,
        mappings: &[Mapping],
        scope: &legacy::Scope<'_>,
    ) -> Result<Json, Failure> {
        let mut built = Object::with_capacity(mappings.len());
        let mut notes = Vec::new();
        for mapping in mappings {
            let value = match &mapping.source.value {
                Value::Constant(value) => value.clone(),
                Value::Reference(reference) => {
                    if let Some(frame) = frame {
                        self.note_outer_local(frame, reference, scope.local);
                    }
                    reference.resolve(scope, &mut notes)
                }
                Value::Unknown(text) => self.take_unknown(frame, text),
                Value::Broken(text) => return Err(broken(text)),
                Value::Expression(expression) => return Err(broken(expression.text())),
            };
            built.insert(mapping.target.value.as_str(), value);
        }
        self.note_all(frame, notes);
        Ok(built.into())
    }

    /// A value that a deployment tool writes, as the text that names it.
    pub(crate) fn take_unknown(&mut self, frame: Option<FrameId>, text: &str) -> Json {
        let message = format!("{text} is written when the flow is deployed; here it is taken as this text");
        match frame {
            Some(frame) => self.note(frame, message),
            None => self.execution.note("", message),
        }
        Json::from(text)
    }

    pub(crate) fn note_all(&mut self, frame: Option<FrameId>, notes: Vec<Note>) {
        for note in notes {
            match frame {
                Some(frame) => self.note(frame, note.message),
                None => self.execution.note("", note.message),
            }
        }
    }

    /// Tells that a key which `$local` does not have inside a choice stands in the local around it (A1).
    fn note_outer_local(&mut self, frame: FrameId, reference: &legacy::Reference, local: &Json) {
        let Some(key) = reference.first_key().filter(|_| reference.root() == legacy::Root::Local) else { return };
        if local.get(key).is_some() {
            return;
        }
        let mut inner = frame;
        while let Some(around) = self.frame(inner) {
            let (Role::Body, Some(outer)) = (around.role, around.parent) else { return };
            if self.frame(outer).is_some_and(|outer| outer.local.get(key).is_some()) {
                let message = format!(
                    "$local.{key} is empty here: the local of a choice begins empty. What was put out before the \
                     choice is $input.{key}"
                );
                return self.note(frame, message);
            }
            inner = outer;
        }
    }
}

/// The failure of a step whose definition has a text that nothing can be computed from.
pub(crate) fn broken(text: &str) -> Failure {
    Failure::of_step(failure::EXPRESSION, format!("the definition says {text}, which cannot be read"))
}

fn uses_own(mappings: &[Mapping]) -> bool {
    mappings.iter().any(
        |mapping| matches!(&mapping.source.value, Value::Reference(reference) if reference.root() == legacy::Root::Own),
    )
}

fn object_or_empty(value: &Json) -> Json {
    if value.as_object().is_some() { value.clone() } else { Json::object() }
}
