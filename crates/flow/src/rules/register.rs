//! All rules, in the order of their documentation.

use super::{
    alias, callback_without_token, computed_mapping, constant_condition, custom_tag, data_limit, definition_elsewhere,
    definition_not_computed, doubtful_expression, duplicate_key, duplicate_name, either_key, empty_local, endless_loop,
    event_limit, expression_fault, expression_syntax, forgotten_marker, misplaced_key, missing_key, missing_member,
    misspelled_reference, never_a_list, never_true, no_end, no_way_on, not_a_flow, not_a_path, not_text,
    operator_outside_condition, out_of_range, own_path_in_mapping, several_documents, synchronous_job, time_limit,
    too_deep, too_large, too_many_findings, undocumented, unknown_context_member, unknown_key, unknown_target,
    unknown_type, unknown_value, unpublished_shape, unreachable_step, unsupported_mode, unusual_action,
    unwritten_global, variable_out_of_place, wrong_type, yaml_syntax,
};
use crate::finding::Page;

/// The pages of all rules, by their codes.
static PAGES: &[&Page] = &[
    &alias::PAGE,
    &callback_without_token::PAGE,
    &computed_mapping::PAGE,
    &constant_condition::PAGE,
    &custom_tag::PAGE,
    &data_limit::PAGE,
    &definition_elsewhere::PAGE,
    &definition_not_computed::PAGE,
    &doubtful_expression::PAGE,
    &duplicate_key::PAGE,
    &duplicate_name::PAGE,
    &either_key::PAGE,
    &empty_local::PAGE,
    &endless_loop::PAGE,
    &event_limit::PAGE,
    &expression_fault::PAGE,
    &expression_syntax::PAGE,
    &forgotten_marker::PAGE,
    &misplaced_key::PAGE,
    &missing_key::PAGE,
    &missing_member::PAGE,
    &misspelled_reference::PAGE,
    &never_a_list::PAGE,
    &never_true::PAGE,
    &no_end::PAGE,
    &no_way_on::PAGE,
    &not_a_flow::PAGE,
    &not_a_path::PAGE,
    &not_text::PAGE,
    &operator_outside_condition::PAGE,
    &out_of_range::PAGE,
    &own_path_in_mapping::PAGE,
    &several_documents::PAGE,
    &synchronous_job::PAGE,
    &time_limit::PAGE,
    &too_deep::PAGE,
    &too_large::PAGE,
    &too_many_findings::PAGE,
    &undocumented::PAGE,
    &unknown_context_member::PAGE,
    &unknown_key::PAGE,
    &unknown_target::PAGE,
    &unknown_type::PAGE,
    &unknown_value::PAGE,
    &unpublished_shape::PAGE,
    &unreachable_step::PAGE,
    &unsupported_mode::PAGE,
    &unusual_action::PAGE,
    &unwritten_global::PAGE,
    &variable_out_of_place::PAGE,
    &wrong_type::PAGE,
    &yaml_syntax::PAGE,
];

/// The pages of all rules, in the order of their codes.
pub fn pages() -> &'static [&'static Page] {
    PAGES
}
