//! Which executions are listed: by status, by when they began, by how their names begin.

use flowglass_history::{Millis, Status};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::source::Filter;

#[derive(PartialEq, Properties)]
pub(crate) struct FilterFormProps {
    pub(crate) filter: Filter,
    pub(crate) on_filter: Callback<Filter>,
}

/// The form; a choice takes effect when it is made.
#[component]
pub(crate) fn FilterForm(FilterFormProps { filter, on_filter }: &FilterFormProps) -> Html {
    let on_status = {
        let (filter, on_filter) = (filter.clone(), on_filter.clone());
        Callback::from(move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            let status = select.and_then(|select| Status::from_name(&select.value()));
            on_filter.emit(Filter { status, ..filter.clone() });
        })
    };
    let on_text = |change: fn(&mut Filter, String)| {
        let (filter, on_filter) = (filter.clone(), on_filter.clone());
        Callback::from(move |event: Event| {
            let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
                return;
            };
            let mut changed = filter.clone();
            change(&mut changed, input.value());
            if changed != filter {
                on_filter.emit(changed);
            }
        })
    };
    html! {
        <details class="filter">
            <summary>{ if filter.is_empty() { "Filter" } else { "Filter (some are left out)" } }</summary>
            <div class="filter-fields">
                <label class="field">{ "Status" }
                    <select onchange={on_status}>
                        <option value="" selected={filter.status.is_none()}>{ "any" }</option>
                        { for Status::ALL.iter().map(|status| html! {
                            <option value={status.name()} selected={filter.status == Some(*status)}>{ status.name() }</option>
                        }) }
                    </select>
                </label>
                <label class="field">{ "Name begins with" }
                    <input type="text" maxlength="128" value={filter.prefix.clone()} onchange={on_text(|filter, text| filter.prefix = text.trim().to_owned())} />
                </label>
                <label class="field">{ "Started from (UTC)" }
                    <input type="datetime-local" value={field(filter.from)} onchange={on_text(|filter, text| filter.from = moment(&text, ":00.000Z"))} />
                </label>
                <label class="field">{ "Started up to (UTC)" }
                    <input type="datetime-local" value={field(filter.to)} onchange={on_text(|filter, text| filter.to = moment(&text, ":59.999Z"))} />
                </label>
            </div>
        </details>
    }
}

/// The moment that a field says to the minute; a field that says seconds is taken at its word.
fn moment(text: &str, seconds: &str) -> Option<Millis> {
    let whole = Millis::parse(&format!("{text}{seconds}"));
    whole.or_else(|_| Millis::parse(&format!("{text}Z"))).ok()
}

/// The text of a field.
fn field(moment: Option<Millis>) -> String {
    moment.map(|moment| moment.to_rfc3339().chars().take(16).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_become_moments_and_back() {
        assert_eq!(moment("1970-01-01T00:01", ":00.000Z"), Some(Millis(60_000)));
        assert_eq!(moment("1970-01-01T00:01", ":59.999Z"), Some(Millis(119_999)));
        assert_eq!(moment("1970-01-01T00:01:07", ":00.000Z"), Some(Millis(67_000)));
        assert_eq!(moment("", ":00.000Z"), None);
        assert_eq!(field(Some(Millis(119_999))), "1970-01-01T00:01");
        assert_eq!(field(None), "");
    }
}
