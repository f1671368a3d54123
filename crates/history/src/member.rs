//! What the members of an event's detail are called.

use std::sync::Arc;

/// The name of one member of an event's detail.
///
/// Source: events.md 6; all but `input`, `local` and `output` are CHOICE E4.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the members' own, and `name` spells them")]
pub enum Member {
    Input,
    Local,
    Output,
    Error,
    Cause,
    Next,
    Index,
    Attempt,
    DelaySeconds,
    WaitSeconds,
    TimeoutSeconds,
    ResourceArn,
    Action,
    Pattern,
    TaskToken,
    Global,
    /// Any other name; it is kept and shown.
    Other(Arc<str>),
}

impl Member {
    /// Those with a name of their own, in order.
    pub(crate) const KNOWN: &'static [Self] = &[
        Self::Input,
        Self::Local,
        Self::Output,
        Self::Error,
        Self::Cause,
        Self::Next,
        Self::Index,
        Self::Attempt,
        Self::DelaySeconds,
        Self::WaitSeconds,
        Self::TimeoutSeconds,
        Self::ResourceArn,
        Self::Action,
        Self::Pattern,
        Self::TaskToken,
        Self::Global,
    ];

    /// The member's name in the text of a detail.
    pub fn name(&self) -> &str {
        match self {
            Self::Input => "input",
            Self::Local => "local",
            Self::Output => "output",
            Self::Error => "error",
            Self::Cause => "cause",
            Self::Next => "next",
            Self::Index => "index",
            Self::Attempt => "attempt",
            Self::DelaySeconds => "delaySeconds",
            Self::WaitSeconds => "waitSeconds",
            Self::TimeoutSeconds => "timeoutSeconds",
            Self::ResourceArn => "resourceArn",
            Self::Action => "action",
            Self::Pattern => "pattern",
            Self::TaskToken => "taskToken",
            Self::Global => "global",
            Self::Other(name) => name,
        }
    }

    /// The member with this name.
    pub fn from_name(name: &str) -> Self {
        let known = Self::KNOWN.iter().find(|member| member.name() == name);
        known.cloned().unwrap_or_else(|| Self::Other(name.into()))
    }

    /// Its place in [`Self::KNOWN`].
    pub(crate) fn known(&self) -> Option<u32> {
        Some(match self {
            Self::Input => 0,
            Self::Local => 1,
            Self::Output => 2,
            Self::Error => 3,
            Self::Cause => 4,
            Self::Next => 5,
            Self::Index => 6,
            Self::Attempt => 7,
            Self::DelaySeconds => 8,
            Self::WaitSeconds => 9,
            Self::TimeoutSeconds => 10,
            Self::ResourceArn => 11,
            Self::Action => 12,
            Self::Pattern => 13,
            Self::TaskToken => 14,
            Self::Global => 15,
            Self::Other(_) => return None,
        })
    }

    /// The names under which histories of unknown origin may say the same, in the order in which they are tried.
    ///
    /// Source: events.md 6, "How to read details of unknown origin".
    pub(crate) fn aliases(&self) -> &'static [&'static str] {
        match self {
            Self::Input => &["Input"],
            Self::Output => &["Output"],
            Self::Error => &["Error", "errorCode"],
            Self::Cause => &["Cause", "errorMessage"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_is_found_by_its_name() {
        for (place, member) in (0..).zip(Member::KNOWN) {
            assert_eq!(Member::from_name(member.name()), *member);
            assert_eq!(member.known(), Some(place));
        }
        assert_eq!(Member::from_name("taskToken"), Member::TaskToken);
        assert_eq!(Member::from_name("TaskToken"), Member::Other("TaskToken".into()));
        assert_eq!(Member::from_name("").name(), "");
    }
}
