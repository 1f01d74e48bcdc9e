//! The comments of a record by the place they stand at: a key, a header or the item of an id or of its own words, never a
//! line number.
//!
//! It refuses to change any.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::outline::{Inline, Section, TomlStep};
use super::record::Read;
use super::toml_buffer::{Edit, TomlBuffer};
use crate::model::Result;

/// Where comments stand, seen from the key or header they belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// Directly above it.
    Above,
    /// Behind it on its line, or between the parts of its value.
    Behind,
    /// Below it, apart from what follows.
    Below,
}

/// A key or header, by names and ids; none for the beginning of the file.
pub(super) type Place = (String, Side);

/// The comments of one place.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Whole lines for those on lines of their own, else from the first blank before the sign to the end of the line.
    pub(super) at: Range<usize>,
    /// Without blanks around them; an empty one sets paragraphs apart.
    pub(super) lines: Vec<String>,
    /// What lies between them is the record's.
    pub(super) scattered: bool,
}

/// A text laid out by what comments can belong to.
pub(super) struct Laid {
    pub(super) page: TomlBuffer,
    /// Keys and headers in the order of the text, each with its lines.
    pub(super) anchors: Vec<(String, Range<usize>)>,
    pub(super) blocks: BTreeMap<Place, Block>,
}

/// The comments of a record, each as `where: # words`, in the order of the text.
///
/// # Errors
/// A bug, as the text was read before.
pub fn comment_lines(read: &Read) -> Result<Vec<String>> {
    let laid = Laid::of(read)?;
    let mut blocks: Vec<_> = laid.blocks.iter().collect();
    blocks.sort_by_key(|(_, block)| block.at.start);
    let lines = blocks.into_iter().flat_map(|((anchor, side), block)| {
        let place = match (side, anchor.as_str()) {
            (_, "") => "top of the file".to_owned(),
            (Side::Above, anchor) => format!("above {anchor}"),
            (Side::Behind, anchor) => format!("behind {anchor}"),
            (Side::Below, anchor) => format!("below {anchor}"),
        };
        block.lines.iter().filter(|line| !line.is_empty()).map(move |line| format!("{place}: {line}"))
    });
    Ok(lines.collect())
}

impl Laid {
    pub(super) fn of(read: &Read) -> Result<Self> {
        let newline = read.source.newline();
        let mut text = read.source.text.clone();
        if !text.ends_with('\n') {
            text.push_str(newline);
        }
        Ok(Self::over(TomlBuffer::new(text, newline)?))
    }

    fn over(page: TomlBuffer) -> Self {
        let mut laid = Self { anchors: Vec::new(), blocks: BTreeMap::new(), page };
        laid.lay_out();
        laid
    }

    pub(super) fn splice(&mut self, edits: Vec<Edit>) -> Result<()> {
        self.page.splice(edits)?;
        self.lay_out();
        Ok(())
    }

    fn lay_out(&mut self) {
        let page = &self.page;
        let mut anchors = Vec::new();
        let mut blocks = BTreeMap::new();
        let mut names = ItemNames::default();
        for section in &page.outline.sections {
            let own = names.of_section(page, section);
            if let Some(header) = &section.header {
                let name = own.clone();
                behind(page, &name, header.mark.end..header.line.end, &mut blocks);
                anchors.push((name, header.line.clone()));
            }
            for statement in &section.statements {
                // a key never has the name of a header
                let name = below(&own, &statement.keys.join("."));
                let end = statement.value.at().end;
                behind(page, &name, end..statement.line.end, &mut blocks);
                within(page, &name, &statement.value, &mut blocks);
                anchors.push((name, statement.line.clone()));
            }
        }
        let mut before = (String::new(), 0);
        for (name, line) in &anchors {
            around(page, &before.0, before.1..line.start, Some(name), &mut blocks);
            before = (name.clone(), line.end);
        }
        around(page, &before.0, before.1..page.text.len(), None, &mut blocks);
        (self.anchors, self.blocks) = (anchors, blocks);
    }

    pub(super) fn lines(&self, place: &Place) -> &[String] {
        self.blocks.get(place).map_or(&[], |block| block.lines.as_slice())
    }
}

type Blocks = BTreeMap<Place, Block>;

/// The comment behind a key or header, on the same line.
fn behind(page: &TomlBuffer, name: &str, rest: Range<usize>, blocks: &mut Blocks) {
    let text = page.get(rest.clone());
    let words = text.trim();
    if words.starts_with('#') {
        let at = rest.start..rest.start + text.trim_end().len();
        let block = Block { at, lines: vec![words.to_owned()], scattered: false };
        blocks.insert((name.to_owned(), Side::Behind), block);
    }
}

/// The comments between the parts of a value.
fn within(page: &TomlBuffer, name: &str, value: &Inline, blocks: &mut Blocks) {
    let mut found = Vec::new();
    inside(page, value, &mut found);
    if found.is_empty() {
        return;
    }
    let place = (name.to_owned(), Side::Behind);
    found.extend(blocks.remove(&place).into_iter().flat_map(|block| block.lines));
    blocks.insert(place, Block { at: value.at().clone(), lines: found, scattered: true });
}

fn inside(page: &TomlBuffer, value: &Inline, found: &mut Vec<String>) {
    found.extend(page.comments_in(value).into_iter().map(|line| line.trim().to_owned()));
    match value {
        Inline::Word(_) => {}
        Inline::List { items, .. } => items.iter().for_each(|item| inside(page, item, found)),
        Inline::Table { entries, .. } => entries.iter().for_each(|entry| inside(page, &entry.value, found)),
    }
}

/// The comments on lines of their own between two keys or headers: those that touch the second are above it, the others
/// below the first.
fn around(page: &TomlBuffer, first: &str, gap: Range<usize>, second: Option<&String>, blocks: &mut Blocks) {
    let mut lines = Vec::new();
    let mut at = gap.start;
    while at < gap.end {
        let end = page.line_end(at);
        lines.push((at..end, page.line(at).to_owned()));
        at = end;
    }
    let touching = lines.iter().rev().take_while(|(_, line)| !line.is_empty()).count();
    let above = second.map_or_else(Vec::new, |_| lines.split_off(lines.len() - touching));
    let mut put = |name: &str, side: Side, lines: &[(Range<usize>, String)]| {
        let is_words = |(_, line): &(Range<usize>, String)| !line.is_empty();
        let (Some(first), Some(last)) = (lines.iter().position(is_words), lines.iter().rposition(is_words)) else {
            return;
        };
        let own = lines.get(first..=last).unwrap_or_default();
        let start = own.first().map_or(gap.start, |(at, _)| at.start);
        let end = own.last().map_or(gap.end, |(at, _)| at.end);
        let lines = own.iter().map(|(_, line)| line.clone()).collect();
        blocks.insert((name.to_owned(), side), Block { at: start..end, lines, scattered: false });
    };
    put(first, Side::Below, &lines);
    if let Some(second) = second {
        put(second, Side::Above, &above);
    }
}

/// What an item without an id is known by, the first of these that it has; otherwise by its first word.
const TELLING: [&str; 6] = ["url", "link", "title", "name", "started_at", "at"];
/// So much of its words is enough, in characters.
const ENOUGH: usize = 60;

/// The names of the items that were met so far, in the order of the text.
#[derive(Default)]
struct ItemNames {
    /// By the place of the item: what stands inside an item follows it.
    known: HashMap<Vec<TomlStep>, String>,
    /// How often a name was given.
    given: HashMap<String, usize>,
}

impl ItemNames {
    /// `tasks.one`: items by their ids, others by their own words, which they keep when one before them goes.
    fn of_section(&mut self, page: &TomlBuffer, section: &Section) -> String {
        let mut name = String::new();
        for (depth, step) in section.path.iter().enumerate() {
            let place = section.path.get(..=depth).unwrap_or_default();
            name = match step {
                TomlStep::Key(key) => below(&name, key),
                TomlStep::Index(number) => self.known.get(place).cloned().unwrap_or_else(|| {
                    let is_it = place.len() == section.path.len();
                    let words = if is_it { words_of(page, section) } else { None };
                    let named = below(&name, &words.unwrap_or_else(|| (number + 1).to_string()));
                    let before = self.given.entry(named.clone()).or_default();
                    *before += 1;
                    let unique = if *before > 1 { format!("{named} ({before})") } else { named };
                    self.known.insert(place.to_vec(), unique.clone());
                    unique
                }),
            };
        }
        name
    }
}

/// What tells an item from the others of its list.
fn words_of(page: &TomlBuffer, section: &Section) -> Option<String> {
    let has =
        |key: &str| section.statements.iter().find(|own| own.keys.len() == 1 && own.keys.iter().all(|k| k == key));
    let telling = std::iter::once("id").chain(TELLING).find_map(has).or(section.statements.first())?;
    let words = page.get(telling.value.at().clone()).trim_matches(['"', '\'']).trim_start();
    Some(words.lines().next().unwrap_or_default().chars().take(ENOUGH).collect())
}

fn below(name: &str, key: &str) -> String {
    if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") }
}
