//! Which known name somebody may have meant.

/// Names that are longer than this are not compared: comparing would only cost time.
const LONGEST: usize = 64;

/// Finds the known name that is most like `name`; `None` if none is close enough to suggest.
///
/// One letter in three may differ, up to three; upper and lower case are the same. Of several that are equally close
/// the first counts.
pub fn closest<'known>(name: &str, known: impl IntoIterator<Item = &'known str>) -> Option<&'known str> {
    let wanted = letters(name);
    let allowed = (wanted.len() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (distance(&wanted, &letters(candidate)), candidate))
        .filter(|(steps, candidate)| *steps <= allowed && *steps < candidate.chars().count())
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, candidate)| candidate)
}

fn letters(text: &str) -> Vec<char> {
    text.chars().map(|letter| letter.to_ascii_lowercase()).take(LONGEST + 1).collect()
}

/// Counts the letters to insert, delete, replace or swap with their neighbour to get from one to the other.
fn distance(from: &[char], to: &[char]) -> usize {
    if from.len() > LONGEST || to.len() > LONGEST {
        return usize::MAX;
    }
    let mut above_that = vec![0; to.len() + 1];
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, left) in from.iter().enumerate() {
        let mut current = vec![row + 1; to.len() + 1];
        for (column, right) in to.iter().enumerate() {
            let replaced = above[column] + usize::from(left != right);
            let mut steps = replaced.min(above[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && *left == to[column - 1] && from[row - 1] == *right {
                steps = steps.min(above_that[column - 1] + 1);
            }
            current[column + 1] = steps;
        }
        above_that = std::mem::replace(&mut above, current);
    }
    above[to.len()]
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
            assert_eq!(distance(&letters(from), &letters(to)), expected, "{from} {to}");
        }
        check("", "", 0);
        check("", "abc", 3);
        check("abc", "", 3);
        check("kitten", "sitting", 3);
        check("abc", "abc", 0);
        check("outcoems", "outcomes", 1);
        check("中a", "中b", 1);
    }
}
