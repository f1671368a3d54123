//! `scalar-items`: a Map goes over items that are no objects.

use flowglass_expression::state_machine::Variable;
use flowglass_expression::{Json, Language};

use super::depends::paths;
use super::quoted;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Data, Map, Step, Template, Value};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "scalar-items",
    title: Words::new("Items that are no objects", "元素不是对象"),
    text: Words::new(
        "The input of a state is an object, and no page says what the first state of an iteration receives when the item is a number or a text. Flowglass hands the item on as it is. This is noted only where the list is written down: in `ItemsPath` itself, or in the Map's `InputConstructor`.",
        "状态的输入是对象，而文档没有说明元素是数字或文本时，迭代的第一个状态会收到什么。Flowglass 原样传递该元素。只有当列表直接写在 `ItemsPath` 或 Map 的 `InputConstructor` 中时才会提示。",
    ),
    severities: &[Severity::Note],
    source: "[IO], [INL]; CHOICE 16",
    covers: &[],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Map\n    Name: A\n    InputConstructor: {cities: [Berlin, Hangzhou]}\n    ItemsPath: $Input.cities\n    Processor: {StartAt: B, States: [{Type: Pass, Name: B, End: true}]}\n    End: true\n",
        at: "Berlin",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Map\n    Name: A\n    InputConstructor: {cities: [{city: Berlin}, {city: Hangzhou}]}\n    ItemsPath: $Input.cities\n    Processor: {StartAt: B, States: [{Type: Pass, Name: B, End: true}]}\n    End: true\n",
    }],
};

/// An item that no state can have as its input.
struct ScalarItems {
    at: Span,
    item: String,
}

/// Looks at the items of a Map, where they are written down. The first one that is no object stands for all.
pub(crate) fn check(step: &Step, map: &Map, findings: &mut Findings) {
    if map.distributed.as_ref().is_some_and(|distributed| distributed.item.is_some() || distributed.batcher.is_some()) {
        return;
    }
    let Some(items) = &map.items else { return };
    let Value::Expression(expression) = &items.value else { return };
    let found = match Json::parse(expression.text()) {
        Ok(list) => list
            .as_array()
            .and_then(|list| list.iter().find(|item| !is_object(item)).cloned())
            .map(|item| (item, items.at)),
        Err(_) => {
            let is_path = expression.parts().len() == 1;
            match paths(expression, Variable::Input).as_slice() {
                [keys] if is_path && keys.len() == 1 => scalar_in_input(step, &keys[0]),
                _ => None,
            }
        }
    };
    if let Some((item, at)) = found {
        findings.report(|| ScalarItems { at, item: item.to_compact() });
    }
}

/// The first item of a list in the input constructor that is no object.
fn scalar_in_input(step: &Step, key: &str) -> Option<(Json, Span)> {
    let Data::Constructors { input: Some(input), .. } = &step.data else { return None };
    let (_, Template::List(items)) = input.member(key)? else { return None };
    let scalar = items.iter().filter_map(Template::as_constant).find(|(item, _)| !is_object(item));
    scalar.map(|(item, at)| (item.clone(), at))
}

fn is_object(item: &Json) -> bool {
    item.as_object().is_some()
}

impl Rule for ScalarItems {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        Severity::Note
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let item = quoted(&self.item);
        match language {
            Language::English => Told::new(
                format!("the item {item} is no object"),
                "The input of a state is an object [IO], and no page says what an iteration receives otherwise; here the item is handed on as it is (CHOICE 16).",
                "Make each item an object, for example `{value: …}`.",
            ),
            Language::Chinese => Told::new(
                format!("元素 {item} 不是对象"),
                "状态的输入是对象 [IO]，文档没有说明其他情况下迭代会收到什么；此处原样传递该元素（CHOICE 16）。",
                "请让每个元素都是对象，例如 `{value: …}`。",
            ),
        }
    }
}
