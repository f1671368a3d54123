//! What each type of step of the older language has besides what all have.
//!
//! Source: `fdl-v1.md` 4.

use flowglass_expression::{Json, Number};

use super::fields::{Bounds, Field, Fields};
use super::{Lowering, expressions, keys};
use crate::document::NodeId;
use crate::finding::{Severity, Words};
use crate::model::{
    Arm, Choice, Condition, Fail, Jump, Loop, Map, Owner, Parallel, Scope, ScopeId, StepId, Value, Wait,
};
use crate::rules::Holder;
use crate::rules::either_key::EitherKey;
use crate::rules::not_a_path::NotAPath;
use crate::rules::out_of_range::{Allowed, OutOfRange};
use crate::rules::undocumented::{ONLY_IN_THE_SCHEMA, Undocumented};
use crate::rules::wrong_type::FoundValue;
use crate::span::{Span, Spanned};

const WAIT_SECONDS: Bounds = Bounds::whole(
    0.0,
    172_800.0,
    Words::new("A wait lasts at most 2 days, 172800 seconds [WAIT].", "等待最长 2 天，即 172800 秒 [WAIT]。"),
);
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
            Words::new(
                "A wait lasts for a time or until a time [WAIT].",
                "等待要么持续一段时间，要么到某个时刻为止 [WAIT]。",
            ),
        );
        let seconds = duration.map(|field| {
            let value = self.legacy_value(&field);
            if let Value::Constant(constant) = &value.value
                && constant.as_str().and_then(Number::from_decimal).is_none()
            {
                self.number(&field, WAIT_SECONDS);
            }
            value
        });
        let until = timestamp.map(|field| {
            let value = self.legacy_value(&field);
            if cfg!(feature = "findings")
                && let Value::Constant(constant) = &value.value
                && !constant.as_str().is_some_and(crate::timestamp::is_rfc3339)
            {
                let document = self.document;
                self.findings.report(|| OutOfRange {
                    at: value.at,
                    key: "timestamp",
                    found: FoundValue::Text(document.source(field.value).to_owned()),
                    allowed: Allowed::Form(Words::new(
                        "an RFC 3339 time such as `2026-01-01T08:00:00Z`",
                        " RFC 3339 时间，例如 `2026-01-01T08:00:00Z`",
                    )),
                    why: Words::new(
                        "The service reads the end of a wait as an RFC 3339 time [WAIT].",
                        "服务按 RFC 3339 时间读取等待的结束时刻 [WAIT]。",
                    ),
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
        why: Words,
    ) {
        let (at, both) = match found {
            [Some(first), Some(second)] => (first.key_at, Some(second.key_at)),
            [None, None] => (fields.at, None),
            _ => return,
        };
        self.findings.report(|| EitherKey { at, owner: fields.owner.name(), keys, both, why });
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
            None => self.missing(
                fields,
                "choices",
                Words::new("A choice has conditions to choose by [CHOICE].", "选择步骤要有供判断的条件 [CHOICE]。"),
            ),
        }
        if let Some(field) = fields.take(self, "default") {
            choice.default = self.legacy_arm(field.value, id, choice.arms.len(), false);
        }
        choice
    }

    fn legacy_arm(&mut self, node: NodeId, id: StepId, slot: usize, conditional: bool) -> Option<Arm> {
        let owner = if conditional { Holder::Entry("choices") } else { Holder::Key("default") };
        let mut fields = self.fields(node, owner)?;
        let condition = fields.take(self, "condition").filter(|_| conditional);
        if conditional && condition.is_none() {
            self.missing(
                &fields,
                "condition",
                Words::new(
                    "An entry of `choices` is taken when its condition holds [CHOICE].",
                    "`choices` 的一项在其条件成立时被选中 [CHOICE]。",
                ),
            );
        }
        let condition = condition.and_then(|field| self.legacy_condition(&field));
        let body = fields.take(self, "steps").map(|field| self.legacy_body(&field, id, slot));
        let jump = self.jump(&mut fields, "goto");
        self.finish(fields, if conditional { keys::LEGACY_ARM } else { keys::LEGACY_DEFAULT }, Severity::Error);
        Some(Arm { condition, body, jump, at: self.document.node(node).at })
    }

    fn legacy_condition(&mut self, field: &Field) -> Option<Condition> {
        let text = self.written(field)?;
        if self.document.is_unknown(field.value) {
            return Some(Condition { text, expression: None });
        }
        let expression = expressions::legacy_condition(&text.value).unwrap_or_else(|error| {
            self.expression_error(field.value, field.key, error);
            None
        });
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
            self.missing(
                fields,
                "branches",
                Words::new("A parallel step runs branches [PAR].", "并行步骤运行多个分支 [PAR]。"),
            );
            return Parallel::default();
        };
        let items = self.list(&field).unwrap_or_default();
        self.count_branches(
            &field,
            items.len(),
            MOST_BRANCHES,
            Words::new("1 to 100 branches", " 1 到 100 个分支"),
            Words::new("A parallel step has at most 100 branches [PAR].", "并行步骤最多 100 个分支 [PAR]。"),
        );
        let mut branches = Vec::with_capacity(items.len());
        for node in items {
            let Some(mut fields) = self.fields(*node, Holder::Entry("branches")) else { continue };
            match fields.take(self, "steps") {
                Some(field) => {
                    let scope = self.legacy_body(&field, id, branches.len());
                    branches.push(scope);
                }
                None => self.missing(
                    &fields,
                    "steps",
                    Words::new("A branch is a list of steps [PAR].", "分支是步骤的列表 [PAR]。"),
                ),
            }
            self.finish(fields, keys::LEGACY_BRANCH, Severity::Error);
        }
        Parallel { branches }
    }

    pub(super) fn count_branches(&mut self, field: &Field, count: usize, most: usize, allowed: Words, why: Words) {
        if (count == 0 || count > most) && !self.document.is_unknown(field.value) {
            self.findings.report(|| OutOfRange {
                at: field.key_at,
                key: field.key,
                found: FoundValue::ListOf(count),
                allowed: Allowed::Form(allowed),
                why,
                severity: Severity::Error,
            });
        }
    }

    pub(super) fn legacy_foreach(&mut self, fields: &mut Fields<'_>, id: StepId) -> Map {
        let mut map = Map::default();
        match fields.take(self, "iterationMapping") {
            Some(field) => {
                if let Some(mut inner) = self.fields(field.value, Holder::Key("iterationMapping")) {
                    map.items = self.collection(&mut inner);
                    map.item_key = inner.take(self, "item").and_then(|field| self.text(&field));
                    if map.item_key.is_none() {
                        self.missing(
                            &inner,
                            "item",
                            Words::new(
                                "Each iteration finds its item under the key that `item` names [EACH].",
                                "每次迭代通过 `item` 指定的键取得当前元素 [EACH]。",
                            ),
                        );
                    }
                    map.index_key = inner.take(self, "index").and_then(|field| self.text(&field));
                    self.finish(inner, keys::LEGACY_ITERATION, Severity::Error);
                }
            }
            None => self.missing(
                fields,
                "iterationMapping",
                Words::new(
                    "A foreach step says which list it walks [EACH].",
                    "foreach 步骤要说明遍历哪个列表 [EACH]。",
                ),
            ),
        }
        match fields.take(self, "steps") {
            Some(field) => map.body = Some(self.legacy_body(&field, id, 0)),
            None => self.missing(
                fields,
                "steps",
                Words::new(
                    "A foreach step has steps that run for each item [EACH].",
                    "foreach 步骤要有针对每个元素运行的步骤 [EACH]。",
                ),
            ),
        }
        map
    }

    fn collection(&mut self, fields: &mut Fields<'_>) -> Option<Spanned<Value>> {
        let Some(field) = fields.take(self, "collection") else {
            self.missing(
                fields,
                "collection",
                Words::new(
                    "A foreach step says which list it walks [EACH].",
                    "foreach 步骤要说明遍历哪个列表 [EACH]。",
                ),
            );
            return None;
        };
        let value = self.legacy_value(&field);
        if let Value::Constant(constant) = &value.value {
            let shown = constant.as_str().map_or_else(|| constant.to_compact(), str::to_owned);
            self.findings.report(|| NotAPath { at: value.at, found: shown.clone() });
            return Some(Spanned::new(Value::Broken(shown), value.at));
        }
        Some(value)
    }

    pub(super) fn legacy_fail(&mut self, fields: &mut Fields<'_>) -> Fail {
        let mut constant = |this: &mut Self, key| {
            let field = fields.take(this, key)?;
            if let Some(unknown) = this.unknown(field.value) {
                return Some(unknown);
            }
            let text = this.text(&field)?;
            Some(Spanned::new(Value::Constant(Json::from(text.value)), text.at))
        };
        Fail { code: constant(self, "error"), detail: constant(self, "cause") }
    }

    pub(super) fn legacy_loop(&mut self, fields: &mut Fields<'_>, id: StepId) -> Loop {
        let at = self.flow.step(id).at;
        self.findings.report(|| Undocumented {
            at: Span::new(fields.at.start as usize, fields.at.end.min(at.end) as usize),
            subject: Words::new("the step type `loop`", "步骤类型 `loop` "),
            why: ONLY_IN_THE_SCHEMA,
            help: Words::new(
                "Use a choice whose `goto` leads back, or a foreach.",
                "请使用带有向回 `goto` 的选择步骤，或者 foreach。",
            ),
        });
        let before = fields.take(self, "preCondition").and_then(|field| self.written(&field));
        let after = fields.take(self, "postCondition").and_then(|field| self.written(&field));
        let body = fields.take(self, "steps").map(|field| self.legacy_body(&field, id, 0));
        Loop { before, after, body }
    }
}
