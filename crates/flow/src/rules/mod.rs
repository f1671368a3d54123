//! What can be wrong with a definition: one file per rule, with its words, its page and its examples.

pub(crate) mod alias;
pub(crate) mod callback_without_token;
pub(crate) mod catch_without_output;
pub(crate) mod computed_mapping;
pub(crate) mod constant_condition;
pub(crate) mod custom_tag;
pub(crate) mod data_limit;
pub(crate) mod definition_elsewhere;
pub(crate) mod definition_not_computed;
mod depends;
pub(crate) mod doubtful_expression;
pub(crate) mod dropped_results;
pub(crate) mod duplicate_key;
pub(crate) mod duplicate_name;
pub(crate) mod either_key;
pub(crate) mod empty_local;
pub(crate) mod empty_steps;
pub(crate) mod endless_loop;
pub(crate) mod error_source;
pub(crate) mod event_limit;
pub(crate) mod expression_fault;
pub(crate) mod expression_syntax;
pub(crate) mod forgotten_marker;
pub(crate) mod global_in_map;
mod holder;
pub(crate) mod idle_arm;
pub(crate) mod instant_wait;
pub(crate) mod long_global_key;
pub(crate) mod malformed_arn;
pub(crate) mod misplaced_key;
pub(crate) mod missing_key;
pub(crate) mod missing_member;
pub(crate) mod missing_parameter;
pub(crate) mod misspelled_reference;
pub(crate) mod never_a_list;
pub(crate) mod never_true;
pub(crate) mod no_end;
pub(crate) mod no_retries;
pub(crate) mod no_way_on;
pub(crate) mod not_a_flow;
pub(crate) mod not_a_path;
pub(crate) mod not_text;
pub(crate) mod operator_outside_condition;
pub(crate) mod out_of_range;
pub(crate) mod own_path_in_mapping;
pub(crate) mod parameter_value;
pub(crate) mod parent_global;
mod register;
pub(crate) mod same_way;
pub(crate) mod scalar_items;
pub(crate) mod several_documents;
pub(crate) mod shadowed_rule;
pub(crate) mod shared_global;
pub(crate) mod synchronous_job;
pub(crate) mod time_limit;
pub(crate) mod too_deep;
pub(crate) mod too_large;
pub(crate) mod too_many_findings;
pub(crate) mod undocumented;
pub(crate) mod unknown_context_member;
pub(crate) mod unknown_key;
pub(crate) mod unknown_target;
pub(crate) mod unknown_type;
pub(crate) mod unknown_value;
pub(crate) mod unpublished_shape;
pub(crate) mod unreachable_step;
pub(crate) mod unsupported_mode;
pub(crate) mod unused_error_mappings;
pub(crate) mod unusual_action;
pub(crate) mod unwritten_global;
pub(crate) mod variable_out_of_place;
pub(crate) mod wrong_type;
pub(crate) mod yaml_syntax;

pub(crate) use holder::{Holder, HolderName};
pub use register::pages;

use flowglass_expression::Language;

/// Names in a sentence: `a`, `b` or `c`.
pub(crate) fn one_of(names: &[&str], language: Language) -> String {
    let (comma, or) = match language {
        Language::English => (", ", " or "),
        Language::Chinese => ("、", " 或 "),
    };
    match names {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [all @ .., last] => {
            let all = all.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(comma);
            format!("{all}{or}`{last}`")
        }
    }
}

/// The names of steps in a sentence, the first few written out.
pub(crate) fn steps(names: &[String], language: Language) -> String {
    const MOST: usize = 5;
    let all = names.len();
    let written = |comma| names.iter().take(MOST).map(|name| quoted(name)).collect::<Vec<_>>().join(comma);
    match language {
        Language::English if all <= MOST => written(", "),
        Language::Chinese if all <= MOST => written("、"),
        Language::English => format!("{} and {} more", written(", "), all - MOST),
        Language::Chinese => format!("{} 等 {all} 个步骤", written("、")),
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

/// A suggestion in a sentence: the one word that is meant, or all that are known.
pub(crate) fn write_one_of(closest: Option<&str>, known: &[&str], language: Language) -> String {
    let names = match closest {
        Some(name) => one_of(&[name], language),
        None => one_of(known, language),
    };
    match language {
        Language::English => format!("Write {names}."),
        Language::Chinese => format!("请写 {names}。"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_a_sentence() {
        assert_eq!(one_of(&["a"], Language::English), "`a`");
        assert_eq!(one_of(&["a", "b", "c"], Language::English), "`a`, `b` or `c`");
        assert_eq!(one_of(&["a", "b", "c"], Language::Chinese), "`a`、`b` 或 `c`");
        assert_eq!(quoted("a\nb"), "`a b`");
        let names: Vec<String> = (1..=7).map(|number| format!("s{number}")).collect();
        assert_eq!(steps(&names[..2], Language::English), "`s1`, `s2`");
        assert_eq!(steps(&names[..5], Language::Chinese), "`s1`、`s2`、`s3`、`s4`、`s5`");
        assert_eq!(steps(&names, Language::English), "`s1`, `s2`, `s3`, `s4`, `s5` and 2 more");
        assert_eq!(steps(&names, Language::Chinese), "`s1`、`s2`、`s3`、`s4`、`s5` 等 7 个步骤");
    }
}
