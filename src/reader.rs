//! What reads and draws long texts beside the page, and how the two understand each other. Both are the same program, so
//! what goes between is written without names of members.

use std::rc::Rc;

use flowglass_diagram::{Closed, Direction, Memory, Scene};
use serde::{Deserialize, Serialize};

use crate::state::{Contents, Folding, picture};
use crate::text::Text;

/// What is to be read and drawn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    /// Which order it is; the news of it have its number.
    pub(crate) ticket: u32,
    /// The file's name.
    pub(crate) name: Rc<str>,
    /// Its text.
    pub(crate) text: Text,
    /// Whether only the picture is wanted.
    pub(crate) picture_only: bool,
    /// The flow that is drawn: the one that the file declares under this name,
    pub(crate) resource: Option<String>,
    /// or else the one at this place.
    pub(crate) chosen: usize,
    /// In which direction the picture runs.
    pub(crate) direction: Direction,
    /// Which groups are closed in it.
    pub(crate) folding: Folding,
}

/// What comes back, in this order.
#[derive(Deserialize)]
pub(crate) enum News {
    /// What the text says.
    Read { ticket: u32, contents: Contents },
    /// The picture, and the place of its flow in the file.
    Drawn { ticket: u32, chosen: usize, closed: Closed, scene: Option<Rc<Scene>> },
}

/// The same, as it is sent.
#[derive(Serialize)]
enum Told<'a> {
    Read { ticket: u32, contents: &'a Contents },
    Drawn { ticket: u32, chosen: usize, closed: &'a Closed, scene: Option<&'a Scene> },
}

/// Why two programs do not understand each other: they are not of one build.
#[derive(Debug)]
pub(crate) struct NotUnderstood;

impl Order {
    /// Writes it down.
    ///
    /// # Errors
    /// There is no memory for it.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, NotUnderstood> {
        postcard::to_allocvec(self).map_err(|_| NotUnderstood)
    }
}

impl News {
    /// Reads what was written down.
    ///
    /// # Errors
    /// It is something else.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, NotUnderstood> {
        postcard::from_bytes(bytes).map_err(|_| NotUnderstood)
    }
}

/// Reads and draws, one order after the other.
#[derive(Default)]
pub(crate) struct Reader {
    /// The last text, and what it says.
    last: Option<(Rc<str>, Text, Contents)>,
    /// The last layout, of which the next one takes what has not changed.
    memory: Rc<Memory>,
}

impl Reader {
    /// Does what an order says and tells the news as soon as there are any.
    ///
    /// # Errors
    /// It is no order.
    pub(crate) fn obey(&mut self, order: &[u8], mut tell: impl FnMut(Vec<u8>)) -> Result<(), NotUnderstood> {
        let order: Order = postcard::from_bytes(order).map_err(|_| NotUnderstood)?;
        let mut tell = |news: Told<'_>| postcard::to_allocvec(&news).map(&mut tell).map_err(|_| NotUnderstood);
        let ticket = order.ticket;
        let last = self.last.take().filter(|(name, text, _)| (name, text) == (&order.name, &order.text));
        let contents = last.map_or_else(|| Contents::read(&order.name, &order.text), |(_, _, contents)| contents);
        if !order.picture_only {
            tell(Told::Read { ticket, contents: &contents })?;
        }
        let most = contents.flows.len().saturating_sub(1);
        let named = order.resource.as_deref().and_then(|name| contents.position(Some(name)));
        let chosen = named.unwrap_or(order.chosen).min(most);
        let (picture, memory) = picture(contents.flows.get(chosen), order.direction, &order.folding, &self.memory);
        tell(Told::Drawn { ticket, chosen, closed: &picture.closed, scene: picture.scene.as_deref() })?;
        (self.memory, self.last) = (memory, Some((order.name, order.text, contents)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::EXAMPLES;
    use crate::state::Drawing;

    fn order(name: &str, text: &str) -> Order {
        Order {
            ticket: 7,
            name: name.into(),
            text: text.into(),
            picture_only: false,
            resource: None,
            chosen: 0,
            direction: Direction::LeftToRight,
            folding: Folding::default(),
        }
    }

    fn news(reader: &mut Reader, order: &Order) -> Vec<News> {
        let mut news = Vec::new();
        let told = |bytes: Vec<u8>| news.push(News::from_bytes(&bytes).expect("news"));
        reader.obey(&order.to_bytes().expect("bytes"), told).expect("an order");
        news
    }

    #[test]
    fn what_comes_back_is_what_the_page_would_have_read() {
        let mut reader = Reader::default();
        for example in EXAMPLES {
            let here = Drawing::new(example.name, example.definition, Direction::LeftToRight);
            let news = news(&mut reader, &order(example.name, example.definition));
            let [News::Read { ticket: 7, contents }, News::Drawn { ticket: 7, chosen: 0, scene, .. }] = &news[..]
            else {
                panic!("{}: first the text, then the picture", example.name);
            };
            let (read, known) = (&contents.flows[0], &here.file().flows()[0]);
            assert_eq!(format!("{:?} {:?}", read.name, read.flow), format!("{:?} {:?}", known.name, known.flow));
            assert_eq!(format!("{:?}", contents.remarks), format!("{:?}", here.remarks()), "{}", example.name);
            assert_eq!(format!("{scene:?}"), format!("{:?}", here.scene.as_deref()), "{}", example.name);
        }
    }

    #[test]
    fn of_a_file_with_several_flows_the_named_one_is_drawn() {
        let flow = |name: &str, step: &str| {
            format!(
                "  {name}:\n    Type: ALIYUN::FNF::Flow\n    Properties:\n      Definition: '{{version: v1, type: flow, steps: [{{type: pass, name: {step}}}]}}'\n"
            )
        };
        let text = format!("Resources:\n{}{}", flow("one", "a"), flow("two", "b"));
        let mut reader = Reader::default();
        let mut check = |resource: Option<&str>, chosen: usize, expected: (usize, &str)| {
            let order =
                Order { resource: resource.map(str::to_owned), chosen, picture_only: true, ..order("t.yml", &text) };
            let news = news(&mut reader, &order);
            let [News::Drawn { chosen, scene: Some(scene), .. }] = &news[..] else { panic!("only the picture") };
            let name = scene.nodes.iter().find_map(|node| node.face()).map(|face| face.name.as_str());
            assert_eq!((*chosen, name), (expected.0, Some(expected.1)), "{resource:?}");
        };
        check(None, 0, (0, "a"));
        check(Some("two"), 0, (1, "b"));
        check(Some("gone"), 1, (1, "b"));
        check(None, 9, (1, "b"));
    }

    #[test]
    fn what_is_no_order_is_refused() {
        assert!(Reader::default().obey(&[0xff, 1, 2], |_| panic!("nothing to tell")).is_err());
        assert!(News::from_bytes(&[9]).is_err());
    }
}
