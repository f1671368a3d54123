//! Words for numbers, times and names.

use flowglass_history::Millis;
use yew::prelude::*;

/// Words of a message; what stands between backticks is code.
pub(crate) fn prose(words: &str) -> Html {
    let part = |(index, part): (usize, &str)| {
        if index % 2 == 1 {
            html! { <code>{ part }</code> }
        } else {
            html! { { part } }
        }
    };
    words.split('`').enumerate().map(part).collect()
}

/// Words with a full stop.
pub(crate) fn sentence(words: &str) -> String {
    format!("{}.", words.trim_end_matches('.'))
}

/// A moment to the second: `2026-01-01 12:00:05`, UTC.
pub(crate) fn moment(time: Millis) -> String {
    let text = time.to_rfc3339();
    let (day, rest) = text.split_once('T').unwrap_or((&text, ""));
    format!("{day} {}", rest.split(['.', 'Z']).next().unwrap_or_default())
}

/// A span of virtual time: `250 ms`, `2.03 s`, `1 h 5 min`.
pub(crate) fn duration(ms: i64) -> String {
    let seconds = ms / 1000;
    match ms {
        ..1_000 => format!("{ms} ms"),
        1_000..60_000 => {
            let text = format!("{}.{:02}", seconds, ms % 1000 / 10);
            format!("{} s", text.trim_end_matches('0').trim_end_matches('.'))
        }
        60_000..3_600_000 => two(seconds / 60, "min", seconds % 60, "s"),
        3_600_000..172_800_000 => two(seconds / 3_600, "h", seconds / 60 % 60, "min"),
        _ => two(seconds / 86_400, "d", seconds / 3_600 % 24, "h"),
    }
}

fn two(large: i64, unit: &str, small: i64, part: &str) -> String {
    if small == 0 { format!("{large} {unit}") } else { format!("{large} {unit} {small} {part}") }
}

/// The time since a run began: `+2.40 s`; columns of them line up.
pub(crate) fn offset(ms: i64) -> String {
    match ms {
        1_000..60_000 => format!("+{}.{:02} s", ms / 1000, ms % 1000 / 10),
        _ => format!("+{}", duration(ms)),
    }
}

/// An error's name; a flow may leave it empty.
pub(crate) fn error_name(name: &str) -> &str {
    if name.is_empty() { "(no error name)" } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        for (ms, expected) in [
            (0, "0 ms"),
            (999, "999 ms"),
            (1_000, "1 s"),
            (2_030, "2.03 s"),
            (2_500, "2.5 s"),
            (61_000, "1 min 1 s"),
            (3_600_000, "1 h"),
            (7_500_000, "2 h 5 min"),
            (172_800_000, "2 d"),
        ] {
            assert_eq!(duration(ms), expected);
        }
        assert_eq!(moment(Millis(1_719_197_922_043)), "2024-06-24 02:58:42");
        assert_eq!(offset(20), "+20 ms");
        assert_eq!(offset(7_400), "+7.40 s");
        assert_eq!(offset(61_000), "+1 min 1 s");
    }
}
