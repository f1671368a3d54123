//! Which parts of a condition fail whenever they are evaluated.

use crate::operator::Comparison;
use crate::{Json, Remark, RemarkKind};

use super::coerce::{number, truth};
use super::condition::{Condition, Node, Term};

impl Condition {
    /// Lists the parts that fail whenever they are evaluated, so that the condition counts as false.
    ///
    /// Source: legacy reference 10.1.
    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks = Vec::new();
        remark(&self.term, &mut remarks);
        remarks
    }
}

fn remark(term: &Term, remarks: &mut Vec<Remark>) {
    let mut add = |term: &Term, kind| remarks.push(Remark { at: term.at.clone(), kind });
    let mut no_truth = |operands: &[Term], symbol| {
        for operand in operands {
            if let Some(given) = refused(operand, |value| truth(value).is_some()) {
                add(operand, RemarkKind::NoTruthValue { symbol, given });
            }
        }
    };
    match &term.node {
        Node::Constant(_) | Node::Path(_) => {}
        Node::Group(inner) => remark(inner, remarks),
        Node::Array(items) => items.iter().for_each(|item| remark(item, remarks)),
        Node::Not(operand) => {
            no_truth(std::slice::from_ref(operand), "!");
            remark(operand, remarks);
        }
        Node::Negate(operand) => {
            if let Some(given) = refused(operand, |value| number(value).is_some()) {
                add(operand, RemarkKind::NoNumber { given });
            }
            remark(operand, remarks);
        }
        Node::Compare(first, rest) => {
            remark(first, remarks);
            for (operator, right) in rest {
                if *operator == Comparison::In
                    && let Some(given) = refused(right, |_| false).filter(|given| *given != "array")
                {
                    remarks.push(Remark { at: right.at.clone(), kind: RemarkKind::NoContainer { given } });
                }
                remark(right, remarks);
            }
        }
        Node::All(operands) => {
            no_truth(operands, "&&");
            operands.iter().for_each(|operand| remark(operand, remarks));
        }
        Node::Any(operands) => {
            no_truth(operands, "||");
            operands.iter().for_each(|operand| remark(operand, remarks));
        }
    }
}

/// The kind of an operand whose value is known to be refused.
fn refused(term: &Term, takes: fn(&Json) -> bool) -> Option<&'static str> {
    match &term.node {
        Node::Constant(value) => (!takes(value)).then(|| value.kind()),
        Node::Group(inner) => refused(inner, takes),
        Node::Array(_) => Some("array"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_always_fails_is_remarked() {
        fn check(text: &str, expected: &[(&str, RemarkKind)]) {
            let found = Condition::parse(text).unwrap().remarks();
            let found: Vec<_> = found.into_iter().map(|remark| (&text[remark.at], remark.kind)).collect();
            assert_eq!(found, expected, "{text}");
        }
        use RemarkKind as R;
        let no_truth = |symbol, given| R::NoTruthValue { symbol, given };
        check("$.a == \"x\" || $.a == \"y\"", &[]);
        check("$.a == \"x\" || \"y\"", &[("\"y\"", no_truth("||", "string"))]);
        // These are converted.
        check("\"true\" && 1 && \"0\" && !\"FALSE\" && -\"1.5\" < 0", &[]);
        check("1 == 1 && ([])", &[("([])", no_truth("&&", "array"))]);
        check("!\"x\"", &[("\"x\"", no_truth("!", "string"))]);
        check("-true == 1", &[("true", R::NoNumber { given: "boolean" })]);
        check("1 in \"abc\" in [1]", &[("\"abc\"", R::NoContainer { given: "string" })]);
        check("1 in [1, !`y`]", &[("`y`", no_truth("!", "string"))]);
        check("1 in $.list", &[]);
    }
}
