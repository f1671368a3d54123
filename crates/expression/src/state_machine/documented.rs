//! What people are told about the functions and variables of `Type: StateMachine`.

use crate::documentation::{Documentation, Evidence, Member};

/// The built-in functions, in the order of [`FUNCTIONS`](super::FUNCTIONS), which has their parameters.
///
/// Source: state machine reference 4.3.
pub static FUNCTION_DOCUMENTATION: [Documentation; 21] = [
    Documentation {
        name: "arrayContains",
        english: "Tells whether an array holds a value; values are compared deeply (CHOICE 47).",
        chinese: "判断数组是否包含某个值，按内容深度比较（CHOICE 47）。",
        evidence: Evidence::Listed,
        source: "FN",
    },
    Documentation {
        name: "arrayUnique",
        english: "Removes repeated elements of an array and keeps the first of each, in order.",
        chinese: "去除数组中的重复元素，保留首次出现的元素及其顺序。",
        evidence: Evidence::Listed,
        source: "FN",
    },
    Documentation {
        name: "format",
        english: "Fills the {} places of a template from left to right; values other than strings are written as compact JSON (CHOICE 47).",
        chinese: "从左到右用参数替换模板中的 {}；非字符串的值写成紧凑的 JSON（CHOICE 47）。",
        evidence: Evidence::Listed,
        source: "FN",
    },
    Documentation {
        name: "fromBase64",
        english: "Decodes Base64 text.",
        chinese: "解码 Base64 文本。",
        evidence: Evidence::Listed,
        source: "FN",
    },
    Documentation {
        name: "fromJSON",
        english: "Reads JSON text; another name of stringToJson.",
        chinese: "解析 JSON 文本，是 stringToJson 的别名。",
        evidence: Evidence::Listed,
        source: "FN",
    },
    Documentation {
        name: "get",
        english: "Gives an element of an array or a member of an object, null if it is not there (CHOICE 47).",
        chinese: "取数组元素或对象成员，不存在时为 null（CHOICE 47）。",
        evidence: Evidence::Index,
        source: "FN",
    },
    Documentation {
        name: "hash",
        english: "Computes the digest of a text in small hexadecimal digits; the algorithm is MD5, SHA-1, SHA-256 or SHA-512.",
        chinese: "计算文本的摘要，结果为小写十六进制；算法可选 MD5、SHA-1、SHA-256 或 SHA-512。",
        evidence: Evidence::Listed,
        source: "FN",
    },
    Documentation {
        name: "intAdd",
        english: "Adds two integers.",
        chinese: "计算两个整数之和。",
        evidence: Evidence::Index,
        source: "FN",
    },
    Documentation {
        name: "jsonMerge",
        english: "Joins two objects; where both have a key, the value of the second counts as a whole (CHOICE 47).",
        chinese: "合并两个对象；键相同时整体采用第二个对象的值（CHOICE 47）。",
        evidence: Evidence::Listed,
        source: "FN",
    },
    Documentation {
        name: "jsonToString",
        english: "Writes a value as compact JSON text.",
        chinese: "将值写成紧凑的 JSON 文本。",
        evidence: Evidence::Choice(46),
        source: "FN",
    },
    Documentation {
        name: "length",
        english: "Counts the elements of an array, the keys of an object or the characters of a string.",
        chinese: "返回数组的元素个数、对象的键个数或字符串的字符数。",
        evidence: Evidence::Listed,
        source: "FN",
    },
    Documentation {
        name: "mapKeys",
        english: "Lists the keys of an object, in ascending order (CHOICE 47).",
        chinese: "返回对象的所有键，按升序排列（CHOICE 47）。",
        evidence: Evidence::Index,
        source: "FN",
    },
    Documentation {
        name: "mapValues",
        english: "Lists the values of an object, in ascending order of their keys (CHOICE 47).",
        chinese: "返回对象的所有值，按键的升序排列（CHOICE 47）。",
        evidence: Evidence::Index,
        source: "FN",
    },
    Documentation {
        name: "randomInt",
        english: "Gives a random integer from the first bound up to, but not including, the second (CHOICE 47).",
        chinese: "返回随机整数，包含下界，不包含上界（CHOICE 47）。",
        evidence: Evidence::Index,
        source: "FN",
    },
    Documentation {
        name: "regexMatchString",
        english: "Tells whether a regular expression, which comes first, matches anywhere in a text (CHOICE 47).",
        chinese: "判断文本中是否有匹配正则表达式的部分；第一个参数为正则表达式（CHOICE 47）。",
        evidence: Evidence::Index,
        source: "FN",
    },
    Documentation {
        name: "split",
        english: "Splits a text at every delimiter; an empty delimiter splits it into characters (CHOICE 47).",
        chinese: "按分隔符拆分文本；分隔符为空时拆分为单个字符（CHOICE 47）。",
        evidence: Evidence::Index,
        source: "FN",
    },
    Documentation {
        name: "stringToJson",
        english: "Reads JSON text.",
        chinese: "解析 JSON 文本。",
        evidence: Evidence::Listed,
        source: "FN",
    },
    Documentation {
        name: "toArray",
        english: "Makes an array of its arguments.",
        chinese: "将参数组成数组。",
        evidence: Evidence::Index,
        source: "FN",
    },
    Documentation {
        name: "toBase64",
        english: "Encodes a text as Base64.",
        chinese: "将文本编码为 Base64。",
        evidence: Evidence::Choice(46),
        source: "FN",
    },
    Documentation {
        name: "toJSON",
        english: "Writes a value as compact JSON text; another name of jsonToString.",
        chinese: "将值写成紧凑的 JSON 文本，是 jsonToString 的别名。",
        evidence: Evidence::Choice(46),
        source: "FN",
    },
    Documentation {
        name: "uuid",
        english: "Gives a random UUID.",
        chinese: "返回随机生成的 UUID。",
        evidence: Evidence::Flow,
        source: "SAMPLE",
    },
];

/// The variables, in the order of [`Variable::EVERY`](super::Variable::EVERY).
///
/// Source: state machine reference 3.2.
pub static VARIABLE_DOCUMENTATION: [Documentation; 5] = [
    Documentation {
        name: "$Input",
        english: "The input of the current state, from entering to leaving it; the same as $Context.Current.Input.",
        chinese: "当前状态的输入，从进入状态到离开状态有效；等同于 $Context.Current.Input。",
        evidence: Evidence::Listed,
        source: "IO",
    },
    Documentation {
        name: "$Output",
        english: "The output of the current state before its constructors; in OutputConstructor and GlobalConstructor only.",
        chinese: "当前状态未经构造器处理的输出；仅可用于 OutputConstructor 和 GlobalConstructor。",
        evidence: Evidence::Listed,
        source: "IO",
    },
    Documentation {
        name: "$Context",
        english: "Facts about the execution and the current state.",
        chinese: "执行和当前状态的相关信息。",
        evidence: Evidence::Listed,
        source: "DATA",
    },
    Documentation {
        name: "$Global",
        english: "What GlobalConstructor has written during this execution.",
        chinese: "本次执行中由 GlobalConstructor 写入的全局变量。",
        evidence: Evidence::Listed,
        source: "GLOB",
    },
    Documentation {
        name: "$Item",
        english: "The original item; in the ItemConstructor of a distributed Map only.",
        chinese: "原始数据项；仅可用于分布式 Map 的 ItemConstructor。",
        evidence: Evidence::Listed,
        source: "DIST",
    },
];

/// The members of `$Context`; an object comes before its members.
///
/// Source: state machine reference 3.2.
pub static CONTEXT_MEMBERS: [Member; 13] = [
    member("Execution", "object", "Facts about the execution.", "执行的相关信息。"),
    member("Execution.Name", "string", "The name of the execution.", "执行的名称。"),
    member("Execution.Input", "object", "The input with which the execution was started.", "启动执行时传入的输入。"),
    member("Execution.RoleArn", "string", "The role with which the flow runs.", "流程运行所用的角色。"),
    member("Current", "object", "Facts about the current state.", "当前状态的相关信息。"),
    member("Current.Name", "string", "The name of the current state.", "当前状态的名称。"),
    member("Current.Input", "object", "The input of the current state.", "当前状态的输入。"),
    member("Current.Output", "object", "The output of the current state.", "当前状态的输出。"),
    member("Current.Error", "object", "The last error.", "最近一次的错误。"),
    member("Current.Error.Code", "string", "The name of the last error.", "最近一次错误的名称。"),
    member("Current.Error.Detail", "string", "What the last error says.", "最近一次错误的详细信息。"),
    member("Current.RetryCount", "number", "How many retries this state has done so far.", "当前状态已重试的次数。"),
    member(
        "Current.TaskToken",
        "string",
        "The token with which a callback reports the task's result.",
        "用于回调上报任务结果的令牌。",
    ),
];

const fn member(name: &'static str, kind: &'static str, english: &'static str, chinese: &'static str) -> Member {
    Member { kind, about: Documentation { name, english, chinese, evidence: Evidence::Listed, source: "DATA" } }
}

#[cfg(test)]
mod tests {
    use super::super::{FUNCTIONS, Variable};
    use super::*;
    use crate::documentation::tests::check;

    #[test]
    fn every_function_and_variable_is_described() {
        let functions: Vec<&str> = FUNCTION_DOCUMENTATION.iter().map(|documentation| documentation.name).collect();
        assert_eq!(functions, FUNCTIONS.each_ref().map(|function| function.name));
        let variables = VARIABLE_DOCUMENTATION.each_ref().map(|documentation| documentation.name);
        assert_eq!(variables, Variable::EVERY.map(Variable::text));
        FUNCTION_DOCUMENTATION.iter().chain(&VARIABLE_DOCUMENTATION).for_each(check);
    }

    #[test]
    fn members_follow_the_object_that_holds_them() {
        for (place, member) in CONTEXT_MEMBERS.iter().enumerate() {
            check(&member.about);
            if let Some((parent, _)) = member.about.name.rsplit_once('.') {
                let parent = CONTEXT_MEMBERS.iter().position(|other| other.about.name == parent);
                assert!(parent.is_some_and(|parent| parent < place), "{}", member.about.name);
            }
        }
    }
}
