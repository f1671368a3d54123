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
pub(crate) mod too_many_findings;
pub(crate) mod undocumented;
pub(crate) mod unknown_key;
pub(crate) mod unknown_target;
pub(crate) mod unknown_type;
pub(crate) mod unknown_value;
pub(crate) mod wrong_type;
pub(crate) mod yaml_syntax;

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
    fn names_read_as_a_sentence() {
        assert_eq!(one_of(&["a"]), "`a`");
        assert_eq!(one_of(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(quoted("a\nb"), "`a b`");
    }
}
