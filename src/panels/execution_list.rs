//! The executions of a flow, with what narrows them down and what starts one.

use flowglass_expression::Json;
use flowglass_history::Millis;
use yew::prelude::*;

use super::account::AccountProps;
use super::execution_row::ExecutionRow;
use super::filter_form::FilterForm;
use super::more::More;
use super::start_form::StartForm;
use super::words;
use crate::source::{Ask, ExecutionInfo, Filter};
use crate::state::{Cloud, CloudAction};

/// The list.
#[component]
pub(crate) fn ExecutionList(AccountProps { cloud, dispatch }: &AccountProps) -> Html {
    let back = use_node_ref();
    {
        // The row that was pressed is gone from sight; the focus goes where one can go back.
        let back = back.clone();
        use_effect_with(cloud.flow.as_ref().map(|flow| flow.name.clone()), move |flow| {
            if let (Some(_), Some(button)) = (flow, back.cast::<web_sys::HtmlElement>()) {
                // A button of the page can always take the focus.
                let _ = button.focus();
            }
        });
    }
    let Some(flow) = &cloud.flow else { return Html::default() };
    let executions = &cloud.executions;
    let asking = cloud.is_asking(|ask| matches!(ask, Ask::Executions { .. }));
    let refresh = dispatch.reform(|()| CloudAction::Refresh);
    let opened = cloud.opened.as_ref().map(|opened| &opened.at);
    let rows = executions.rows.iter().map(|row| {
        let at = row.at.clone();
        let on_open = dispatch.reform(move |()| CloudAction::Open(at.clone()));
        let name = AttrValue::from(row.at.execution.clone());
        html! {
            <ExecutionRow key={&*row.at.execution} {name} status={row.status} about={about(row)} current={opened == Some(&row.at)} {on_open} />
        }
    });
    let nothing = if cloud.filter.is_empty() {
        html! { "This flow has no executions." }
    } else {
        let all = dispatch.reform(|_: MouseEvent| CloudAction::SetFilter(Filter::default()));
        html! { <>{ "No execution fits the filter. " }<button type="button" class="button" onclick={all}>{ "Show all" }</button></> }
    };
    html! {
        <>
            <div class="list-head">
                <button ref={back} type="button" class="button" onclick={dispatch.reform(|_: MouseEvent| CloudAction::LeaveFlow)}>{ "‹ Flows" }</button>
                <h2 class="list-title" title={flow.name.to_string()}>{ &*flow.name }</h2>
                <span class="grow"></span>
                <button type="button" class="button" disabled={asking} onclick={refresh.reform(|_: MouseEvent| ())}>{ "Refresh" }</button>
            </div>
            <div class="list-place" tabindex="0" role="group" aria-label="Executions">
                <FilterForm key={flow.name.to_string()} filter={cloud.filter.clone()} on_filter={dispatch.reform(CloudAction::SetFilter)} />
                if cloud.write() {
                    <StartForm key={flow.name.to_string()} like={example_input(cloud)} busy={cloud.is_ordering()} {dispatch} />
                }
                <ul class="list">{ rows.collect::<Html>() }</ul>
                <More rows={executions.rows.len()} {asking} more={executions.next.is_some()} problem={executions.problem.clone()}
                    {nothing} on_more={dispatch.reform(|()| CloudAction::More)} on_again={refresh.clone()} />
            </div>
        </>
    }
}

/// An input that the flow is known to have been started with: that of the shown execution, or of the youngest.
fn example_input(cloud: &Cloud) -> Json {
    let shown = cloud.opened.as_ref().and_then(|opened| opened.info.as_ref());
    shown.or(cloud.executions.rows.first()).map_or_else(Json::object, |info| info.input.clone())
}

/// When it began, and how long it took.
fn about(row: &ExecutionInfo) -> String {
    let began = row.started.map(words::moment).unwrap_or_default();
    let took = row.started.zip(row.stopped).map(|(from, to): (Millis, Millis)| words::duration(to.since(from)));
    match took {
        Some(took) => format!("{began} · {took}"),
        None => began,
    }
}
