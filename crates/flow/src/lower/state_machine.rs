//! Today's language: `Type: StateMachine` and its states.
//!
//! Source: `state-machine.md` 1 and 2.

use super::fields::{Bounds, Fields};
use super::{Lowering, Mode, keys};
use crate::document::NodeId;
use crate::finding::Severity;
use crate::model::{Data, Jump, ScopeId, Step, StepKind, Target, WhenDone};
use crate::rules::either_key::EitherKey;
use crate::rules::misplaced_key::MisplacedKey;
use crate::rules::no_way_on::NoWayOn;
use crate::rules::out_of_range::OutOfRange;
use crate::span::Spanned;

const TIMEOUT: Bounds =
    Bounds::whole(1.0, 4_294_967_295.0, "The time limit of an execution is a number of seconds (CHOICE 3).");
const EXPRESS_TIMEOUT: Bounds =
    Bounds::whole(1.0, 300.0, "An Express execution ends after 300 seconds in any case [MODE].").warning();

impl Lowering<'_> {
    /// The whole definition.
    pub(super) fn state_machine_flow(&mut self, root: NodeId) {
        let Some(mut fields) = self.fields(root, "the flow") else { return };
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
                        "This is how the service recognises the language [FDL].",
                        Severity::Error,
                    );
                }
                None => self.missing(fields, key, "This is how the service recognises the language [FDL]."),
            }
        }
        self.flow.description =
            fields.take(self, "Description").and_then(|field| self.text(&field)).map(|text| text.value);
        let Some(field) = fields.take(self, "Name") else {
            self.missing(fields, "Name", "A flow has a name, and it must equal the one it is created with [SDK].");
            return;
        };
        let Some(name) = self.text(&field) else { return };
        if !is_flow_name(&name.value) {
            self.findings.report(OutOfRange {
                at: name.at,
                key: "Name".to_owned(),
                found: format!("`{}`", name.value),
                allowed: "1 to 128 letters, digits, `_` and `-`, beginning with a letter or `_`".to_owned(),
                why: "The service takes no other names for flows [LIM].",
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
                "States are not run in the order of the list; `StartAt` names the first one [FDL].",
            ),
        }
        let Some(field) = fields.take(self, "States") else {
            self.missing(fields, "States", "A flow, a branch and a processor have states [FDL].");
            return;
        };
        self.flow.scope_mut(scope).at = self.document.node(field.value).at;
        let items = self.list(&field).unwrap_or_default();
        if items.is_empty() {
            self.missing(fields, "States", "The list of states is empty; there must be at least one [FDL].");
        }
        for node in items {
            self.machine_state(*node, scope);
        }
    }

    fn machine_state(&mut self, node: NodeId, scope: ScopeId) {
        let Some(mut fields) = self.fields(node, "a state") else { return };
        let at = self.document.node(node).at;
        let kind = match fields.take(self, "Type") {
            Some(field) => self.text(&field),
            None => {
                self.missing(&fields, "Type", "Every state says what it does [FDL].");
                None
            }
        };
        let word = kind.as_ref().map_or("", |kind| kind.value.as_str()).to_owned();
        let name = fields.take(self, "Name").and_then(|field| self.text(&field));
        fields.owner = match (&name, word.as_str()) {
            (Some(name), "") => format!("the state `{}`", name.value),
            (Some(name), kind) => format!("the {kind} state `{}`", name.value),
            (None, "") => "a state".to_owned(),
            (None, kind) => format!("a {kind} state"),
        };
        if name.is_none() {
            self.missing(&fields, "Name", "`Next`, `StartAt` and the history name a state [FDL].");
        }
        let name = name.unwrap_or_else(|| Spanned::new(String::new(), fields.at));
        let when_done = self.machine_next(&mut fields, &word, &name);
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
        });
        self.flow.step_mut(id).data = self.machine_data(&mut fields, &word);
        if matches!(word.as_str(), "Task" | "Parallel" | "Map") {
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
                    "Only Task, Parallel and Map states list error rules [TASK][PAR][INL].",
                    "Remove it.",
                );
            }
        }
        let Some(kind) = self.machine_kind(&mut fields, &word, id) else {
            self.unknown_type(kind.as_ref(), keys::MACHINE_TYPES);
            self.flow.step_mut(id).kind = StepKind::Unknown(kind);
            return;
        };
        self.flow.step_mut(id).kind = kind;
        self.finish(fields, &keys::machine_state(&word), Severity::Warning);
    }

    pub(super) fn misplaced(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        why: &'static str,
        help: &'static str,
    ) {
        if let Some(field) = fields.take(self, key) {
            let owner = fields.owner.clone();
            self.findings.report(MisplacedKey { at: field.key_at, key: key.to_owned(), owner, why, help });
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
                        "A Choice goes where its branches and `Default` say [CHOICE].",
                        "Name the state in `Default`.",
                    );
                }
                return WhenDone::ByKind;
            }
            "Succeed" | "Fail" => {
                fields.take(self, "End");
                self.misplaced(fields, "Next", "This state ends its scope by itself (CHOICE 6).", "Remove `Next`.");
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
                let keys = ["Next", "End"];
                let why = "A state goes on or ends its scope. At run time `End: true` wins (CHOICE 5).";
                self.findings.report(EitherKey {
                    at: jump.at.unwrap_or(at),
                    owner: fields.owner.clone(),
                    keys,
                    both: Some(at),
                    why,
                });
                WhenDone::Go(Jump { target: Target::End, at: Some(at) })
            }
            (Some(jump), _) => WhenDone::Go(jump),
            (None, Some(at)) if ends => WhenDone::Go(Jump { target: Target::End, at: Some(at) }),
            (None, _) => {
                if !next_at && !kind.is_empty() {
                    self.findings.report(NoWayOn { at: fields.at, name: name.value.clone() });
                }
                WhenDone::Go(Jump::missing())
            }
        }
    }

    fn machine_data(&mut self, fields: &mut Fields<'_>, kind: &str) -> Data {
        if kind == "Choice" {
            let why = "A Choice hands its input on; it has no output of its own [CHOICE].";
            self.misplaced(fields, "OutputConstructor", why, "Shape the data in the state before or behind.");
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
