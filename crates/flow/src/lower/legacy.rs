//! The older language: `type: flow` and its steps.
//!
//! Source: `fdl-v1.md` 2–4.

use flowglass_expression::closest;

use super::fields::{Bounds, Field, Fields};
use super::templates::MappingList;
use super::{Lowering, keys};
use crate::document::NodeId;
use crate::finding::{Severity, Words};
use crate::model::{Data, Dialect, Jump, ScopeId, Step, StepKind, Target, WhenDone};
use crate::rules::Holder;
use crate::rules::misplaced_key::MisplacedKey;
use crate::rules::unknown_type::UnknownType;
use crate::rules::unknown_value::UnknownValue;
use crate::span::Spanned;

const FLOW_SECONDS: Bounds = Bounds::whole(
    1.0,
    4_294_967_295.0,
    Words::new("A time limit is a whole number of seconds above 0 [VSC].", "时限是大于 0 的整数秒 [VSC]。"),
);

impl Lowering<'_> {
    /// The whole definition.
    pub(super) fn legacy_flow(&mut self, root: NodeId) {
        let Some(mut fields) = self.fields(root, Holder::Flow) else { return };
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
            None => self.missing(
                &fields,
                "steps",
                Words::new("A flow is a list of steps [FDL].", "流程是步骤的列表 [FDL]。"),
            ),
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
                    Words::new("This is how the service recognises a flow [FDL].", "服务据此识别流程 [FDL]。"),
                    Severity::Error,
                );
            }
            None => self.missing(
                fields,
                "type",
                Words::new(
                    "`type: flow` is how the service recognises a flow [FDL].",
                    "服务通过 `type: flow` 识别流程 [FDL]。",
                ),
            ),
        }
        let Some(field) = fields.take(self, "version") else {
            self.missing(
                fields,
                "version",
                Words::new("The language version is required [FDL].", "必须写明语言版本 [FDL]。"),
            );
            return;
        };
        let word = self.text(&field);
        match word.as_ref().map(|word| word.value.as_str()) {
            Some("v1.0") => {
                self.must_be(
                    &field,
                    word,
                    &["v1"],
                    Words::new(
                        "`v1.0` stands only in examples of the API pages [CREATE][START]; it is taken as `v1`.",
                        "`v1.0` 只出现在 API 文档的示例中 [CREATE][START]；按 `v1` 处理。",
                    ),
                    Severity::Warning,
                );
            }
            Some("v1beta1") => {
                self.must_be(
                    &field,
                    word,
                    &["v1"],
                    Words::new(
                        "`v1beta1` is the name of the beta days; no page tells a difference from `v1`.",
                        "`v1beta1` 是公测时期的名称；没有文档说明它与 `v1` 的区别。",
                    ),
                    Severity::Note,
                );
            }
            _ => self.must_be(
                &field,
                word,
                &["v1"],
                Words::new(
                    "`v1` is the only version that the service documents [FDL].",
                    "服务文档中只有 `v1` 这一个版本 [FDL]。",
                ),
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
        why: Words,
        severity: Severity,
    ) {
        let Some(word) = word.filter(|word| !known.contains(&word.value.as_str())) else { return };
        if self.document.is_unknown(field.value) {
            return;
        }
        let (at, key) = (word.at, field.key);
        self.findings.report(|| UnknownValue { at, key, found: word.value, known, why, severity });
    }

    fn legacy_data(&mut self, fields: &mut Fields<'_>) -> Data {
        // Mappings that are written later can do what the default does.
        let mut take = |key| fields.take(self, key).filter(|field| !self.document.is_unknown(field.value));
        let (input, output) = (take("inputMappings"), take("outputMappings"));
        let input = input.map(|field| self.mappings(&field, MappingList::Input));
        let output = output.map(|field| self.mappings(&field, MappingList::Other));
        Data::Mappings { input, output }
    }

    /// A list of steps that becomes the contents of `scope`.
    pub(super) fn legacy_steps(&mut self, field: &Field, scope: ScopeId) {
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
        let Some(mut fields) = self.fields(node, Holder::Step { dialect: Dialect::Legacy, kind: "", name: "" }) else {
            return;
        };
        let at = self.document.node(node).at;
        let kind = match fields.take(self, "type") {
            Some(field) => self.str(&field),
            None => {
                self.missing(
                    &fields,
                    "type",
                    Words::new("Every step says what it does [FDL].", "每个步骤都要说明类型 [FDL]。"),
                );
                None
            }
        };
        let word = kind.as_ref().map_or("", |kind| kind.value);
        let name = fields.take(self, "name").and_then(|field| self.str(&field));
        fields.owner =
            Holder::Step { dialect: Dialect::Legacy, kind: word, name: name.as_ref().map_or("", |name| name.value) };
        if name.is_none() {
            self.missing(
                &fields,
                "name",
                Words::new("Jumps and the history name a step.", "跳转和执行历史都用名称指代步骤。"),
            );
        }
        let when_done = self.legacy_end(&mut fields, word);
        let id = self.flow.add_step(Step {
            name: name.map_or_else(|| Spanned::new(String::new(), fields.at), owned),
            kind: StepKind::Pass,
            scope,
            when_done,
            data: Data::Mappings { input: None, output: None },
            retry: Vec::new(),
            catch: Vec::new(),
            description: None,
            at,
            node,
        });
        self.flow.step_mut(id).data = self.legacy_data(&mut fields);
        self.misplaced_on_legacy(&mut fields, word);
        let kind = match word {
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
                let kind = kind.map(owned);
                self.unknown_type(kind.as_ref(), keys::LEGACY_TYPES);
                self.flow.step_mut(id).kind = StepKind::Unknown(kind);
                return;
            }
        };
        self.flow.step_mut(id).kind = kind;
        if !fields.all_taken() {
            self.finish(fields, &keys::legacy_step(word), Severity::Error);
        }
    }

    pub(super) fn unknown_type(&mut self, kind: Option<&Spanned<String>>, known: &'static [&'static str]) {
        let Some(kind) = kind else { return };
        self.findings.report(|| {
            let closest = closest(&kind.value, known.iter().copied()).or(match kind.value.as_str() {
                "map" | "Map" => known.iter().copied().find(|name| *name == "foreach"),
                "foreach" => known.iter().copied().find(|name| *name == "Map"),
                _ => None,
            });
            UnknownType { at: kind.at, found: kind.value.clone(), closest, known }
        });
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
            self.findings.report(|| MisplacedKey {
                at: field.key_at,
                key: "end",
                owner: fields.owner.name(),
                why: Words::new(
                    "A succeed or fail step ends its list by itself [VSC].",
                    "succeed 和 fail 步骤本身就会结束所在列表 [VSC]。",
                ),
                help: Words::new("Remove `end`.", "请删除 `end`。"),
            });
        }
        if matches!(kind, "task" | "") {
            return;
        }
        for key in ["retry", "catch", "errorMappings", "timeoutSeconds"] {
            if let Some(field) = fields.take(self, key) {
                self.findings.report(|| MisplacedKey {
                    at: field.key_at,
                    key,
                    owner: fields.owner.name(),
                    why: Words::new(
                        "Only task steps can retry, catch and time out in this language [TASK][VSC].",
                        "在这种语言中只有任务步骤可以重试、捕获和超时 [TASK][VSC]。",
                    ),
                    help: Words::new(
                        "To handle errors of other steps, move them into a flow of their own and start it from a task [SUB].",
                        "要处理其他步骤的错误，请把它们移到单独的流程中，并用任务步骤启动它 [SUB]。",
                    ),
                });
            }
        }
    }
}

pub(super) fn owned(text: Spanned<&str>) -> Spanned<String> {
    Spanned::new(text.value.to_owned(), text.at)
}
