//! One execution of a list: its name, where it stands, when it began and how long it took.

use flowglass_diagram::NodeStatus;
use flowglass_history::Status;
use yew::prelude::*;

use super::status_chip::StatusChip;

#[derive(PartialEq, Properties)]
pub(crate) struct ExecutionRowProps {
    pub(crate) name: AttrValue,
    pub(crate) status: Status,
    /// What stands below the name.
    pub(crate) about: AttrValue,
    /// Whether it is the one that is shown.
    pub(crate) current: bool,
    pub(crate) on_open: Callback<()>,
}

/// The row.
#[component]
pub(crate) fn ExecutionRow(ExecutionRowProps { name, status, about, current, on_open }: &ExecutionRowProps) -> Html {
    let onclick = on_open.reform(|_: MouseEvent| ());
    html! {
        <li>
            <button type="button" class={classes!("listed", current.then_some("current"))} aria-current={current.then_some("true")} {onclick}>
                <span class="listed-name">{ name }</span>
                <StatusChip status={node_status(*status)} words={AttrValue::from(status.name())} />
                <span class="listed-about">{ about }</span>
            </button>
        </li>
    }
}

/// The picture's status for where an execution stands.
pub(super) fn node_status(status: Status) -> NodeStatus {
    match status {
        Status::Starting => NodeStatus::Scheduled,
        Status::Running => NodeStatus::Running,
        Status::Succeeded => NodeStatus::Succeeded,
        Status::Failed => NodeStatus::Failed,
        Status::TimedOut => NodeStatus::TimedOut,
        Status::Stopped => NodeStatus::Aborted,
    }
}
