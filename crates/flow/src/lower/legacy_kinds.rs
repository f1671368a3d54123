//! What each type of step of the older language has besides what all have.
//!
//! Source: `fdl-v1.md` 4.

use flowglass_expression::{Json, legacy};

use super::fields::{Bounds, Field, Fields};
use super::{Lowering, keys};
use crate::document::NodeId;
use crate::finding::Severity;
use crate::model::{
    Arm, Choice, Condition, ConditionExpression, Fail, Jump, Loop, Map, Owner, Parallel, Scope, ScopeId, StepId, Value,
    Wait,
};
use crate::rules::either_key::EitherKey;
use crate::rules::expression_syntax::ExpressionSyntax;
use crate::rules::out_of_range::OutOfRange;
use crate::rules::undocumented::Undocumented;
use crate::span::{Span, Spanned};

const WAIT_SECONDS: Bounds = Bounds::whole(0.0, 172_800.0, "A wait lasts at most 2 days, 172800 seconds [WAIT].");
/// Source: [PAR].
const MOST_BRANCHES: usize = 100;

impl Lowering<'_> {
    pub(super) fn legacy_wait(&mut self, fields: &mut Fields<'_>) -> Wait {
        let duration = fields.take(self, "duration");
        let timestamp = fields.take(self, "timestamp");
        self.exactly_one(
            fields,
            ["duration", "timestamp"],
            [&duration, &timestamp],
            "A wait lasts for a time or until a time [WAIT].",
        );
        let seconds = duration.map(|field| {
            let value = self.legacy_value(&field);
            if let Value::Constant(constant) = &value.value
                && constant.as_str().is_none_or(|text| text.parse::<f64>().is_err())
            {
                self.number(&field, WAIT_SECONDS);
            }
            value
        });
        let until = timestamp.map(|field| {
            let value = self.legacy_value(&field);
            if let Value::Constant(constant) = &value.value
                && !constant.as_str().is_some_and(crate::timestamp::is_rfc3339)
            {
                let found = format!("`{}`", self.document.source(field.value));
                self.findings.report(OutOfRange {
                    at: value.at,
                    key: "timestamp".to_owned(),
                    found,
                    allowed: "an RFC 3339 time such as `2026-01-01T08:00:00Z`".to_owned(),
                    why: "The service reads the end of a wait as an RFC 3339 time [WAIT].",
                    severity: Severity::Error,
                });
            }
            value
        });
        Wait { seconds, until }
    }

    /// Reports both or neither of two keys.
    pub(super) fn exactly_one(
        &mut self,
        fields: &Fields<'_>,
        keys: [&'static str; 2],
        found: [&Option<Field>; 2],
        why: &'static str,
    ) {
        let (at, both) = match found {
            [Some(first), Some(second)] => (first.key_at, Some(second.key_at)),
            [None, None] => (fields.at, None),
            _ => return,
        };
        self.findings.report(EitherKey { at, owner: fields.owner.clone(), keys, both, why });
    }

    pub(super) fn legacy_choice(&mut self, fields: &mut Fields<'_>, id: StepId) -> Choice {
        let mut choice = Choice::default();
        match fields.take(self, "choices") {
            Some(field) => {
                for node in self.list(&field).unwrap_or_default() {
                    if let Some(arm) = self.legacy_arm(*node, id, choice.arms.len(), true) {
                        choice.arms.push(arm);
                    }
                }
            }
            None => self.missing(fields, "choices", "A choice has conditions to choose by [CHOICE]."),
        }
        if let Some(field) = fields.take(self, "default") {
            choice.default = self.legacy_arm(field.value, id, choice.arms.len(), false);
        }
        choice
    }

    fn legacy_arm(&mut self, node: NodeId, id: StepId, slot: usize, conditional: bool) -> Option<Arm> {
        let owner = if conditional { "an entry of `choices`" } else { "`default`" };
        let mut fields = self.fields(node, owner)?;
        let condition = fields.take(self, "condition").filter(|_| conditional);
        if conditional && condition.is_none() {
            self.missing(&fields, "condition", "An entry of `choices` is taken when its condition holds [CHOICE].");
        }
        let condition = condition.and_then(|field| self.legacy_condition(&field));
        let body = fields.take(self, "steps").map(|field| self.legacy_body(&field, id, slot));
        let jump = self.jump(&mut fields, "goto");
        self.finish(fields, if conditional { keys::LEGACY_ARM } else { keys::LEGACY_DEFAULT }, Severity::Error);
        Some(Arm { condition, body, jump, at: self.document.node(node).at })
    }

    fn legacy_condition(&mut self, field: &Field) -> Option<Condition> {
        let text = self.written(field)?;
        let expression = match legacy::Condition::parse(&text.value) {
            Ok(condition) => Some(ConditionExpression::Legacy(condition)),
            Err(error) => {
                self.expression_error(field.value, field.key, &error);
                None
            }
        };
        Some(Condition { text, expression })
    }

    /// A list of steps inside the step `id`.
    fn legacy_body(&mut self, field: &Field, id: StepId, slot: usize) -> ScopeId {
        let at = self.document.node(field.value).at;
        let scope = self.inner_scope(id, slot, at);
        self.legacy_steps(field, scope);
        scope
    }

    pub(super) fn inner_scope(&mut self, id: StepId, slot: usize, at: Span) -> ScopeId {
        let owner = Some(Owner { step: id, slot: slot as u32 });
        self.flow.add_scope(Scope { owner, start: Jump::missing(), steps: Vec::new(), at })
    }

    pub(super) fn legacy_parallel(&mut self, fields: &mut Fields<'_>, id: StepId) -> Parallel {
        let Some(field) = fields.take(self, "branches") else {
            self.missing(fields, "branches", "A parallel step runs branches [PAR].");
            return Parallel::default();
        };
        let items = self.list(&field).unwrap_or_default();
        self.count_branches(
            &field,
            items.len(),
            MOST_BRANCHES,
            "1 to 100 branches",
            "A parallel step has at most 100 branches [PAR].",
        );
        let mut branches = Vec::with_capacity(items.len());
        for node in items {
            let Some(mut fields) = self.fields(*node, "a branch") else { continue };
            match fields.take(self, "steps") {
                Some(field) => {
                    let scope = self.legacy_body(&field, id, branches.len());
                    branches.push(scope);
                }
                None => self.missing(&fields, "steps", "A branch is a list of steps [PAR]."),
            }
            self.finish(fields, keys::LEGACY_BRANCH, Severity::Error);
        }
        Parallel { branches }
    }

    pub(super) fn count_branches(
        &mut self,
        field: &Field,
        count: usize,
        most: usize,
        allowed: &str,
        why: &'static str,
    ) {
        if count == 0 || count > most {
            self.findings.report(OutOfRange {
                at: field.key_at,
                key: field.key.to_owned(),
                found: format!("a list of {count}"),
                allowed: allowed.to_owned(),
                why,
                severity: Severity::Error,
            });
        }
    }

    pub(super) fn legacy_foreach(&mut self, fields: &mut Fields<'_>, id: StepId) -> Map {
        let mut map = Map::default();
        match fields.take(self, "iterationMapping") {
            Some(field) => {
                if let Some(mut inner) = self.fields(field.value, "`iterationMapping`") {
                    map.items = self.collection(&mut inner);
                    map.item_key = inner.take(self, "item").and_then(|field| self.text(&field));
                    if map.item_key.is_none() {
                        self.missing(
                            &inner,
                            "item",
                            "Each iteration finds its item under the key that `item` names [EACH].",
                        );
                    }
                    map.index_key = inner.take(self, "index").and_then(|field| self.text(&field));
                    self.finish(inner, keys::LEGACY_ITERATION, Severity::Error);
                }
            }
            None => self.missing(fields, "iterationMapping", "A foreach step says which list it walks [EACH]."),
        }
        match fields.take(self, "steps") {
            Some(field) => map.body = Some(self.legacy_body(&field, id, 0)),
            None => self.missing(fields, "steps", "A foreach step has steps that run for each item [EACH]."),
        }
        map
    }

    fn collection(&mut self, fields: &mut Fields<'_>) -> Option<Spanned<Value>> {
        let Some(field) = fields.take(self, "collection") else {
            self.missing(fields, "collection", "A foreach step says which list it walks [EACH].");
            return None;
        };
        let value = self.legacy_value(&field);
        if let Value::Constant(constant) = &value.value {
            let shown = constant.as_str().map_or_else(|| constant.to_compact(), str::to_owned);
            self.findings.report(ExpressionSyntax {
                at: value.at,
                key: "collection".to_owned(),
                message: "it does not begin with `$`".to_owned(),
                why: "The list is a path into the step's input, such as `$.items` [EACH].",
                severity: Severity::Error,
            });
            return Some(Spanned::new(Value::Broken(shown), value.at));
        }
        Some(value)
    }

    pub(super) fn legacy_fail(&mut self, fields: &mut Fields<'_>) -> Fail {
        let mut constant = |this: &mut Self, key| {
            let field = fields.take(this, key)?;
            let text = this.text(&field)?;
            Some(Spanned::new(Value::Constant(Json::from(text.value)), text.at))
        };
        Fail { code: constant(self, "error"), detail: constant(self, "cause") }
    }

    pub(super) fn legacy_loop(&mut self, fields: &mut Fields<'_>, id: StepId) -> Loop {
        let at = self.flow.step(id).at;
        let help = "Use a choice whose `goto` leads back, or a foreach.";
        self.findings.report(Undocumented {
            at: Span::new(fields.at.start as usize, fields.at.end.min(at.end) as usize),
            what: "the step type `loop`",
            help,
        });
        let before = fields.take(self, "preCondition").and_then(|field| self.written(&field));
        let after = fields.take(self, "postCondition").and_then(|field| self.written(&field));
        let body = fields.take(self, "steps").map(|field| self.legacy_body(&field, id, 0));
        Loop { before, after, body }
    }
}
