//! What the editor asks about the definition, answered in its own terms: places are UTF-16 units of its text.

use std::collections::BTreeMap;
use std::rc::Rc;

use flowglass_assist::{Completion, Context, File, Recorded, complete, format, hover, named_at, quick_fixes, rename};
use flowglass_expression::Language;
use flowglass_flow::{Edit, Mode, Opened, Span, Utf16Index, open};
use flowglass_history::{EventType, History};
use flowglass_simulator::Scenario;
use serde::Serialize;

use crate::state::{RemarkFix, Workbench};

/// How many events of a run are looked at to learn what its data is like.
const MOST_EVENTS: usize = 20_000;

/// What an editor asks about its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// What can be written at the place.
    Complete,
    /// What stands there.
    Hover,
    /// Which step is named there, and where else.
    Named,
    /// What the step's new name changes.
    Rename(String),
    /// What mends the findings there.
    Fixes,
    /// The whole text in one style.
    Format,
}

/// What it is told. A question without an answer is answered with nothing.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Answer {
    Completions(Completions),
    Hover(Hover),
    Named(Named),
    Fixes(Vec<Fix>),
    Edits { edits: Vec<Change> },
    Text { text: String },
    Refused { refused: String },
    Nothing,
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Completions {
    /// Where the word begins that is being typed.
    from: usize,
    options: Vec<Choice>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Choice {
    label: String,
    kind: &'static str,
    detail: String,
    about: Option<About>,
    /// What is replaced.
    from: usize,
    to: usize,
    text: String,
    /// Parts of the text that are selected one after the other.
    stops: Vec<Place>,
}

#[derive(Debug, PartialEq, Serialize)]
struct About {
    text: String,
    source: String,
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Hover {
    #[serde(flatten)]
    at: Place,
    title: String,
    about: About,
    rules: Vec<Rule>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Rule {
    code: &'static str,
    title: &'static str,
    text: &'static str,
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Named {
    #[serde(flatten)]
    at: Place,
    name: String,
    declared: Place,
    jumps: Vec<Place>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Place {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// An edit that mends a finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Fix {
    title: String,
    edits: Vec<Change>,
}

/// One change of the text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Change {
    #[serde(flatten)]
    at: Place,
    text: String,
}

/// Answers a question about `text` at the UTF-16 unit `at`.
pub(crate) fn answer(state: &Workbench, question: &Question, text: &str, at: usize) -> Answer {
    if *question == Question::Hover && state.redraw.is_behind() {
        // It comes by itself, and to read a long text here would take too long.
        return Answer::Nothing;
    }
    let opened = opened(state, text);
    let counted = Counted { text, index: &Utf16Index::new(text) };
    let offset = counted.index.offset(text, at);
    let file = File { name: &state.name, mode: Mode::Standard };
    let language = Language::English;
    match question {
        Question::Complete => completions(state, &opened, file, counted, offset),
        Question::Hover => hover(&opened, offset, language).map_or(Answer::Nothing, |told| {
            let rules = told.rules.iter().map(|rule| Rule { code: rule.code, title: rule.title, text: rule.text });
            Answer::Hover(Hover {
                at: counted.place(told.span),
                title: told.title.clone(),
                about: About { text: told.text.clone(), source: told.source.clone() },
                rules: rules.collect(),
            })
        }),
        Question::Named => named_at(&opened, offset).map_or(Answer::Nothing, |named| {
            Answer::Named(Named {
                at: counted.place(named.at),
                name: named.name,
                declared: counted.place(named.declared),
                jumps: named.jumps.iter().map(|jump| counted.place(*jump)).collect(),
            })
        }),
        Question::Rename(name) => match rename(&opened, file, offset, name) {
            Ok(edits) => Answer::Edits { edits: counted.changes(&edits) },
            Err(error) => Answer::Refused { refused: error.words(language) },
        },
        Question::Fixes => {
            let fixes = quick_fixes(&opened, offset, language).into_iter();
            Answer::Fixes(fixes.map(|fix| Fix { title: fix.title, edits: counted.changes(&fix.edits) }).collect())
        }
        Question::Format => match format(text) {
            Ok(text) => Answer::Text { text },
            Err(error) => Answer::Refused { refused: error.words(language).to_owned() },
        },
    }
}

/// An edit that mends a finding, in the editor's terms.
pub(crate) fn fix_of(counted: Counted<'_>, fix: &RemarkFix) -> Fix {
    Fix { title: fix.title.clone(), edits: counted.changes(&fix.edits) }
}

/// A text with its units counted.
#[derive(Clone, Copy)]
pub(crate) struct Counted<'a> {
    pub(crate) text: &'a str,
    /// Of this text.
    pub(crate) index: &'a Utf16Index,
}

impl Counted<'_> {
    /// Where a span stands.
    pub(crate) fn place(self, span: Span) -> Place {
        let units = |offset: u32| self.index.units(self.text, offset as usize);
        Place { from: units(span.start), to: units(span.end) }
    }

    fn changes(self, edits: &[Edit]) -> Vec<Change> {
        edits.iter().map(|edit| Change { at: self.place(edit.at), text: edit.text.clone() }).collect()
    }
}

/// The text as it was read; an editor may be a letter ahead of the page.
fn opened(state: &Workbench, text: &str) -> Rc<Opened> {
    let file = state.drawing.file();
    if &*file.text == text {
        return Rc::clone(file.opened());
    }
    Rc::new(open(&state.name, text, Mode::Standard))
}

fn completions(state: &Workbench, opened: &Opened, file: File<'_>, counted: Counted<'_>, offset: usize) -> Answer {
    let input = Scenario::parse(&state.scenario).ok().map(|scenario| scenario.input());
    let recorded = recorded(state);
    let context = Context { file, language: Language::English, input: input.as_ref(), recorded: &recorded };
    let found = complete(opened, offset, &context);
    let Some(from) = found.iter().map(|completion| completion.span.start).max() else { return Answer::Nothing };
    let options = found.into_iter().map(|completion| choice(counted, completion)).collect();
    Answer::Completions(Completions { from: counted.index.units(counted.text, from as usize), options })
}

fn choice(counted: Counted<'_>, completion: Completion) -> Choice {
    let Place { from, to } = counted.place(completion.span);
    let insert = completion.insert;
    let index = Utf16Index::new(&insert.text);
    let inserted = Counted { text: &insert.text, index: &index };
    let stop = |range: &std::ops::Range<usize>| inserted.place(Span::new(range.start, range.end));
    Choice {
        label: completion.label,
        kind: completion.kind.word(),
        detail: completion.detail,
        about: completion.about.map(|about| About { text: about.text, source: about.source }),
        from,
        to,
        stops: insert.stops.iter().map(stop).collect(),
        text: insert.text,
    }
}

/// What the shown run, or the youngest one of this file, has shown of each step.
fn recorded(state: &Workbench) -> BTreeMap<String, Recorded> {
    let mine = |run: &&crate::state::Simulated| run.texts.name == state.name;
    match &state.run {
        Some(run) => recorded_in(run.history()),
        None => {
            let youngest = state.runs.youngest_first().map(|(_, run)| run).find(mine);
            youngest.map_or_else(BTreeMap::new, |run| recorded_in(&run.execution().history))
        }
    }
}

fn recorded_in(history: &History) -> BTreeMap<String, Recorded> {
    let mut recorded: BTreeMap<String, Recorded> = BTreeMap::new();
    for event in history.events().take(MOST_EVENTS).filter(|event| !event.step.is_empty()) {
        let Some(kind) = event.kind.known() else { continue };
        let step = recorded.entry(event.step.to_owned()).or_default();
        if kind.is_entered() {
            step.received = event.detail.input().cloned();
            step.local = event.detail.local().cloned();
        } else if kind.is_started() && kind != EventType::TaskStarted {
            step.input = event.detail.input().cloned();
        } else if kind == EventType::TaskSucceeded {
            step.output = event.detail.output().cloned();
        }
    }
    recorded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Action, Theme};

    const DEFINITION: &str = "\
Type: StateMachine
SpecVersion: v1
Name: demo
StartAt: 问候🙂
States:
  - Type: Task
    Name: 问候🙂
    Action: FC:InvokeFunction
    Parameters: {resourceArn: 'acs:fc:::functions/a/LATEST'}
    OutputConstructor:
      x.$: $Output.Body.left
    Next: Done
  - {Type: Succeed, Name: Done}
";
    const SCENARIO: &str =
        "format: 1\ninput: {order: 7}\ntasks: [{step: 问候🙂, outcomes: [{output: {Body: {left: 3}}}]}]\n";

    fn workbench() -> Workbench {
        Workbench::open("demo.flow.yaml".into(), DEFINITION.into(), SCENARIO.into(), Theme::System)
    }

    fn units(word: &str) -> usize {
        Utf16Index::new(DEFINITION).units(DEFINITION, DEFINITION.find(word).expect("there"))
    }

    #[test]
    fn places_count_in_utf_16_units() {
        let state = workbench();
        let Answer::Named(named) = answer(&state, &Question::Named, DEFINITION, units("Next: ") + 7) else {
            panic!("a step");
        };
        assert_eq!(named.name, "Done");
        assert_eq!(named.declared, Place { from: units("Done}"), to: units("Done}") + 4 });
        assert_eq!(named.jumps, [Place { from: units("Done\n"), to: units("Done\n") + 4 }]);
        let renamed = answer(&state, &Question::Rename("B".to_owned()), DEFINITION, units("问候"));
        let Answer::Edits { edits } = renamed else { panic!("edits") };
        assert_eq!(edits.len(), 2);
        assert_eq!(edits[1].at.to - edits[1].at.from, 4, "two characters, and one of two units");
    }

    #[test]
    fn members_come_from_the_scenario_and_from_the_last_run() {
        let labels = |state: &Workbench, text: &str, word: &str| {
            let at = Utf16Index::new(text).units(text, text.find(word).expect("there") + word.len());
            match answer(state, &Question::Complete, text, at) {
                Answer::Completions(found) => found.options.into_iter().map(|option| option.label).collect::<Vec<_>>(),
                _ => Vec::new(),
            }
        };
        let mut state = workbench();
        let input = DEFINITION.replace("$Output.Body.left", "$Input.");
        assert_eq!(labels(&state, &input, "$Input."), ["order"]);
        let output = DEFINITION.replace("Body.left", "Body.");
        assert!(labels(&state, &output, "Body.").is_empty());
        state.apply(Action::Run);
        assert_eq!(labels(&state, &output, "Body."), ["left"]);
        state.apply(Action::TypeDefinition(output.as_str().into()));
        assert_eq!(labels(&state, &output, "Body."), ["left"], "a change keeps what the run has taught");
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        let state = workbench();
        let refused = answer(&state, &Question::Rename("Done".to_owned()), DEFINITION, units("问候"));
        assert_eq!(refused, Answer::Refused { refused: "Another step is called \"Done\".".to_owned() });
        assert!(matches!(answer(&state, &Question::Format, "a: 'b\n", 0), Answer::Refused { .. }));
        assert_eq!(
            answer(&state, &Question::Format, "a:\n    b: 1\n", 0),
            Answer::Text { text: "a:\n  b: 1\n".to_owned() }
        );
        assert_eq!(answer(&state, &Question::Hover, DEFINITION, 0), answer(&state, &Question::Hover, DEFINITION, 1));
        assert_eq!(answer(&state, &Question::Named, DEFINITION, 0), Answer::Nothing);
    }
}
