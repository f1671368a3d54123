//! The older language: `type: flow` and its steps.
//!
//! Source: `fdl-v1.md` 2–4.

use super::fields::{Bounds, Field, Fields};
use super::templates::MappingList;
use super::{Lowering, keys};
use crate::document::NodeId;
use crate::finding::Severity;
use crate::model::{
    Arm, Choice, Condition, ConditionExpression, Data, Fail, Jump, Loop, Map, Owner, Parallel, Scope, ScopeId, Step,
    StepId, StepKind, Target, Value, Wait, WhenDone,
};
use crate::rules::either_key::EitherKey;
use crate::rules::expression_syntax::ExpressionSyntax;
use crate::rules::misplaced_key::MisplacedKey;
use crate::rules::out_of_range::OutOfRange;
use crate::rules::undocumented::Undocumented;
use crate::rules::unknown_type::UnknownType;
use crate::rules::unknown_value::UnknownValue;
use crate::span::{Span, Spanned};
use flowglass_expression::{Json, closest, legacy};

const FLOW_SECONDS: Bounds =
    Bounds::whole(1.0, 4_294_967_295.0, "A time limit is a whole number of seconds above 0 [VSC].");
const WAIT_SECONDS: Bounds = Bounds::whole(0.0, 172_800.0, "A wait lasts at most 2 days, 172800 seconds [WAIT].");
/// Source: [PAR].
const MOST_BRANCHES: usize = 100;

impl Lowering<'_> {
    /// The whole definition.
    pub(super) fn legacy_flow(&mut self, root: NodeId) {
        let Some(mut fields) = self.fields(root, "the flow") else { return };
        self.legacy_header(&mut fields);
        self.flow.data = self.legacy_data(&mut fields);
        if let Some(field) = fields.take(self, "timeoutSeconds") {
            let seconds = self.number(&field, FLOW_SECONDS);
            self.flow.timeout_seconds = seconds.map(|seconds| Spanned::new(seconds.value as u64, seconds.at));
        }
        match fields.take(self, "steps") {
            Some(field) => {
                let root = self.flow.root;
                self.flow.scope_mut(root).at = self.document.node(field.value).at;
                self.legacy_steps(&field, root);
            }
            None => self.missing(&fields, "steps", "A flow is a list of steps [FDL]."),
        }
        self.finish(fields, keys::LEGACY_FLOW, Severity::Error);
    }

    fn legacy_header(&mut self, fields: &mut Fields<'_>) {
        self.flow.name = fields.take(self, "name").and_then(|field| self.text(&field));
        match fields.take(self, "type") {
            Some(field) => {
                let word = self.text(&field);
                self.must_be(
                    &field,
                    word,
                    &["flow"],
                    "This is how the service recognises a flow [FDL].",
                    Severity::Error,
                );
            }
            None => self.missing(fields, "type", "`type: flow` is how the service recognises a flow [FDL]."),
        }
        let Some(field) = fields.take(self, "version") else {
            self.missing(fields, "version", "The language version is required [FDL].");
            return;
        };
        let word = self.text(&field);
        match word.as_ref().map(|word| word.value.as_str()) {
            Some("v1.0") => {
                self.must_be(
                    &field,
                    word,
                    &["v1"],
                    "`v1.0` stands only in examples of the API pages [CREATE][START]; it is taken as `v1`.",
                    Severity::Warning,
                );
            }
            Some("v1beta1") => {
                self.must_be(
                    &field,
                    word,
                    &["v1"],
                    "`v1beta1` is the name of the beta days; no page tells a difference from `v1`.",
                    Severity::Note,
                );
            }
            _ => self.must_be(
                &field,
                word,
                &["v1"],
                "`v1` is the only version that the service documents [FDL].",
                Severity::Error,
            ),
        }
    }

    /// Reports a word that is none of `known`.
    pub(super) fn must_be(
        &mut self,
        field: &Field,
        word: Option<Spanned<String>>,
        known: &'static [&'static str],
        why: &'static str,
        severity: Severity,
    ) {
        let Some(word) = word.filter(|word| !known.contains(&word.value.as_str())) else { return };
        self.findings.report(UnknownValue { at: word.at, key: field.key, found: word.value, known, why, severity });
    }

    fn legacy_data(&mut self, fields: &mut Fields<'_>) -> Data {
        let input = fields.take(self, "inputMappings").map(|field| self.mappings(&field, MappingList::Input));
        let output = fields.take(self, "outputMappings").map(|field| self.mappings(&field, MappingList::Other));
        Data::Mappings { input, output }
    }

    /// A list of steps that becomes the contents of `scope`.
    fn legacy_steps(&mut self, field: &Field, scope: ScopeId) {
        for node in self.list(field).unwrap_or_default() {
            self.legacy_step(*node, scope);
        }
        // The order of the list says what follows.
        let steps = self.flow.scope(scope).steps.clone();
        let start = steps.first().map_or(Target::Missing, |first| Target::Step(*first));
        self.flow.scope_mut(scope).start = Jump { target: start, at: None };
        for (index, id) in steps.iter().enumerate() {
            let target = steps.get(index + 1).map_or(Target::End, |next| Target::Step(*next));
            if let WhenDone::Go(jump @ Jump { target: Target::Missing, .. }) = &mut self.flow.step_mut(*id).when_done {
                jump.target = target;
            }
        }
    }

    fn legacy_step(&mut self, node: NodeId, scope: ScopeId) {
        let Some(mut fields) = self.fields(node, "a step") else { return };
        let at = self.document.node(node).at;
        let kind = match fields.take(self, "type") {
            Some(field) => self.text(&field),
            None => {
                self.missing(&fields, "type", "Every step says what it does [FDL].");
                None
            }
        };
        let word = kind.as_ref().map_or("", |kind| kind.value.as_str()).to_owned();
        let name = fields.take(self, "name").and_then(|field| self.text(&field));
        fields.owner = match (&name, word.as_str()) {
            (Some(name), "") => format!("the step `{}`", name.value),
            (Some(name), kind) => format!("the {kind} step `{}`", name.value),
            (None, "") => "a step".to_owned(),
            (None, kind) => format!("a {kind} step"),
        };
        if name.is_none() {
            self.missing(&fields, "name", "Jumps and the history name a step.");
        }
        let when_done = self.legacy_end(&mut fields, &word);
        let id = self.flow.add_step(Step {
            name: name.unwrap_or_else(|| Spanned::new(String::new(), fields.at)),
            kind: StepKind::Pass,
            scope,
            when_done,
            data: Data::Mappings { input: None, output: None },
            retry: Vec::new(),
            catch: Vec::new(),
            description: None,
            at,
        });
        self.flow.step_mut(id).data = self.legacy_data(&mut fields);
        self.misplaced_on_legacy(&mut fields, &word);
        let kind = match word.as_str() {
            "pass" => StepKind::Pass,
            "succeed" => StepKind::Succeed,
            "task" => StepKind::Task(Box::new(self.legacy_task(&mut fields, id))),
            "wait" => StepKind::Wait(self.legacy_wait(&mut fields)),
            "choice" => StepKind::Choice(self.legacy_choice(&mut fields, id)),
            "parallel" => StepKind::Parallel(self.legacy_parallel(&mut fields, id)),
            "foreach" => StepKind::Map(Box::new(self.legacy_foreach(&mut fields, id))),
            "fail" => StepKind::Fail(self.legacy_fail(&mut fields)),
            "loop" => StepKind::Loop(self.legacy_loop(&mut fields, id)),
            _ => {
                self.unknown_type(kind.as_ref(), keys::LEGACY_TYPES);
                self.flow.step_mut(id).kind = StepKind::Unknown(kind);
                return;
            }
        };
        self.flow.step_mut(id).kind = kind;
        self.finish(fields, &keys::legacy_step(&word), Severity::Error);
    }

    pub(super) fn unknown_type(&mut self, kind: Option<&Spanned<String>>, known: &'static [&'static str]) {
        let Some(kind) = kind else { return };
        let closest = closest(&kind.value, known.iter().copied()).or(match kind.value.as_str() {
            "map" | "Map" => known.iter().copied().find(|name| *name == "foreach"),
            "foreach" => known.iter().copied().find(|name| *name == "Map"),
            _ => None,
        });
        self.findings.report(UnknownType { at: kind.at, found: kind.value.clone(), closest, known });
    }

    /// `end: true`, and the kinds that end by nature.
    fn legacy_end(&mut self, fields: &mut Fields<'_>, kind: &str) -> WhenDone {
        let end = if matches!(kind, "succeed" | "fail") { None } else { fields.take(self, "end") };
        match kind {
            "fail" => return WhenDone::ByKind,
            "succeed" => return WhenDone::Go(Jump { target: Target::End, at: None }),
            _ => {}
        }
        match end.and_then(|field| Some((self.boolean(&field)?, field.key_at))) {
            Some((true, at)) => WhenDone::Go(Jump { target: Target::End, at: Some(at) }),
            Some((false, _)) | None => WhenDone::Go(Jump::missing()),
        }
    }

    /// Keys that belong to other kinds get words of their own (V23, V24).
    fn misplaced_on_legacy(&mut self, fields: &mut Fields<'_>, kind: &str) {
        if matches!(kind, "succeed" | "fail")
            && let Some(field) = fields.take(self, "end")
        {
            let (why, help) = ("A succeed or fail step ends its list by itself [VSC].", "Remove `end`.");
            self.findings.report(MisplacedKey {
                at: field.key_at,
                key: "end".to_owned(),
                owner: fields.owner.clone(),
                why,
                help,
            });
        }
        if matches!(kind, "task" | "") {
            return;
        }
        for key in ["retry", "catch", "errorMappings", "timeoutSeconds"] {
            if let Some(field) = fields.take(self, key) {
                let why = "Only task steps can retry, catch and time out in this language [TASK][VSC].";
                let help = "To handle errors of other steps, move them into a flow of their own and start it from a task [SUB].";
                self.findings.report(MisplacedKey {
                    at: field.key_at,
                    key: key.to_owned(),
                    owner: fields.owner.clone(),
                    why,
                    help,
                });
            }
        }
    }

    fn legacy_wait(&mut self, fields: &mut Fields<'_>) -> Wait {
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

    fn legacy_choice(&mut self, fields: &mut Fields<'_>, id: StepId) -> Choice {
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

    fn legacy_parallel(&mut self, fields: &mut Fields<'_>, id: StepId) -> Parallel {
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

    fn legacy_foreach(&mut self, fields: &mut Fields<'_>, id: StepId) -> Map {
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

    fn legacy_fail(&mut self, fields: &mut Fields<'_>) -> Fail {
        let mut constant = |this: &mut Self, key| {
            let field = fields.take(this, key)?;
            let text = this.text(&field)?;
            Some(Spanned::new(Value::Constant(Json::from(text.value)), text.at))
        };
        Fail { code: constant(self, "error"), detail: constant(self, "cause") }
    }

    fn legacy_loop(&mut self, fields: &mut Fields<'_>, id: StepId) -> Loop {
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
