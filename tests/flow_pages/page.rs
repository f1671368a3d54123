//! A page as text: its blocks, and how to put others in their place.

use std::ops::Range;

/// What stands between two fences, and the words after the first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    /// The first word: what the block is.
    pub(crate) language: String,
    /// The other words.
    pub(crate) words: Vec<String>,
    /// The lines between the fences.
    pub(crate) text: String,
    /// Where those stand in the page, in bytes.
    pub(crate) content: Range<usize>,
}

/// One page.
#[derive(Debug)]
pub(crate) struct Page {
    blocks: Vec<Block>,
}

/// The languages of the blocks that are compared and blessed.
const EXPECTATIONS: [&str; 3] = ["findings", "history", "output"];

/// What a source says of a run that nobody has compared with one of the service.
const HONEST: &str = "not compared with the service";
/// What a source says of a history that somebody has published.
const PUBLISHED: &str = "published history";

impl Page {
    /// Reads a page.
    ///
    /// # Errors
    /// When it is no page as the head of this suite says; in words.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let (blocks, prose) = split(text)?;
        if !text.starts_with("# ") || prose.iter().filter(|line| line.starts_with('#')).count() != 1 {
            return Err("a page has one heading, in its first line".to_owned());
        }
        if prose.iter().filter(|line| line.starts_with("Source: ")).count() != 1 {
            return Err("a page says in one line `Source: …` where its behaviour is known from".to_owned());
        }
        let before_source = prose.iter().take_while(|line| !line.starts_with("Source: "));
        if before_source.filter(|line| !line.trim().is_empty()).count() < 2 {
            return Err("a page says in a sentence what it shows, and why".to_owned());
        }
        let page = Self { blocks };
        if page.is_run() && !is_honest(&prose) {
            return Err(format!("the paragraph of the source says {HONEST:?} or {PUBLISHED:?}"));
        }
        let known =
            |language: &str| ["yaml", "scenario", "outside"].contains(&language) || EXPECTATIONS.contains(&language);
        if let Some(unknown) = page.blocks.iter().find(|block| !known(&block.language)) {
            return Err(format!("a block is called {:?}", unknown.language));
        }
        if page.blocks.iter().filter(|block| block.is_definition()).count() != 1 {
            return Err("a page has one definition".to_owned());
        }
        if page.expectations().next().is_none() {
            return Err("a page expects something".to_owned());
        }
        Ok(page)
    }

    /// The text of the definition.
    pub(crate) fn definition(&self) -> String {
        self.blocks.iter().find(|block| block.is_definition()).map(Block::yaml).unwrap_or_default()
    }

    /// The scenario; an empty text when there is none.
    pub(crate) fn scenario(&self) -> &str {
        self.text_of("scenario")
    }

    /// What is done from outside while the flow runs, a line each; an empty text when nothing is.
    pub(crate) fn outside(&self) -> &str {
        self.text_of("outside")
    }

    fn text_of(&self, language: &str) -> &str {
        self.blocks.iter().find(|block| block.language == language).map_or("", |block| &block.text)
    }

    /// The flows that may be started: name and text.
    pub(crate) fn flows(&self) -> impl Iterator<Item = (String, String)> {
        self.blocks.iter().filter_map(|block| Some((block.flow_name()?.to_owned(), block.yaml())))
    }

    /// The blocks that say what happens.
    pub(crate) fn expectations(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| EXPECTATIONS.contains(&block.language.as_str()))
    }

    /// Tells whether anything is expected of a run.
    pub(crate) fn is_run(&self) -> bool {
        self.expectations().any(|block| block.language != "findings")
    }
}

impl Block {
    /// The flow's name, when the block is a flow that may be started.
    fn flow_name(&self) -> Option<&str> {
        self.words.iter().filter(|_| self.language == "yaml").find_map(|word| word.strip_prefix("flow="))
    }

    fn is_definition(&self) -> bool {
        self.language == "yaml" && self.flow_name().is_none()
    }

    fn yaml(&self) -> String {
        if self.words.iter().any(|word| word == "crlf") { self.text.replace('\n', "\r\n") } else { self.text.clone() }
    }

    /// Tells whether the block says `found`; how the columns of a history are aligned does not count.
    pub(crate) fn says(&self, found: &str) -> bool {
        if self.language != "history" {
            return self.text == found;
        }
        flowglass_history::History::from_lines(&self.text).is_ok_and(|history| history.to_lines() == found)
    }
}

/// Tells whether the paragraph of the source says where the expected run comes from.
fn is_honest(prose: &[&str]) -> bool {
    let source = prose.iter().skip_while(|line| !line.starts_with("Source: "));
    let words: Vec<_> =
        source.take_while(|line| !line.trim().is_empty()).flat_map(|line| line.split_whitespace()).collect();
    let paragraph = words.join(" ").to_lowercase();
    paragraph.contains(HONEST) || paragraph.contains(PUBLISHED)
}

/// The page with other texts at these places.
pub(crate) fn replaced(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    changes.sort_by_key(|(range, _)| range.start);
    let mut page = text.to_owned();
    for (range, new) in changes.into_iter().rev() {
        page.replace_range(range, &new);
    }
    page
}

/// The blocks of a page, and the lines outside.
fn split(text: &str) -> Result<(Vec<Block>, Vec<&str>), String> {
    let (mut blocks, mut prose) = (Vec::new(), Vec::new());
    let mut open: Option<Block> = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let fence = line.trim_end().strip_prefix("```");
        open = match (open, fence) {
            (Some(mut block), Some("")) => {
                block.content.end = start;
                block.text = text[block.content.clone()].to_owned();
                blocks.push(block);
                None
            }
            (Some(block), _) => Some(block),
            (None, Some(info)) => {
                let mut words = info.split_whitespace().map(str::to_owned);
                let language = words.next().unwrap_or_default();
                Some(Block { language, words: words.collect(), text: String::new(), content: offset..offset })
            }
            (None, None) => {
                prose.push(line);
                None
            }
        };
    }
    if open.is_some() { Err("a block is not closed".to_owned()) } else { Ok((blocks, prose)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# A page\nIt shows something.\nSource: here; simulated;\nnot compared with the service.\n\n```yaml crlf\na: 1\nb: 2\n```\n```yaml flow=child\nc: 3\n```\n```output\nold\n```\nAfterwards.\n";

    #[test]
    fn blocks_are_found_by_their_words() {
        let page = Page::read(PAGE).unwrap();
        assert_eq!(page.definition(), "a: 1\r\nb: 2\r\n");
        assert_eq!(page.flows().collect::<Vec<_>>(), [("child".to_owned(), "c: 3\n".to_owned())]);
        assert_eq!(page.scenario(), "");
        assert!(page.is_run());
        assert_eq!(page.expectations().map(|block| block.text.as_str()).collect::<Vec<_>>(), ["old\n"]);
    }

    #[test]
    fn blessing_changes_the_blocks_only() {
        let page = Page::read(PAGE).unwrap();
        let changes = page.expectations().map(|block| (block.content.clone(), "new\nlines\n".to_owned())).collect();
        assert_eq!(replaced(PAGE, changes), PAGE.replace("old\n", "new\nlines\n"));
    }

    #[test]
    fn what_is_no_page_is_refused() {
        let check = |from: &str, to: &str, expected: &str| {
            let problem = Page::read(&PAGE.replace(from, to)).unwrap_err();
            assert!(problem.contains(expected), "{problem}");
        };
        check("# A page", "A page", "one heading");
        check("Source: here", "here", "Source: ");
        check("not compared with", "as", "not compared with the service");
        check("It shows something.\n", "", "in a sentence");
        check(" flow=child", "", "one definition");
        check("```output\nold\n```\n", "", "expects something");
        check("```output", "```outptu", "outptu");
        check("```\nAfterwards.\n", "", "not closed");
    }
}
