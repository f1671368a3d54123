//! What each type of state has besides what all have.
//!
//! Source: `state-machine.md` 2.

use super::fields::{Bounds, Field, Fields};
use super::{Lowering, Mode, expressions, keys};
use crate::document::{NodeId, NodeKind};
use crate::finding::{Severity, Words};
use crate::model::{
    Arm, Choice, Condition, ConditionExpression, Distributed, Fail, Jump, Map, Parallel, Pattern, ScopeId, StepId,
    StepKind, Target, Task, TaskTarget, Template, Value, Wait,
};
use crate::rules::Holder;
use crate::rules::either_key::EitherKey;
use crate::rules::out_of_range::{Allowed, OutOfRange};
use crate::rules::undocumented::Undocumented;
use crate::rules::unknown_value::UnknownValue;
use crate::rules::unpublished_shape::UnpublishedShape;
use crate::rules::wrong_type::FoundValue;
use crate::span::Spanned;
use flowglass_expression::Json;

const TASK_TIMEOUT: Bounds = Bounds::whole(
    0.0,
    604_800.0,
    Words::new(
        "A task may take at most 604800 seconds; 0 means no limit [TASK].",
        "任务最长 604800 秒；0 表示不限 [TASK]。",
    ),
);
const WAIT_STANDARD: Bounds = Bounds::whole(
    1.0,
    300.0,
    Words::new("A wait lasts 1 to 300 seconds in Standard mode [WAIT].", "标准模式下等待 1 到 300 秒 [WAIT]。"),
);
const WAIT_EXPRESS: Bounds = Bounds::whole(
    1.0,
    20.0,
    Words::new("A wait lasts 1 to 20 seconds in Express mode [WAIT].", "快速模式下等待 1 到 20 秒 [WAIT]。"),
);
const INLINE_CONCURRENCY: Bounds = Bounds::whole(
    1.0,
    40.0,
    Words::new("At most 40 iterations run at a time [INL].", "最多同时运行 40 个迭代 [INL]。"),
);
const CHILD_CONCURRENCY: Bounds = Bounds::whole(
    1.0,
    100.0,
    Words::new(
        "At most 100 child executions run at a time unless the quota is raised [LIM].",
        "除非提高配额，最多同时运行 100 个子执行 [LIM]。",
    ),
)
.warning();
const COUNT: Bounds = Bounds::any(0.0, 4_294_967_295.0, Words::new("This is a number of items.", "这是条目的数量。"));
const PERCENT: Bounds = Bounds::any(0.0, 100.0, Words::new("This is a share in percent.", "这是百分比。"));
/// Source: [PAR].
const MOST_BRANCHES: usize = 50;
const TASK_MODES: &[&str] = &["RequestComplete", "WaitForSystemCallback", "WaitForCustomCallback"];

impl Lowering<'_> {
    /// The kind of a state; `None` for a type that the language does not have.
    pub(super) fn machine_kind(&mut self, fields: &mut Fields<'_>, kind: &str, id: StepId) -> Option<StepKind> {
        Some(match kind {
            "Pass" => StepKind::Pass,
            "Succeed" => StepKind::Succeed,
            "Task" => StepKind::Task(Box::new(self.machine_task(fields))),
            "Wait" => StepKind::Wait(self.machine_wait(fields)),
            "Choice" => StepKind::Choice(self.machine_choice(fields)),
            "Parallel" => StepKind::Parallel(self.machine_parallel(fields, id)),
            "Map" => StepKind::Map(Box::new(self.machine_map(fields, id))),
            "Fail" => StepKind::Fail(self.machine_fail(fields)),
            _ => return None,
        })
    }

    fn machine_task(&mut self, fields: &mut Fields<'_>) -> Task {
        let target = match fields.take(self, "Action") {
            Some(field) => self.text(&field).map(|text| {
                if !is_action(&text.value) {
                    self.findings.report(|| OutOfRange {
                        at: text.at,
                        key: "Action",
                        found: FoundValue::Text(text.value.clone()),
                        allowed: Allowed::Form(Words::new(
                            "a product and an operation, such as `FC:InvokeFunction`",
                            "产品和操作，例如 `FC:InvokeFunction`",
                        )),
                        why: Words::new(
                            "An action is the API of a product, written `Product:Operation` [TASK].",
                            "Action 是某个产品的 API，写作 `Product:Operation` [TASK]。",
                        ),
                        severity: Severity::Error,
                    });
                }
                Spanned::new(TaskTarget::Action(text.value), text.at)
            }),
            None => {
                self.missing(
                    fields,
                    "Action",
                    Words::new("A task calls the API of a service [TASK].", "任务调用某个服务的 API [TASK]。"),
                );
                None
            }
        };
        let pattern = fields.take(self, "TaskMode").map_or(Pattern::RequestResponse, |field| self.task_mode(&field));
        let parameters = fields.take(self, "Parameters").map(|field| self.constructor(&field));
        let timeout = self.dynamic(fields, "Timeout", "Timeout.$", |this, field| {
            let value = this.numeric_text(field, TASK_TIMEOUT);
            Spanned::new(Value::Constant(value), this.document.node(field.value).at)
        });
        Task { target, pattern, parameters, timeout, error_mappings: None }
    }

    fn task_mode(&mut self, field: &Field) -> Pattern {
        let word = self.text(field);
        let pattern = match word.as_ref().map(|word| word.value.as_str()) {
            Some("WaitForSystemCallback") => Pattern::Sync,
            Some("WaitForCustomCallback") => Pattern::WaitForCallback,
            _ => Pattern::RequestResponse,
        };
        if self.mode == Mode::Express
            && pattern != Pattern::RequestResponse
            && let Some(word) = word
        {
            self.findings.report(|| UnknownValue {
                at: word.at,
                key: "TaskMode",
                found: word.value,
                known: &["RequestComplete"],
                why: Words::new(
                    "An Express execution is over when it answers, so no task can wait for a callback [MODE].",
                    "快速模式的执行在返回结果时结束，因此任务不能等待回调 [MODE]。",
                ),
                severity: Severity::Error,
            });
            return pattern;
        }
        self.must_be(
            field,
            word,
            TASK_MODES,
            Words::new(
                "A task is done when the service answers, when its job has ended, or when somebody reports [PAT].",
                "任务在服务应答、作业结束或有人回报时完成 [PAT]。",
            ),
            Severity::Error,
        );
        pattern
    }

    /// A key that is a constant, or computed under the same key with `.$`.
    fn dynamic(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        computed_key: &'static str,
        constant: impl FnOnce(&mut Self, &Field) -> Spanned<Value>,
    ) -> Option<Spanned<Value>> {
        let plain = fields.take(self, key);
        let computed = fields.take(self, computed_key);
        if let (Some(plain), Some(computed)) = (&plain, &computed) {
            self.findings.report(|| EitherKey {
                at: plain.key_at,
                owner: fields.owner.name(),
                keys: [key, computed_key],
                both: Some(computed.key_at),
                why: Words::new(
                    "A value is written down or computed, not both (CHOICE 28).",
                    "一个值要么直接写出，要么由表达式计算，不能两者都有（CHOICE 28）。",
                ),
            });
        }
        match (plain, computed) {
            (Some(field), _) => Some(self.unknown(field.value).unwrap_or_else(|| constant(self, &field))),
            (None, Some(field)) => {
                let text = self.written(&field)?;
                Some(self.expression(field.value, computed_key, &text.value))
            }
            (None, None) => None,
        }
    }

    /// A number, also as text: the table says text, the samples write numbers [TASK].
    fn numeric_text(&mut self, field: &Field, bounds: Bounds) -> Json {
        let value = self.document.json(field.value);
        match value.as_str().and_then(|text| text.parse::<u32>().ok()) {
            Some(number) if f64::from(number) >= bounds.least && f64::from(number) <= bounds.most => {
                Json::from(i64::from(number))
            }
            _ => self.number(field, bounds).map_or(Json::Null, |number| Json::from(number.value)),
        }
    }

    fn machine_wait(&mut self, fields: &mut Fields<'_>) -> Wait {
        let bounds = if self.mode == Mode::Express { WAIT_EXPRESS } else { WAIT_STANDARD };
        let seconds = self.dynamic(fields, "Seconds", "Seconds.$", |this, field| {
            this.number(field, bounds);
            Spanned::new(Value::Constant(this.document.json(field.value)), this.document.node(field.value).at)
        });
        let retired = ["UntilDateTime", "UntilDateTime.$"].iter().any(|key| fields.has(self, key));
        let until = self.dynamic(fields, "UntilDateTime", "UntilDateTime.$", |this, field| {
            Spanned::new(Value::Constant(this.document.json(field.value)), this.document.node(field.value).at)
        });
        if retired {
            self.findings.report(|| Undocumented {
                at: until.as_ref().map_or(fields.at, |until| until.at),
                subject: Words::new("`UntilDateTime`", "`UntilDateTime` "),
                why: Words::new(
                    "Pages had it until 2023 [WAIT-2023]; it is gone from all later ones. The simulation honours it when `Seconds` is absent (CHOICE 21).",
                    "2023 年以前的文档有它 [WAIT-2023]，之后的版本都没有。没有 `Seconds` 时模拟会采用它（CHOICE 21）。",
                ),
                help: Words::new(
                    "Use `Seconds`; for a later time, wait in a loop.",
                    "请使用 `Seconds`；更长的时间请循环等待。",
                ),
            });
        } else if seconds.is_none() && !fields.has(self, "Seconds") {
            self.missing(
                fields,
                "Seconds",
                Words::new("A wait lasts for a number of seconds [WAIT].", "等待要说明持续多少秒 [WAIT]。"),
            );
        }
        Wait { seconds, until }
    }

    fn machine_choice(&mut self, fields: &mut Fields<'_>) -> Choice {
        let mut choice = Choice::default();
        match fields.take(self, "Branches") {
            Some(field) => {
                let items = self.list(&field).unwrap_or_default();
                if items.is_empty() {
                    self.missing(
                        fields,
                        "Branches",
                        Words::new("A Choice has at least one branch [CHOICE].", "Choice 至少要有一个分支 [CHOICE]。"),
                    );
                }
                for node in items {
                    if let Some(arm) = self.machine_arm(*node) {
                        choice.arms.push(arm);
                    }
                }
            }
            None => self.missing(
                fields,
                "Branches",
                Words::new("A Choice has conditions to choose by [CHOICE].", "Choice 要有供判断的条件 [CHOICE]。"),
            ),
        }
        let default = fields.take(self, "Default");
        if default.is_none() {
            self.missing(
                fields,
                "Default",
                Words::new(
                    "A Choice names the state to go to when no condition holds [CHOICE].",
                    "Choice 要说明没有条件成立时进入哪个状态 [CHOICE]。",
                ),
            );
        }
        choice.default = default.and_then(|field| {
            let name = self.text(&field)?;
            let jump = Some(Jump { target: Target::Unknown(name.value), at: Some(name.at) });
            Some(Arm { condition: None, body: None, jump, at: name.at })
        });
        choice
    }

    fn machine_arm(&mut self, node: NodeId) -> Option<Arm> {
        let mut fields = self.fields(node, Holder::Part(Words::new("a branch of a Choice", "Choice 的分支")))?;
        let condition = match fields.take(self, "Condition") {
            Some(field) => self.machine_condition(&field),
            None => {
                self.missing(
                    &fields,
                    "Condition",
                    Words::new(
                        "A branch is taken when its condition holds [CHOICE].",
                        "分支在其条件成立时被选中 [CHOICE]。",
                    ),
                );
                None
            }
        };
        let jump = self.jump(&mut fields, "Next");
        if jump.is_none() {
            self.missing(
                &fields,
                "Next",
                Words::new(
                    "A branch says with which state the execution goes on [CHOICE].",
                    "分支要说明从哪个状态继续执行 [CHOICE]。",
                ),
            );
        }
        self.finish(fields, keys::MACHINE_ARM, Severity::Warning);
        let jump = Some(jump.unwrap_or_else(Jump::missing));
        Some(Arm { condition, body: None, jump, at: self.document.node(node).at })
    }

    fn machine_condition(&mut self, field: &Field) -> Option<Condition> {
        let text = self.written(field)?;
        if self.document.is_unknown(field.value) {
            return Some(Condition { text, expression: None });
        }
        let expression = expressions::state_machine_condition(&text.value).unwrap_or_else(|error| {
            self.expression_error(field.value, field.key, error);
            None
        });
        if let Some(ConditionExpression::StateMachine(expression)) = &expression {
            self.expression_faults(field.value, field.key, expression);
        }
        Some(Condition { text, expression })
    }

    fn machine_parallel(&mut self, fields: &mut Fields<'_>, id: StepId) -> Parallel {
        let Some(field) = fields.take(self, "Branches") else {
            self.missing(
                fields,
                "Branches",
                Words::new("A Parallel state runs branches [PAR].", "Parallel 状态运行多个分支 [PAR]。"),
            );
            return Parallel::default();
        };
        let items = self.list(&field).unwrap_or_default();
        self.count_branches(
            &field,
            items.len(),
            MOST_BRANCHES,
            Words::new("1 to 50 branches", " 1 到 50 个分支"),
            Words::new("A Parallel state has at most 50 branches [PAR].", "Parallel 状态最多 50 个分支 [PAR]。"),
        );
        let mut branches = Vec::with_capacity(items.len());
        for node in items {
            let Some(mut fields) =
                self.fields(*node, Holder::Part(Words::new("a branch of a Parallel state", "Parallel 状态的分支")))
            else {
                continue;
            };
            let scope = self.inner_scope(id, branches.len(), self.document.node(*node).at);
            self.machine_scope(&mut fields, scope);
            self.finish(fields, keys::MACHINE_BRANCH, Severity::Warning);
            branches.push(scope);
        }
        Parallel { branches }
    }

    fn machine_map(&mut self, fields: &mut Fields<'_>, id: StepId) -> Map {
        let items = fields.take(self, "ItemsPath").and_then(|field| self.items_path(&field));
        let reader = self.as_written(fields, "ItemReader");
        if items.is_none() && reader.is_none() && !fields.has(self, "ItemsPath") {
            self.missing(
                fields,
                "ItemsPath",
                Words::new("A Map says which list it walks [INL][DIST].", "Map 要说明遍历哪个列表 [INL][DIST]。"),
            );
        }
        let config = fields.take(self, "ProcessorConfig");
        let (body, inner_config) = match fields.take(self, "Processor") {
            Some(field) => self.processor(&field, id),
            None => {
                self.missing(
                    fields,
                    "Processor",
                    Words::new(
                        "A Map has states that run for each item [INL][DIST].",
                        "Map 要有针对每个元素运行的状态 [INL][DIST]。",
                    ),
                );
                (None, None)
            }
        };
        let mode = config.or(inner_config).and_then(|field| self.processor_config(&field));
        let distributed = mode.map(|standard| {
            let mut number = |this: &mut Self, key, bounds| {
                fields.take(this, key).and_then(|field| this.number_inside(&field, bounds))
            };
            let max_items = number(self, "MaxItems", COUNT);
            let tolerated_count = number(self, "ToleratedFailureCount", COUNT);
            let tolerated_percentage = number(self, "ToleratedFailurePercentage", PERCENT);
            Distributed {
                standard,
                item: fields.take(self, "ItemConstructor").map(|field| self.constructor(&field)),
                reader,
                batcher: self.as_written(fields, "ItemBatcher"),
                writer: self.as_written(fields, "ResultWriter"),
                max_items: max_items.map(|number| Spanned::new(number.value as u64, number.at)),
                tolerated_count,
                tolerated_percentage,
            }
        });
        if distributed.is_none() {
            let why = Words::new(
                "Only a distributed Map reads, groups and limits its items; an inline one has no such key [INL].",
                "只有分布式 Map 能读取、分组和限制条目；内联 Map 没有这个键 [INL]。",
            );
            for key in [
                "ItemConstructor",
                "ItemBatcher",
                "ResultWriter",
                "MaxItems",
                "ToleratedFailureCount",
                "ToleratedFailurePercentage",
            ] {
                self.misplaced(
                    fields,
                    key,
                    why,
                    Words::new(
                        "Add `ProcessorConfig` to make the Map distributed, or remove the key.",
                        "请添加 `ProcessorConfig` 使 Map 成为分布式，或者删除这个键。",
                    ),
                );
            }
        }
        let concurrency = self.concurrency(fields, distributed.is_some());
        Map { items, item_key: None, index_key: None, concurrency, body, distributed }
    }

    fn items_path(&mut self, field: &Field) -> Option<Spanned<Value>> {
        let text = self.written(field)?;
        Some(self.expression(field.value, field.key, &text.value))
    }

    fn as_written(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Option<Spanned<Template>> {
        let field = fields.take(self, key)?;
        let at = self.document.node(field.value).at;
        Some(Spanned::new(self.constructor(&field), at))
    }

    /// `MaxConcuccency`, spelled as the field tables spell it, or as one would expect (CHOICE 12).
    fn concurrency(&mut self, fields: &mut Fields<'_>, distributed: bool) -> Option<Spanned<u32>> {
        let bounds = if distributed { CHILD_CONCURRENCY } else { INLINE_CONCURRENCY };
        let mut take = |this: &mut Self, key| {
            let field = fields.take(this, key)?;
            let number = this.number(&field, bounds)?;
            Some((field.key_at, Spanned::new(number.value as u32, number.at)))
        };
        let documented = take(self, "MaxConcuccency");
        let expected = take(self, "MaxConcurrency");
        if let (Some((first, one)), Some((second, other))) = (&documented, &expected)
            && one.value != other.value
        {
            self.findings.report(|| EitherKey {
                at: *first,
                owner: fields.owner.name(),
                keys: ["MaxConcuccency", "MaxConcurrency"],
                both: Some(*second),
                why: Words::new(
                    "Both spellings mean the same, and here they say different numbers (CHOICE 12).",
                    "两种拼写含义相同，但这里的数值不一致（CHOICE 12）。",
                ),
            });
        }
        documented.or(expected).map(|(_, number)| number)
    }

    fn processor(&mut self, field: &Field, id: StepId) -> (Option<ScopeId>, Option<Field>) {
        let Some(mut fields) = self.fields(field.value, Holder::Key("Processor")) else { return (None, None) };
        let scope = self.inner_scope(id, 0, self.document.node(field.value).at);
        self.machine_scope(&mut fields, scope);
        let config = fields.take(self, "ProcessorConfig");
        self.finish(fields, keys::MACHINE_PROCESSOR, Severity::Warning);
        (Some(scope), config)
    }

    /// `Some(standard)` when the Map is distributed (CHOICE 18).
    fn processor_config(&mut self, field: &Field) -> Option<bool> {
        let mut fields = self.fields(field.value, Holder::Key("ProcessorConfig"))?;
        let execution = fields.take(self, "ExecutionMode");
        let standard = execution.is_some_and(|field| {
            let word = self.text(&field);
            let standard = word.as_ref().is_some_and(|word| word.value == "Standard");
            self.must_be(
                &field,
                word,
                &["Express", "Standard"],
                Words::new(
                    "The children of a distributed Map run in Express or Standard mode [DIST].",
                    "分布式 Map 的子执行以快速或标准模式运行 [DIST]。",
                ),
                Severity::Error,
            );
            standard
        });
        let mode = fields.take(self, "Mode");
        let inline = mode.is_some_and(|field| {
            let word = self.text(&field);
            let inline = word.as_ref().is_some_and(|word| word.value == "Inline");
            self.must_be(
                &field,
                word,
                &["Distributed", "Inline"],
                Words::new(
                    "A Map runs its items inside the execution or as executions of their own (CHOICE 18).",
                    "Map 在本执行内运行各元素，或者为每个元素启动子执行（CHOICE 18）。",
                ),
                Severity::Error,
            );
            inline
        });
        self.finish(fields, keys::MACHINE_PROCESSOR_CONFIG, Severity::Warning);
        (!inline).then_some(standard)
    }

    /// A number, or the only number inside a mapping: both shapes occur, and the inner keys are not published [DIST].
    fn number_inside(&mut self, field: &Field, bounds: Bounds) -> Option<Spanned<f64>> {
        let document = self.document;
        if let NodeKind::Mapping(entries) = &document.node(field.value).kind {
            let mut numbers = entries.iter().filter(|(_, value)| document.json(*value).as_number().is_some());
            if let (Some((_, value)), None) = (numbers.next(), numbers.next()) {
                return self.number(&Field { key: field.key, key_at: field.key_at, value: *value }, bounds);
            }
            let at = document.first_line(field.value);
            self.findings.report(|| UnpublishedShape { at, key: field.key });
            return None;
        }
        self.number(field, bounds)
    }

    fn machine_fail(&mut self, fields: &mut Fields<'_>) -> Fail {
        let mut constant = |this: &mut Self, key, computed| {
            this.dynamic(fields, key, computed, |this, field| {
                let text = this.text(field);
                let at = this.document.node(field.value).at;
                Spanned::new(Value::Constant(text.map_or(Json::Null, |text| Json::from(text.value))), at)
            })
        };
        let fail = Fail { code: constant(self, "Code", "Code.$"), detail: constant(self, "Detail", "Detail.$") };
        if fail.detail.is_none() {
            self.missing_as(
                fields,
                "Detail",
                Words::new("The table requires it, the sample on the same page leaves it out [FAIL]; it says why the flow failed.", "表格要求它，但同一页的示例省略了它 [FAIL]；它说明流程失败的原因。"),
                Severity::Warning,
            );
        }
        fail
    }
}

/// `Word:Word`. Source: [TASK].
fn is_action(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
    };
    text.split_once(':').is_some_and(|(product, operation)| word(product) && word(operation))
}
