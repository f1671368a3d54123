//! What an event carries.

use std::fmt;
use std::sync::Arc;

use flowglass_expression::{Json, Object};

use crate::Member;
use crate::data::Kept;

/// The data of one event that somebody makes: named values in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// Named values.
    Members(Vec<(Member, Json)>),
    /// A text that is no JSON object.
    Raw(Arc<str>),
}

impl Detail {
    /// Makes a detail without members, `{}`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a member at the end; one of the same name is replaced in its place. A raw text makes way for the member.
    #[must_use]
    pub fn with(self, member: Member, value: impl Into<Json>) -> Self {
        let member = if let Member::Other(name) = &member { Member::from_name(name) } else { member };
        let mut members = match self {
            Self::Raw(_) => Vec::new(),
            Self::Members(members) => members,
        };
        match members.iter_mut().find(|(name, _)| *name == member) {
            Some((_, old)) => *old = value.into(),
            None => members.push((member, value.into())),
        }
        Self::Members(members)
    }

    /// Reads the text of a detail. It never fails: a text that is no JSON object is kept as it is.
    ///
    /// Source: events.md 6, "How to read details of unknown origin".
    pub fn from_text(text: &str) -> Self {
        match Json::parse(text) {
            Ok(Json::Object(object)) => Self::from_object(&object),
            _ => Self::Raw(text.into()),
        }
    }

    /// Takes the members of a JSON object over.
    pub fn from_object(object: &Object) -> Self {
        Self::Members(object.iter().map(|(name, value)| (Member::from_name(name), value.clone())).collect())
    }

    /// Looks at it.
    pub fn view(&self) -> DetailView<'_> {
        DetailView(match self {
            Self::Members(members) => Source::Made(members),
            Self::Raw(text) => Source::Raw(text),
        })
    }
}

impl Default for Detail {
    fn default() -> Self {
        Self::Members(Vec::new())
    }
}

/// What an event carries, wherever it is kept: named values in order.
#[derive(Clone, Copy)]
pub struct DetailView<'a>(Source<'a>);

#[derive(Clone, Copy)]
enum Source<'a> {
    Made(&'a [(Member, Json)]),
    Lent(&'a [(Member, &'a Json)]),
    Kept(Kept<'a>),
    Raw(&'a str),
}

impl<'a> DetailView<'a> {
    /// Looks at values that are somewhere else; no two members may have the same name.
    pub fn of(members: &'a [(Member, &'a Json)]) -> Self {
        Self(Source::Lent(members))
    }

    pub(crate) fn of_kept(kept: Kept<'a>) -> Self {
        Self(kept.raw().map_or(Source::Kept(kept), Source::Raw))
    }

    /// The members in their order.
    pub fn members(self) -> Members<'a> {
        Members { of: self.0, next: 0 }
    }

    /// The value of a member, under exactly this name.
    pub fn get(self, member: &Member) -> Option<&'a Json> {
        self.find(member.name())
    }

    /// What came in.
    pub fn input(self) -> Option<&'a Json> {
        self.get_or_alias(&Member::Input)
    }

    /// The steps' shared local data (older language).
    pub fn local(self) -> Option<&'a Json> {
        self.get_or_alias(&Member::Local)
    }

    /// What came out.
    pub fn output(self) -> Option<&'a Json> {
        self.get_or_alias(&Member::Output)
    }

    /// The name of the error, if there is one and it is a text.
    pub fn error(self) -> Option<&'a str> {
        self.get_or_alias(&Member::Error)?.as_str()
    }

    /// What is said about the error, if something is and it is a text.
    pub fn cause(self) -> Option<&'a str> {
        self.get_or_alias(&Member::Cause)?.as_str()
    }

    /// A number of seconds as milliseconds, not below 0; `None` when the member is missing or no number.
    pub fn millis(self, member: &Member) -> Option<i64> {
        let seconds = self.get(member)?.as_number()?.as_f64();
        // The cast saturates.
        Some((seconds * 1_000.0).round().max(0.0) as i64)
    }

    /// A count, such as an index or the number of an attempt; `None` when the member is missing, negative, fractional
    /// or above 32 bits.
    pub fn count(self, member: &Member) -> Option<u32> {
        u32::try_from(self.get(member)?.as_number()?.as_i64()?).ok()
    }

    /// The text that this was read from, if it is no JSON object.
    pub fn raw(self) -> Option<&'a str> {
        if let Source::Raw(text) = self.0 { Some(text) } else { None }
    }

    /// The detail as a JSON object; a raw text as a JSON text.
    pub fn to_json(self) -> Json {
        match self.raw() {
            Some(text) => Json::from(text),
            None => self
                .members()
                .map(|(member, value)| (Arc::<str>::from(member.name()), value.clone()))
                .collect::<Object>()
                .into(),
        }
    }

    /// The compact text of the object; a raw text exactly as it came.
    pub fn to_text(self) -> String {
        match self.raw() {
            Some(text) => text.to_owned(),
            None => self.to_json().to_compact(),
        }
    }

    /// Bytes of [`to_text`](Self::to_text), counted without writing it.
    pub fn compact_len(self) -> usize {
        if let Some(text) = self.raw() {
            return text.len();
        }
        let members = self.members();
        let around = 2 + members.len().saturating_sub(1);
        let member_len =
            |(member, value): (&Member, &Json)| Json::from(member.name()).compact_len() + 1 + value.compact_len();
        around + members.map(member_len).sum::<usize>()
    }

    fn find(self, name: &str) -> Option<&'a Json> {
        self.members().find(|(member, _)| member.name() == name).map(|(_, value)| value)
    }

    fn get_or_alias(self, member: &Member) -> Option<&'a Json> {
        self.get(member).or_else(|| member.aliases().iter().find_map(|name| self.find(name)))
    }
}

/// The members of a detail in their order.
#[derive(Clone)]
pub struct Members<'a> {
    of: Source<'a>,
    next: usize,
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a Member, &'a Json);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let found = match self.of {
            Source::Made(members) => members.get(self.next).map(|(member, value)| (member, value)),
            Source::Lent(members) => members.get(self.next).map(|(member, value)| (member, *value)),
            Source::Kept(kept) => kept.at(self.next),
            Source::Raw(_) => None,
        };
        self.next += usize::from(found.is_some());
        found
    }

    /// Looks only once where the members are.
    #[inline]
    fn fold<B, F: FnMut(B, Self::Item) -> B>(self, start: B, mut with: F) -> B {
        match self.of {
            Source::Made(members) => {
                members.iter().skip(self.next).fold(start, |folded, (member, value)| with(folded, (member, value)))
            }
            Source::Lent(members) => {
                members.iter().skip(self.next).fold(start, |folded, (member, value)| with(folded, (member, *value)))
            }
            Source::Kept(kept) => (self.next..kept.len()).filter_map(|at| kept.at(at)).fold(start, with),
            Source::Raw(_) => start,
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let all = match self.of {
            Source::Made(members) => members.len(),
            Source::Lent(members) => members.len(),
            Source::Kept(kept) => kept.len(),
            Source::Raw(_) => 0,
        };
        (all - self.next, Some(all - self.next))
    }
}

impl ExactSizeIterator for Members<'_> {}

impl fmt::Debug for Members<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// Details are equal when their members are, in the same order, or their raw texts.
impl PartialEq for DetailView<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw() == other.raw() && self.members().eq(other.members())
    }
}

/// The text of the detail.
impl fmt::Debug for DetailView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.raw() {
            Some(text) => write!(f, "{text:?}"),
            None => f.write_str(&self.to_text()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flowglass_expression::json;

    #[test]
    fn members_keep_their_order() {
        let detail = Detail::new()
            .with(Member::Error, "E")
            .with(Member::Cause, "")
            .with(Member::Next, "a")
            .with(Member::Error, "F");
        assert_eq!(detail.view().to_text(), r#"{"error":"F","cause":"","next":"a"}"#);
        assert_eq!(detail.view().to_json(), json!({"error": "F", "cause": "", "next": "a"}));
        assert_eq!(Detail::new().view().to_text(), "{}");
        assert_eq!(Detail::new().with(Member::Other("input".into()), 1).view().input(), Some(&json!(1)));
    }

    #[test]
    fn values_that_are_somewhere_else_look_the_same() {
        let (input, local) = (json!(1), json!({}));
        let lent = [(Member::Input, &input), (Member::Local, &local)];
        let made = Detail::new().with(Member::Input, 1).with(Member::Local, Json::object());
        assert_eq!(DetailView::of(&lent), made.view());
        assert_eq!(DetailView::of(&lent).members().len(), 2);
        assert_ne!(DetailView::of(&lent[..1]), made.view());
        assert_ne!(Detail::from_text("").view(), Detail::new().view());
    }

    #[test]
    fn texts_are_read_as_far_as_they_go() {
        fn check(text: &str, expected: &str, members: usize) {
            let read = Detail::from_text(text);
            let detail = read.view();
            assert_eq!(detail.to_text(), expected, "{text}");
            assert_eq!(detail.compact_len(), expected.len(), "{text}");
            assert_eq!(detail.members().len(), members, "{text}");
        }
        check("{}", "{}", 0);
        check(r#" {"b": [1, 2.0], "input": {"é\n": null}} "#, r#"{"b":[1,2],"input":{"é\n":null}}"#, 2);
        check("", "", 0);
        check("  [1, 2] ", "  [1, 2] ", 0);
        check("not JSON", "not JSON", 0);
        check(r#"{"input": "#, r#"{"input": "#, 0);
        assert_eq!(Detail::from_text("{}"), Detail::new());
        assert_eq!(Detail::from_text("x").view().to_json(), json!("x"));
        assert_eq!(Detail::from_text("x").with(Member::Input, 1).view().to_text(), r#"{"input":1}"#);
    }

    #[test]
    fn other_spellings_are_understood() {
        fn check(text: &str, error: Option<&str>, cause: Option<&str>, output: Option<Json>) {
            let read = Detail::from_text(text);
            let detail = read.view();
            assert_eq!((detail.error(), detail.cause(), detail.output()), (error, cause, output.as_ref()), "{text}");
        }
        check(r#"{"error":"E","cause":"c"}"#, Some("E"), Some("c"), None);
        check(r#"{"Error":"E","Cause":"c","Output":1}"#, Some("E"), Some("c"), Some(json!(1)));
        check(r#"{"errorCode":"E","errorMessage":"c"}"#, Some("E"), Some("c"), None);
        check(r#"{"Error":"old","error":"new"}"#, Some("new"), None, None);
        check(r#"{"error":{"code":1}}"#, None, None, None);
        assert_eq!(Detail::from_text(r#"{"Input":[]}"#).view().input(), Some(&json!([])));
    }

    #[test]
    fn numbers_are_read_with_care() {
        fn check(value: &str, millis: Option<i64>, count: Option<u32>) {
            let read = Detail::from_text(&format!(r#"{{"delaySeconds":{value}}}"#));
            let detail = read.view();
            assert_eq!(detail.millis(&Member::DelaySeconds), millis, "{value}");
            assert_eq!(detail.count(&Member::DelaySeconds), count, "{value}");
        }
        check("2", Some(2_000), Some(2));
        check("0.25", Some(250), None);
        check("-1", Some(0), None);
        check("1e300", Some(i64::MAX), None);
        check("5000000000", Some(5_000_000_000_000), None);
        check("\"2\"", None, None);
    }
}
