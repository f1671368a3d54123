//! Search in a flow: which steps fit some words, the most telling first.

mod attributes;
mod field;
mod fold;
mod query;
mod row;

use flowglass_flow::{Flow, Step, StepId};

pub use field::Field;
pub use row::{FoundRow, FoundText};

use self::attributes::attributes;
use self::fold::{Fit, Folded, fold};
use self::query::{Term, terms};
use crate::overlay::NodeState;
use crate::status::NodeStatus;
use crate::visible_text::visible;

/// What can be searched of a flow's steps, made ready once.
#[derive(Clone, Debug)]
pub struct FindIndex {
    /// By [`StepId`].
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    name: Folded,
    attributes: Vec<Attribute>,
}

#[derive(Clone, Debug)]
struct Attribute {
    field: Field,
    text: Folded,
}

/// A step that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which one.
    pub step: StepId,
    /// Where it fits.
    found: Found,
}

/// Where the word stands that says most about why a step fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Name,
    /// The attribute at this place of the entry's list.
    Attribute(usize),
    Status,
}

/// Names weigh less than everything else, so that they come first.
const ATTRIBUTE: u32 = 8;
const STATUS: u32 = 16;

impl FindIndex {
    /// Makes the steps of a flow ready.
    pub fn of(flow: &Flow) -> Self {
        let entry = |step: &Step| {
            let attributes = attributes(flow, step)
                .into_iter()
                .map(|(field, text)| Attribute { field, text: Folded::new(text) })
                .collect();
            Entry { name: Folded::new(visible(&step.name.value).into_owned()), attributes }
        };
        Self { entries: flow.steps().map(|(_, step)| entry(step)).collect() }
    }

    /// The steps that all words of a query fit, the best first, equals in the order of the text; none for an empty query.
    ///
    /// Words fit without regard to capitals. `standing` tells where a step stands in the run, if there is one.
    pub fn search<'run>(&self, query: &str, standing: impl Fn(StepId) -> Option<&'run NodeState>) -> Vec<Hit> {
        let terms = terms(query);
        if terms.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<(u32, Hit)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let step = StepId(at as u32);
            let state = standing(step);
            let mut weight = 0;
            // Of several words the one that does not stand in the name has to be told.
            let mut found = Found::Name;
            let fits = terms.iter().all(|term| match entry.fit(term, state) {
                Some((own, place)) => {
                    weight += own;
                    if place != Found::Name {
                        found = place;
                    }
                    true
                }
                None => false,
            });
            if fits {
                hits.push((weight, Hit { step, found }));
            }
        }
        // Stable: equals stay in the order of the text.
        hits.sort_by_key(|(weight, _)| *weight);
        hits.into_iter().map(|(_, hit)| hit).collect()
    }
}

impl Entry {
    /// How far a term is from what this step says (0 is the step's own name), and where it stands.
    fn fit(&self, term: &Term, state: Option<&NodeState>) -> Option<(u32, Found)> {
        let asked = |field: Field| term.field.is_none_or(|wanted| wanted.covers(field));
        if asked(Field::Name)
            && let Some(fit) = self.name.fit(&term.wanted)
        {
            return Some((weight(fit), Found::Name));
        }
        let of_attribute = |(at, attribute): (usize, &Attribute)| {
            let fit = asked(attribute.field).then(|| attribute.text.fit(&term.wanted)).flatten()?;
            Some((ATTRIBUTE + weight(fit), Found::Attribute(at)))
        };
        let attribute = self.attributes.iter().enumerate().filter_map(of_attribute).min_by_key(|(weight, _)| *weight);
        attribute.or_else(|| {
            let state = state?;
            let error = || state.error.as_deref().filter(|error| fold(error).contains(&term.wanted));
            // A closed group stands for what is in it.
            let inside = state.inside.is_some_and(|inside| status_fits(inside.status, &term.wanted));
            let stands = asked(Field::Status) && (inside || status_fits(state.status, &term.wanted));
            (stands || asked(Field::Error) && error().is_some()).then_some((STATUS, Found::Status))
        })
    }
}

fn weight(fit: Fit) -> u32 {
    match fit {
        Fit::Whole => 0,
        Fit::Beginning => 1,
        Fit::Word => 2,
        Fit::Inside => 3,
    }
}

/// Tells whether a status is called so, or begins so: `timed out`, `timed-out`, `time`. What has failed and was caught is
/// `caught`, not `failed`.
fn status_fits(status: NodeStatus, wanted: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).collect::<String>();
    letters(status.class().trim_start_matches("is-")).starts_with(&letters(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOW: &str = "
version: v1
type: flow
steps:
  - {type: pass, name: card}
  - {type: pass, name: recard}
  - {type: pass, name: chargeCard}
  - {type: pass, name: card check}
  - type: task
    name: Pay
    resourceArn: acs:fc:::services/pay/functions/charge-card
    timeoutSeconds: 30
    serviceParams: {Url: 'https://example.com/[a]', n: 7}
    retry: [{errors: [FC.ResourceThrottled], intervalSeconds: 1, maxAttempts: 3, multiplier: 2}]
    catch: [{errors: [FnF.ALL], goto: 失败}]
  - type: choice
    name: 选择
    choices: [{condition: '$.Amount > 100', goto: Pay}]
    default: {goto: card}
  - type: parallel
    name: both
    branches: [{steps: [{type: wait, name: 等待库存, duration: 10}]}, {steps: [{type: pass, name: x}]}]
  - {type: fail, name: 失败, error: Refused, cause: no money}
";

    fn flow(text: &str) -> Flow {
        flowglass_flow::parse(text).flow.unwrap()
    }

    fn check_with(flow: &Flow, query: &str, standing: impl Fn(StepId) -> Option<NodeState>, expected: &[&str]) {
        let states: Vec<Option<NodeState>> = flow.steps().map(|(id, _)| standing(id)).collect();
        let hits = FindIndex::of(flow).search(query, |id| states[id.0 as usize].as_ref());
        let names: Vec<&str> = hits.iter().map(|hit| flow.step(hit.step).name.value.as_str()).collect();
        assert_eq!(names, expected, "{query}");
    }

    #[test]
    fn names_come_before_attributes_and_better_fits_before_worse() {
        let flow = flow(FLOW);
        let check = |query: &str, expected: &[&str]| check_with(&flow, query, |_| None, expected);
        check("card", &["card", "card check", "chargeCard", "recard", "Pay"]);
        check("CARD", &["card", "card check", "chargeCard", "recard", "Pay"]);
        check("card charge", &["chargeCard", "Pay"]);
        check("card nothing", &[]);
        check("库存", &["等待库存"]);
        check("失败", &["失败", "Pay"]);
        check("", &[]);
        check("   ", &[]);
    }

    #[test]
    fn every_attribute_is_found_and_can_be_asked_for() {
        let flow = flow(FLOW);
        let check = |query: &str, expected: &[&str]| check_with(&flow, query, |_| None, expected);
        check("kind:choice", &["选择"]);
        check("kind:task", &["Pay"]);
        check("target:charge-card", &["Pay"]);
        check("acs:fc:::services/pay", &["Pay"]);
        check("amount", &["选择"]);
        check("if:\"> 100\"", &["选择"]);
        check("FC.ResourceThrottled", &["Pay"]);
        check("error:throttled", &["Pay"]);
        check("error:refused", &["失败"]);
        check("retry:", &["Pay"]);
        check("catch:失败", &["Pay"]);
        check("timeout:", &["Pay"]);
        check("\"30 s\"", &["Pay"]);
        check("https://example.com/[a]", &["Pay"]);
        check("parameter:url", &["Pay"]);
        check("\"wait 10 s\"", &["等待库存"]);
        check("name:pay", &["Pay"]);
        check("name:throttled", &[]);
        check("kind:pass name:card", &["card", "card check", "chargeCard", "recard"]);
        // Nothing is a pattern.
        check(".*", &[]);
        check("a|b", &[]);
        check("(?", &[]);
        check("\\", &[]);
    }

    #[test]
    fn a_run_is_found_by_where_steps_stand() {
        let flow = flow(FLOW);
        let standing = |id: StepId| {
            let (status, error) = match id.0 {
                0 => (NodeStatus::Succeeded, None),
                4 => (NodeStatus::Caught, Some("Odd.Error".to_owned())),
                6 => (NodeStatus::Failed, None),
                7 => (NodeStatus::TimedOut, None),
                _ => (NodeStatus::NotRun, None),
            };
            Some(NodeState { status, error, ..NodeState::default() })
        };
        let check = |query: &str, expected: &[&str]| check_with(&flow, query, standing, expected);
        check("status:failed", &["both"]);
        check("failed", &["both"]);
        check("status:caught", &["Pay"]);
        check("status:\"timed out\"", &["等待库存"]);
        check("status:timed-out", &["等待库存"]);
        check("status:succ card", &["card"]);
        check("error:odd", &["Pay"]);
        check_with(&flow, "status:failed", |_| None, &[]);
    }

    #[test]
    fn ten_thousand_steps_are_searched() {
        let steps: String = (0..10_000)
            .map(|at| {
                format!("  - {{type: task, name: step {at}, resourceArn: 'acs:fc:::services/s/functions/f{at}'}}\n")
            })
            .collect();
        let flow = flow(&format!("version: v1\ntype: flow\nsteps:\n{steps}"));
        let index = FindIndex::of(&flow);
        let found = |query: &str| index.search(query, |_| None).len();
        assert_eq!((found("step"), found("9999"), found("kind:task f12"), found("nowhere")), (10_000, 1, 111, 0));
        // The whole name comes before longer ones.
        assert_eq!(index.search("\"step 12\"", |_| None).first().map(|hit| hit.step), Some(StepId(12)));
    }
}
