//! How the picture is moved and zoomed, at once or by and by.

use flowglass_diagram::{NodeIndex, Point, Rect, Scene, Shape, Size};

use super::{News, Stage};
use crate::gesture::Motion;
use crate::view::{LEAST_ZOOM, View};

/// The largest zoom of a fitted picture.
const FIT_PICTURE: f64 = 1.0;
/// How long the picture glides to a new place, in milliseconds.
const GLIDE: f64 = 160.0;

/// A movement of the picture that takes time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glide {
    from: View,
    to: View,
    /// The time of its first frame.
    start: Option<f64>,
}

impl Stage {
    /// Shows another view at once.
    pub(crate) fn show(&mut self, view: View) {
        self.glide = None;
        self.show_frame(view);
    }

    /// Shows another view, by and by unless the reader wants less motion.
    pub(crate) fn go(&mut self, view: View) {
        if self.elements.wants_less_motion() {
            self.show(view);
        } else {
            self.glide = Some(Glide { from: self.view, to: self.held(view), start: None });
        }
    }

    /// Moves the picture so that a point of it is in the middle of the window.
    pub(crate) fn center_on(&mut self, point: Point) {
        let window = self.elements.window;
        let zoom = self.view.zoom;
        self.show(View { x: window.width / 2.0 - point.x * zoom, y: window.height / 2.0 - point.y * zoom, zoom });
    }

    pub(crate) fn perform(&mut self, motion: Motion) {
        match motion {
            Motion::Nothing => {}
            Motion::Pan { by, .. } => self.show(self.view.moved(by)),
            Motion::Pinch { by, factor, at } => self.show(self.zoomed(self.view.moved(by), factor, at)),
        }
    }

    pub(crate) fn fit(&mut self) {
        let window = self.elements.window;
        if !has_area(window) {
            // Later, when there is room to fit it into.
            self.unfitted = true;
        } else if let Some(scene) = &self.scene {
            self.go(View::fitting(&whole(scene.size), window, FIT_PICTURE));
        }
    }

    /// Shows another flow from its beginning: all of it, when that can be told apart.
    pub(crate) fn begin(&mut self) {
        let window = self.elements.window;
        if !has_area(window) {
            self.unfitted = true;
        } else if let Some(scene) = &self.scene {
            self.go(opening(scene, window));
        }
    }

    /// The window has another size.
    pub(crate) fn resized(&mut self) {
        self.elements.measure();
        if self.unfitted {
            self.fit_first();
        } else {
            self.settle(None);
            self.elements.extras.show_view(self.view, self.elements.window);
        }
    }

    /// Moves a picture that glides on to where it is at `now`, in milliseconds.
    pub(super) fn glide_on(&mut self, now: f64) {
        let Some(glide) = &mut self.glide else { return };
        let start = *glide.start.get_or_insert(now);
        let share = ((now - start) / GLIDE).clamp(0.0, 1.0);
        let eased = 1.0 - (1.0 - share).powi(3);
        let view = if share < 1.0 { glide.from.towards(glide.to, eased) } else { glide.to };
        if share >= 1.0 {
            self.glide = None;
        }
        self.show_frame(view);
    }

    /// The view that is shown when nothing moves any more.
    pub(crate) fn aim(&self) -> View {
        self.glide.map_or(self.view, |glide| glide.to)
    }

    /// The view with another zoom, around a point of the window.
    pub(crate) fn zoomed(&self, view: View, factor: f64, point: Point) -> View {
        let window = self.elements.window;
        view.zoomed(factor, point, self.scene.as_ref().map_or(LEAST_ZOOM, |scene| View::least_zoom(scene.size, window)))
    }

    pub(super) fn reveal(&mut self, node: NodeIndex) {
        if let Some(scene) = &self.scene
            && let Some(there) = scene.nodes.get(node.0 as usize)
        {
            let view = self.aim().revealing(&there.rect, self.elements.window);
            if view != self.aim() {
                self.go(view);
            }
        }
    }

    /// Fits the first scene as soon as there is room to fit it into.
    pub(super) fn fit_first(&mut self) {
        if has_area(self.elements.window)
            && let Some(scene) = &self.scene
        {
            self.unfitted = false;
            self.show(opening(scene, self.elements.window));
        }
    }

    fn show_frame(&mut self, view: View) {
        let view = self.held(view);
        self.view = view;
        self.elements.show_view(view);
        self.settle(None);
        self.news.push(News::Viewed(view));
    }

    fn held(&self, view: View) -> View {
        match &self.scene {
            Some(scene) => view.held(scene.size, self.elements.window),
            None => view,
        }
    }
}

/// The view of a scene that is shown for the first time.
fn opening(scene: &Scene, window: Size) -> View {
    let start = scene.nodes.iter().find(|node| matches!(node.shape, Shape::Start)).or(scene.nodes.first());
    View::opening(scene.size, start.map(|node| node.rect.center()).unwrap_or_default(), window, FIT_PICTURE)
}

fn has_area(window: Size) -> bool {
    window.width > 0.0 && window.height > 0.0
}

fn whole(size: Size) -> Rect {
    Rect::new(0.0, 0.0, size.width, size.height)
}
