//! What is known of the selected step: its place in the flow, its runs, and the data that went through.

use std::rc::Rc;

use flowglass_diagram::NodeStatus;
use flowglass_flow::{Flow, StepId, Target};
use flowglass_history::{Attempt, AttemptOutcome, Group, Instance, InstanceId, StepStatus};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::json_view::JsonView;
use super::status_chip::StatusChip;
use super::waiting::Waiting;
use super::words;
use crate::state::{Action, Run, Shown, StartedFlow, Workbench};

#[derive(PartialEq, Properties)]
pub(crate) struct InspectorProps {
    pub(crate) state: Rc<Workbench>,
    pub(crate) shown: Option<Rc<Shown>>,
    pub(crate) dispatch: Callback<Action>,
}

/// The inspector.
#[component]
pub(crate) fn Inspector(InspectorProps { state, shown, dispatch }: &InspectorProps) -> Html {
    let chosen = use_state_eq(|| None::<InstanceId>);
    {
        let chosen = chosen.setter();
        use_effect_with((state.selected, state.run.clone()), move |_| chosen.set(None));
    }
    let (Some(id), Some(flow)) = (state.selected, &state.drawing.flow) else {
        return overview(state);
    };
    let runs = shown.as_ref().map(|shown| shown.runs_of(id)).unwrap_or_default();
    let current = chosen.and_then(|chosen| runs.iter().find(|(id, _)| *id == chosen)).or(runs.last()).copied();
    let on_choose = {
        let chosen = chosen.setter();
        Callback::from(move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            chosen.set(select.and_then(|select| select.value().parse().ok()).map(InstanceId));
        })
    };
    html! {
        <div class="inspected">
            { heading(flow, id, state, current) }
            { started_flow(state, id, dispatch) }
            if runs.len() > 1 {
                <label class="field">{ format!("Run (of {})", runs.len()) }
                    <select onchange={on_choose}>
                        { for runs.iter().enumerate().map(|(number, (id, instance))| html! {
                            <option value={id.0.to_string()} selected={current.is_some_and(|(current, _)| current == *id)}>
                                { format!("{} · {}{}", number + 1, status_of(instance.status).word(), place(shown.as_deref(), *id)) }
                            </option>
                        }) }
                    </select>
                </label>
            }
            if let (Some(run), Some((_, instance))) = (&state.run, current) {
                { instance_view(run, instance, dispatch, state.position >= state.events()) }
            } else if state.run.is_some() {
                <p class="muted">{ "This step has not been reached so far." }</p>
            }
            <h3>{ "Next" }</h3>
            <div class="muted">{ next_words(flow, id) }</div>
            <h3>{ "Definition" }</h3>
            <pre class="json" tabindex="0" aria-label="Definition">{ definition(state, id) }</pre>
        </div>
    }
}

/// What stands here while no step is selected.
fn overview(state: &Workbench) -> Html {
    if state.is_empty() {
        return html! { <p class="empty">{ "What is known of a step appears here. Choose an execution of the account, then a step in the picture." }</p> };
    }
    if state.is_unread() {
        return html! { <p class="empty">{ "The definition has not been read yet." }</p> };
    }
    let steps = state.drawing.steps();
    let description = state.drawing.flow.as_ref().and_then(|flow| flow.description.clone());
    html! {
        <div class="inspected">
            <h2>{ state.flow_name() }</h2>
            <p class="muted">{ format!("{steps} steps") }</p>
            if let Some(description) = description {
                <p>{ description }</p>
            }
            <p class="muted">{ "Select a step in the picture or in the text to see what it does, and after a run what went into it and what came out." }</p>
        </div>
    }
}

fn heading(flow: &Flow, id: StepId, state: &Workbench, current: Option<(InstanceId, &Instance)>) -> Html {
    let face = state.drawing.scene.as_ref().and_then(|scene| scene.node(scene.node_of(id)?).face().cloned());
    let name = &flow.step(id).name.value;
    html! {
        <>
            <div class="row">
                <h2>{ if name.is_empty() { "(no name)" } else { name } }</h2>
                if let Some((_, instance)) = current {
                    <StatusChip status={status_of(instance.status)} words={chip_words(instance)} />
                }
            </div>
            if let Some(face) = face {
                <div class="muted">{ face.second }</div>
            }
            if let Some(description) = &flow.step(id).description {
                <p>{ description }</p>
            }
        </>
    }
}

/// The way to the flow that a task starts.
fn started_flow(state: &Workbench, id: StepId, dispatch: &Callback<Action>) -> Html {
    match state.started_flow(id) {
        Some(StartedFlow::Example(example)) => {
            let onclick = dispatch.reform(move |_: MouseEvent| Action::OpenStarted(id));
            html! { <p><button type="button" class="button" {onclick}>{ format!("Open {}", example.name) }</button></p> }
        }
        Some(StartedFlow::Elsewhere(name)) => {
            html! { <p class="muted">{ format!("Starts the flow {name}, which is none of the examples and cannot be opened here.") }</p> }
        }
        None => Html::default(),
    }
}

fn chip_words(instance: &Instance) -> Option<AttrValue> {
    (instance.attempt() > 1)
        .then(|| format!("{}, attempt {}", status_of(instance.status).word(), instance.attempt()).into())
}

fn instance_view(run: &Run, instance: &Instance, dispatch: &Callback<Action>, at_end: bool) -> Html {
    let history = run.history();
    let offers = run.offers();
    let waits = run
        .waiting()
        .into_iter()
        .find(|task| at_end && offers.control && task.since.is_some_and(|event| instance.events.contains(&event)));
    let received = instance.received(history);
    let mapped = instance.mapped_input(history);
    let raw = instance.raw_result(history);
    let output = instance.output(history);
    html! {
        <>
            if let Some(task) = waits {
                <Waiting {task} {offers} {dispatch} />
            }
            if let Some((error, cause)) = instance.error(history) {
                <h3>{ "Error" }</h3>
                <p class="error-words"><b>{ words::error_name(error) }</b>{ " " }{ cause }</p>
            }
            if instance.attempts.len() > 1 {
                <h3>{ "Attempts" }</h3>
                <div class="row">{ for instance.attempts.iter().map(|attempt| attempt_chip(run, attempt)) }</div>
            }
            if let Some(received) = received {
                <JsonView label={if mapped.is_some_and(|mapped| mapped != received) { "Received" } else { "Input" }} value={received.clone()} />
            }
            if let Some(mapped) = mapped.filter(|mapped| Some(*mapped) != received) {
                <JsonView label="Input" value={mapped.clone()} />
            }
            if let Some(raw) = raw.filter(|raw| Some(*raw) != output) {
                <JsonView label="Answer of the task" value={raw.clone()} />
            }
            if let Some(output) = output {
                <JsonView label="Output" value={output.clone()} />
            }
            <h3>{ "Events" }</h3>
            <div class="event-links">
                { for instance.events.iter().filter_map(|id| history.event(*id)).map(|event| {
                    let id = event.id;
                    let onclick = dispatch.reform(move |_: MouseEvent| Action::SeekEvent(id, None));
                    html! {
                        <button type="button" class="event-line" {onclick}>
                            <span>{ event.id.0 }</span><span>{ event.kind.name() }</span>
                            <span>{ words::offset(event.time.since(run.started())) }</span>
                        </button>
                    }
                }) }
            </div>
        </>
    }
}

fn attempt_chip(run: &Run, attempt: &Attempt) -> Html {
    let history = run.history();
    let time = |id| history.event(id).map(|event| event.time);
    let took = attempt.started.and_then(time).zip(attempt.ended.and_then(time)).map(|(from, to)| to.since(from));
    let status = match attempt.outcome {
        AttemptOutcome::Running => NodeStatus::Running,
        AttemptOutcome::Waiting => NodeStatus::Waiting,
        AttemptOutcome::Pausing => NodeStatus::Retrying,
        AttemptOutcome::Succeeded => NodeStatus::Succeeded,
        AttemptOutcome::TimedOut => NodeStatus::TimedOut,
        _ => NodeStatus::Failed,
    };
    let words = match (took, attempt.outcome) {
        (Some(took), _) => format!("{} · {}", attempt.number, words::duration(took)),
        (None, AttemptOutcome::Pausing) => format!("{} · in {}", attempt.number, words::duration(attempt.delay_ms)),
        (None, _) => attempt.number.to_string(),
    };
    html! { <StatusChip {status} words={AttrValue::from(words)} /> }
}

/// ` · branch 1 of Settle`: where a run of a step lies, innermost first.
fn place(shown: Option<&Shown>, id: InstanceId) -> String {
    let Some(shown) = shown else { return String::new() };
    let mut words = String::new();
    for group in shown.view.groups_around(id).into_iter().rev() {
        let owner = group.owner().and_then(|id| shown.view.instance(id)).map_or("", |instance| &*instance.step);
        match group {
            Group::Branch { index, .. } => words.push_str(&format!(" · branch {index} of {owner}")),
            Group::Iteration { index, .. } => words.push_str(&format!(" · iteration {index} of {owner}")),
            Group::Root | Group::Body { .. } => {}
        }
    }
    words
}

/// The picture's word for where a run of a step stands.
fn status_of(status: StepStatus) -> NodeStatus {
    NodeStatus::from(status)
}

fn next_words(flow: &Flow, id: StepId) -> String {
    let step = flow.step(id);
    let mut words = Vec::new();
    let target = |target: &Target| match target {
        Target::Step(id) => flow.step(*id).name.value.clone(),
        Target::End => "the end of its list".to_owned(),
        Target::Unknown(name) => format!("{name} (no such step)"),
        Target::Missing => "nowhere: the text does not say".to_owned(),
    };
    if let flowglass_flow::StepKind::Choice(choice) = &step.kind {
        for arm in choice.all_arms() {
            if let Some(jump) = &arm.jump {
                let when = arm
                    .condition
                    .as_ref()
                    .map_or("otherwise".to_owned(), |condition| format!("if {}", condition.text.value));
                words.push(format!("{when}: {}", target(&jump.target)));
            }
        }
    }
    if let Some(jump) = step.when_done.jump() {
        words.push(format!("on success: {}", target(&jump.target)));
    }
    for rule in &step.catch {
        let errors = rule.errors.iter().map(|error| error.value.as_str()).collect::<Vec<_>>().join(", ");
        words.push(format!("on {errors}: {}", target(&rule.jump.target)));
    }
    if words.is_empty() { "nothing follows".to_owned() } else { words.join("; ") }
}

/// The step's own text, without the indentation of where it stands.
fn definition(state: &Workbench, id: StepId) -> String {
    let Some(flow) = &state.drawing.flow else { return String::new() };
    if state.drawing.stale {
        return "the text cannot be read right now".to_owned();
    }
    let file = state.drawing.file();
    let at = flow.step(id).at;
    let column = file.lines.position(&file.text, at.start as usize).column.saturating_sub(1) as usize;
    let text = file.text.get(at.range()).unwrap_or_default();
    let mut lines = text.lines();
    let mut cut = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        cut.push('\n');
        cut.push_str(&line[blanks.min(column)..]);
    }
    cut
}
