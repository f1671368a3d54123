//! The values to try for something that comes from outside: every combination of its members' values.

use std::collections::BTreeMap;
use std::sync::Arc;

use flowglass_expression::{Json, Object};

use crate::data_path::{DataPath, Part};
use crate::questions::Question;

/// The most values that are tried in one place.
const MOST: usize = 48;

/// The values to try for one thing from outside.
#[derive(Clone, Debug)]
pub(crate) struct Candidates {
    /// Each of them, the most natural ones first; never empty.
    pub(crate) values: Vec<Json>,
    /// Whether they are as good as all values there are.
    pub(crate) complete: bool,
}

/// What is known to be asked of a value and its members.
#[derive(Default)]
struct Tree {
    values: Vec<Json>,
    is_list: bool,
    members: BTreeMap<Arc<str>, Tree>,
    item: Option<Box<Tree>>,
}

/// Builds the values to try from what is asked of a value, by path. `base` has the members that are always there.
pub(crate) fn candidates(asked: Option<&BTreeMap<DataPath, Question>>, base: &Json) -> Candidates {
    let Some(asked) = asked.filter(|asked| !asked.is_empty()) else {
        return Candidates { values: vec![base.clone()], complete: true };
    };
    let mut complete = asked.values().all(|question| question.complete);
    let mut tree = Tree::default();
    for (path, question) in asked {
        tree.add(path, question);
    }
    let mut values: Vec<Json> = Vec::new();
    let mut add = |value: Json| {
        if !values.contains(&value) {
            values.push(value);
        }
    };
    for value in tree.all(&mut complete) {
        add(base.merge(&value));
    }
    // What no comparison asks for may be needed all the same: what happens where it is not there?
    if !asked.values().all(|question| question.complete) {
        add(base.clone());
    }
    if values.is_empty() {
        values.push(base.clone());
    }
    Candidates { values, complete }
}

impl Tree {
    fn add(&mut self, path: &[Part], question: &Question) {
        match path.split_first() {
            None => {
                self.values.extend(question.values.iter().cloned());
                self.is_list |= question.is_list;
            }
            Some((Part::Key(key), rest)) => self.members.entry(Arc::clone(key)).or_default().add(rest, question),
            Some((Part::Item, rest)) => self.item.get_or_insert_default().add(rest, question),
        }
    }

    /// Every value; `complete` becomes false where some are left out.
    fn all(&self, complete: &mut bool) -> Vec<Json> {
        let mut all = self.values.clone();
        if !self.members.is_empty() {
            all.extend(self.objects(complete));
        }
        if self.is_list || self.item.is_some() {
            all.extend(self.lists(complete));
        }
        all.truncate(MOST);
        all
    }

    fn objects(&self, complete: &mut bool) -> Vec<Json> {
        let columns: Vec<(&Arc<str>, Vec<Json>)> =
            self.members.iter().map(|(key, tree)| (key, tree.all(complete))).collect();
        let combinations = columns.iter().try_fold(1_usize, |product, (_, column)| product.checked_mul(column.len()));
        if combinations.is_some_and(|combinations| combinations <= MOST) {
            return columns.iter().fold(vec![Json::object()], |rows, (key, column)| {
                rows.iter().flat_map(|row| column.iter().map(|value| with(row, key, value))).collect()
            });
        }
        // Too many: each member takes each of its values, while the others keep one.
        *complete = false;
        let first = columns.iter().filter_map(|(key, column)| Some((*key, column.first()?)));
        let usual = first.fold(Json::object(), |row, (key, value)| with(&row, key, value));
        let mut rows = vec![usual.clone()];
        for (key, column) in &columns {
            rows.extend(column.iter().skip(1).map(|value| with(&usual, key, value)));
        }
        rows
    }

    /// A list of one, none and two; a list of one for every item there may be.
    fn lists(&self, complete: &mut bool) -> Vec<Json> {
        let items = match &self.item {
            Some(tree) => tree.all(complete),
            None => vec![Json::object()],
        };
        let single = items.iter().map(|item| Json::from(vec![item.clone()]));
        let pair: Vec<Json> = items.first().into_iter().chain(items.last()).cloned().collect();
        let mut lists: Vec<Json> = single.collect();
        lists.insert(1.min(lists.len()), Json::from(Vec::new()));
        if pair.len() == 2 {
            lists.push(Json::from(pair));
        }
        lists
    }
}

fn with(row: &Json, key: &Arc<str>, value: &Json) -> Json {
    let member: Object = [(Arc::clone(key), value.clone())].into_iter().collect();
    row.merge(&member.into())
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;
    use crate::data_path::Part::{Item, Key};

    fn check(asked: Vec<(DataPath, Question)>, base: Json, expected: &[&str], complete: bool) {
        let asked: BTreeMap<DataPath, Question> = asked.into_iter().collect();
        let found = candidates(Some(&asked), &base);
        let values: Vec<_> = found.values.iter().map(Json::to_compact).collect();
        assert_eq!((values, found.complete), (expected.iter().map(|text| (*text).to_owned()).collect(), complete));
    }

    fn among(values: &[Json]) -> Question {
        Question { values: values.to_vec(), complete: true, is_list: false }
    }

    #[test]
    fn members_are_combined() {
        let (a, b) = (vec![Key("Body".into()), Key("a".into())], vec![Key("Body".into()), Key("b".into())]);
        let asked = vec![(a, among(&[json!(1), json!(2)])), (b, among(&[json!("x"), json!(null)]))];
        let expected = [
            r#"{"Code":200,"Body":{"a":1,"b":"x"}}"#,
            r#"{"Code":200,"Body":{"a":1,"b":null}}"#,
            r#"{"Code":200,"Body":{"a":2,"b":"x"}}"#,
            r#"{"Code":200,"Body":{"a":2,"b":null}}"#,
        ];
        check(asked, json!({"Code": 200, "Body": {}}), &expected, true);
        check(Vec::new(), json!({"Body": {}}), &[r#"{"Body":{}}"#], true);
    }

    #[test]
    fn lists_have_one_none_and_two_items() {
        let list = Question { values: Vec::new(), complete: false, is_list: true };
        let asked = vec![(vec![Key("xs".into())], list.clone())];
        check(asked, json!({}), &[r#"{"xs":[{}]}"#, r#"{"xs":[]}"#, r#"{"xs":[{},{}]}"#, "{}"], false);
        let item = vec![Key("xs".into()), Item, Key("n".into())];
        let asked = vec![(vec![Key("xs".into())], list), (item, among(&[json!(1), json!(2)]))];
        let expected =
            [r#"{"xs":[{"n":1}]}"#, r#"{"xs":[]}"#, r#"{"xs":[{"n":2}]}"#, r#"{"xs":[{"n":1},{"n":2}]}"#, "{}"];
        check(asked, json!({}), &expected, false);
    }

    #[test]
    fn what_would_be_too_much_is_varied_one_by_one() {
        let numbers: Vec<Json> = (0..10_i64).map(Json::from).collect();
        let asked: BTreeMap<_, _> =
            ["a", "b", "c"].map(|key| (vec![Key(key.into())], among(&numbers))).into_iter().collect();
        let found = candidates(Some(&asked), &json!({}));
        assert_eq!((found.values.len(), found.complete), (28, false));
    }
}
