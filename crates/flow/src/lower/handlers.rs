//! Retry and catch rules of both dialects.

use super::fields::{Bounds, Field, Fields};
use super::{Lowering, keys};
use crate::document::NodeId;
use crate::finding::{Severity, Words};
use crate::model::{Catch, Jump, Retry, Target};
use crate::rules::Holder;
use crate::rules::undocumented::{ONLY_IN_THE_SCHEMA, Undocumented};
use crate::span::Spanned;

const RETRY_SECONDS: Bounds = Bounds::whole(
    0.0,
    86_400.0,
    Words::new("A pause is at most 86400 seconds [TASK][ERR].", "间隔最长 86400 秒 [TASK][ERR]。"),
);
const ATTEMPTS: Bounds =
    Bounds::whole(0.0, 4_294_967_295.0, Words::new("The number of retries is a whole number.", "重试次数是整数。"));
const MULTIPLIER: Bounds = Bounds::any(
    f64::MIN_POSITIVE,
    4_294_967_295.0,
    Words::new(
        "Each pause is the one before times this number, so it must be above 0.",
        "每次间隔是上一次乘以这个数，因此必须大于 0。",
    ),
);
const BACKOFF: Bounds = Bounds::any(
    1.0,
    4_294_967_295.0,
    Words::new(
        "Each pause is the one before times this number; below 1 pauses would shrink.",
        "每次间隔是上一次乘以这个数；小于 1 时间隔会越来越短。",
    ),
)
.warning();

impl Lowering<'_> {
    /// `retry` of the older language, with its defaults: 1 s, 86400 s, 3 retries, doubled [TASK].
    pub(super) fn legacy_retry(&mut self, field: &Field) -> Vec<Retry> {
        self.rules(field, Holder::Part(Words::new("a retry rule", "重试规则")), |this, node, fields| {
            let errors = this.errors(fields, "errors");
            let interval = this.seconds(fields, "intervalSeconds").unwrap_or(1.0);
            let cap = this.seconds(fields, "maxIntervalSeconds").unwrap_or(86_400.0);
            let attempts = this.optional_number(fields, "maxAttempts", ATTEMPTS).unwrap_or(3.0);
            let factor = this.optional_number(fields, "multiplier", MULTIPLIER).unwrap_or(2.0);
            let at = this.document.node(node).at;
            Some((
                Retry {
                    errors,
                    interval_seconds: interval,
                    max_interval_seconds: Some(cap),
                    max_attempts: attempts as u32,
                    factor,
                    at,
                },
                keys::LEGACY_RETRY,
                Severity::Error,
            ))
        })
    }

    /// `catch` of the older language.
    pub(super) fn legacy_catch(&mut self, field: &Field) -> Vec<Catch> {
        self.rules(field, Holder::Part(Words::new("a catch rule", "捕获规则")), |this, node, fields| {
            let errors = this.errors(fields, "errors");
            if let Some(steps) = fields.take(this, "steps") {
                this.findings.report(|| Undocumented {
                    at: steps.key_at,
                    subject: Words::new("`steps` in a catch rule", "捕获规则中的 `steps` "),
                    why: ONLY_IN_THE_SCHEMA,
                    help: Words::new(
                        "Put the steps beside the task and jump to them with `goto`.",
                        "请把这些步骤放在任务旁边，并用 `goto` 跳转过去。",
                    ),
                });
            }
            let jump = this.jump(fields, "goto");
            if jump.is_none() {
                this.missing(
                    fields,
                    "goto",
                    Words::new(
                        "A catch rule says with which step the execution goes on [TASK].",
                        "捕获规则要说明从哪个步骤继续执行 [TASK]。",
                    ),
                );
            }
            let at = this.document.node(node).at;
            let jump = jump.unwrap_or_else(Jump::missing);
            Some((Catch { errors, jump, output: None, at }, keys::LEGACY_CATCH, Severity::Error))
        })
    }

    /// `Retry` of the new language; `MaxAttempts` and `IntervalSeconds` have no defaults there [ERR].
    pub(super) fn machine_retry(&mut self, field: &Field) -> Vec<Retry> {
        self.rules(field, Holder::Part(Words::new("a retry rule", "重试规则")), |this, node, fields| {
            let errors = this.errors(fields, "Errors");
            let attempts = this.optional_number(fields, "MaxAttempts", ATTEMPTS);
            if attempts.is_none() {
                this.missing(
                    fields,
                    "MaxAttempts",
                    Words::new("The number of retries has no default [ERR].", "重试次数没有默认值 [ERR]。"),
                );
            }
            let interval = this.seconds(fields, "IntervalSeconds");
            if interval.is_none() {
                this.missing(
                    fields,
                    "IntervalSeconds",
                    Words::new("The first pause has no default [ERR].", "首次间隔没有默认值 [ERR]。"),
                );
            }
            let factor = match fields.take(this, "BackoffRate") {
                // Below 1 is unusual, not wrong: the number is kept as it is.
                Some(field) => this
                    .number(&field, BACKOFF)
                    .and_then(|_| this.document.json(field.value).as_number().map(|n| n.as_f64().max(0.0))),
                None => None,
            };
            let cap = this.seconds(fields, "MaxBackoffSeconds");
            fields.take(this, "Description");
            let at = this.document.node(node).at;
            Some((
                Retry {
                    errors,
                    interval_seconds: interval.unwrap_or(0.0),
                    max_interval_seconds: cap,
                    max_attempts: attempts.unwrap_or(0.0) as u32,
                    factor: factor.unwrap_or(1.0),
                    at,
                },
                keys::MACHINE_RETRY,
                Severity::Warning,
            ))
        })
    }

    /// `Catch` of the new language.
    pub(super) fn machine_catch(&mut self, field: &Field) -> Vec<Catch> {
        self.rules(field, Holder::Part(Words::new("a catch rule", "捕获规则")), |this, node, fields| {
            let errors = this.errors(fields, "Errors");
            let jump = this.jump(fields, "Next");
            if jump.is_none() {
                this.missing(
                    fields,
                    "Next",
                    Words::new(
                        "A catch rule says with which state the execution goes on [ERR].",
                        "捕获规则要说明从哪个状态继续执行 [ERR]。",
                    ),
                );
            }
            let output = fields.take(this, "OutputConstructor").map(|field| this.constructor(&field));
            fields.take(this, "Description");
            let at = this.document.node(node).at;
            let jump = jump.unwrap_or_else(Jump::missing);
            Some((Catch { errors, jump, output, at }, keys::MACHINE_CATCH, Severity::Warning))
        })
    }

    /// Reads a list of rules with `one`, which gives the rule, its place's keys and the weight of other keys.
    fn rules<T>(
        &mut self,
        field: &Field,
        owner: Holder<'static>,
        mut one: impl FnMut(&mut Self, NodeId, &mut Fields<'_>) -> Option<(T, &'static [&'static str], Severity)>,
    ) -> Vec<T> {
        let items = self.list(field).unwrap_or_default();
        let mut rules = Vec::with_capacity(items.len());
        for node in items {
            let Some(mut fields) = self.fields(*node, owner) else { continue };
            if let Some((rule, known, severity)) = one(self, *node, &mut fields) {
                self.finish(fields, known, severity);
                rules.push(rule);
            }
        }
        rules
    }

    /// The error names of a rule.
    fn errors(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Vec<Spanned<String>> {
        let Some(field) = fields.take(self, key) else {
            self.missing(
                fields,
                key,
                Words::new(
                    "A rule names the errors that it takes; `FnF.ALL` takes every one [ERR].",
                    "规则要写明匹配的错误；`FnF.ALL` 匹配所有错误 [ERR]。",
                ),
            );
            return Vec::new();
        };
        let items = self.list(&field).unwrap_or_default();
        if items.is_empty() {
            self.missing(
                fields,
                key,
                Words::new("A rule without error names never applies.", "没有错误名称的规则永远不会生效。"),
            );
        }
        items.iter().filter_map(|item| self.text(&Field { key, key_at: field.key_at, value: *item })).collect()
    }

    fn seconds(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Option<f64> {
        self.optional_number(fields, key, RETRY_SECONDS)
    }

    pub(super) fn optional_number(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        bounds: Bounds,
    ) -> Option<f64> {
        let field = fields.take(self, key)?;
        self.number(&field, bounds).map(|number| number.value)
    }

    /// A key that names a step of the same scope.
    pub(super) fn jump(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Option<Jump> {
        let field = fields.take(self, key)?;
        let name = self.text(&field)?;
        Some(Jump { target: Target::Unknown(name.value), at: Some(name.at) })
    }
}
