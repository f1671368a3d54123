//! What templates and values depend on.

use flowglass_expression::state_machine::{Expression, Variable};
use flowglass_expression::{Part, PartKind, PathRoot, Step as PathStep};

use crate::model::{Template, Value};

/// The paths of an expression that begin at `variable`: the keys that each goes through, in the order of the text.
pub(super) fn paths(expression: &Expression, variable: Variable) -> Vec<Vec<String>> {
    let root = PathRoot::Variable(variable);
    let keys = |part: Part<'_>| match part.kind {
        PartKind::Path(path) if path.root == root => {
            let keys = path.segments.iter().filter_map(|segment| match &segment.step {
                PathStep::Key(key) => Some(key.to_string()),
                PathStep::Index(index) => Some(index.to_string()),
                PathStep::All => None,
            });
            Some(keys.collect())
        }
        _ => None,
    };
    expression.parts().into_iter().filter_map(keys).collect()
}

/// Tells whether a template reads `variable`.
pub(super) fn template_reads(template: &Template, variable: Variable) -> bool {
    let mut found = false;
    template.each_value(&mut |value| found |= value_reads(&value.value, variable));
    found
}

/// Tells whether a value reads `variable`; text that cannot be read, or that a tool writes later, may.
pub(super) fn value_reads(value: &Value, variable: Variable) -> bool {
    match value {
        Value::Expression(expression) => !paths(expression, variable).is_empty(),
        Value::Broken(_) | Value::Unknown(_) => true,
        Value::Constant(_) | Value::Reference(_) => false,
    }
}
