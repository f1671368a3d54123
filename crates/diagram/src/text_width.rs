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

/// Printable ASCII at weight 600, in hundredths of the font's size. The system fonts differ; these are the widths of
/// the widest usual one, so that no text leaves its box.
const SEMIBOLD: [u8; 95] = [
    35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40,
    84, 84, 84, 58, 100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 40, 78, 64, 100, 84, 85, 73, 85, 77, 72, 68, 81, 77, 110,
    77, 72, 73, 46, 37, 46, 84, 50, 50, 68, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71, 69, 72, 72, 49, 60,
    48, 71, 65, 92, 65, 65, 58, 71, 37, 71, 84,
];

/// Printable ASCII at weight 400, in hundredths of the font's size.
const REGULAR: [u8; 95] = [
    32, 40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
    84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 78, 75, 30, 30, 66, 56, 86, 75, 79, 60, 79, 70, 64, 61, 73, 68, 99, 69,
    61, 69, 39, 34, 39, 84, 50, 50, 61, 64, 55, 64, 62, 35, 64, 63, 28, 28, 58, 28, 97, 63, 61, 64, 64, 41, 52, 39, 63,
    59, 82, 59, 59, 53, 64, 34, 64, 84,
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
        check(" ~", Font::Name, 35.0 + 84.0);
        check("Wit", Font::Name, 110.0 + 34.0 + 48.0);
        check("Wit", Font::Small, 99.0 + 28.0 + 39.0);
        check("视频", Font::Small, 200.0);
        check("e\u{301}", Font::Small, 62.0);
        check("FC · x", Font::Small, 58.0 + 70.0 + 32.0 + 38.0 + 32.0 + 59.0);
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
