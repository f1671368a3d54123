//! What a scope keeps of its input: the parts that its steps use and that cannot be had elsewhere.

use crate::expr::Expr;
use crate::needs::Need;
use crate::source::{OwnInput, Unsaid};
use crate::view::Surroundings;

/// The input of a scope, and what its first state keeps of it.
#[derive(Debug)]
pub(crate) struct Carried {
    /// How its states say the input.
    pub(crate) input: Surroundings,
    /// The member `input` of what its first state hands on, if anything must be kept.
    pub(crate) member: Option<(String, Expr)>,
}

impl Carried {
    /// Keeps what `need` names of a step's own input, for the scope inside the step.
    pub(crate) fn into(own: &OwnInput<'_>, need: &Need, unsaid: impl FnMut(Unsaid) -> Expr) -> Self {
        let kept = Expr::path("$Input.input");
        let (input, member) = keep(own, need, &kept, unsaid);
        Self { input, member: member.map(|member| ("input".to_owned(), member)) }
    }
}

/// Tells apart what can be said everywhere, and what must be kept as `kept`.
pub(crate) fn keep(
    own: &OwnInput<'_>,
    need: &Need,
    kept: &Expr,
    mut unsaid: impl FnMut(Unsaid) -> Expr,
) -> (Surroundings, Option<Expr>) {
    let members: Vec<(String, Expr)> = match need {
        Need::Keys(keys) => keys.iter().map(|key| (key.clone(), own.member(key).unwrap_or_else(&mut unsaid))).collect(),
        Need::All => match own.follow(&[]).unwrap_or_else(&mut unsaid) {
            Expr::Object(members) => members,
            whole if whole.is_settled() => return (Surroundings { base: Some(whole), over: Vec::new() }, None),
            whole => return (Surroundings { base: Some(kept.clone()), over: Vec::new() }, Some(whole)),
        },
    };
    let mut over = Vec::with_capacity(members.len());
    let mut keeps = Vec::new();
    for (key, value) in members {
        if value.is_settled() {
            over.push((key, value));
        } else {
            over.push((key.clone(), kept.member(&key).unwrap_or(Expr::NULL)));
            keeps.push((key, value));
        }
    }
    let member = (!keeps.is_empty()).then_some(Expr::Object(keeps));
    (Surroundings { base: None, over }, member)
}
