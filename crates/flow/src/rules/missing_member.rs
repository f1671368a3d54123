//! `missing-member`: a path leads to something that is never there.

use flowglass_expression::{Language, Segment, Step, closest};

use super::empty_local::written_around;
use super::{one_of, quoted};
use crate::document::Document;
use crate::finding::{Example, Findings, Fix, Page, Rule, Severity, Told, Words};
use crate::known_data::{KnownData, Member, Shape};
use crate::model::{Dialect, Flow};
use crate::reads::Read;
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "missing-member",
    title: Words::new("A path to something that is never there", "路径指向的内容永远不存在"),
    text: Words::new(
        "Everything that can make the value at this place is in the text: constants, mappings, constructors, the `Branch0`, `Branch1` … of a Parallel, the `Items` of a Map. None of it has the member, so the path leads to nothing in every run, and its value is null. Nothing is said where a part comes from outside: the input of an execution and the answers of tasks may have any key.",
        "这个位置的值只可能来自文本中的内容：常量、映射、构造器、Parallel 的 `Branch0`、`Branch1` 等，以及 Map 的 `Items`。它们都没有这个成员，因此在任何执行中路径都找不到内容，值为 null。只要有一部分来自外部，就不报告：执行的输入和任务的返回可以有任何键。",
    ),
    severities: &[Severity::Warning, Severity::Note],
    source: "[IO], [SUB], [PASS], [PAR], [INL]; A1, A2, CHOICE 39",
    covers: &["V28"],
    examples: &[
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Sum\nStates:\n  - Type: Pass\n    Name: Sum\n    OutputConstructor: {total.$: $Input.total}\n    Next: Show\n  - Type: Pass\n    Name: Show\n    OutputConstructor: {text.$: 'format(\"{}\", $Input.totl)'}\n    End: true\n",
            at: "totl",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Sum\nStates:\n  - Type: Pass\n    Name: Sum\n    OutputConstructor: {total.$: $Input.total}\n    Next: Show\n  - Type: Pass\n    Name: Show\n    OutputConstructor: {text.$: 'format(\"{}\", $Input.total)'}\n    End: true\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Both\nStates:\n  - Type: Parallel\n    Name: Both\n    Branches:\n      - {StartAt: A, States: [{Type: Succeed, Name: A}]}\n      - {StartAt: B, States: [{Type: Succeed, Name: B}]}\n    OutputConstructor: {a.$: $Output.Branch1, b.$: $Output.Branch2}\n    End: true\n",
            at: "Branch2",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Both\nStates:\n  - Type: Parallel\n    Name: Both\n    Branches:\n      - {StartAt: A, States: [{Type: Succeed, Name: A}]}\n      - {StartAt: B, States: [{Type: Succeed, Name: B}]}\n    OutputConstructor: {a.$: $Output.Branch0, b.$: $Output.Branch1}\n    End: true\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: seed\n    outputMappings: [{target: tries, source: 0}]\n  - type: pass\n    name: show\n    inputMappings: [{target: count, source: $local.retries}]\n",
            at: "retries",
            right: "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: seed\n    outputMappings: [{target: tries, source: 0}]\n  - type: pass\n    name: show\n    inputMappings: [{target: count, source: $local.tries}]\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: start\n    resourceArn: acs:fnf:::flow/child\n    inputMappings: [{target: order, source: $input.order}]\n    serviceParams: {Input: $.orders}\n",
            at: "orders",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: start\n    resourceArn: acs:fnf:::flow/child\n    inputMappings: [{target: order, source: $input.order}]\n    serviceParams: {Input: $.order}\n",
        },
    ],
};

/// How many keys of an object are looked at for one that was meant.
const MOST_KEYS: usize = 200;

/// A path that leads nowhere in every run.
pub(crate) struct MissingMember {
    at: Span,
    /// The path up to and with the part that leads nowhere.
    path: String,
    /// The path before that part.
    holder: String,
    holds: Holds,
    /// The known key that was probably meant.
    closest: Option<String>,
    /// Set when the steps before the enclosing choice have written what is read.
    around: bool,
}

/// What a path should lead into.
#[derive(Clone, Debug)]
enum Holds {
    /// An object with these keys.
    Keys(Vec<String>),
    /// An object, where an element was asked for.
    NoElements,
    List {
        /// The older language goes through all elements with `[*]`.
        wildcards: bool,
    },
    Scalar,
}

impl MissingMember {
    /// Reports the path if it leads to nothing in every run.
    pub(crate) fn check(document: &Document, flow: &Flow, known: &KnownData, read: &Read<'_>, findings: &mut Findings) {
        let Some((root, path)) = read.root(known) else { return };
        let Member::Nothing { segment, holder } = known.member(root, path) else { return };
        let (Some(missing), skipped) = (path.get(segment), read.path.segments.len() - path.len()) else { return };
        findings.report(|| {
            let holds = holds(holder, missing, flow.dialect);
            let keys = if let Holds::Keys(keys) = &holds { keys.as_slice() } else { &[] };
            let meant = match &missing.step {
                Step::Key(key) => closest(key, keys.iter().map(String::as_str)).map(str::to_owned),
                Step::Index(_) | Step::All => None,
            };
            let segment = segment + skipped;
            Self {
                at: read.span(document, missing.name_at.clone()),
                path: read.written(segment).to_owned(),
                holder: segment.checked_sub(1).map_or_else(|| read.root_text(), |last| read.written(last)).to_owned(),
                closest: meant.filter(|key| key.chars().all(|c| c.is_alphanumeric() || c == '_')),
                holds,
                around: written_around(flow, known, read),
            }
        });
    }
}

fn holds(holder: &Shape, missing: &Segment, dialect: Dialect) -> Holds {
    match (holder, &missing.step) {
        (Shape::Object(_), Step::Index(_)) => Holds::NoElements,
        (Shape::Object(object), _) => {
            Holds::Keys(object.keys(MOST_KEYS).into_iter().map(|(name, _)| name.to_owned()).collect())
        }
        (Shape::List { .. }, _) => Holds::List { wildcards: dialect == Dialect::Legacy },
        (Shape::Scalar | Shape::Anything, _) => Holds::Scalar,
    }
}

impl Rule for MissingMember {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        if self.around { Severity::Note } else { Severity::Warning }
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        /// How many keys a message lists.
        const MOST: usize = 8;
        let (path, holder) = (quoted(&self.path), quoted(&self.holder));
        let what = match language {
            Language::English => format!("{path} is never there"),
            Language::Chinese => format!("{path} 永远不存在"),
        };
        let why = match (language, &self.holds) {
            _ if self.around => Words::new(
                "By the documentation the `$local` of a choice's steps begins empty [IO][CHOICE]; one sample of the service reads an outer key from it [EX:oss-copy].",
                "根据文档，选择内部步骤的 `$local` 一开始是空的 [IO][CHOICE]；服务的一个示例从中读取外层的键 [EX:oss-copy]。",
            )
            .say(language)
            .to_owned(),
            (Language::English, Holds::Keys(keys)) if keys.is_empty() => {
                format!("All that makes {holder} here is in the text, and it has no keys: the value is null.")
            }
            (Language::English, Holds::Keys(_)) => {
                format!("All that makes {holder} here is in the text, and none of it has this key: the value is null.")
            }
            (Language::English, Holds::NoElements) => format!("{holder} is an object here and has no elements: the value is null."),
            (Language::English, Holds::List { .. }) => format!("{holder} is a list here and has no keys: the value is null."),
            (Language::English, Holds::Scalar) => {
                format!("{holder} is a single value here and holds nothing else: the value is null.")
            }
            (Language::Chinese, Holds::Keys(keys)) if keys.is_empty() => {
                format!("此处 {holder} 的内容全部来自文本，它没有任何键：值为 null。")
            }
            (Language::Chinese, Holds::Keys(_)) => {
                format!("此处 {holder} 的内容全部来自文本，其中没有这个键：值为 null。")
            }
            (Language::Chinese, Holds::NoElements) => format!("此处 {holder} 是对象，没有元素：值为 null。"),
            (Language::Chinese, Holds::List { .. }) => format!("此处 {holder} 是列表，没有键：值为 null。"),
            (Language::Chinese, Holds::Scalar) => format!("此处 {holder} 是单个值，不包含其他内容：值为 null。"),
        };
        let help = match (&self.closest, &self.holds, language) {
            _ if self.around => Words::new(
                "Write `$input`: the choice's input has the key in any case.",
                "请写 `$input`：选择的输入中无论如何都有这个键。",
            )
            .say(language)
            .to_owned(),
            (Some(meant), _, Language::English) => format!("Write {}.", quoted(meant)),
            (Some(meant), _, Language::Chinese) => format!("请写 {}。", quoted(meant)),
            (None, Holds::Keys(keys), _) if (1..=MOST).contains(&keys.len()) => {
                let keys = one_of(&keys.iter().map(String::as_str).collect::<Vec<_>>(), language);
                match language {
                    Language::English => format!("Write {keys}, or let an earlier step hand it on."),
                    Language::Chinese => format!("请写 {keys}，或者让前面的步骤传递它。"),
                }
            }
            (None, Holds::List { wildcards: true }, Language::English) => {
                "Take an element, as in `[0]`, or something of every element, as in `[*].name`.".to_owned()
            }
            (None, Holds::List { wildcards: true }, Language::Chinese) => {
                "请取其中一个元素，例如 `[0]`，或者取每个元素的成员，例如 `[*].name`。".to_owned()
            }
            (None, Holds::List { wildcards: false }, Language::English) => "Take an element, as in `[0]`.".to_owned(),
            (None, Holds::List { wildcards: false }, Language::Chinese) => "请取其中的元素，例如 `[0]`。".to_owned(),
            (None, _, Language::English) => "Let an earlier step hand it on, or remove the path.".to_owned(),
            (None, _, Language::Chinese) => "请让前面的步骤传递它，或者删除这个路径。".to_owned(),
        };
        Told::new(what, why, help)
    }
    fn fix(&self) -> Option<Fix> {
        self.closest.as_ref().map(|name| Fix::rewrite(self.at, name.as_str(), false))
    }
}
