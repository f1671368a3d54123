//! Says to screen readers what became of the selected step, and of the execution, while the slider moves.

use std::rc::Rc;

use flowglass_flow::StepId;
use yew::prelude::*;

use crate::browser::Timeout;
use crate::state::{Shown, Workbench};

/// How long nothing must change before it is said, in milliseconds: a run that is played passes many moments a second, and
/// only where it rests is worth hearing.
const QUIET_MS: i32 = 600;

#[derive(PartialEq, Properties)]
pub(crate) struct AnnouncerProps {
    pub(crate) state: Rc<Workbench>,
    /// The run so far.
    pub(crate) shown: Option<Rc<Shown>>,
}

/// A place that is heard and not seen.
#[component]
pub(crate) fn Announcer(AnnouncerProps { state, shown }: &AnnouncerProps) -> Html {
    let said = use_state_eq(AttrValue::default);
    let known = use_mut_ref(Moment::default);
    let now = Moment::of(state, shown.as_deref());
    {
        let said = said.setter();
        use_effect_with(now, move |now| {
            let is_news = known.borrow_mut().news(now).is_some();
            let waits = is_news.then(|| {
                // The same words are heard again only where they were gone meanwhile.
                said.set(AttrValue::default());
                let now = now.clone();
                Timeout::after(QUIET_MS, move || {
                    let news = known.borrow_mut().news(&now);
                    *known.borrow_mut() = now;
                    said.set(news.unwrap_or_default().into());
                })
            });
            move || drop(waits)
        });
    }
    html! { <div class="announcer visually-hidden" role="status">{ &*said }</div> }
}

/// What there is to be heard of a moment.
#[derive(Clone, Debug, Default, PartialEq)]
struct Moment {
    /// The flow, by the number of its opening, and the selected step.
    of: (u32, Option<StepId>),
    /// The step's name and where it stands.
    step: Option<String>,
    /// How the execution ended.
    execution: Option<&'static str>,
}

impl Moment {
    fn of(state: &Workbench, shown: Option<&Shown>) -> Self {
        let step = || {
            let (scene, overlay) = (state.drawing.scene.as_ref()?, shown?.overlay.as_ref()?);
            let node = scene.node_of(state.selected?)?;
            let words = overlay.nodes.get(node.0 as usize)?.words().join(", ");
            Some(format!("{}: {words}.", scene.node(node).face()?.name))
        };
        let status = shown.map(|shown| shown.view.status).filter(|status| status.is_ended());
        Self { of: (state.opened, state.selected), step: step(), execution: status.map(|status| status.name()) }
    }

    /// What is to be said now that was not so before. Of a step that has just been selected, or a run that has just begun,
    /// nothing: the picture says it.
    fn news(&mut self, now: &Self) -> Option<String> {
        if self.of != now.of || self.step.is_none() || now.step.is_none() {
            self.of = now.of;
            self.step.clone_from(&now.step);
        }
        let step = now.step.clone().filter(|step| self.step.as_ref() != Some(step));
        if now.execution.is_none() {
            self.execution = None;
        }
        let ended = now.execution.filter(|status| self.execution != Some(*status));
        let words: Vec<String> = step.into_iter().chain(ended.map(|status| format!("Execution {status}."))).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_news_are_said() {
        let moment = |step: u32, words: &str, execution: Option<&'static str>| Moment {
            of: (0, Some(StepId(step))),
            step: (!words.is_empty()).then(|| words.to_owned()),
            execution,
        };
        let mut known = Moment::default();
        let mut hear = |now: Moment, expected: Option<&str>| {
            assert_eq!(known.news(&now).as_deref(), expected, "{now:?}");
            known = now;
        };
        hear(moment(1, "", None), None);
        hear(moment(1, "a: not run.", None), None);
        hear(moment(1, "a: running.", None), Some("a: running."));
        hear(moment(1, "a: running.", None), None);
        // The picture has said what it is and how it stands.
        hear(moment(2, "b: failed.", None), None);
        hear(moment(2, "b: failed, caught.", Some("Failed")), Some("b: failed, caught. Execution Failed."));
        hear(moment(2, "b: failed, caught.", Some("Failed")), None);
        hear(moment(2, "b: running.", None), Some("b: running."));
        hear(moment(2, "b: running.", Some("Failed")), Some("Execution Failed."));
    }
}
