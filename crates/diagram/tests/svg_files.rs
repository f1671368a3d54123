//! Whole files: well-formed, hostile names harmless, boxes and labels apart, always the same text.

use flowglass_diagram::svg::{Piece, Theme, edge, picture, pieces, tree_content, tree_item, tree_places, write_svg};
use flowglass_diagram::{Overlay, Rect, Scene, draw};
use flowglass_history::{History, fold};

fn scene_of(text: &str) -> Scene {
    draw(&flowglass_flow::parse(text).flow.expect("the fixture is a flow"))
}

/// The picture as the page has it when all of it is in the document.
fn picture_tree(scene: &Scene, overlay: Option<&Overlay>) -> String {
    let places = tree_places(scene);
    let mut out = String::new();
    for piece in pieces(scene) {
        match piece {
            Piece::Node(index) => tree_item(&mut out, scene, index, overlay, places[index.0 as usize], None),
            Piece::Edge(index) => edge(&mut out, scene, index, overlay.map(|overlay| overlay.edge(index))),
        }
    }
    out
}

const HOSTILE: &str = r#"{Type: StateMachine, SpecVersion: v1, Name: "</title><script>alert(1)</script>", Description: "a & b ]]> <!--", StartAt: "\" onload=\"x",
  States: [{Type: Choice, Name: "\" onload=\"x", Branches: [{Condition: "$Input.a < 1 && $Input.b > '<i>'", Next: "</g></svg>"}], Default: "&lt;nowhere&gt;"},
           {Type: Task, Name: "</g></svg>", Action: "FC:<img src=x onerror=alert(1)>", End: true, Catch: [{Errors: ["<x>\e"], Next: "\" onload=\"x"}]}]}"#;

/// Reads the text as XML as far as this project writes it: elements close in order, attributes are quoted and differ,
/// text has no bare marks. Returns the texts and attribute values with entities resolved.
fn read(xml: &str) -> Vec<String> {
    let (mut open, mut said, mut rest) = (Vec::new(), Vec::new(), xml);
    let resolve = |text: &str| {
        assert!(!text.contains(['<', '>']), "{text}");
        for (at, _) in text.match_indices('&') {
            let entity =
                ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].iter().any(|entity| text[at..].starts_with(entity));
            assert!(entity, "{text}");
        }
        let control = text.chars().find(|character| character.is_control() && *character != '\n');
        assert_eq!(control, None, "{text:?}");
        let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
        marks.iter().fold(text.to_owned(), |text, (entity, mark)| text.replace(entity, mark))
    };
    while let Some((text, tag_on)) = rest.split_once('<') {
        said.push(resolve(text));
        let (tag, after) = tag_on.split_once('>').expect("a tag ends");
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut names = Vec::new();
        while !attributes.trim().is_empty() {
            let (name, value_on) = attributes.split_once("=\"").expect("a value");
            let (value, after) = value_on.split_once('"').expect("a quoted value");
            assert!(!names.contains(&name.trim()), "{tag}");
            assert!(!name.trim().starts_with("on") && name.trim() != "style" && name.trim() != "href", "{tag}");
            names.push(name.trim());
            said.push(resolve(value));
            attributes = after;
        }
        assert!(
            ["svg", "title", "desc", "style", "g", "rect", "circle", "path", "text", "tspan", "line"].contains(&name),
            "{name}"
        );
        if !closed {
            open.push(name.to_owned());
        }
    }
    said.push(resolve(rest));
    assert!(open.is_empty());
    said
}

#[test]
fn hostile_names_stay_text() {
    let scene = scene_of(HOSTILE);
    for theme in [Theme::Light, Theme::Dark, Theme::Auto] {
        let said = read(&write_svg(&scene, None, theme));
        assert!(said.contains(&"</title><script>alert(1)</script>".to_owned()));
        assert!(said.contains(&"</g></svg>".to_owned()));
        assert!(said.contains(&"<x>\u{fffd}".to_owned()));
    }
    read(&picture_tree(&scene, None));
    let history = History::from_lines(
        "1 <- 0  ExecutionStarted  {}\n2 <- 1  StepEntered  \"</g></svg>\"  {}\n\
         3 <- 2  StepFailed  \"</g></svg>\"  {\"error\":\"<b>'\",\"cause\":\"\"}",
    );
    let (history, flow) = (history.unwrap(), flowglass_flow::parse(HOSTILE).flow.unwrap());
    let overlay = Overlay::from_run(&flow, &scene, &fold(&history, 3), &history);
    read(&write_svg(&scene, Some(&overlay), Theme::Auto));
    read(&picture_tree(&scene, Some(&overlay)));
}

#[test]
fn a_page_gets_what_a_file_has() {
    let scene = scene_of(&random_flow(5));
    let (whole, tree) = (picture(&scene, None), picture_tree(&scene, None));
    assert!(write_svg(&scene, None, Theme::Light).contains(&whole));
    for (index, _) in scene.nodes() {
        let mut content = String::new();
        tree_content(&mut content, &scene, index, None, None);
        assert!(tree.contains(&content));
        // Only what can be pressed is the page's own.
        let shown = content.split("<circle class=\"fg-toggle\"").next().unwrap_or_default();
        assert!(whole.contains(shown));
    }
}

#[test]
fn pictures_of_any_flow_are_whole_and_repeat() {
    for seed in 0..60 {
        let text = random_flow(seed);
        let (one, other) = (scene_of(&text), scene_of(&text));
        let file = write_svg(&one, None, Theme::Auto);
        assert_eq!(file, write_svg(&other, None, Theme::Auto), "seed {seed}");
        read(&file);
        let boxes: Vec<Rect> = one.nodes.iter().filter(|node| !node.is_group()).map(|node| node.rect).collect();
        let labels: Vec<Rect> =
            one.edges.iter().filter_map(|edge| edge.label.as_ref().map(|(_, rect)| *rect)).collect();
        let captions = one.lanes.iter().filter_map(|lane| lane.caption.as_ref().map(|(_, rect)| *rect));
        let all: Vec<Rect> = boxes.into_iter().chain(labels).chain(captions).collect();
        let whole = Rect::new(0.0, 0.0, one.size.width, one.size.height);
        for (at, rect) in all.iter().enumerate() {
            assert!(whole.contains(rect), "seed {seed}: {rect:?} in {whole:?}");
            for other in &all[at + 1..] {
                assert!(!rect.inflate(-0.01).overlaps(other), "seed {seed}: {rect:?} on {other:?}\n{text}");
            }
        }
    }
}

/// A legacy flow of any shape: nested containers, jumps forth and back, errors caught, names of all lengths.
fn random_flow(seed: u64) -> String {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    format!("version: v1\ntype: flow\nsteps: {}\n", random.steps(3))
}

struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    fn steps(&mut self, depth: u64) -> String {
        let count = 1 + self.below(5);
        let names: Vec<String> = (0..count)
            .map(|at| {
                format!("{}{at}", ["s", "step ", "视频理解 ", "a rather long name for a step "][self.below(4) as usize])
            })
            .collect();
        let steps: Vec<String> = names.iter().map(|name| self.step(name, &names, depth)).collect();
        format!("[{}]", steps.join(", "))
    }

    fn step(&mut self, name: &str, names: &[String], depth: u64) -> String {
        let target = names[self.below(names.len() as u64) as usize].clone();
        let kind = self.below(if depth == 0 { 5 } else { 9 });
        let body = match kind {
            0 => "type: pass".to_owned(),
            1 => "type: wait, duration: 5".to_owned(),
            2 => format!(
                "type: task, resourceArn: 'acs:fnf:::flow/x', retry: [{{errors: [A]}}], catch: [{{errors: [FnF.ALL, Other.Error], goto: '{target}'}}]"
            ),
            3 => "type: fail, error: Bad, cause: because of something that takes many words".to_owned(),
            4 => format!(
                "type: choice, choices: [{{condition: $.some.long.path > 100 && $.b, goto: '{target}'}}, {{condition: $.a, goto: lost}}]"
            ),
            5 => format!(
                "type: parallel, branches: [{{steps: {}}}, {{steps: {}}}, {{steps: {}}}]",
                self.steps(depth - 1),
                self.steps(depth - 1),
                self.steps(0)
            ),
            6 => format!(
                "type: foreach, iterationMapping: {{collection: $.x, item: i}}, steps: {}",
                self.steps(depth - 1)
            ),
            _ => format!(
                "type: choice, choices: [{{condition: $.a > 1, steps: {}}}, {{condition: $.a > 0, goto: '{target}'}}], default: {{steps: {}}}",
                self.steps(depth - 1),
                self.steps(depth - 1)
            ),
        };
        format!("{{name: '{name}', {body}}}")
    }
}
