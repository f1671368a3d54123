//! One state of the new flow, while it is put together.

use flowglass_flow::StepId;

use crate::expr::Expr;
use flowglass_yaml::Node;

/// Where a state leads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Way {
    /// To what an old step has become.
    Step(StepId),
    /// To a state with this name.
    State(String),
    /// Out of the scope.
    End,
}

/// A rule for errors that no retry cures.
#[derive(Clone, Debug)]
pub(crate) struct CatchRule {
    pub(crate) errors: Node,
    /// What the next state receives.
    pub(crate) output: Vec<(String, Node)>,
    pub(crate) way: Way,
}

/// One state.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// Lines above it.
    pub(crate) comments: Vec<String>,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    /// Everything between its kind and where it leads.
    pub(crate) members: Vec<(String, Node)>,
    /// The arms of a Choice: condition and target.
    pub(crate) arms: Vec<(String, Way)>,
    /// `Default` of a Choice, `Next` or `End` of the others; none for Fail.
    pub(crate) way: Option<Way>,
    pub(crate) catch: Vec<CatchRule>,
}

impl State {
    pub(crate) fn new(name: String, kind: &'static str) -> Self {
        Self { comments: Vec::new(), name, kind, members: Vec::new(), arms: Vec::new(), way: None, catch: Vec::new() }
    }

    pub(crate) fn add(&mut self, key: &str, value: Node) {
        self.members.push((key.to_owned(), value));
    }

    /// The state as it is written; `name_of` gives the state that an old step has become.
    pub(crate) fn into_node(self, name_of: impl Fn(StepId) -> String) -> Node {
        let target = |way: &Way| match way {
            Way::Step(step) => Node::text(name_of(*step)),
            Way::State(name) => Node::text(name),
            Way::End => Node::text(""),
        };
        let mut members = vec![("Type".to_owned(), Node::text(self.kind)), ("Name".to_owned(), Node::text(&self.name))];
        members.extend(self.members);
        if !self.catch.is_empty() {
            let rules = self.catch.into_iter().map(|rule| {
                Node::Mapping(vec![
                    ("Errors".to_owned(), rule.errors),
                    ("OutputConstructor".to_owned(), Node::Mapping(rule.output)),
                    ("Next".to_owned(), target(&rule.way)),
                ])
            });
            let before = members.iter().position(|(key, _)| key == "OutputConstructor").unwrap_or(members.len());
            members.insert(before, ("Catch".to_owned(), Node::List(rules.collect())));
        }
        if !self.arms.is_empty() {
            let arms = self.arms.iter().map(|(condition, way)| {
                Node::Mapping(vec![("Condition".to_owned(), Node::text(condition)), ("Next".to_owned(), target(way))])
            });
            members.push(("Branches".to_owned(), Node::List(arms.collect())));
        }
        match (&self.way, self.kind) {
            (None, _) | (Some(Way::End), "Succeed") => {}
            (Some(way), "Choice") => members.push(("Default".to_owned(), target(way))),
            (Some(Way::End), _) => members.push(("End".to_owned(), Node::Constant(true.into()))),
            (Some(way), _) => members.push(("Next".to_owned(), target(way))),
        }
        let node = Node::Mapping(members);
        if self.comments.is_empty() { node } else { Node::Commented(self.comments, Box::new(node)) }
    }
}

/// A key and what it is built from, as constructors write it: computed values have keys that end with `.$`.
pub(crate) fn entry(key: &str, value: &Expr) -> (String, Node) {
    let computed = || (format!("{key}.$"), Node::text(value.text()));
    match value {
        Expr::Constant(constant) if !mentions_marker(constant) => (key.to_owned(), Node::Constant(constant.clone())),
        Expr::Object(members) if !members.iter().any(|(name, _)| name.ends_with(".$")) => {
            (key.to_owned(), Node::Mapping(entries(members)))
        }
        _ => computed(),
    }
}

pub(crate) fn entries(members: &[(String, Expr)]) -> Vec<(String, Node)> {
    members.iter().map(|(key, value)| entry(key, value)).collect()
}

/// Whether a constant would be taken for something to compute.
fn mentions_marker(value: &flowglass_expression::Json) -> bool {
    match value {
        flowglass_expression::Json::Array(items) => items.iter().any(mentions_marker),
        flowglass_expression::Json::Object(object) => {
            object.iter().any(|(key, value)| key.ends_with(".$") || mentions_marker(value))
        }
        _ => false,
    }
}
