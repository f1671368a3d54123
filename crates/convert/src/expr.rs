//! Expressions of the new language, as they are put together.

use flowglass_expression::{Json, Segment, Step};

/// An expression of the new language.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    /// A constant.
    Constant(Json),
    /// A path, as it is written: more segments can follow.
    Path(String),
    /// Any other expression, as it is written.
    Call(String),
    /// An object of which all members are known.
    Object(Vec<(String, Expr)>),
    /// An array of which all elements are known.
    List(Vec<Expr>),
}

impl Expr {
    /// The constant that a missing value is.
    pub(crate) const NULL: Self = Self::Constant(Json::Null);

    /// A path that begins with a variable.
    pub(crate) fn path(variable: &str) -> Self {
        Self::Path(variable.to_owned())
    }

    /// The member of this name; `None` when the language has no way to say that.
    pub(crate) fn member(&self, key: &str) -> Option<Self> {
        Some(match self {
            Self::Constant(value) => Self::Constant(value.get(key).cloned().unwrap_or_default()),
            Self::Path(path) if is_name(key) => Self::Path(format!("{path}.{key}")),
            Self::Path(path) => Self::Path(format!("{path}[{}]", Json::from(key))),
            Self::Object(members) => {
                let found = members.iter().rev().find(|(name, _)| name == key);
                found.map_or(Self::NULL, |(_, value)| value.clone())
            }
            Self::List(_) => Self::NULL,
            Self::Call(_) => return None,
        })
    }

    /// The element with this number; `None` when the language has no way to say that.
    pub(crate) fn element(&self, index: usize) -> Option<Self> {
        Some(match self {
            Self::Constant(value) => {
                Self::Constant(value.as_array().and_then(|items| items.get(index)).cloned().unwrap_or_default())
            }
            Self::Path(path) => Self::Path(format!("{path}[{index}]")),
            Self::List(items) => items.get(index).cloned().unwrap_or(Self::NULL),
            Self::Object(_) => Self::NULL,
            Self::Call(_) => return None,
        })
    }

    /// What a path of the older language leads to from here; `None` for wildcards, which the new language lacks.
    pub(crate) fn follow(&self, segments: &[Segment]) -> Option<Self> {
        segments.iter().try_fold(self.clone(), |at, segment| match &segment.step {
            Step::Key(key) => at.member(key),
            Step::Index(index) => at.element(*index),
            Step::All => None,
        })
    }

    /// The object that this one becomes when `over` is merged over it.
    pub(crate) fn merged_with(self, over: Self) -> Self {
        match (self, over) {
            (Self::Object(base), Self::Object(over)) => {
                let kept = base.into_iter().filter(|(key, _)| over.iter().all(|(name, _)| name != key));
                Self::Object(kept.collect::<Vec<_>>().into_iter().chain(over).collect())
            }
            (base, Self::Object(over)) if over.is_empty() => base,
            (Self::Object(base), over) if base.is_empty() => over,
            (base, over) => Self::Call(format!("jsonMerge({}, {})", base.text(), over.text())),
        }
    }

    /// The same value in every state of the scopes inside: it need not be handed on.
    pub(crate) fn is_settled(&self) -> bool {
        match self {
            Self::Constant(_) => true,
            Self::Path(path) => path.starts_with("$Context.Execution.") || path.starts_with("$Global."),
            Self::Call(_) => false,
            Self::Object(members) => members.iter().all(|(_, value)| value.is_settled()),
            Self::List(items) => items.iter().all(Self::is_settled),
        }
    }

    /// The expression as it is written.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Constant(value) => value.to_compact(),
            Self::Path(text) | Self::Call(text) => text.clone(),
            Self::Object(members) => {
                let members = members.iter().map(|(key, value)| format!("{}: {}", Json::from(key), value.text()));
                format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
            }
            Self::List(items) => {
                format!("toArray({})", items.iter().map(Self::text).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Whether a member can be written after a point in every edition of the language.
fn is_name(key: &str) -> bool {
    let mut characters = key.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|next| next.is_alphanumeric() || next == '_')
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;
    use flowglass_expression::state_machine::Expression;

    use super::*;

    #[test]
    fn members_and_merges_are_written_so_that_they_can_be_read() {
        fn check(expression: Option<Expr>, expected: &str) {
            let text = expression.unwrap().text();
            assert_eq!(text, expected);
            assert!(Expression::parse(&text).unwrap().faults().is_empty(), "{text}");
        }
        let input = Expr::path("$Input");
        check(input.member("a"), "$Input.a");
        check(input.member("a-b"), "$Input[\"a-b\"]");
        check(input.member("é\"中").and_then(|path| path.element(2)), "$Input[\"é\\\"中\"][2]");
        check(Expr::Constant(json!({"a": ["x\ny", true]})).member("a"), "[\"x\\ny\",true]");
        let object = |key: &str, value: Expr| Expr::Object(vec![(key.to_owned(), value)]);
        check(
            Some(input.clone().merged_with(object("k", Expr::path("$Output")))),
            "jsonMerge($Input, {\"k\": $Output})",
        );
        check(Some(object("k", Expr::NULL).merged_with(object("k", input.clone()))), "{\"k\": $Input}");
        check(Some(Expr::Object(vec![]).merged_with(input.clone())), "$Input");
        check(Some(Expr::List(vec![input.clone(), Expr::NULL])), "toArray($Input, null)");
        assert_eq!(Expr::Call("uuid()".to_owned()).member("a"), None);
        assert_eq!(object("k", input).member("z"), Some(Expr::NULL));
    }
}
