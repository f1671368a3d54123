//! What can be wrong with a definition: one file per rule, with its words.

pub(crate) mod alias;
pub(crate) mod computed_mapping;
pub(crate) mod custom_tag;
pub(crate) mod duplicate_key;
pub(crate) mod duplicate_name;
pub(crate) mod either_key;
pub(crate) mod expression_syntax;
pub(crate) mod misplaced_key;
pub(crate) mod missing_key;
pub(crate) mod no_way_on;
pub(crate) mod not_a_flow;
pub(crate) mod not_text;
pub(crate) mod out_of_range;
pub(crate) mod several_documents;
pub(crate) mod too_deep;
pub(crate) mod too_large;
pub(crate) mod undocumented;
pub(crate) mod unknown_key;
pub(crate) mod unknown_target;
pub(crate) mod unknown_type;
pub(crate) mod unknown_value;
pub(crate) mod wrong_type;
pub(crate) mod yaml_syntax;

/// The word of `known` that is closest to `word`, when it is close enough to be meant.
pub(crate) fn closest<'known>(word: &str, known: impl IntoIterator<Item = &'known str>) -> Option<&'known str> {
    let lower = word.to_lowercase();
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The number of letters to insert, remove, replace or swap to make `a` into `b`; long words are never close.
fn distance(a: &str, b: &str) -> usize {
    const LONGEST: usize = 64;
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(LONGEST + 1).collect(), b.chars().take(LONGEST + 1).collect());
    if a.len() > LONGEST || b.len() > LONGEST {
        return usize::MAX;
    }
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            row[j + 1] = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                row[j + 1] = row[j + 1].min(before_last[j - 1] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// Names in a sentence: `a`, `b` or `c`.
pub(crate) fn one_of(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [all @ .., last] => {
            let all = all.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("{all} or `{last}`")
        }
    }
}

/// Text from a definition, cut to what a message can carry.
pub(crate) fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if clean.chars().count() <= MOST {
        return format!("`{clean}`");
    }
    let cut: String = clean.chars().take(MOST).collect();
    format!("`{cut}…`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_word_is_found_when_it_is_close() {
        let known = ["inputMappings", "outputMappings", "goto", "type"];
        assert_eq!(closest("inputMapping", known), Some("inputMappings"));
        assert_eq!(closest("InputMappings", known), Some("inputMappings"));
        assert_eq!(closest("got", known), Some("goto"));
        assert_eq!(closest("gtoo", known), Some("goto"));
        assert_eq!(closest("retry", known), None);
        assert_eq!(closest("", known), None);
    }

    #[test]
    fn names_read_as_a_sentence() {
        assert_eq!(one_of(&["a"]), "`a`");
        assert_eq!(one_of(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(quoted("a\nb"), "`a b`");
    }
}
