//! Which of its two languages the program speaks about definitions.

use std::env;

use flowglass_expression::Language;

use crate::arguments::Lang;

/// The variables that name a language, the one that wins first.
///
/// Source: POSIX, Environment Variables; of them `LC_MESSAGES` is the category of what programs say.
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// The language that was asked for, else the environment's.
pub(crate) fn language(wanted: Option<Lang>) -> Language {
    match wanted {
        Some(Lang::En) => Language::English,
        Some(Lang::Zh) => Language::Chinese,
        None => of_locale(|name| env::var(name).ok()),
    }
}

/// The language of the first variable that is set to something.
fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Language {
    let locale = VARIABLES.iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
    let is_chinese = locale.is_some_and(|locale| locale.get(..2).is_some_and(|word| word.eq_ignore_ascii_case("zh")));
    if is_chinese { Language::Chinese } else { Language::English }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        fn check(variables: &[(&str, &str)], expected: Language) {
            let value =
                |name: &str| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(of_locale(value), expected, "{variables:?}");
        }
        check(&[], Language::English);
        check(&[("LANG", "zh_CN.UTF-8")], Language::Chinese);
        check(&[("LANG", "zh_CN.UTF-8"), ("LC_MESSAGES", "de_DE.UTF-8")], Language::English);
        check(&[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "en_US.UTF-8"), ("LC_ALL", "zh")], Language::Chinese);
        check(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "")], Language::Chinese);
        check(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")], Language::English);
        check(&[("LANG", "é")], Language::English);
    }
}
