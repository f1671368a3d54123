//! Today's language: `Type: StateMachine` and its states.
//!
//! Source: `state-machine.md` 1 and 2.

use super::fields::{Bounds, Fields};
use super::legacy::owned;
use super::{Lowering, Mode, keys};
use crate::document::NodeId;
use crate::finding::{Severity, Words};
use crate::model::{Data, Dialect, Jump, ScopeId, Step, StepKind, Target, WhenDone};
use crate::rules::Holder;
use crate::rules::either_key::EitherKey;
use crate::rules::misplaced_key::MisplacedKey;
use crate::rules::no_way_on::NoWayOn;
use crate::rules::out_of_range::{Allowed, OutOfRange};
use crate::rules::wrong_type::FoundValue;
use crate::span::Spanned;

const TIMEOUT: Bounds = Bounds::whole(
    1.0,
    4_294_967_295.0,
    Words::new(
        "The time limit of an execution is a number of seconds (CHOICE 3).",
        "执行的时限以秒为单位（CHOICE 3）。",
    ),
);
const EXPRESS_TIMEOUT: Bounds = Bounds::whole(
    1.0,
    300.0,
    Words::new("An Express execution ends after 300 seconds in any case [MODE].", "快速模式的执行最长 300 秒 [MODE]。"),
)
.warning();

impl Lowering<'_> {
    /// The whole definition.
    pub(super) fn state_machine_flow(&mut self, root: NodeId) {
        let Some(mut fields) = self.fields(root, Holder::Flow) else { return };
        self.machine_header(&mut fields);
        if let Some(field) = fields.take(self, "Timeout") {
            let bounds = if self.mode == Mode::Express { EXPRESS_TIMEOUT } else { TIMEOUT };
            let seconds = self.number(&field, bounds);
            self.flow.timeout_seconds = seconds.map(|seconds| Spanned::new(seconds.value as u64, seconds.at));
        }
        let root = self.flow.root;
        self.machine_scope(&mut fields, root);
        self.finish(fields, keys::MACHINE_FLOW, Severity::Warning);
    }

    fn machine_header(&mut self, fields: &mut Fields<'_>) {
        for (key, known) in [("Type", &["StateMachine"]), ("SpecVersion", &["v1"])] {
            match fields.take(self, key) {
                Some(field) => {
                    let word = self.text(&field);
                    self.must_be(
                        &field,
                        word,
                        known,
                        Words::new(
                            "This is how the service recognises the language [FDL].",
                            "服务据此识别语言 [FDL]。",
                        ),
                        Severity::Error,
                    );
                }
                None => self.missing(
                    fields,
                    key,
                    Words::new("This is how the service recognises the language [FDL].", "服务据此识别语言 [FDL]。"),
                ),
            }
        }
        self.flow.description =
            fields.take(self, "Description").and_then(|field| self.text(&field)).map(|text| text.value);
        let Some(field) = fields.take(self, "Name") else {
            self.missing(
                fields,
                "Name",
                Words::new(
                    "A flow has a name, and it must equal the one it is created with [SDK].",
                    "流程要有名称，且必须与创建时的名称一致 [SDK]。",
                ),
            );
            return;
        };
        let Some(name) = self.text(&field) else { return };
        if !is_flow_name(&name.value) {
            self.findings.report(|| OutOfRange {
                at: name.at,
                key: "Name",
                found: FoundValue::Text(name.value.clone()),
                allowed: Allowed::Form(Words::new(
                    "1 to 128 letters, digits, `_` and `-`, beginning with a letter or `_`",
                    " 1 到 128 个字母、数字、`_` 和 `-`，以字母或 `_` 开头",
                )),
                why: Words::new(
                    "The service takes no other names for flows [LIM].",
                    "服务只接受这样的流程名称 [LIM]。",
                ),
                severity: Severity::Error,
            });
        }
        self.flow.name = Some(name);
    }

    /// `StartAt` and `States`: the flow, a branch, a processor.
    pub(super) fn machine_scope(&mut self, fields: &mut Fields<'_>, scope: ScopeId) {
        match self.jump(fields, "StartAt") {
            Some(start) => self.flow.scope_mut(scope).start = start,
            None => self.missing(
                fields,
                "StartAt",
                Words::new(
                    "States are not run in the order of the list; `StartAt` names the first one [FDL].",
                    "状态不是按列表顺序执行的；`StartAt` 指定第一个 [FDL]。",
                ),
            ),
        }
        let Some(field) = fields.take(self, "States") else {
            self.missing(
                fields,
                "States",
                Words::new(
                    "A flow, a branch and a processor have states [FDL].",
                    "流程、分支和处理器都包含状态 [FDL]。",
                ),
            );
            return;
        };
        self.flow.scope_mut(scope).at = self.document.node(field.value).at;
        let items = self.list(&field).unwrap_or_default();
        if items.is_empty() {
            self.missing(
                fields,
                "States",
                Words::new(
                    "The list of states is empty; there must be at least one [FDL].",
                    "状态列表为空；至少要有一个 [FDL]。",
                ),
            );
        }
        for node in items {
            self.machine_state(*node, scope);
        }
    }

    fn machine_state(&mut self, node: NodeId, scope: ScopeId) {
        let Some(mut fields) = self.fields(node, Holder::Step { dialect: Dialect::StateMachine, kind: "", name: "" })
        else {
            return;
        };
        let at = self.document.node(node).at;
        let kind = match fields.take(self, "Type") {
            Some(field) => self.str(&field),
            None => {
                self.missing(
                    &fields,
                    "Type",
                    Words::new("Every state says what it does [FDL].", "每个状态都要说明类型 [FDL]。"),
                );
                None
            }
        };
        let word = kind.as_ref().map_or("", |kind| kind.value);
        let name = fields.take(self, "Name").and_then(|field| self.str(&field));
        fields.owner = Holder::Step {
            dialect: Dialect::StateMachine,
            kind: word,
            name: name.as_ref().map_or("", |name| name.value),
        };
        if name.is_none() {
            self.missing(
                &fields,
                "Name",
                Words::new(
                    "`Next`, `StartAt` and the history name a state [FDL].",
                    "`Next`、`StartAt` 和执行历史都用名称指代状态 [FDL]。",
                ),
            );
        }
        let name = name.map_or_else(|| Spanned::new(String::new(), fields.at), owned);
        let when_done = self.machine_next(&mut fields, word, &name);
        let description = fields.take(self, "Description").and_then(|field| self.text(&field)).map(|text| text.value);
        let id = self.flow.add_step(Step {
            name,
            kind: StepKind::Pass,
            scope,
            when_done,
            data: Data::none(self.flow.dialect),
            retry: Vec::new(),
            catch: Vec::new(),
            description,
            at,
            node,
        });
        self.flow.step_mut(id).data = self.machine_data(&mut fields, word);
        if matches!(word, "Task" | "Parallel" | "Map") {
            if let Some(field) = fields.take(self, "Retry") {
                self.flow.step_mut(id).retry = self.machine_retry(&field);
            }
            if let Some(field) = fields.take(self, "Catch") {
                self.flow.step_mut(id).catch = self.machine_catch(&field);
            }
        } else if !word.is_empty() {
            for key in ["Retry", "Catch"] {
                self.misplaced(
                    &mut fields,
                    key,
                    Words::new(
                        "Only Task, Parallel and Map states list error rules [TASK][PAR][INL].",
                        "只有 Task、Parallel 和 Map 状态支持错误规则 [TASK][PAR][INL]。",
                    ),
                    Words::new("Remove it.", "请删除它。"),
                );
            }
        }
        let Some(kind) = self.machine_kind(&mut fields, word, id) else {
            let kind = kind.map(owned);
            self.unknown_type(kind.as_ref(), keys::MACHINE_TYPES);
            self.flow.step_mut(id).kind = StepKind::Unknown(kind);
            return;
        };
        self.flow.step_mut(id).kind = kind;
        if !fields.all_taken() {
            self.finish(fields, &keys::machine_state(word), Severity::Warning);
        }
    }

    pub(super) fn misplaced(&mut self, fields: &mut Fields<'_>, key: &'static str, why: Words, help: Words) {
        if let Some(field) = fields.take(self, key) {
            self.findings.report(|| MisplacedKey { at: field.key_at, key, owner: fields.owner.name(), why, help });
        }
    }

    /// `Next` and `End` (CHOICE 5, CHOICE 6).
    fn machine_next(&mut self, fields: &mut Fields<'_>, kind: &str, name: &Spanned<String>) -> WhenDone {
        match kind {
            "Choice" => {
                for key in ["Next", "End"] {
                    self.misplaced(
                        fields,
                        key,
                        Words::new(
                            "A Choice goes where its branches and `Default` say [CHOICE].",
                            "Choice 的去向由分支和 `Default` 决定 [CHOICE]。",
                        ),
                        Words::new("Name the state in `Default`.", "请在 `Default` 中写出该状态。"),
                    );
                }
                return WhenDone::ByKind;
            }
            "Succeed" | "Fail" => {
                fields.take(self, "End");
                self.misplaced(
                    fields,
                    "Next",
                    Words::new(
                        "This state ends its scope by itself (CHOICE 6).",
                        "该状态本身就会结束所在作用域（CHOICE 6）。",
                    ),
                    Words::new("Remove `Next`.", "请删除 `Next`。"),
                );
                return match kind {
                    "Fail" => WhenDone::ByKind,
                    _ => WhenDone::Go(Jump { target: Target::End, at: None }),
                };
            }
            _ => {}
        }
        let next_at = fields.has(self, "Next");
        let next = self.jump(fields, "Next");
        let end = fields.take(self, "End");
        let end_at = end.as_ref().map(|field| field.key_at);
        let ends = end.and_then(|field| self.boolean(&field)) == Some(true);
        match (next, end_at) {
            (Some(jump), Some(at)) if ends => {
                self.findings.report(|| EitherKey {
                    at: jump.at.unwrap_or(at),
                    owner: fields.owner.name(),
                    keys: ["Next", "End"],
                    both: Some(at),
                    why: Words::new(
                        "A state goes on or ends its scope. At run time `End: true` wins (CHOICE 5).",
                        "状态要么继续，要么结束所在作用域。运行时以 `End: true` 为准（CHOICE 5）。",
                    ),
                });
                WhenDone::Go(Jump { target: Target::End, at: Some(at) })
            }
            (Some(jump), _) => WhenDone::Go(jump),
            (None, Some(at)) if ends => WhenDone::Go(Jump { target: Target::End, at: Some(at) }),
            (None, _) => {
                if !next_at && !kind.is_empty() {
                    self.findings.report(|| NoWayOn { at: fields.at, name: name.value.clone() });
                }
                WhenDone::Go(Jump::missing())
            }
        }
    }

    fn machine_data(&mut self, fields: &mut Fields<'_>, kind: &str) -> Data {
        if kind == "Choice" {
            self.misplaced(
                fields,
                "OutputConstructor",
                Words::new(
                    "A Choice hands its input on; it has no output of its own [CHOICE].",
                    "Choice 原样传递输入，没有自己的输出 [CHOICE]。",
                ),
                Words::new("Shape the data in the state before or behind.", "请在前一个或后一个状态中构造数据。"),
            );
        }
        let mut constructor = |key| fields.take(self, key).map(|field| self.constructor(&field));
        Data::Constructors {
            input: constructor("InputConstructor"),
            output: constructor("OutputConstructor"),
            global: constructor("GlobalConstructor"),
        }
    }
}

/// Source: [LIM][SDK].
fn is_flow_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    let first = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    first && name.len() <= 128 && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
