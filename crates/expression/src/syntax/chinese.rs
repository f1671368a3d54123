//! The words for syntax errors in Chinese.

use crate::error::shortened;

use super::SyntaxProblem as P;

pub(super) fn words(problem: &P) -> String {
    let fixed = match problem {
        P::EmptyExpression => "表达式为空；请填写路径（如 $Input.name）、常量或函数调用。",
        P::EmptyCondition => "条件为空；请填写条件，例如 $.done == true。",
        P::EmptyReference => "内容为空；请填写引用，例如 $input.name。",
        P::AfterExpression => "此处不应有其他内容，表达式在这之前已经结束。",
        P::AfterCondition => "此处不应有其他内容；两个条件之间请用 && 或 || 连接。",
        P::AfterReference => "引用到此结束；引用中不能有运算符、函数或其他文字。",
        P::UnknownEscape => "无法识别的转义；反斜杠请写成 \\\\，或改用反引号括起文本。",
        P::BadUnicodeEscape => "这不是有效字符；请在 \\u 后写四位十六进制数字，例如 \\u00e9。",
        P::BadNumber => "这不是数字；数字的写法如 1、12.5 或 1e3。",
        P::HugeNumber => "数字过大；最大约为 1.8e308。",
        P::SingleQuoted => "此处的文本要用双引号或反引号括起，例如 \"text\"。",
        P::NullInCondition => "没有表示 null 的常量；判断键是否存在请写 \"key\" in $。",
        P::LoneDollar => "美元符号后缺少变量名；请写成 $Input.name。",
        P::DoubleDollar => "没有 $$ 这种写法；执行的相关信息请用 $Context。",
        P::MissingMember => "点号后缺少名称；请写成 .name，特殊的键请写成 [\"name\"]。",
        P::MemberBeginsWithDigit => "名称不能以数字开头；数组元素请写成 [0]，键请写成 [\"0\"]。",
        P::HyphenInMember => "含连字符的键要放在方括号中；请写成 [\"a-b\"]，而不是 .a-b。",
        P::BadBracket => "路径的方括号中只能是下标（如 [0]）或键（如 [\"name\"]）。",
        P::SecondInBracket => "方括号中只能有一个下标或键；请在其后写 ]。",
        P::NegativeIndex => "下标从 0 开始，不能为负数。",
        P::HugeIndex => "下标超出了数组可能的长度。",
        P::NoReference => "引用必须以 $input、$local 或 $context 开头。",
        P::CallInCondition => "条件中不能使用函数；请在任务中计算该值。",
        P::NoMatchOperator => "没有模式匹配运算符；请写 regexMatchString(pattern, text)。",
        P::NoAddition => "没有 + 运算符；求和请写 intAdd(a, b)，拼接文本请写 format(\"{}{}\", a, b)。",
        P::NoSubtraction => "没有减法；请写 intAdd(a, -b)。",
        P::NoArithmetic => "除 intAdd(a, b) 外没有算术运算；请在任务中计算该值。",
        P::ArithmeticInCondition => "条件中没有算术运算；请在任务中计算该值。",
        P::ChainedComparison => "比较运算不能连写；请用 && 连接，或加上括号。",
        P::MissingKey => "此处缺少键；键要用引号括起，例如 {\"a\": 1}。",
        P::MissingColon => "此处缺少冒号；请写成 {\"key\": value}。",

        P::MissingValue { example } => return format!("此处缺少值；请填写路径（如 {example}）或常量。"),
        P::Unclosed { close } => return format!("没有闭合；请在结尾处写 {close}。"),
        P::UnexpectedBefore { close } => return format!("此处不应有该内容；请先写 {close} 或运算符。"),
        P::TooDeep { most } => return format!("表达式嵌套超过 {most} 层；请拆分到多个步骤中。"),
        P::UnclosedString { quote } => return format!("从此处开始的字符串没有结束；请在结尾处写 {quote}。"),
        P::FullWidth { written, instead } => return format!("“{written}”是全角字符；请改为半角的 {instead}。"),
        P::Capitals { instead } => return format!("常量要用小写字母；请写成 {instead}。"),
        P::UnknownRoot { name, meant: Some(meant) } => {
            let name = shortened(name);
            return format!("无法识别 {name}；是否想写 {meant}？");
        }
        P::UnknownRoot { name, meant: None } => {
            let name = shortened(name);
            return format!("无法识别 {name}；引用必须以 $input、$local 或 $context 开头。");
        }
        P::NamedRootInCondition { name } => {
            let name = shortened(name);
            return format!("条件中不能使用 {name}；引用步骤输入的成员请写 $.name。");
        }
        P::UnknownWord { name, member_of } => {
            let name = shortened(name);
            return format!("无法识别 {name}；文本请用引号括起，引用成员请写 {member_of}{name}。");
        }
        P::MissingDollar { name } => {
            let name = shortened(name);
            return format!("变量以美元符号开头；请写成 ${name}。");
        }
        P::MissingArguments { function } => {
            return format!("{0} 是函数；请写成 {0}({1})。", function.name, function.parameters);
        }
        P::NoSuchOperator { written, instead } => return format!("没有 {written} 这种写法；请写 {instead}。"),
    };
    fixed.to_owned()
}
