//! `not-text`: the file holds something that is no text.

use flowglass_expression::Language;

use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "not-text",
    title: Words::new("Bytes that are no text", "不是文本的字节"),
    text: Words::new(
        "A definition is YAML text in UTF-8. A binary file, another encoding, or a control character in the text cannot be read; the finding points at the first such place.",
        "流程定义是 UTF-8 编码的 YAML 文本。二进制文件、其他编码或文本中的控制字符无法读取；提示指向第一处。",
    ),
    severities: &[Severity::Error],
    source: "YAML 1.2, 5.1",
    covers: &[],
    examples: &[Example {
        wrong: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a\u{7}}\n",
        at: "\u{7}",
        right: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n",
    }],
};

/// A character that no YAML text may hold: a control character, or what stands for bytes that are not UTF-8.
pub(crate) struct NotText {
    at: Span,
    found: char,
}

/// The bytes with which such a character begins; some begin others too.
static MAY_BEGIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        let control = byte < 0x20 && !matches!(byte, 0x09 | 0x0a | 0x0d);
        table[byte] = control || matches!(byte, 0x7f | 0xc2 | 0xef);
        byte += 1;
    }
    table
};

impl NotText {
    /// Reports the first such character.
    pub(crate) fn check(text: &str, findings: &mut Findings) {
        // Most texts have none; looking at every byte without a decision costs least.
        if !text.bytes().fold(false, |found, byte| found | MAY_BEGIN[usize::from(byte)]) {
            return;
        }
        let bad = |c: char| c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'));
        if let Some((offset, found)) = text.char_indices().find(|(_, c)| bad(*c)) {
            findings.report(|| Self { at: Span::new(offset, offset + found.len_utf8()), found });
        }
    }
}

impl Rule for NotText {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let what = match (self.found, language) {
            ('\u{fffd}', Language::English) => "this is not UTF-8 text".to_owned(),
            ('\u{fffd}', Language::Chinese) => "这不是 UTF-8 文本".to_owned(),
            ('\0', Language::English) => "this is a NUL byte, not text".to_owned(),
            ('\0', Language::Chinese) => "这是 NUL 字节，不是文本".to_owned(),
            (other, Language::English) => format!("this is the control character U+{:04X}, not text", u32::from(other)),
            (other, Language::Chinese) => format!("这是控制字符 U+{:04X}，不是文本", u32::from(other)),
        };
        let why = Words::new(
            "A definition is YAML text in UTF-8; a binary file or another encoding cannot be read.",
            "流程定义是 UTF-8 编码的 YAML 文本；二进制文件或其他编码无法读取。",
        );
        let help =
            Words::new("Open the right file, or save it as UTF-8.", "请打开正确的文件，或将其保存为 UTF-8 编码。");
        Told::new(what, why.say(language), help.say(language))
    }
}
