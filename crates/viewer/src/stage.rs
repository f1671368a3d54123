//! What the viewer knows and how it changes: the scene, the view, the selection. What is to be told to the host is
//! collected, and told when nothing is in the middle of a change.

mod sight;

use std::rc::Rc;

use flowglass_diagram::svg::toggle_at;
use flowglass_diagram::{EdgeIndex, GROUP_HEADER, NodeIndex, Overlay, Point, Rect, Scene};
use flowglass_flow::StepId;

use self::sight::Glide;
use crate::elements::Elements;
use crate::gesture::Gesture;
use crate::hit::node_at;
use crate::keys::Command;
use crate::moving::Refolding;
use crate::near::Look;
use crate::same_place::same_place;
use crate::trail::Trail;
use crate::twin::twin;
use crate::typed::Typed;
use crate::view::View;
use crate::walk::{Walk, walk};

/// The largest zoom of a fitted group.
const FIT_GROUP: f64 = 1.25;
/// How long the node that has the focus keeps its name while a run goes on, in milliseconds. Some screen readers say a name
/// that changes, and a run that is played changes it many times a second.
const QUIET: f64 = 600.0;

/// Something that the host is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum News {
    /// The reader has selected a step, or nothing.
    Selected(Option<StepId>),
    /// The reader wants to open a step.
    Activated(StepId),
    /// The reader wants to close a group, or to open a closed one.
    Toggled(StepId),
    /// The picture was moved or zoomed.
    Viewed(View),
}

/// The state of a viewer.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) elements: Elements,
    pub(crate) gesture: Gesture,
    pub(crate) news: Vec<News>,
    pub(crate) view: View,
    pub(crate) scene: Option<Rc<Scene>>,
    overlay: Option<Overlay>,
    selected: Option<NodeIndex>,
    /// The node that Tab leads to.
    active: Option<NodeIndex>,
    /// The ways along which the keyboard came there.
    trail: Trail,
    /// What is being typed to find a name.
    typed: Typed,
    /// The node that has the focus waits for its name.
    unnamed: Option<Unnamed>,
    /// The first scene waits for the window to have a size.
    unfitted: bool,
    /// The group that the reader closes or opens: it stays where it is in the window.
    anchor: Option<NodeIndex>,
    /// The group that has just been closed or opened, in the scene that shows it so.
    toggled: Option<NodeIndex>,
    glide: Option<Glide>,
    /// The nodes and lines that are on their way.
    refolding: Option<Refolding>,
}

/// The name of a node has not changed for some time.
#[derive(Clone, Copy, Debug)]
struct Unnamed {
    /// The time of the first frame since the last change.
    since: Option<f64>,
}

impl Stage {
    pub(crate) fn new(elements: Elements) -> Self {
        Self {
            elements,
            gesture: Gesture::default(),
            news: Vec::new(),
            view: View::default(),
            scene: None,
            overlay: None,
            selected: None,
            active: None,
            trail: Trail::default(),
            typed: Typed::default(),
            unnamed: None,
            unfitted: true,
            anchor: None,
            toggled: None,
            glide: None,
            refolding: None,
        }
    }

    pub(crate) fn set_scene(&mut self, scene: Rc<Scene>) {
        self.replace(scene, same_place, self.view);
    }

    /// Draws the same flow with other groups closed; what the reader is at stays where it is in the window, and all the rest
    /// moves to its new place unless the reader wants less motion.
    pub(crate) fn refold(&mut self, scene: Rc<Scene>) {
        let Some(old) = self.scene.clone() else { return self.set_scene(scene) };
        let (view, before) = (self.view, self.refolding.take());
        let moves = !self.unfitted && self.elements.is_near() && !self.elements.wants_less_motion();
        let anchor = self.anchor.or_else(|| self.resting(&old));
        let shift = anchor.and_then(|before| {
            let after = twin(&old, before, &scene)?;
            let [before, after] = [old.node(before).rect, scene.node(after).rect];
            Some(Point::new((before.x - after.x) * view.zoom, (before.y - after.y) * view.zoom))
        });
        let toggled = self.anchor.and_then(|group| twin(&old, group, &scene));
        let mut there = view.moved(shift.unwrap_or_default());
        if let Some(group) = toggled {
            // A group that was scrolled past is seen when it is a box.
            let title = Rect { height: GROUP_HEADER, ..scene.node(group).rect };
            let window = self.elements.window;
            if !there.to_window(&title).overlaps(&Rect::new(0.0, 0.0, window.width, window.height)) {
                there = there.revealing(&title, window);
            }
        }
        self.replace(Rc::clone(&scene), twin, there);
        self.toggled = toggled;
        if moves && self.elements.is_near() {
            let place = |index: NodeIndex| {
                let at = old.node(index).rect;
                before.as_ref().map_or(at, |before| before.place(index, &at))
            };
            let shift = Point::new((view.x - self.view.x) / view.zoom, (view.y - self.view.y) / view.zoom);
            let area = self.view.visible(self.elements.window);
            self.refolding = Refolding::between(&old, place, &scene, shift, &area);
            if let Some(refolding) = &self.refolding {
                self.elements.begin_refolding(refolding, &scene);
            }
        }
    }

    /// A node that the reader may be looking at: the one that the keyboard is at when it is seen, else the first one in the
    /// window.
    fn resting(&self, scene: &Scene) -> Option<NodeIndex> {
        let visible = self.view.visible(self.elements.window);
        let seen = |index: &NodeIndex| {
            let rect = scene.node(*index).rect;
            visible.contains(&Rect::new(rect.x, rect.y, 0.0, 0.0))
        };
        self.active.filter(seen).or_else(|| scene.nodes().map(|(index, _)| index).find(seen))
    }

    /// Draws another scene at a view; `twin` finds in it what is selected and what the keyboard is at.
    fn replace(&mut self, scene: Rc<Scene>, twin: fn(&Scene, NodeIndex, &Scene) -> Option<NodeIndex>, view: View) {
        let focused = self.elements.has_focus();
        (self.anchor, self.toggled, self.refolding) = (None, None, None);
        let old = self.scene.replace(Rc::clone(&scene));
        let moved = |node: Option<NodeIndex>| twin(old.as_deref()?, node?, &scene);
        self.selected = moved(self.selected);
        self.active = moved(self.active).or_else(|| (!scene.nodes.is_empty()).then_some(NodeIndex(0)));
        self.trail.leave();
        self.unnamed = None;
        self.overlay = None;
        self.elements.forget();
        // The view comes before the content: the browser then lays out the content only once.
        self.elements.measure();
        if self.unfitted {
            self.fit_first();
        } else {
            self.show(view);
        }
        let look = Look { scene: &scene, overlay: None, selected: self.selected, active: self.active, came: None };
        self.elements.draw(&look, self.view);
        if let Some(active) = self.active.filter(|_| focused) {
            self.elements.focus(active);
        }
    }

    pub(crate) fn set_overlay(&mut self, overlay: Option<&Overlay>) {
        let Some(scene) = self.scene.clone() else { return };
        let fits =
            |overlay: &&Overlay| overlay.nodes.len() == scene.nodes.len() && overlay.edges.len() == scene.edges.len();
        let overlay = overlay.filter(fits);
        let old = std::mem::replace(&mut self.overlay, overlay.cloned());
        let (overlay, came) = (self.overlay.as_ref(), self.came());
        let look = Look { scene: &scene, overlay, selected: self.selected, active: self.active, came };
        if self.elements.repaint(&look, old.as_ref())
            && let Some(active) = self.active
        {
            // Under a first overlay the node has just been drawn: what it says is no news of it.
            if self.elements.has_focus() && old.is_some() {
                self.unnamed = Some(Unnamed { since: None });
            } else {
                self.elements.name(&look, active);
            }
        }
    }

    /// The way along which the keyboard came to the active node.
    fn came(&self) -> Option<EdgeIndex> {
        self.trail.arrival(self.scene.as_ref()?, self.active?)
    }

    /// Says what a node is.
    fn name(&mut self, node: NodeIndex) {
        if let Some(scene) = &self.scene {
            let (overlay, came) = (self.overlay.as_ref(), self.came());
            let look = Look { scene, overlay, selected: self.selected, active: self.active, came };
            self.elements.name(&look, node);
        }
    }

    /// Has in the document what is to be there, and the node that the keyboard is at `still`.
    fn settle(&mut self, still: Option<NodeIndex>) {
        if let Some(scene) = &self.scene {
            let (overlay, came) = (self.overlay.as_ref(), self.came());
            let look = Look { scene, overlay, selected: self.selected, active: self.active, came };
            self.elements.settle(&look, self.view, still);
        }
    }

    /// The node at a point of the window.
    pub(crate) fn hit(&self, point: Point) -> Option<NodeIndex> {
        node_at(self.scene.as_ref()?, self.view.to_picture(point))
    }

    pub(crate) fn step_of(&self, node: NodeIndex) -> Option<StepId> {
        self.scene.as_ref()?.nodes.get(node.0 as usize)?.step()
    }

    pub(crate) fn selected_step(&self) -> Option<StepId> {
        self.step_of(self.selected?)
    }

    /// Selects for the host: tells no news and leaves the focus where it is.
    pub(crate) fn select_step(&mut self, step: Option<StepId>, reveal: bool) {
        let node = step.zip(self.scene.as_ref()).and_then(|(step, scene)| scene.shown_at(step));
        self.show_selection(node);
        if let Some(node) = node {
            self.activate_node(node);
            // The reader who closes or opens a group looks at it.
            if reveal && self.toggled.take() != Some(node) {
                self.reveal(node);
            }
        }
    }

    /// Selects for the reader: marks and ends of broken edges only get the focus.
    pub(crate) fn choose(&mut self, node: Option<NodeIndex>) {
        if let Some(node) = node {
            self.activate_node(node);
            self.elements.focus(node);
        }
        let before = self.selected;
        self.show_selection(node.filter(|node| self.step_of(*node).is_some()));
        if before != self.selected {
            self.news.push(News::Selected(self.selected_step()));
        }
    }

    /// Gives the focus to the node that Tab leads to.
    #[cfg(feature = "navigation")]
    pub(crate) fn take_focus(&mut self) {
        if let Some(active) = self.active {
            self.elements.focus(active);
        }
    }

    /// The focus came to a node from outside.
    pub(crate) fn focused(&mut self, node: NodeIndex) {
        self.activate_node(node);
        if self.selected.is_none() && self.step_of(node).is_some() {
            // The selection follows the focus, here as on its way from step to step.
            self.show_selection(Some(node));
            self.news.push(News::Selected(self.step_of(node)));
        }
        if let Some(scene) = &self.scene {
            let place = self.view.to_window(&scene.node(node).rect);
            let window = self.elements.window;
            if !place.overlaps(&Rect::new(0.0, 0.0, window.width, window.height)) {
                self.reveal(node);
            }
        }
    }

    pub(crate) fn obey(&mut self, command: Command) {
        // Who does something else types no name any more.
        self.typed = Typed::default();
        let window = self.elements.window;
        let middle = Point::new(window.width / 2.0, window.height / 2.0);
        match command {
            Command::Walk(step) => {
                let Some(scene) = &self.scene else { return };
                if let Some(group) = self.active.filter(|active| step == Walk::Into && is_closed(scene, *active)) {
                    self.toggle(group);
                    return;
                }
                if let Some(node) = walk(scene, self.overlay.as_ref(), &mut self.trail, self.active, step) {
                    self.reach(node);
                }
            }
            Command::Zoom(factor) => self.go(self.zoomed(self.aim(), factor, middle)),
            Command::Fit => self.fit(),
            Command::ActualSize => self.go(self.zoomed(self.aim(), 1.0 / self.aim().zoom, middle)),
            Command::Activate => {
                if let (Some(active), Some(scene)) = (self.active, self.scene.clone()) {
                    let opens = self.selected == Some(active);
                    self.choose(Some(active));
                    if scene.nodes.get(active.0 as usize).is_some_and(|node| node.is_group() || node.is_closed_group())
                    {
                        self.toggle(active);
                    } else {
                        self.news.extend(self.step_of(active).filter(|_| opens).map(News::Activated));
                    }
                }
            }
            Command::Clear => self.choose(None),
        }
    }

    /// Takes a key that may belong to the name of a node, pressed at `now`, in milliseconds; tells whether it led to one.
    pub(crate) fn typed(&mut self, key: &str, now: f64) -> bool {
        let Some(scene) = &self.scene else { return false };
        let node = if self.typed.take(key, now) { self.typed.find(scene, self.active) } else { None };
        if let Some(node) = node {
            self.reach(node);
        }
        node.is_some()
    }

    /// The keyboard comes to a node.
    fn reach(&mut self, node: NodeIndex) {
        self.reveal(node);
        self.choose(Some(node));
    }

    /// The group whose sign for closing and opening is at a point of the window.
    pub(crate) fn toggle_at(&self, point: Point) -> Option<NodeIndex> {
        let scene = self.scene.as_ref().filter(|_| self.elements.is_near())?;
        toggle_at(scene, self.view.to_picture(point))
    }

    /// The reader closes a group, or opens a closed one.
    pub(crate) fn toggle(&mut self, group: NodeIndex) {
        self.activate_node(group);
        self.elements.focus(group);
        self.anchor = Some(group);
        self.news.extend(self.step_of(group).map(News::Toggled));
    }

    /// A double click at a point of the window: opens a closed group, closes an open one by its title and fits it elsewhere,
    /// opens a step.
    pub(crate) fn open(&mut self, node: NodeIndex, point: Point) {
        let Some(scene) = &self.scene else { return };
        let Some(there) = scene.nodes.get(node.0 as usize) else { return };
        let in_title = self.view.to_picture(point).y - there.rect.y < GROUP_HEADER;
        if there.is_closed_group() || (there.is_group() && in_title) {
            self.toggle(node);
        } else if there.is_group() {
            let part = there.rect;
            self.go(View::fitting(&part, self.elements.window, FIT_GROUP));
        } else {
            self.news.extend(self.step_of(node).map(News::Activated));
        }
    }

    /// Tells whether something is to be done at the next frame.
    pub(crate) fn wants_frame(&self) -> bool {
        let moving = self.glide.is_some() || self.refolding.is_some();
        moving || self.unnamed.is_some() || self.elements.extras.wants_frame()
    }

    /// Does what is due at the frame of `now`, in milliseconds: moves a picture that glides and what comes to another place, and
    /// says what the run made of the node that has the focus when that has been quiet for long enough.
    pub(crate) fn frame(&mut self, now: f64) {
        self.elements.extras.frame(self.overlay.as_ref());
        if let Some(unnamed) = &mut self.unnamed
            && now - *unnamed.since.get_or_insert(now) >= QUIET
        {
            self.unnamed = None;
            if let Some(active) = self.active {
                self.name(active);
            }
        }
        if let (Some(refolding), Some(scene)) = (&mut self.refolding, &self.scene) {
            if refolding.goes_on(now) {
                self.elements.show_refolding(refolding, scene);
            } else {
                self.elements.end_refolding(refolding, scene);
                self.refolding = None;
            }
        }
        self.glide_on(now);
    }

    fn show_selection(&mut self, node: Option<NodeIndex>) {
        if node != self.selected {
            let before = std::mem::replace(&mut self.selected, node);
            self.settle(before);
            for (index, selected) in [(before, false), (node, true)] {
                if let Some(index) = index {
                    self.elements.show_selected(index, selected);
                }
            }
        }
    }

    fn activate_node(&mut self, node: NodeIndex) {
        let before = self.active.replace(node);
        if self.came().is_none() {
            self.trail.leave();
        }
        if before != Some(node) {
            // The node from which the focus goes away stays until it is gone.
            self.settle(before);
            if let Some(before) = before {
                self.elements.show_active(before, false);
                self.name(before);
            }
            self.elements.show_active(node, true);
            self.unnamed = None;
        }
        if self.unnamed.is_none() {
            // The focus comes to a node that says already how the keyboard came there.
            self.name(node);
        }
    }
}

fn is_closed(scene: &Scene, node: NodeIndex) -> bool {
    scene.nodes.get(node.0 as usize).is_some_and(|node| node.is_closed_group())
}
