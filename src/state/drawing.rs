//! A definition as it is drawn: the text as it stands now, and the last picture that could be made of it.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_diagram::{Closed, Direction, Memory, Scene, draw_again};
use flowglass_flow::{Dialect, Flow, Parsed, Severity};

use super::read_file::{Contents, ReadFile, ReadFlow, Remark};

use super::Folding;

/// The most steps that are drawn. Larger flows are read, checked and run; their picture would keep the page busy.
pub(crate) const MOST_STEPS: usize = 50_000;

/// What is known of the file in the editor, and of the flow of it that is looked at.
#[derive(Clone)]
pub(crate) struct Drawing {
    /// The file and what it says.
    file: Rc<ReadFile>,
    /// Which of the file's definitions is looked at.
    chosen: usize,
    /// The flow that is drawn; kept from before while the text is no flow.
    pub(crate) flow: Option<Arc<Flow>>,
    /// In which direction the picture runs.
    pub(crate) direction: Direction,
    /// Which groups a person has closed in the flows of the file.
    folding: Folding,
    /// Which groups of the drawn flow are closed.
    pub(crate) closed: Closed,
    /// Its picture.
    pub(crate) scene: Option<Rc<Scene>>,
    /// Its layout, of which the next one takes what has not changed.
    memory: Rc<Memory>,
    /// Set while the picture is that of an earlier text.
    pub(crate) stale: bool,
}

impl Drawing {
    /// Reads a file, and draws its first flow in a direction; nothing is kept from before.
    pub(crate) fn new(name: &str, text: &str, direction: Direction) -> Self {
        Self::of(Rc::new(ReadFile::read(name, text)), 0, direction, &Folding::default(), &Rc::default())
    }

    /// A file that has not been read yet.
    pub(crate) fn unread(name: Rc<str>, direction: Direction) -> Self {
        let file = Rc::new(ReadFile::known(name, "", Contents::default()));
        Self::of(file, 0, direction, &Folding::default(), &Rc::default())
    }

    /// A file that was read and drawn elsewhere.
    pub(crate) fn made(
        file: Rc<ReadFile>,
        chosen: usize,
        direction: Direction,
        folding: Folding,
        picture: Picture,
    ) -> Self {
        let flow = file.flows().get(chosen).and_then(|one| one.flow.clone());
        let Picture { closed, scene } = picture;
        Self { file, chosen, flow, direction, folding, closed, scene, memory: Rc::default(), stale: false }
    }

    fn of(file: Rc<ReadFile>, chosen: usize, direction: Direction, folding: &Folding, last: &Rc<Memory>) -> Self {
        let definition = file.flows().get(chosen);
        let flow = definition.and_then(|one| one.flow.clone());
        let (picture, memory) = picture(definition, direction, folding, last);
        let Picture { closed, scene } = picture;
        Self { file, chosen, flow, direction, folding: folding.clone(), closed, scene, memory, stale: false }
    }

    /// Tells whether nothing is known of the file yet.
    pub(crate) fn is_unread(&self) -> bool {
        self.file.flows().is_empty()
    }

    /// Draws the same flow in a direction.
    pub(crate) fn turned_to(&self, direction: Direction) -> Self {
        if direction == self.direction {
            return self.clone();
        }
        let (scene, memory) = drawn(self.flow.as_deref(), direction, &self.closed, &self.memory);
        Self { direction, scene, memory, ..self.clone() }
    }

    /// Draws the same flow with other groups closed.
    pub(crate) fn refolded(&self, closed: Closed) -> Self {
        let Some(flow) = self.flow.as_deref().filter(|_| closed != self.closed) else { return self.clone() };
        let folding = self.folding.with(flow, self.resource(), &closed);
        let (scene, memory) = drawn(Some(flow), self.direction, &closed, &self.memory);
        Self { folding, closed, scene, memory, ..self.clone() }
    }

    /// Draws the flow with those groups closed that a person has closed before in the flows of this file.
    pub(crate) fn folded(&self, folding: &Folding) -> Self {
        let flow = self.flow.as_deref();
        let closed = flow.map(|flow| folding.closed(flow, self.resource())).unwrap_or_default();
        Self { folding: folding.clone(), ..self.refolded(closed) }
    }

    /// Which groups a person has closed in the flows of the file.
    pub(crate) fn folding(&self) -> &Folding {
        &self.folding
    }

    /// Draws another flow of the file.
    pub(crate) fn choose(&self, chosen: usize) -> Self {
        if self.is_unread() {
            // Nothing is known of the file yet.
            return Self { chosen, ..self.clone() };
        }
        let chosen = chosen.min(self.file.flows().len().saturating_sub(1));
        Self::of(Rc::clone(&self.file), chosen, self.direction, &self.folding, &self.memory)
    }

    /// Which of the file's flows is looked at.
    pub(crate) fn chosen(&self) -> usize {
        self.chosen
    }

    fn chosen_flow(&self) -> Option<&ReadFlow> {
        self.file.flows().get(self.chosen)
    }

    /// The names of the file's flows; none when the file is a definition.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.file.flows().iter().filter_map(|one| one.name.as_deref()).collect()
    }

    /// The name under which the file declares the flow.
    pub(crate) fn resource(&self) -> Option<&str> {
        self.chosen_flow()?.name.as_deref()
    }

    /// The file and what it says.
    pub(crate) fn file(&self) -> &Rc<ReadFile> {
        &self.file
    }

    /// What is to be said about the whole file.
    pub(crate) fn remarks(&self) -> &[Remark] {
        self.file.remarks()
    }

    /// Tells whether the file is a definition and not a template with some.
    pub(crate) fn is_alone(&self) -> bool {
        self.chosen_flow().is_some_and(|one| one.name.is_none())
    }

    /// The definition, when the file is one and not a template with some.
    pub(crate) fn definition_alone(&self) -> Option<&Parsed> {
        self.file.definition_alone()
    }

    /// The language of the definition as it stands now.
    pub(crate) fn dialect(&self) -> Option<Dialect> {
        Some(self.chosen_flow()?.flow.as_ref()?.dialect)
    }

    /// How many steps the flow has, when it has too many to be drawn.
    pub(crate) fn too_many_steps(&self) -> Option<usize> {
        Some(self.steps()).filter(|steps| *steps > MOST_STEPS)
    }

    /// How many steps the flow has that is drawn.
    pub(crate) fn steps(&self) -> usize {
        self.flow.as_ref().map_or(0, |flow| flow.steps().len())
    }

    /// Reads and draws a changed text, of it the flow of the same name. While it has no steps to draw, the picture from
    /// before stays.
    pub(crate) fn changed(&self, name: &str, text: &str) -> Self {
        let file = Rc::new(ReadFile::read(name, text));
        let same = file.position(self.resource()).unwrap_or(0);
        self.followed_by(Self::of(file, same, self.direction, &self.folding, &self.memory))
    }

    /// What is seen after a drawing of a changed text: the new one, with the picture from before while it has no steps to
    /// draw.
    pub(crate) fn followed_by(&self, next: Self) -> Self {
        let broken = next.remarks().iter().any(|remark| remark.severity == Severity::Error);
        if next.steps() > 0 || self.steps() == 0 || !broken {
            return next;
        }
        let (flow, scene, memory) = (self.flow.clone(), self.scene.clone(), Rc::clone(&self.memory));
        Self { flow, closed: self.closed.clone(), scene, memory, stale: true, ..next }
    }
}

/// A flow as it is drawn.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    /// Which groups are closed in it.
    pub(crate) closed: Closed,
    /// Every word, box and line; none for a flow with too many steps, and where there is no flow.
    pub(crate) scene: Option<Rc<Scene>>,
}

/// Draws the flow of a definition with those groups closed that a person has closed, and keeps its layout.
pub(crate) fn picture(
    definition: Option<&ReadFlow>,
    direction: Direction,
    folding: &Folding,
    last: &Rc<Memory>,
) -> (Picture, Rc<Memory>) {
    let flow = definition.and_then(|one| one.flow.as_deref());
    let resource = definition.and_then(|one| one.name.as_deref());
    let closed = flow.map(|flow| folding.closed(flow, resource)).unwrap_or_default();
    let (scene, memory) = drawn(flow, direction, &closed, last);
    (Picture { closed, scene }, memory)
}

/// Draws a flow, unless it has too many steps, and keeps its layout; without a flow the last layout stays kept.
fn drawn(
    flow: Option<&Flow>,
    direction: Direction,
    closed: &Closed,
    last: &Rc<Memory>,
) -> (Option<Rc<Scene>>, Rc<Memory>) {
    match flow.filter(|flow| flow.steps().len() <= MOST_STEPS) {
        Some(flow) => {
            let (scene, memory) = draw_again(flow, direction, closed, last);
            (Some(Rc::new(scene)), Rc::new(memory))
        }
        None => (None, Rc::clone(last)),
    }
}

impl PartialEq for Drawing {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.file, &other.file)
            && (self.chosen, self.direction) == (other.chosen, other.direction)
            && self.closed == other.closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "\
Resources:
  order:
    Type: ALIYUN::FNF::Flow
    Properties:
      Definition: |
        version: v1
        type: flow
        steps: [{type: pass, name: a}]
  pay:
    Type: ALIYUN::FNF::Flow
    Properties:
      Definition:
        version: v1
        type: flow
        steps: [{type: tusk, name: b}]
";

    fn step(drawing: &Drawing) -> Option<String> {
        Some(drawing.flow.as_ref()?.steps().next()?.1.name.value.clone())
    }

    #[test]
    fn the_first_flow_of_a_file_is_drawn_until_another_is_chosen() {
        let first = Drawing::new("template.yml", TEMPLATE, Direction::TopToBottom);
        assert_eq!((first.names(), first.chosen(), step(&first).as_deref()), (vec!["order", "pay"], 0, Some("a")));
        assert_eq!(first.remarks().len(), 1, "the findings are those of the whole file");
        let second = first.choose(1);
        assert_eq!((second.resource(), step(&second).as_deref()), (Some("pay"), Some("b")));
        assert!(first != second);
        assert_eq!(first.choose(9).chosen(), 1);
    }

    #[test]
    fn a_change_keeps_the_direction() {
        let size = |drawing: &Drawing| drawing.scene.as_ref().map(|scene| scene.size).unwrap();
        let [upright, lying] = [Direction::TopToBottom, Direction::LeftToRight]
            .map(|direction| Drawing::new("t.yml", TEMPLATE, direction));
        assert!(size(&upright).height > size(&upright).width && size(&lying).width > size(&lying).height);
        assert!(upright != lying && size(&upright.turned_to(Direction::LeftToRight)) == size(&lying));
        assert_eq!(size(&lying.changed("t.yml", TEMPLATE).choose(0)), size(&lying));
    }

    #[test]
    fn a_change_of_the_text_keeps_the_choice() {
        let second = Drawing::new("template.yml", TEMPLATE, Direction::TopToBottom).choose(1);
        let text = TEMPLATE.replace("tusk, name: b", "pass, name: c").replace("  order:", "  first:");
        let changed = second.changed("template.yml", &text);
        assert_eq!((changed.resource(), step(&changed).as_deref()), (Some("pay"), Some("c")));
        let renamed = changed.changed("template.yml", &text.replace("  pay:", "  paid:"));
        assert_eq!((renamed.resource(), step(&renamed).as_deref()), (Some("first"), Some("a")));
        let broken = second.changed("template.yml", "version: v1\ntype: flow\nsteps: [\n");
        assert!(broken.stale && step(&broken).as_deref() == Some("b"), "the picture stays");
        assert!(broken.names().is_empty());
    }
}
