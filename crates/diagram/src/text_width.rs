//! How wide a text is, without asking a browser: the page and the command line draw the same picture.

use std::borrow::Cow;

/// The two fonts of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// Names: 13 px, weight 600.
    Name,
    /// Everything else: 11 px, weight 400.
    Small,
}

impl Font {
    /// The font's size in CSS pixels.
    pub fn size(self) -> f64 {
        match self {
            Self::Name => 13.0,
            Self::Small => 11.0,
        }
    }

    fn ascii(self) -> &'static [u8; 95] {
        match self {
            Self::Name => &SEMIBOLD,
            Self::Small => &REGULAR,
        }
    }
}

/// Printable ASCII at weight 600, in hundredths of the font's size. The system fonts differ; these are the widths of the
/// widest of Inter, Noto Sans, Open Sans, Roboto and Arial (which the first fonts of the stack are as wide as, or less).
const SEMIBOLD: [u8; 95] = [
    28, 33, 52, 65, 65, 100, 74, 33, 37, 37, 55, 67, 32, 47, 32, 40, 66, 57, 62, 64, 67, 61, 64, 58, 64, 64, 33, 33,
    67, 67, 67, 61, 100, 73, 72, 74, 73, 67, 61, 78, 76, 37, 58, 72, 61, 93, 79, 79, 67, 79, 72, 67, 66, 75, 73, 102,
    72, 71, 65, 37, 42, 37, 58, 56, 35, 58, 63, 58, 63, 59, 39, 63, 64, 28, 28, 59, 28, 96, 64, 62, 63, 63, 43, 56, 41,
    64, 59, 84, 57, 59, 57, 45, 55, 45, 67,
];

/// Printable ASCII at weight 400, in hundredths of the font's size, of the same fonts.
const REGULAR: [u8; 95] = [
    28, 29, 47, 65, 64, 98, 73, 30, 36, 36, 55, 66, 29, 46, 29, 41, 63, 57, 61, 62, 65, 59, 62, 57, 62, 62, 29, 30, 66,
    66, 66, 56, 102, 69, 67, 73, 73, 67, 61, 78, 74, 34, 57, 67, 57, 91, 76, 78, 67, 78, 72, 67, 65, 74, 69, 99, 68,
    68, 63, 36, 41, 36, 57, 56, 33, 56, 61, 57, 61, 58, 37, 61, 62, 26, 26, 55, 26, 93, 62, 60, 61, 61, 41, 53, 36, 62,
    56, 82, 55, 56, 55, 43, 55, 43, 68,
];

const ELLIPSIS: char = '…';

/// The width of `text` in CSS pixels.
pub fn text_width(text: &str, font: Font) -> f64 {
    text.chars().map(|character| hundredths(character, font)).sum::<u64>() as f64 * font.size() / 100.0
}

/// The text, or as much of its beginning as fits into `width` pixels with an ellipsis behind it.
///
/// What belongs to one sign on the screen (a letter and its accents, a joined emoji) is kept or dropped as one.
pub fn shorten(text: &str, font: Font, width: f64) -> Cow<'_, str> {
    if text_width(text, font) <= width {
        return Cow::Borrowed(text);
    }
    let room = width - text_width("…", font);
    let (mut used, mut keep) = (0.0, 0);
    let mut joined = false;
    for (offset, character) in text.char_indices() {
        if !joined && !continues_sign(character) {
            if used > room {
                break;
            }
            keep = offset;
        }
        used += hundredths(character, font) as f64 * font.size() / 100.0;
        joined = character == ZERO_WIDTH_JOINER;
    }
    let mut short = text.get(..keep).unwrap_or_default().trim_end().to_owned();
    short.push(ELLIPSIS);
    Cow::Owned(short)
}

const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Tells whether `character` changes the sign before it instead of being one itself.
fn continues_sign(character: char) -> bool {
    is_combining(character) || matches!(character, ZERO_WIDTH_JOINER | '\u{1f3fb}'..='\u{1f3ff}')
}

fn is_combining(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{93c}' | '\u{941}'..='\u{94d}' | '\u{e31}' | '\u{e34}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200b}'..='\u{200f}'
        | '\u{2060}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

fn hundredths(character: char, font: Font) -> u64 {
    let bold = font == Font::Name;
    let code = u32::from(character);
    match character {
        ' '..='~' => u64::from(font.ascii()[(code - 32) as usize]),
        _ if is_combining(character) => 0,
        '·' => 38,
        '…' | '—' => 100,
        // Hangul syllables and letters, kana, Han, full-width forms.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{20000}'..='\u{3fffd}' => 100,
        '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' => 140,
        // Latin with marks, Greek, Cyrillic: as wide as their plain letters, rounded up.
        '\u{a0}'..='\u{52f}' if character.is_uppercase() => {
            if bold {
                92
            } else {
                82
            }
        }
        '\u{a0}'..='\u{52f}' => {
            if bold {
                76
            } else {
                68
            }
        }
        _ => {
            if bold {
                100
            } else {
                90
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_come_from_the_table() {
        let check = |text: &str, font: Font, hundredths: f64| {
            assert!((text_width(text, font) - hundredths * font.size() / 100.0).abs() < 1e-9, "{text}");
        };
        check("", Font::Name, 0.0);
        check(" ~", Font::Name, 28.0 + 67.0);
        check("Wit", Font::Name, 102.0 + 28.0 + 41.0);
        check("Wit", Font::Small, 99.0 + 26.0 + 36.0);
        check("视频", Font::Small, 200.0);
        check("e\u{301}", Font::Small, 58.0);
        check("FC · x", Font::Small, 61.0 + 73.0 + 28.0 + 38.0 + 28.0 + 55.0);
    }

    #[test]
    fn truncation_keeps_whole_signs() {
        let check = |text: &str, width: f64, expected: &str| {
            assert_eq!(shorten(text, Font::Small, width), expected, "{text} in {width}");
        };
        check("charge", 100.0, "charge");
        // 视 is 11 px wide, the ellipsis too: three signs and the ellipsis need 44.
        check("视频理解一", 44.0, "视频理…");
        check("视频理解一", 43.9, "视频…");
        check("视频理解一", 55.0, "视频理解一");
        // The accent goes with its letter, the joined family stays together.
        check("视e\u{301}频频频频", 29.0, "视e\u{301}…");
        check("👩\u{200d}👩\u{200d}👧视视", 40.0, "…");
        check("a b", 0.0, "…");
        // No blank before the ellipsis.
        check("视 频频频", 27.0, "视…");
    }

    #[test]
    fn a_shortened_text_fits() {
        let mut seed = 7_u64;
        for _ in 0..2_000 {
            let mut text = String::new();
            for _ in 0..12 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let code = [32 + (seed >> 33) as u32 % 95, 0x300, 0x4e00, 0x1f469, 0x200d][(seed >> 60) as usize % 5];
                text.extend(char::from_u32(code));
            }
            for font in [Font::Name, Font::Small] {
                let width = 14.0 + (seed >> 40) as f64 % 90.0;
                let short = shorten(&text, font, width);
                assert!(text_width(&short, font) <= width, "{text:?} → {short:?} in {width}");
            }
        }
    }
}
