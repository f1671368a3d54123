//! What can be read but not evaluated: names that do not exist, and calls that are not allowed.

use std::fmt;
use std::ops::Range;

use crate::error::shortened;
use crate::{ErrorKind, Language};

use super::Signature;

/// Why an expression that can be read has no value, whatever the data.
///
/// The service refuses a definition with one. Source: state machine reference 11, rules 22 and 23; CHOICE 38.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Bytes in the text of the expression.
    pub at: Range<usize>,
    /// What is wrong at this place.
    pub kind: FaultKind,
}

/// What is wrong with an expression that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// There is no such variable.
    UnknownVariable {
        /// The name as it is written, with the dollar sign.
        name: String,
        /// What was probably meant, with the dollar sign; differs in the case of letters only for `$input`.
        meant: Option<&'static str>,
    },
    /// A path goes through all elements at once.
    Wildcard,
    /// There is no such function.
    UnknownFunction {
        /// The name as it is written.
        name: String,
        /// The function that was probably meant.
        meant: Option<&'static str>,
    },
    /// A call has fewer or more arguments than the function takes.
    WrongArity {
        /// The function.
        function: &'static Signature,
        /// How many arguments the call has.
        given: usize,
    },
    /// Calls lie inside each other deeper than they may.
    DeepCalls {
        /// How many levels there may be.
        most: usize,
    },
}

impl Fault {
    /// Says in one or two sentences what is wrong and, if known, what to write.
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::English => english(&self.kind),
            Language::Chinese => chinese(&self.kind),
        }
    }

    /// Tells as what evaluation fails because of it. Source: state machine reference 4.3, CHOICE 47.
    pub(super) fn error_kind(&self) -> ErrorKind {
        match self.kind {
            FaultKind::UnknownVariable { .. } | FaultKind::Wildcard => ErrorKind::Expression,
            FaultKind::UnknownFunction { .. } | FaultKind::WrongArity { .. } | FaultKind::DeepCalls { .. } => {
                ErrorKind::Function
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&english(&self.kind))
    }
}

fn english(kind: &FaultKind) -> String {
    match kind {
        FaultKind::UnknownVariable { name, .. } if name == "$" => {
            "`$` alone is not a variable here; write $Input.name for a member of the state's input.".to_owned()
        }
        FaultKind::UnknownVariable { name, meant: Some(meant) } if name.eq_ignore_ascii_case(meant) => {
            format!("Variables begin with a capital letter; write {meant} instead of {name}.")
        }
        FaultKind::UnknownVariable { name, .. } if name == "$local" => {
            "`$local` belongs to the older language; write $Input, or $Output for a result.".to_owned()
        }
        FaultKind::UnknownVariable { name, meant: Some(meant) } => {
            format!("`{}` is not known; did you mean {meant}?", shortened(name))
        }
        FaultKind::UnknownVariable { name, meant: None } => {
            format!("`{}` is not known; there are $Input, $Output, $Context, $Global and $Item.", shortened(name))
        }
        FaultKind::Wildcard => {
            "There are no wildcards in this language; use a Map state to go through the elements.".to_owned()
        }
        FaultKind::UnknownFunction { name, meant: Some(meant) } => {
            format!("`{}` is not a known function; did you mean `{meant}`?", shortened(name))
        }
        FaultKind::UnknownFunction { name, meant: None } => {
            format!("`{}` is not a known function.", shortened(name))
        }
        FaultKind::WrongArity { function, given } => {
            let few = if function.most.is_none() { "at least " } else { "" };
            let (name, least, parameters) = (function.name, function.least, function.parameters);
            let plural = if least == 1 { "" } else { "s" };
            format!("`{name}` takes {few}{least} argument{plural}, not {given}; write {name}({parameters}).")
        }
        FaultKind::DeepCalls { most } => {
            format!("Functions lie inside each other deeper than {most} levels; use several states.")
        }
    }
}

fn chinese(kind: &FaultKind) -> String {
    match kind {
        FaultKind::UnknownVariable { name, .. } if name == "$" => {
            "此处单独的 $ 不是变量；引用状态输入的成员请写 $Input.name。".to_owned()
        }
        FaultKind::UnknownVariable { name, meant: Some(meant) } if name.eq_ignore_ascii_case(meant) => {
            format!("变量名以大写字母开头；请将 {name} 改为 {meant}。")
        }
        FaultKind::UnknownVariable { name, .. } if name == "$local" => {
            "$local 属于旧版语言；请写 $Input，引用结果请写 $Output。".to_owned()
        }
        FaultKind::UnknownVariable { name, meant: Some(meant) } => {
            format!("没有变量 {}；是否想写 {meant}？", shortened(name))
        }
        FaultKind::UnknownVariable { name, meant: None } => {
            format!("没有变量 {}；可用的变量有 $Input、$Output、$Context、$Global 和 $Item。", shortened(name))
        }
        FaultKind::Wildcard => "该语言没有通配符；要遍历数组元素，请使用 Map 状态。".to_owned(),
        FaultKind::UnknownFunction { name, meant: Some(meant) } => {
            format!("没有函数 {}；是否想写 {meant}？", shortened(name))
        }
        FaultKind::UnknownFunction { name, meant: None } => format!("没有函数 {}。", shortened(name)),
        FaultKind::WrongArity { function, given } => {
            let few = if function.most.is_none() { "至少" } else { "" };
            let (name, least, parameters) = (function.name, function.least, function.parameters);
            format!("函数 {name} {few}需要 {least} 个参数，而不是 {given} 个；请写成 {name}({parameters})。")
        }
        FaultKind::DeepCalls { most } => format!("函数嵌套超过 {most} 层；请拆分到多个状态中。"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::function;
    use super::*;

    #[test]
    fn faults_have_words_in_both_languages() {
        fn check(kind: FaultKind, in_english: &str, in_chinese: &str) {
            let fault = Fault { at: 0..0, kind };
            assert_eq!(fault.words(Language::English), in_english);
            assert_eq!(fault.to_string(), in_english);
            assert_eq!(fault.words(Language::Chinese), in_chinese);
        }
        let variable = |name: &str, meant| FaultKind::UnknownVariable { name: name.to_owned(), meant };
        let arity = |name, given| FaultKind::WrongArity { function: function(name).unwrap(), given };
        check(
            variable("$input", Some("$Input")),
            "Variables begin with a capital letter; write $Input instead of $input.",
            "变量名以大写字母开头；请将 $input 改为 $Input。",
        );
        check(
            variable("$Outptu", Some("$Output")),
            "`$Outptu` is not known; did you mean $Output?",
            "没有变量 $Outptu；是否想写 $Output？",
        );
        check(
            variable("$x", None),
            "`$x` is not known; there are $Input, $Output, $Context, $Global and $Item.",
            "没有变量 $x；可用的变量有 $Input、$Output、$Context、$Global 和 $Item。",
        );
        check(
            variable("$local", None),
            "`$local` belongs to the older language; write $Input, or $Output for a result.",
            "$local 属于旧版语言；请写 $Input，引用结果请写 $Output。",
        );
        check(
            variable("$", None),
            "`$` alone is not a variable here; write $Input.name for a member of the state's input.",
            "此处单独的 $ 不是变量；引用状态输入的成员请写 $Input.name。",
        );
        check(
            arity("length", 0),
            "`length` takes 1 argument, not 0; write length(value: array | object | string).",
            "函数 length 需要 1 个参数，而不是 0 个；请写成 length(value: array | object | string)。",
        );
        check(
            arity("format", 0),
            "`format` takes at least 1 argument, not 0; write format(template: string, ...values: any).",
            "函数 format 至少需要 1 个参数，而不是 0 个；请写成 format(template: string, ...values: any)。",
        );
        check(
            arity("uuid", 2),
            "`uuid` takes 0 arguments, not 2; write uuid().",
            "函数 uuid 需要 0 个参数，而不是 2 个；请写成 uuid()。",
        );
        check(
            FaultKind::UnknownFunction { name: "fromat".to_owned(), meant: Some("format") },
            "`fromat` is not a known function; did you mean `format`?",
            "没有函数 fromat；是否想写 format？",
        );
        check(
            FaultKind::UnknownFunction { name: "f".to_owned(), meant: None },
            "`f` is not a known function.",
            "没有函数 f。",
        );
        check(
            FaultKind::Wildcard,
            "There are no wildcards in this language; use a Map state to go through the elements.",
            "该语言没有通配符；要遍历数组元素，请使用 Map 状态。",
        );
        check(
            FaultKind::DeepCalls { most: 10 },
            "Functions lie inside each other deeper than 10 levels; use several states.",
            "函数嵌套超过 10 层；请拆分到多个状态中。",
        );
    }
}
