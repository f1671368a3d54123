//! Which texts are references into data, and what they refer to.

use std::ops::Range;

use crate::closest::closest;
use crate::part::{Path, PathRoot};
use crate::path::{Segment, Step, read_segments};
use crate::scan::{Scanner, is_name_start, is_word};
use crate::unexpected::explained;
use crate::{Json, Note, SyntaxError, SyntaxProblem};

/// A path such as `$input.order.items[0]`, or with wildcards `$local[*].id`.
///
/// Source: legacy reference 9.1.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    text: String,
    root: Root,
    root_at: Range<usize>,
    segments: Vec<Segment>,
}

/// Where a reference begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Root {
    /// `$input`.
    Input,
    /// `$local`.
    Local,
    /// `$context`.
    Context,
    /// `$`, the step's own input.
    Own,
}

/// The data that references lead into; who is input and local depends on the place of the reference.
///
/// Source: legacy reference 8.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// What `$input` stands for.
    pub input: &'a Json,
    /// What `$local` stands for.
    pub local: &'a Json,
    /// What `$context` stands for.
    pub context: &'a Json,
    /// What `$` stands for: the step's mapped input; in input mappings the merged input and local of the parent.
    pub own: &'a Json,
}

/// Says whether a mapping's source is a reference; every other text is a constant.
///
/// A reference begins with `$input`, `$local` or `$context` as a whole word. Also taken for one: `$` alone, and what
/// begins with `$.name`, `$.*` or `$[`, which the documentation of another product writes in mappings.
/// Source: legacy reference 9.1, 9.2.
pub fn is_reference(source: &str) -> bool {
    let Some(after) = source.strip_prefix('$') else { return false };
    let name = after.find(|c| !is_word(c)).map_or(after, |end| &after[..end]);
    if Root::NAMED.iter().any(|(known, _)| *known == name) {
        return true;
    }
    let mut following = after.chars();
    match following.next() {
        None | Some('[') => true,
        Some('.') => following.next().is_some_and(|c| is_name_start(c) || c == '*'),
        Some(_) => false,
    }
}

impl Root {
    const NAMED: [(&str, Self); 3] = [("input", Self::Input), ("local", Self::Local), ("context", Self::Context)];

    /// Gives the root as it is written: `$input`, `$local`, `$context` or `$`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Input => "$input",
            Self::Local => "$local",
            Self::Context => "$context",
            Self::Own => "$",
        }
    }
}

impl Reference {
    /// Reads a reference; blanks around it are allowed.
    ///
    /// # Errors
    /// Says which part is no reference.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let mut scanner = Scanner::new(text);
        scanner.skip_blanks();
        let start = scanner.at();
        if !scanner.take("$") {
            return Err(match scanner.peek() {
                None => scanner.error(0..text.len(), SyntaxProblem::EmptyReference),
                Some(_) => scanner.error_here(explained(&scanner).unwrap_or(SyntaxProblem::NoReference)),
            });
        }
        let name = scanner.take_while(is_word);
        let root = match Root::NAMED.iter().find(|(known, _)| *known == name) {
            Some((_, root)) => *root,
            None if name.is_empty() => Root::Own,
            None => {
                let meant = closest(name, Root::NAMED.iter().map(|(known, _)| *known));
                let meant = Root::NAMED.iter().find(|(known, _)| meant == Some(*known)).map(|(_, root)| root.text());
                return Err(scanner.error_from(start, SyntaxProblem::UnknownRoot { name: format!("${name}"), meant }));
            }
        };
        let root_at = start..scanner.at();
        let segments = read_segments(&mut scanner, is_word)?;
        scanner.skip_blanks();
        match scanner.peek() {
            None => Ok(Self { text: text.to_owned(), root, root_at, segments }),
            Some('-') if scanner.before().ends_with(is_word) => Err(scanner.error_here(SyntaxProblem::HyphenInMember)),
            Some(_) => Err(match explained(&scanner) {
                Some(problem @ SyntaxProblem::FullWidth { .. }) => scanner.error_here(problem),
                _ => scanner.error(scanner.at()..text.trim_end().len(), SyntaxProblem::AfterReference),
            }),
        }
    }

    /// Says where the reference begins.
    pub fn root(&self) -> Root {
        self.root
    }

    /// Gives the path with the places of its parts.
    pub fn path(&self) -> Path<'_> {
        Path { root: PathRoot::Legacy(self.root), root_at: self.root_at.clone(), segments: &self.segments }
    }

    /// Gives the first key after the root; `None` if there is none, or an index or a wildcard instead.
    pub fn first_key(&self) -> Option<&str> {
        match &self.segments.first()?.step {
            Step::Key(key) => Some(key),
            Step::Index(_) | Step::All => None,
        }
    }

    /// Gives the text that was read; notes point into it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Finds the value; never fails.
    ///
    /// Without a wildcard it is the one value; what is missing becomes `null`, with a note. With wildcards it is the
    /// array of all matches in document order; elements without the rest of the path are skipped, and a wildcard on
    /// something that is missing or a scalar gives `[]`. Source: legacy reference 9.1, A2.
    pub fn resolve(&self, scope: &Scope<'_>, notes: &mut Vec<Note>) -> Json {
        let root = match self.root {
            Root::Input => scope.input,
            Root::Local => scope.local,
            Root::Context => scope.context,
            Root::Own => scope.own,
        };
        match find(root, &self.segments) {
            Found::One(value) => value,
            Found::Nothing { missing } => {
                notes.push(self.note(missing, "is missing; null is taken instead."));
                Json::Null
            }
            Found::NoneFor { wildcard } => {
                notes.push(self.note(wildcard, "leads to no array and no object; [] is taken instead."));
                Json::from(Vec::new())
            }
        }
    }

    /// A note about the path up to and with the segment of this number.
    fn note(&self, segment: usize, what: &str) -> Note {
        let end = self.segments.get(segment).map_or(self.root_at.end, |segment| segment.at.end);
        let at = self.root_at.start..end;
        Note { message: format!("`{}` {what}", &self.text[at.clone()]), at }
    }
}

/// What a path leads to.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// A value; with wildcards, the array of all matches.
    One(Json),
    /// Nothing: this segment leads nowhere.
    Nothing { missing: usize },
    /// Nothing for the first wildcard to spread over.
    NoneFor { wildcard: usize },
}

/// Follows a path through a value.
pub(super) fn find(root: &Json, segments: &[Segment]) -> Found {
    let first_wildcard = segments.iter().position(|segment| segment.step == Step::All);
    let mut value = root;
    for (number, segment) in segments.iter().enumerate().take(first_wildcard.unwrap_or(segments.len())) {
        match (segment.step.follow(value), first_wildcard) {
            (Some(inner), _) => value = inner,
            (None, Some(wildcard)) => return Found::NoneFor { wildcard },
            (None, None) => return Found::Nothing { missing: number },
        }
    }
    let Some(wildcard) = first_wildcard else { return Found::One(value.clone()) };
    if value.as_array().is_none() && value.as_object().is_none() {
        return Found::NoneFor { wildcard };
    }
    let mut matches = vec![value];
    for segment in &segments[wildcard..] {
        let mut next = Vec::new();
        for value in matches {
            match (&segment.step, value) {
                (Step::All, Json::Array(items)) => next.extend(items.iter()),
                (Step::All, Json::Object(object)) => next.extend(object.values()),
                (Step::All, _) => {}
                (step, value) => next.extend(step.follow(value)),
            }
        }
        matches = next;
    }
    Found::One(matches.into_iter().cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn only_texts_that_begin_like_a_reference_are_one() {
        fn check(source: &str, expected: bool) {
            assert_eq!(is_reference(source), expected, "{source}");
        }
        for source in ["$input", "$local.a", "$context.x", "$input[0]", "$input-x", "$", "$.x", "$.*", "$[0]", "$._a"] {
            check(source, true);
        }
        for source in ["", "input", "$inputs", "$Input", " $input", "$5", "$.5", "$ x", "$$", "${x}", "$output.a", "$."]
        {
            check(source, false);
        }
    }

    #[test]
    fn references_know_their_root_and_first_key() {
        fn check(text: &str, root: Root, first_key: Option<&str>) {
            let reference = Reference::parse(text).unwrap();
            assert_eq!((reference.root(), reference.first_key()), (root, first_key), "{text}");
            assert_eq!(reference.text(), text);
            assert!(text.trim_start().starts_with(root.text()), "{text}");
        }
        check("$input", Root::Input, None);
        check("$local.a.b", Root::Local, Some("a"));
        check("$context[\"task\"].token", Root::Context, Some("task"));
        check("$local[*].a", Root::Local, None);
        check("$[0]", Root::Own, None);
        check("$", Root::Own, None);
        check(" $.名 ", Root::Own, Some("名"));
    }

    #[test]
    fn what_is_no_reference_is_pointed_at() {
        use SyntaxProblem as P;
        fn check(text: &str, at: Range<usize>, problem: P) {
            assert_eq!(Reference::parse(text), Err(SyntaxError { at, problem }), "{text}");
        }
        let unknown = |name: &str, meant| P::UnknownRoot { name: name.to_owned(), meant };
        check("", 0..0, P::EmptyReference);
        check("  ", 0..2, P::EmptyReference);
        check("abc", 0..3, P::NoReference);
        check("$inputs.a", 0..7, unknown("$inputs", Some("$input")));
        check("$Input.a", 0..6, unknown("$Input", Some("$input")));
        check("$output.a", 0..7, unknown("$output", None));
        check("$input.a-b", 8..9, P::HyphenInMember);
        check("$input.a + 1 ", 9..12, P::AfterReference);
        check("$input.a - 1", 9..12, P::AfterReference);
        check("$input.", 7..7, P::MissingMember);
        check("$input[", 6..7, P::Unclosed { close: ']' });
        check("$input。a", 6..9, P::FullWidth { written: '。', instead: '.' });
        check("＄input", 0..3, P::FullWidth { written: '＄', instead: '$' });
    }

    #[test]
    fn paths_know_the_places_of_their_parts() {
        let text = " $local.a[0]['b c'][*] ";
        let reference = Reference::parse(text).unwrap();
        let path = reference.path();
        assert_eq!(path.root, PathRoot::Legacy(Root::Local));
        assert_eq!(&text[path.root_at], "$local");
        let steps: Vec<_> =
            path.segments.iter().map(|segment| (&segment.step, &text[segment.name_at.clone()])).collect();
        let (a, b) = (Step::Key("a".into()), Step::Key("b c".into()));
        assert_eq!(steps, [(&a, "a"), (&Step::Index(0), "0"), (&b, "'b c'"), (&Step::All, "*")]);
    }

    fn resolve(text: &str) -> (String, Vec<(Range<usize>, String)>) {
        let input = json!({
            "a": {"b": [10, {"c": "x"}]},
            "n": null,
            "a-b": 1,
            "rows": [{"id": 1, "parts": [1, 2]}, {"parts": [3]}, 7, {"id": null, "parts": "no"}],
            "named": {"k": {"id": 5}, "l": {"id": 6}},
            "empty": []
        });
        let (local, context, own) =
            (json!([{"x": [1, 2]}, {"x": [3]}]), json!({"task": {"token": "t"}}), json!({"o": 1}));
        let mut notes = Vec::new();
        let reference = Reference::parse(text).unwrap();
        let value =
            reference.resolve(&Scope { input: &input, local: &local, context: &context, own: &own }, &mut notes);
        (value.to_compact(), notes.into_iter().map(|note| (note.at, note.message)).collect())
    }

    #[test]
    fn references_lead_to_values() {
        fn check(text: &str, expected: &str) {
            assert_eq!(resolve(text), (expected.to_owned(), vec![]), "{text}");
        }
        check("$input.a.b[0]", "10");
        check("$input.a.b[1].c", "\"x\"");
        check("$input.a", r#"{"b":[10,{"c":"x"}]}"#);
        check("$input['a-b']", "1");
        check("$input.n", "null");
        check("$local", r#"[{"x":[1,2]},{"x":[3]}]"#);
        check("$context.task.token", "\"t\"");
        check("$", r#"{"o":1}"#);
        check("$.o", "1");
    }

    #[test]
    fn wildcards_collect_and_flatten() {
        fn check(text: &str, expected: &str) {
            assert_eq!(resolve(text), (expected.to_owned(), vec![]), "{text}");
        }
        check("$local[*]", r#"[{"x":[1,2]},{"x":[3]}]"#);
        check("$local[*].x", "[[1,2],[3]]");
        check("$local[*].x[*]", "[1,2,3]");
        check("$local[0].x[*]", "[1,2]");
        // The second row has no id, the third is no object; a key with the value null is there.
        check("$input.rows[*].id", "[1,null]");
        check("$input.rows[*].parts[*]", "[1,2,3]");
        check("$input.rows[*].parts[0]", "[1,3]");
        check("$input.named.*.id", "[5,6]");
        check("$input.named[*].id", "[5,6]");
        check("$input.named.*.nothing", "[]");
        check("$input.empty[*]", "[]");
        check("$input.empty[*].x", "[]");
    }

    #[test]
    fn what_is_missing_is_noted_with_the_part_that_leads_nowhere() {
        fn check(text: &str, expected: &str, at: Range<usize>, part: &str) {
            let (value, notes) = resolve(text);
            assert_eq!(value, expected, "{text}");
            assert_eq!(notes.len(), 1, "{text}");
            assert_eq!(notes[0].0, at, "{text}");
            assert!(notes[0].1.starts_with(part), "{text}: {}", notes[0].1);
        }
        check("$input.zzz", "null", 0..10, "`$input.zzz` is missing");
        check("$input.zzz.y", "null", 0..10, "`$input.zzz` is missing");
        check("$input.a.b[2]", "null", 0..13, "`$input.a.b[2]` is missing");
        check("$input.n.x", "null", 0..10, "`$input.n.x` is missing");
        check("$input[0]", "null", 0..9, "`$input[0]` is missing");
        check(" $input.zzz ", "null", 1..11, "`$input.zzz` is missing");
        check("$local.x", "null", 0..8, "`$local.x` is missing");
        check("$input.zzz[*]", "[]", 0..13, "`$input.zzz[*]` leads to no array");
        check("$input.zzz.y[*].x", "[]", 0..15, "`$input.zzz.y[*]` leads to no array");
        check("$input.n[*]", "[]", 0..11, "`$input.n[*]` leads to no array");
    }
}
