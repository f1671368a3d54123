//! The looks of the picture: one text for pages, with custom properties; for files the same with the values filled in.

/// The colours of a picture file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the system of whoever looks at it says.
    Auto,
}

/// The style sheet of a page that shows the picture: colours and fonts as custom properties for both themes (chosen by
/// `data-theme`), and the rules of the picture, which begin with `.fg-` and `.is-`.
pub fn stylesheet() -> &'static str {
    concat!(include_str!("tokens.css"), include_str!("picture.css"), include_str!("viewer.css"))
}

/// A colour of the light theme, by the name of its custom property.
pub(crate) fn light_color(name: &str) -> &'static str {
    declarations(LIGHT).find(|(token, _)| *token == name).map_or("none", |(_, value)| value)
}

const TOKENS: &str = include_str!("tokens.css");
const RULES: &str = include_str!("picture.css");

/// The rules with the colours of a theme in the place of custom properties, which not every viewer of SVG files knows.
pub(super) fn file_styles(theme: Theme) -> String {
    match theme {
        Theme::Light => filled(&tokens(LIGHT)),
        Theme::Dark => filled(&tokens(DARK)),
        Theme::Auto => {
            format!(
                "{}@media screen and (prefers-color-scheme:dark){{\n{}}}\n",
                filled(&tokens(LIGHT)),
                filled(&tokens(DARK))
            )
        }
    }
}

const LIGHT: &str = "[data-theme=\"light\"]{";
const DARK: &str = "\n[data-theme=\"dark\"]{";

/// Names and values of the block that begins with `opening`; what the dark block leaves out is as in the light one.
fn tokens(opening: &str) -> Vec<(&'static str, &'static str)> {
    declarations(opening).chain(declarations(LIGHT)).collect()
}

/// Names and values of the block that begins with `opening`.
fn declarations(opening: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let after = TOKENS.split_once(opening).map_or("", |(_, after)| after);
    let inside = after.split_once('}').map_or(after, |(inside, _)| inside);
    inside.split(';').filter_map(|declaration| declaration.trim().split_once(':'))
}

fn filled(tokens: &[(&str, &str)]) -> String {
    let mut styles = String::with_capacity(RULES.len());
    let mut rest = RULES;
    while let Some((before, after)) = rest.split_once("var(") {
        styles.push_str(before);
        let (name, after) = after.split_once(')').unwrap_or((after, ""));
        styles.push_str(tokens.iter().find(|(token, _)| *token == name).map_or("none", |(_, value)| value));
        rest = after;
    }
    styles.push_str(rest);
    styles
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTO: &str = "{[data-theme=\"auto\"]{";

    fn color(tokens: &[(&str, &str)], name: &str) -> [f64; 3] {
        let value = tokens.iter().find(|(token, _)| *token == name).unwrap_or_else(|| panic!("{name}")).1;
        let number = u32::from_str_radix(value.strip_prefix('#').unwrap(), 16).unwrap();
        [16, 8, 0].map(|shift| f64::from((number >> shift) & 0xff) / 255.0)
    }

    /// The contrast of two colours as WCAG 2 defines it, 1 to 21.
    fn contrast(tokens: &[(&str, &str)], one: &str, other: &str) -> f64 {
        let luminance = |name| {
            let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
            let [red, green, blue] = color(tokens, name).map(linear);
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn texts_and_lines_have_contrast_in_both_themes() {
        let grounds = ["--bg", "--panel", "--raised", "--group"];
        for theme in [LIGHT, DARK] {
            let tokens = tokens(theme);
            let check = |one: &str, other: &str, least: f64| {
                let found = contrast(&tokens, one, other);
                assert!(found >= least, "{theme} {one} on {other}: {found:.2}, at least {least}");
            };
            for state in ["running", "retry", "ok", "caught", "failed", "timedout", "aborted"] {
                let (line, soft) = (format!("--{state}"), format!("--{state}-soft"));
                check(&line, &soft, 4.5);
                check("--text", &soft, 7.0);
                check("--muted", &soft, 4.5);
                // A pill's text is the panel's colour on the state's.
                check("--panel", &line, 4.5);
                // The second line of a step that can be opened.
                check("--accent", &soft, 4.5);
                for ground in grounds {
                    check(&line, ground, 4.5);
                }
            }
            for ground in grounds {
                check("--text", ground, 7.0);
                check("--muted", ground, 5.0);
                check("--edge", ground, 3.0);
                check("--edge-taken", ground, 4.5);
                check("--focus", ground, 3.0);
                check("--accent", ground, 4.5);
                check("--faint", ground, 4.5);
            }
            // What is chosen, and what can be pressed first of all.
            check("--accent", "--accent-soft", 4.5);
            check("--text", "--accent-soft", 7.0);
            check("--muted", "--accent-soft", 4.5);
            check("--panel", "--accent", 4.5);
        }
    }

    #[test]
    fn the_automatic_theme_has_the_dark_colours() {
        assert_eq!(tokens(AUTO), tokens(DARK));
        assert!(tokens(DARK).len() > 30);
    }

    #[test]
    fn files_have_values_where_pages_have_properties() {
        for theme in [Theme::Light, Theme::Dark, Theme::Auto] {
            let styles = file_styles(theme);
            assert!(!styles.contains("var(") && !styles.contains("font-family:none"));
        }
        assert!(file_styles(Theme::Light).contains(".fg-ground{fill:#f6f7f9}"));
        assert!(file_styles(Theme::Dark).contains(".fg-ground{fill:#0e1116}"));
        assert!(file_styles(Theme::Auto).contains(".fg-ground{fill:#f6f7f9}"));
        assert!(file_styles(Theme::Auto).contains("@media"));
    }

    #[test]
    fn every_colour_gives_way_to_those_of_the_system() {
        let opening = "@media (forced-colors:active){.fg-viewer{";
        let after = stylesheet().split_once(opening).map_or("", |(_, after)| after);
        let block = after.split_once('}').map_or("", |(block, _)| block);
        let system = ["Canvas", "CanvasText", "GrayText", "Highlight"];
        for (token, value) in tokens(LIGHT) {
            if value.starts_with('#') {
                let own =
                    block.split(';').filter_map(|one| one.trim().split_once(':')).find(|(name, _)| *name == token);
                assert!(own.is_some_and(|(_, value)| system.contains(&value)), "{token} {own:?}");
            }
        }
    }

    #[test]
    fn every_property_of_a_rule_is_a_token() {
        let known = tokens(LIGHT);
        for part in stylesheet().split("var(").skip(1) {
            let name = part.split_once(')').unwrap().0;
            assert!(known.iter().any(|(token, _)| *token == name), "{name}");
        }
    }
}
