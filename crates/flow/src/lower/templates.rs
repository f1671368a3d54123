//! Values with computed parts: mapping sources, `serviceParams`, constructors, dynamic numbers.

use flowglass_expression::{Json, SyntaxError, legacy, state_machine};

use super::fields::{Field, MAPPING};
use super::{Lowering, expressions, keys};
use crate::document::{NodeId, NodeKind};
use crate::finding::{Severity, Words};
use crate::model::{Mapping, Template, Value};
use crate::rules::Holder;
use crate::rules::computed_mapping::ComputedMapping;
use crate::rules::duplicate_key::DuplicateKey;
use crate::rules::expression_fault::ExpressionFault;
use crate::rules::expression_syntax::ExpressionSyntax;
use crate::rules::own_path_in_mapping::OwnPathInMapping;
use crate::span::Spanned;

/// Which list of mappings an entry stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MappingList {
    /// `inputMappings`: `$.x` is tolerated [MNST].
    Input,
    /// `outputMappings`, `errorMappings`.
    Other,
}

/// What the value of a key that ends with `.$` is.
const EXPRESSION: Words = Words::new("an expression", "表达式");

impl Lowering<'_> {
    /// A list of `{target, source}`.
    pub(super) fn mappings(&mut self, field: &Field, list: MappingList) -> Vec<Mapping> {
        let items = self.list(field).unwrap_or_default();
        let mut mappings = Vec::with_capacity(items.len());
        for node in items {
            let Some(mut fields) = self.fields(*node, Holder::Entry(field.key)) else { continue };
            let target = fields.take(self, "target").and_then(|field| self.text(&field));
            let source = fields.take(self, "source");
            if target.is_none() {
                self.missing(
                    &fields,
                    "target",
                    Words::new(
                        "A mapping creates the key that `target` names [VSC].",
                        "映射会创建 `target` 指定的键 [VSC]。",
                    ),
                );
            }
            let source = match source {
                Some(field) => self.source(&field, list),
                None => {
                    self.missing_as(
                        &fields,
                        "source",
                        Words::new("Without a source the key is created as null.", "没有 source 时，该键的值为 null。"),
                        Severity::Warning,
                    );
                    Spanned::new(Value::Constant(Json::Null), fields.at)
                }
            };
            self.finish(fields, keys::LEGACY_MAPPING, Severity::Error);
            if let Some(target) = target {
                mappings.push(Mapping { target, source });
            }
        }
        mappings
    }

    /// The source of a mapping: a reference when it begins like one, otherwise a constant [EX:oss-batch-process].
    fn source(&mut self, field: &Field, list: MappingList) -> Spanned<Value> {
        if let Some(unknown) = self.unknown(field.value) {
            return unknown;
        }
        let document = self.document;
        let at = document.node(field.value).at;
        if let NodeKind::Scalar(scalar) = &document.node(field.value).kind
            && scalar.is_text()
        {
            let text = scalar.text();
            let own = is_own_path(text);
            if own {
                self.findings.report(|| OwnPathInMapping { at, taken: list == MappingList::Input });
            }
            if if own { list == MappingList::Input } else { legacy::is_reference(text) } {
                return self.reference(field, text);
            }
        }
        Spanned::new(Value::Constant(document.json(field.value)), at)
    }

    /// A reference of the older language that must be readable.
    pub(super) fn reference(&mut self, field: &Field, text: &str) -> Spanned<Value> {
        let at = self.document.node(field.value).at;
        match expressions::reference(text) {
            Ok(reference) => Spanned::new(reference, at),
            Err(error) => {
                self.expression_error(field.value, field.key, error);
                Spanned::new(Value::Broken(text.to_owned()), at)
            }
        }
    }

    /// `serviceParams`: text that is `$` or begins with `$.` is a path into the mapped input, the rest is constant [SUB].
    pub(super) fn service_params(&mut self, field: &Field) -> Option<Template> {
        let document = self.document;
        let NodeKind::Mapping(entries) = &document.node(field.value).kind else {
            self.wrong_type(field.value, field.key, MAPPING);
            return None;
        };
        let mut members = Vec::with_capacity(entries.len());
        for (key, node) in entries {
            let name = Spanned::new(document.key_text(*key).to_string(), document.node(*key).at);
            if let Some(unknown) = self.unknown(*node) {
                members.push((name, Template::Value(unknown)));
                continue;
            }
            let value = document.json(*node);
            let own = value.as_str().filter(|text| is_own_path(text));
            let value = match own {
                Some(text) => self.reference(&Field { key: field.key, key_at: name.at, value: *node }, text),
                None => Spanned::new(Value::Constant(value), document.node(*node).at),
            };
            members.push((name, Template::Value(value)));
        }
        Some(Template::Object(members))
    }

    /// A number that is written down, or a path `$.x` into the step's input (older language).
    pub(super) fn legacy_value(&mut self, field: &Field) -> Spanned<Value> {
        if let Some(unknown) = self.unknown(field.value) {
            return unknown;
        }
        let at = self.document.node(field.value).at;
        let value = self.document.json(field.value);
        match value.as_str() {
            Some(text) if text.starts_with('$') => self.reference(field, text),
            _ => Spanned::new(Value::Constant(value), at),
        }
    }

    /// A constructor or `Parameters`: a mapping whose keys that end with `.$` are computed [IO].
    pub(super) fn constructor(&mut self, field: &Field) -> Template {
        if !matches!(self.document.node(field.value).kind, NodeKind::Mapping(_)) {
            self.wrong_type(field.value, field.key, MAPPING);
        }
        self.template(field.value, false)
    }

    /// One level of a constructor. `leaves`: below a `.$` key that holds a mapping, where texts are expressions (CHOICE 29).
    fn template(&mut self, node: NodeId, leaves: bool) -> Template {
        let document = self.document;
        let at = document.node(node).at;
        match &document.node(node).kind {
            NodeKind::Mapping(entries) => {
                let mut members: Vec<(Spanned<String>, Template)> = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let key_at = document.node(*key).at;
                    let text = document.key_text(*key);
                    let (name, member) = match text.strip_suffix(".$") {
                        Some(name) => (name, self.computed(text, *value)),
                        None => (text, self.template(*value, leaves)),
                    };
                    if let Some((first, _)) = members.iter().find(|(known, _)| known.value == name) {
                        let first = first.at;
                        self.findings.report(|| DuplicateKey { at: key_at, first, key: text.into() });
                        continue;
                    }
                    members.push((Spanned::new(name.to_owned(), key_at), member));
                }
                Template::Object(members)
            }
            NodeKind::Sequence(items) => {
                Template::List(items.iter().map(|item| self.template(*item, leaves)).collect())
            }
            NodeKind::Scalar(scalar) => {
                if let Some(unknown) = self.unknown(node) {
                    return Template::Value(unknown);
                }
                let value = scalar.json();
                match value.as_str() {
                    Some(text) if leaves && text.starts_with('$') => {
                        Template::Value(self.expression(node, "expression", text))
                    }
                    _ => Template::constant(value, at),
                }
            }
        }
    }

    /// The value of a key that ends with `.$`.
    fn computed(&mut self, key: &str, node: NodeId) -> Template {
        let document = self.document;
        match &document.node(node).kind {
            NodeKind::Scalar(scalar) if scalar.is_null() => {
                self.wrong_type(node, key, EXPRESSION);
                Template::Value(Spanned::new(Value::Broken(String::new()), document.node(node).at))
            }
            NodeKind::Scalar(scalar) => {
                if !scalar.is_text() && !scalar.is_unknown() {
                    self.not_text(node, key, EXPRESSION);
                }
                Template::Value(self.expression(node, key, scalar.text()))
            }
            NodeKind::Mapping(_) | NodeKind::Sequence(_) => {
                self.findings.report(|| ComputedMapping { at: document.first_line(node), key: key.to_owned() });
                self.template(node, true)
            }
        }
    }

    /// A value that a deployment tool writes; nothing when the definition says it.
    pub(super) fn unknown(&self, node: NodeId) -> Option<Spanned<Value>> {
        let node = self.document.node(node);
        match &node.kind {
            NodeKind::Scalar(scalar) if scalar.is_unknown() => {
                Some(Spanned::new(Value::Unknown(scalar.text().to_owned()), node.at))
            }
            NodeKind::Scalar(_) | NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
        }
    }

    /// An expression of the new language.
    pub(super) fn expression(&mut self, node: NodeId, key: &str, text: &str) -> Spanned<Value> {
        if let Some(unknown) = self.unknown(node) {
            return unknown;
        }
        let at = self.document.node(node).at;
        match expressions::expression(text) {
            Ok(value) => {
                if let Value::Expression(expression) = &value {
                    self.expression_faults(node, key, expression);
                }
                Spanned::new(value, at)
            }
            Err(error) => {
                self.expression_error(node, key, error);
                Spanned::new(Value::Broken(text.to_owned()), at)
            }
        }
    }

    pub(super) fn expression_error(&mut self, node: NodeId, key: &str, error: SyntaxError) {
        let document = self.document;
        self.findings.report(|| ExpressionSyntax {
            at: document.part_of_scalar(node, error.at.clone()),
            key: key.to_owned(),
            error,
        });
    }

    pub(super) fn expression_faults(&mut self, node: NodeId, key: &str, expression: &state_machine::Expression) {
        let document = self.document;
        for fault in expression.faults() {
            self.findings.report(|| ExpressionFault {
                at: document.part_of_scalar(node, fault.at.clone()),
                key: key.to_owned(),
                fault: fault.clone(),
            });
        }
    }
}

/// `$`, `$.x` or `$[…]`: a path into the step's own input (`fdl-v1.md` 9.2).
fn is_own_path(text: &str) -> bool {
    text == "$" || text.starts_with("$.") || text.starts_with("$[")
}
