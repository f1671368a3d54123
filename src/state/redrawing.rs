//! How the text in the editor becomes the drawing: at once, or in a worker beside the page.

use std::sync::Arc;

use flowglass_diagram::Direction;
use flowglass_flow::Flow;

use super::redraw::LONGEST_HERE;
use super::{Drawing, Going, Picture, Reads, Redraw, Workbench};
use crate::reader::Order;

impl Workbench {
    /// The flow that the text in the editor says, when that is the one that is drawn.
    pub(crate) fn flow_of_text(&self) -> Option<&Arc<Flow>> {
        self.drawing.flow.as_ref().filter(|_| !self.drawing.stale && !self.redraw.is_behind())
    }

    /// Whether nothing at all is known of the text yet.
    pub(crate) fn is_unread(&self) -> bool {
        self.redraw.is_behind() && self.drawing.is_unread()
    }

    /// In which direction the picture runs, or will as soon as it is there.
    pub(crate) fn direction(&self) -> Direction {
        self.redraw.going().map_or(self.drawing.direction, |going| going.direction)
    }

    /// What is to be read and drawn elsewhere.
    pub(crate) fn order(&self) -> Option<Order> {
        let going = self.redraw.going()?;
        Some(Order {
            ticket: going.ticket,
            name: self.name.clone(),
            text: self.definition.clone(),
            picture_only: going.same_text,
            resource: self.drawing.resource().map(str::to_owned),
            chosen: self.drawing.chosen(),
            direction: going.direction,
            folding: going.folding.clone(),
        })
    }

    /// Reads and draws a text of which nothing is kept from before.
    pub(super) fn draw_new(&mut self, direction: Direction) {
        if self.is_read_here() {
            self.drawing = Drawing::new(&self.name, &self.definition, direction);
            self.redraw = Redraw::Done;
        } else {
            self.drawing = Drawing::unread(self.name.clone(), direction);
            self.ask_for_drawing(direction, false);
        }
    }

    /// Draws the picture in a direction.
    pub(super) fn turn(&mut self, direction: Direction) {
        if direction == self.direction() {
            return;
        }
        let same_text = !self.redraw.is_behind();
        if self.is_read_here() || (same_text && self.drawing.stale) {
            self.drawing = self.drawing.turned_to(direction);
        } else if same_text || self.redraw.going().is_some() {
            let run = self.redraw.going().is_some_and(|going| going.run);
            self.ask_for_drawing(direction, false);
            if let Redraw::Going(going) = &mut self.redraw {
                (going.same_text, going.run) = (same_text, run);
            }
        } else {
            self.drawing = self.drawing.turned_to(direction);
        }
    }

    /// Waits for a picture that had been given up, or for another one than is on its way.
    pub(super) fn draw_again(&mut self) {
        let run = self.redraw.going().is_some_and(|going| going.run);
        self.ask_for_drawing(self.direction(), false);
        if let Redraw::Going(going) = &mut self.redraw {
            going.run = run;
        }
        if self.is_read_here()
            && let Some(going) = self.redraw.going().cloned()
        {
            self.draw_here(&going);
        }
    }

    /// A picture comes from elsewhere; one that nobody waits for any more is passed over.
    pub(super) fn arrive(&mut self, ticket: u32, chosen: usize, picture: Picture) {
        let Some(going) = self.redraw.going().filter(|going| going.ticket == ticket).cloned() else { return };
        let file = going.file.unwrap_or_else(|| self.drawing.file().clone());
        // Groups may have been closed in the picture from before meanwhile.
        let (asked, now) = (going.folding, self.drawing.folding().clone());
        let made = Drawing::made(file, chosen, going.direction, asked.clone(), picture);
        self.drawing = self.drawing.followed_by(if asked == now { made } else { made.folded(&now) });
        self.redraw = Redraw::Done;
        self.take_drawing();
        if going.run {
            self.run();
        }
    }

    /// Reads and draws here what was to be done elsewhere.
    pub(super) fn draw_here(&mut self, going: &Going) {
        self.redraw = Redraw::Done;
        self.drawing = if self.drawing.is_unread() {
            Drawing::new(&self.name, &self.definition, going.direction).choose(self.drawing.chosen())
        } else {
            self.drawing.changed(&self.name, &self.definition).turned_to(going.direction)
        };
        self.take_drawing();
        if going.run {
            self.run();
        }
    }

    /// Waits for the text to be read and drawn elsewhere; an earlier wish is forgotten.
    pub(super) fn ask_for_drawing(&mut self, direction: Direction, typed: bool) {
        self.tickets += 1;
        let (ticket, folding) = (self.tickets, self.drawing.folding().clone());
        self.redraw =
            Redraw::Going(Going { ticket, typed, direction, folding, file: None, same_text: false, run: false });
    }

    pub(super) fn is_read_here(&self) -> bool {
        self.reads == Reads::Here || self.definition.len() <= LONGEST_HERE
    }

    /// What a new drawing means for what was chosen in the last one.
    pub(super) fn take_drawing(&mut self) {
        self.drop_outdated_proposal();
        let steps = self.drawing.steps();
        self.selected = self.selected.filter(|id| (id.0 as usize) < steps);
    }
}
