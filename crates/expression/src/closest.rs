//! Which known name somebody may have meant.

/// Finds the known name that is most like `name`; `None` if none is close enough to suggest.
pub(crate) fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    // Nothing known is longer than this; comparing would only cost time.
    if wanted.len() > 40 {
        return None;
    }
    let allowed = (wanted.len() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| {
            let letters: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
            (distance(&wanted, &letters), candidate)
        })
        .filter(|(steps, candidate)| *steps <= allowed && *steps < candidate.chars().count())
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, candidate)| candidate)
}

/// Counts the letters to insert, delete or replace, or neighbours to swap, to get from one to the other.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut steps = vec![vec![0; to.len() + 1]; from.len() + 1];
    for row in 0..=from.len() {
        for column in 0..=to.len() {
            steps[row][column] = if row == 0 || column == 0 {
                row + column
            } else {
                let replaced = steps[row - 1][column - 1] + usize::from(from[row - 1] != to[column - 1]);
                let fewest = replaced.min(steps[row - 1][column] + 1).min(steps[row][column - 1] + 1);
                let swapped =
                    row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1];
                if swapped { fewest.min(steps[row - 2][column - 2] + 1) } else { fewest }
            };
        }
    }
    steps[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_suggested_only_when_it_is_near() {
        fn check(name: &str, expected: Option<&str>) {
            assert_eq!(closest(name, ["format", "length", "split", "get"]), expected, "{name}");
        }
        check("fromat", Some("format"));
        check("Format", Some("format"));
        check("len", None);
        check("lenght", Some("length"));
        check("splt", Some("split"));
        check("xyz", None);
        check("ge", Some("get"));
        check("", None);
        check(&"a".repeat(100_000), None);
    }

    #[test]
    fn distances_count_single_changes() {
        fn check(from: &str, to: &str, expected: usize) {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(distance(&letters(from), &letters(to)), expected, "{from} {to}");
        }
        check("", "", 0);
        check("", "abc", 3);
        check("abc", "", 3);
        check("kitten", "sitting", 3);
        check("abc", "abc", 0);
        check("中a", "中b", 1);
        check("inptu", "input", 1);
    }
}
