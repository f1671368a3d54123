//! The task step of the older language.
//!
//! Source: `fdl-v1.md` 4.2 and 5.

use super::Lowering;
use super::fields::{Bounds, Fields};
use super::templates::MappingList;
use crate::finding::{Severity, Words};
use crate::model::{Pattern, StepId, Task, TaskTarget, Value};
use crate::span::Spanned;
use flowglass_expression::Json;

const TIMEOUT: Bounds = Bounds::whole(
    1.0,
    4_294_967_295.0,
    Words::new("A time limit is a whole number of seconds above 0 [VSC].", "时限是大于 0 的整数秒 [VSC]。"),
);
const PATTERNS: &[&str] = &["requestResponse", "sync", "waitForCallback"];

impl Lowering<'_> {
    pub(super) fn legacy_task(&mut self, fields: &mut Fields<'_>, id: StepId) -> Task {
        let arn = fields.take(self, "resourceArn");
        let action = fields.take(self, "action");
        self.exactly_one(
            fields,
            ["resourceArn", "action"],
            [&arn, &action],
            Words::new("A task calls one thing [TASK][VSC].", "一个任务只调用一个目标 [TASK][VSC]。"),
        );
        let target = match (arn, action) {
            (Some(field), _) => self.text(&field).map(|text| Spanned::new(TaskTarget::Resource(text.value), text.at)),
            (None, Some(field)) => self.text(&field).map(|text| Spanned::new(TaskTarget::Action(text.value), text.at)),
            (None, None) => None,
        };
        let pattern = fields.take(self, "pattern").map_or(Pattern::RequestResponse, |field| {
            let word = self.text(&field);
            let pattern = match word.as_ref().map(|word| word.value.as_str()) {
                Some("sync") => Pattern::Sync,
                Some("waitForCallback") => Pattern::WaitForCallback,
                _ => Pattern::RequestResponse,
            };
            self.must_be(
                &field,
                word,
                PATTERNS,
                Words::new(
                    "A task is done when the call returns, when the job has ended, or when somebody reports [TASK].",
                    "任务在调用返回、作业结束或有人回报时完成 [TASK]。",
                ),
                Severity::Error,
            );
            pattern
        });
        let parameters = fields.take(self, "serviceParams").and_then(|field| self.service_params(&field));
        let timeout = fields.take(self, "timeoutSeconds").and_then(|field| {
            self.unknown(field.value).or_else(|| {
                let seconds = self.number(&field, TIMEOUT)?;
                Some(Spanned::new(Value::Constant(Json::from(seconds.value)), seconds.at))
            })
        });
        let error_mappings = fields.take(self, "errorMappings").map(|field| self.mappings(&field, MappingList::Other));
        if let Some(field) = fields.take(self, "retry") {
            self.flow.step_mut(id).retry = self.legacy_retry(&field);
        }
        if let Some(field) = fields.take(self, "catch") {
            self.flow.step_mut(id).catch = self.legacy_catch(&field);
        }
        Task { target, pattern, parameters, timeout, error_mappings }
    }
}
