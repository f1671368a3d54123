//! What can be written at the cursor.

mod checked;
mod expression;
mod keys;
mod templates;
mod values;

use std::collections::BTreeMap;

use flowglass_expression::{Documentation, Json, Language};
use flowglass_flow::{Opened, Span};

use crate::data::Recorded;
use crate::documentation::About;
use crate::file::{File, definition_at};
use crate::insert::Insert;
use crate::probe::{Form, Probe};

/// What is known besides the text.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The file, as it is read.
    pub file: File<'a>,
    /// The language that people are told things in.
    pub language: Language,
    /// An input that executions are started with, where one is known.
    pub input: Option<&'a Json>,
    /// What a run has shown, by the names of the steps.
    pub recorded: &'a BTreeMap<String, Recorded>,
}

/// Something that can be written at the cursor.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// What is replaced.
    pub span: Span,
    /// What is written there.
    pub insert: Insert,
    /// A few words beside the label.
    pub detail: String,
    /// What is told about it, with its source.
    pub about: Option<Documented>,
    /// Lower comes first.
    pub rank: u32,
}

/// A description in one language, and where it is known from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documented {
    /// One or two sentences.
    pub text: String,
    /// The tag of a page, or a CHOICE.
    pub source: String,
}

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompletionKind {
    /// A key with a value to begin with.
    Key,
    /// A whole step, rule or flow.
    Snippet,
    /// A word that the key chooses from.
    Word,
    /// The name of a step.
    Step,
    /// The name of an error.
    Error,
    /// A variable of expressions.
    Variable,
    /// A member of a value.
    Member,
    /// A built-in function.
    Function,
}

impl CompletionKind {
    /// The kind as a word that editors can style by.
    pub fn word(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Snippet => "snippet",
            Self::Word => "word",
            Self::Step => "step",
            Self::Error => "error",
            Self::Variable => "variable",
            Self::Member => "member",
            Self::Function => "function",
        }
    }
}

/// Lists what can be written at the byte `offset` of an opened file, the likeliest first.
///
/// Nothing is listed that the checker would then reject.
pub fn complete(opened: &Opened, offset: usize, context: &Context<'_>) -> Vec<Completion> {
    let (Some(probe), Some((_, parsed))) = (Probe::at(opened, context.file, offset), definition_at(opened, offset))
    else {
        return templates::whole_flows(opened, offset, context);
    };
    let mut completions = match probe.form {
        Form::Key | Form::Item => keys::complete(&probe, parsed, context),
        Form::Value => values::complete(&probe, parsed, offset, context),
    };
    completions.sort_by_key(|completion| completion.rank);
    checked::keep_what_passes(opened, &probe, context.file, &mut completions);
    completions
}

impl Documented {
    pub(crate) fn new(about: &About, language: Language) -> Self {
        Self { text: about.words.say(language).to_owned(), source: about.source.to_owned() }
    }

    /// What is told of a name of the expression languages, with how it is known.
    pub(crate) fn of(about: &Documentation, language: Language) -> Self {
        let evidence = about.evidence.words(language);
        let mut letters = evidence.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        let text = match language {
            Language::English => format!("{} {first}{}.", about.words(language), letters.as_str()),
            Language::Chinese => format!("{}{first}{}。", about.words(language), letters.as_str()),
        };
        Self { text, source: about.source.to_owned() }
    }
}
