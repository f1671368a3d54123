//! Conditions of the older language in the new one.

use std::ops::Range;

use flowglass_expression::{Json, Part, PartKind, legacy};

use crate::source::{OwnInput, Unsaid};

/// A condition of the new language.
#[derive(Debug, PartialEq)]
pub(crate) struct Converted {
    /// The text.
    pub(crate) text: String,
    /// It holds for the same data only if the values have the types that it is written for.
    pub(crate) by_type: bool,
}

/// Writes a condition for the new language.
///
/// Paths are replaced; a chain of comparisons gets parentheses; what is compared with a truth value is compared with
/// its text too, as the older language does.
pub(crate) fn convert(condition: &legacy::Condition, own: &OwnInput<'_>) -> Result<Converted, Unsaid> {
    let text = condition.text();
    let parts = condition.parts();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut by_type = false;
    let mut replaced: Vec<Range<usize>> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let PartKind::Operator { symbol, symbol_at } = &part.kind else { continue };
        if matches!(*symbol, "==" | "!=" | "<" | "<=" | ">" | ">=" | "in") {
            let chain = parts.iter().filter(|other| other.at == part.at && is_comparison(other)).count();
            if chain > 1 {
                by_type = true;
                let is_first =
                    parts.iter().position(|other| other.at == part.at && is_comparison(other)) == Some(index);
                if is_first {
                    edits.push((part.at.start..part.at.start, "(".repeat(chain - 1)));
                } else {
                    edits.push((symbol_at.start..symbol_at.start, ") ".to_owned()));
                }
                continue;
            }
            let left = trimmed(text, part.at.start..symbol_at.start);
            let right = trimmed(text, symbol_at.end..part.at.end);
            if let Some(both) = with_truth(text, &parts, symbol, [left.clone(), right.clone()], own)? {
                edits.push((part.at.clone(), both));
                replaced.push(part.at.clone());
            } else {
                by_type |= !is_the_same_either_way(&parts, symbol, [left, right]);
            }
        } else if *symbol == "-" {
            by_type = true;
        }
    }
    for part in &parts {
        let inside = replaced.iter().any(|range| range.start <= part.at.start && part.at.end <= range.end);
        if let PartKind::Path(path) = &part.kind
            && !inside
        {
            edits.push((part.at.clone(), own.follow(path.segments)?.text()));
        }
    }
    // A path or a constant that is a condition by itself.
    by_type |= stands_for_truth(&parts);
    Ok(Converted { text: apply(text, edits), by_type })
}

fn is_comparison(part: &Part<'_>) -> bool {
    matches!(&part.kind, PartKind::Operator { symbol, .. } if !matches!(*symbol, "&&" | "||" | "!" | "-"))
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(part) = text.get(range.clone()) else { return range };
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// A path compared with true, false or their text: both are compared. A missing value is false.
fn with_truth(
    text: &str,
    parts: &[Part<'_>],
    symbol: &str,
    [left, right]: [Range<usize>; 2],
    own: &OwnInput<'_>,
) -> Result<Option<String>, Unsaid> {
    let at = |range: &Range<usize>| parts.iter().find(|part| part.at == *range).map(|part| &part.kind);
    let (path, constant) = match (at(&left), at(&right)) {
        (Some(PartKind::Path(path)), Some(PartKind::Constant(constant))) => (path, *constant),
        (Some(PartKind::Constant(constant)), Some(PartKind::Path(path))) => (path, *constant),
        _ => return Ok(None),
    };
    let truth = match constant {
        Json::Bool(truth) => *truth,
        Json::String(word) if matches!(&**word, "true" | "false") => &**word == "true",
        _ => return Ok(None),
    };
    let (joint, equal) = match symbol {
        "==" => ("||", "=="),
        "!=" => ("&&", "!="),
        _ => return Ok(None),
    };
    let path = own.follow(path.segments)?.text();
    let mut both = format!("{path} {equal} {truth} {joint} {path} {equal} \"{truth}\"");
    if !truth {
        both.push_str(&format!(" {joint} {path} {equal} null"));
    }
    // Alone, the comparison needs no parentheses.
    let whole = parts.first().is_some_and(|first| is_comparison(first)) && text.trim_start().len() == text.trim().len();
    let alone = whole && parts.iter().filter(|part| matches!(part.kind, PartKind::Operator { .. })).count() == 1;
    Ok(Some(if alone && !text.contains('(') { both } else { format!("({both})") }))
}

/// A comparison that comes out the same in both languages whatever the values.
fn is_the_same_either_way(parts: &[Part<'_>], symbol: &str, sides: [Range<usize>; 2]) -> bool {
    if symbol == "in" {
        return true;
    }
    let is_plain_text = |range: &Range<usize>| {
        parts.iter().any(|part| {
            part.at == *range && matches!(&part.kind, PartKind::Constant(Json::String(word)) if !converts(word))
        })
    };
    matches!(symbol, "==" | "!=") && sides.iter().any(is_plain_text)
}

/// Whether the older language takes a text for a number or a truth value.
fn converts(word: &str) -> bool {
    matches!(word, "true" | "TRUE" | "false" | "FALSE") || word.trim().parse::<f64>().is_ok()
}

/// Whether something that is no comparison is asked whether it is true.
fn stands_for_truth(parts: &[Part<'_>]) -> bool {
    parts.iter().any(|part| {
        let is_value = matches!(part.kind, PartKind::Path(_) | PartKind::Constant(_) | PartKind::Array);
        let is_true_or_false = matches!(part.kind, PartKind::Constant(Json::Bool(_)));
        let compared = parts.iter().any(|other| {
            (is_comparison(other) || matches!(other.kind, PartKind::Array))
                && other.at != part.at
                && other.at.start <= part.at.start
                && part.at.end <= other.at.end
        });
        is_value && !is_true_or_false && !compared
    })
}

fn apply(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(at, _)| (at.start, at.end));
    let mut out = String::new();
    let mut done = 0;
    for (at, replacement) in edits {
        out.push_str(text.get(done..at.start).unwrap_or_default());
        out.push_str(&replacement);
        done = at.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out.trim().to_owned()
}
