//! `docs/findings.md` and its Chinese twin say what the rules' own pages say.

use std::{env, fs};

use flowglass_expression::Language;
use flowglass_flow::{Page, Severity, Words, open, pages};

const INTRODUCTION: Words = Words::new(
    "# What Flowglass finds in a definition

`flowglass check`, the page and the npm package's `check` tell the same findings. Each has a stable code, points at the
smallest place that explains it, and says what is wrong, why that matters and what to do. An **error** is something that the
service refuses, or that an execution cannot do as it is written; a **warning** is accepted and most likely not meant; a
**note** is worth knowing.

Words in brackets such as [FDL] name the [page of the service](sources.md) that a rule comes from; CHOICE marks what the service
does not document and Flowglass decides. `V8` and `5` are the rules' numbers in the two languages' references.
",
    "# Flowglass 能发现的问题

`flowglass check`、网页和 npm 包的 `check` 给出相同的结果。每个问题都有固定的代码，指向能说明问题的最小位置，并说明哪里不对、为什么
重要以及如何处理。**错误**是服务会拒绝、或执行无法照做的写法；**警告**会被接受，但多半不是本意；**提示**值得了解。

方括号中的词（如 [FDL]）是规则所依据的[服务文档页面](sources.md)；CHOICE 表示服务没有说明、由 Flowglass 决定的行为。`V8` 和 `5` 是规则在两种语言
参考中的编号。
",
);

fn document(language: Language) -> String {
    let mut text = INTRODUCTION.say(language).to_owned();
    text.push('\n');
    let head = Words::new("| code | finds | weight |", "| 代码 | 问题 | 级别 |");
    text.push_str(&format!("{}\n| --- | --- | --- |\n", head.say(language)));
    for page in pages() {
        let Page { code, title, .. } = page;
        text.push_str(&format!("| [`{code}`](#{code}) | {} | {} |\n", title.say(language), weights(page, language)));
    }
    for page in pages() {
        section(&mut text, page, language);
    }
    text
}

fn weights(page: &Page, language: Language) -> String {
    let words: Vec<_> = page.severities.iter().map(|severity: &Severity| severity.words().say(language)).collect();
    words.join(Words::new(", ", "、").say(language))
}

fn section(text: &mut String, page: &Page, language: Language) {
    let say = |words: Words| words.say(language);
    text.push_str(&format!(
        "\n## {}\n\n**{}** ({})\n\n{}\n\n",
        page.code,
        say(page.title),
        weights(page, language),
        say(page.text)
    ));
    let numbers = match page.covers {
        [] => String::new(),
        numbers => format!(" ({})", numbers.join(say(Words::new(", ", "、")))),
    };
    text.push_str(&format!("{}{}{numbers}\n", say(Words::new("Source: ", "来源：")), page.source));
    for example in page.examples {
        let opened = open("", example.wrong, example.mode());
        let finding = opened.findings.iter().find(|finding| finding.code == page.code);
        let finding = finding.unwrap_or_else(|| panic!("an example of {} does not show it", page.code));
        let place = opened.document.lines.position(&opened.document.text, finding.at.start as usize);
        let told = finding.told(language);
        let colon = say(Words::new(": ", "："));
        let said = format!("{}[{}]{colon}{}", finding.severity.words().say(language), finding.code, told.what);
        let wrong = visible(example.wrong);
        text.push_str(&format!("\n```yaml\n{wrong}```\n\n`{}:{}`{colon}{said}\n", place.line, place.column));
        text.push_str(&format!("\n{} {}\n", told.why, told.help));
        text.push_str(&format!(
            "\n{}\n\n```yaml\n{}```\n",
            say(Words::new("Without the finding:", "修正后：")),
            example.right
        ));
    }
}

/// The text with a picture in place of each control character.
fn visible(text: &str) -> String {
    let picture = |c: char| char::from_u32(u32::from(c) + 0x2400).filter(|_| c.is_ascii_control() && c != '\n');
    text.chars().map(|c| picture(c).unwrap_or(c)).collect()
}

fn check(file: &str, language: Language) {
    let path = format!("{}/docs/{file}", env!("CARGO_MANIFEST_DIR"));
    let expected = document(language);
    if env::var_os("FLOWGLASS_BLESS").is_some() {
        fs::write(&path, &expected).expect("the documentation can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "docs/{file} differs from the rules' pages; `cargo xtask bless` writes it anew");
}

#[test]
fn the_documentation_says_what_the_rules_say() {
    check("findings.md", Language::English);
    check("findings.zh.md", Language::Chinese);
}
