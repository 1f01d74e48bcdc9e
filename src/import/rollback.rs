//! The rollback: text as it was written, links that stand alone, a table of steps, or why there is none.

use std::ops::Range;

use super::cells::looks_like_row;
use super::facts::{FactShape, shape};
use super::form_words::{is_form, is_unfilled, words_of};
use super::inline::{anchors, prose, unwrapped};
use super::items::item;
use super::labels::label_of;
use super::languages::any_has;
use super::section_names::{is_another_plan, is_not_the_work};
use super::sections::Section;
use super::source_text::SourceLine;
use super::structure::LineKind;
use super::tables::tables;
use super::task_tables::of_table;
use super::tasks::Track;
use super::under_items::{is_farewell, is_signature};
use super::vocabulary::{folded, is_guidance, is_left_open, is_placeholder, yes_or_no};
use super::writing::{Writing, short};
use crate::model::{Line, Link, Rollback};

/// Reads the sections of the rollback; headings below its own are part of its text.
pub(super) fn read(writing: &mut Writing<'_>, sections: &[Section]) {
    let mut text: Vec<String> = Vec::new();
    let mut links: Vec<Line> = Vec::new();
    let mut irreversible = None;
    let mut first = None;
    for (nth, section) in sections.iter().enumerate() {
        for table in tables(writing.page, section.lines.clone()) {
            if shape(&table) == FactShape::Tasks {
                of_table(writing, &table, Track::Steps);
            }
        }
        super::tables::separators(writing, std::slice::from_ref(section));
        if section.heading.is_some() && nth > 0 {
            text.push(format!("{} {}", "#".repeat(usize::from(section.level.min(6))), section.title));
        }
        for at in section.lines.clone() {
            let Some(line) = writing.line(at).filter(|_| !writing.is_claimed(at)) else { continue };
            if matches!(line.kind, LineKind::Aside | LineKind::Tags | LineKind::Heading(..)) {
                continue;
            }
            // what follows is kept, and told
            if writing.page.folded.is_empty() && ends_the_plan(line) {
                break;
            }
            if line.kind == LineKind::Rule || is_guidance(&line.text) {
                if line.kind == LineKind::Rule {
                    writing.claim(at);
                }
                continue;
            }
            if !line.is_blank() {
                first.get_or_insert(line.number);
            }
            writing.claim(at);
            if let (LineKind::Text, Some(link)) = (&line.kind, lone_link(&line.text)) {
                links.push(link);
            } else if irreversible.is_none()
                && let Some((reason, rest)) = reason_at(writing, at, section.lines.end)
                && let Some(way_back) = is_irreversible(&reason)
            {
                rest.for_each(|at| writing.claim(at));
                match way_back {
                    WayBack::Irreversible => irreversible = prose(&reason),
                    WayBack::NotSaidWhy => {
                        writing.leave(
                            line.number,
                            "rollback",
                            &line.kept,
                            "the reason why there is no way back is wanted",
                        );
                    }
                    WayBack::Reversible => {}
                }
            } else {
                text.push(line.text.trim_end().to_owned());
            }
        }
    }
    let text = dedented(&text);
    let number = first.unwrap_or(1);
    let is_missing = !text.trim().is_empty() && (is_placeholder(&text) || is_unfilled(&text));
    if is_missing {
        writing.leave(number, "rollback", &text, "it is neither a plan nor a reason why there is none");
    }
    if let (false, Some(form)) = (is_missing, text.lines().find(|line| is_unfilled_line(line))) {
        writing.doubt(number, format!("the plan still holds what a form asks for: “{}”", short(form)));
    }
    for key in ["plan", "links", "irreversible"] {
        first.iter().for_each(|number| writing.note_place(&format!("rollback.{key}"), *number));
    }
    let plan = if is_missing { None } else { prose(&text) };
    if plan.is_none() && links.is_empty() && irreversible.is_none() {
        return;
    }
    let rollback = writing.runbook.rollback.get_or_insert_with(Rollback::default);
    rollback.plan = plan;
    rollback.links = links;
    rollback.irreversible = irreversible;
}

/// Whether a line begins something else than a plan for the rollback: another plan, what is not the work, the end of a letter.
fn ends_the_plan(line: &SourceLine) -> bool {
    let text = line.text.as_str();
    // a dump of a database has such lines, too
    if line.kind != LineKind::Fenced && is_signature(text) {
        return true;
    }
    if line.kind != LineKind::Text || text.starts_with([' ', '\t', '>']) || item(text).is_some() {
        return false;
    }
    // a line of the plan may begin with the same words
    let title = text.trim();
    let bare = unwrapped(title).trim_end_matches([':', '：']);
    let is_title = bare.len() < title.len();
    is_farewell(text) || is_title && (is_another_plan(bare) || is_not_the_work(bare))
}

/// A line of a plan that stands for words: `<step>`, "2. TBD", "3. …".
fn is_unfilled_line(line: &str) -> bool {
    let words = words_of(line);
    let says_something = words.contains(|c: char| c.is_alphanumeric() || c == '…');
    is_form(&words) || says_something && is_left_open(&words)
}

/// What a label such as "Irreversible" says, and the lines below it on which that goes on: up to a blank line, an item, a
/// label or a link that stands alone.
fn reason_at(writing: &Writing<'_>, at: usize, end: usize) -> Option<(String, Range<usize>)> {
    let is_words = |at: usize| writing.line(at).filter(|line| line.kind == LineKind::Text && !line.is_blank());
    let (label, mut reason) = label_of(&is_words(at)?.text)?;
    if reason.is_empty() || !any_has(|language| language.irreversible, &folded(&label)) {
        return None;
    }
    let goes_on = |text: &str| {
        item(text).is_none() && label_of(text).is_none() && lone_link(text).is_none() && !looks_like_row(text)
    };
    let mut last = at + 1;
    while last < end
        && !writing.is_claimed(last)
        && let Some(line) = is_words(last).filter(|line| goes_on(&line.text) && !is_guidance(&line.text))
    {
        reason.push('\n');
        reason.push_str(line.text.trim());
        last += 1;
    }
    Some((reason, at + 1..last))
}

/// What stands behind a label such as "Irreversible".
enum WayBack {
    /// There is one.
    Reversible,
    /// There is none, for this reason.
    Irreversible,
    /// There is none, and nothing says why.
    NotSaidWhy,
}

/// What the words behind the label say; none where they are more than a no: "no, restart the old host" is a plan.
fn is_irreversible(words: &str) -> Option<WayBack> {
    let first = words.split([',', ';', '.', '(', '–', '—', '、', '。', '\n']).next().unwrap_or_default();
    let is_alone = first.trim().len() == words.trim().trim_end_matches(['.', '。']).len();
    match yes_or_no(first) {
        Some(true) if is_alone => Some(WayBack::NotSaidWhy),
        Some(false) if !is_alone => None,
        Some(false) => Some(WayBack::Reversible),
        None if is_placeholder(words) => Some(WayBack::Reversible),
        Some(true) | None => Some(WayBack::Irreversible),
    }
}

/// The link of a line that holds nothing else.
fn lone_link(text: &str) -> Option<Line> {
    let bare = item(text).filter(|own| own.tick.is_none()).map_or_else(|| text.trim().to_owned(), |own| own.text);
    let found = anchors(&bare);
    let only = found.first().filter(|own| found.len() == 1 && own.words.is_empty())?;
    let beside = format!("{}{}", bare.get(..only.start)?, bare.get(only.end..)?);
    if beside.chars().any(char::is_alphanumeric) {
        return None;
    }
    only.target.parse::<Link>().ok().map(Link::into_line)
}

/// The lines without the indentation that all of them share.
fn dedented(lines: &[String]) -> String {
    let said = lines.iter().filter(|line| !line.trim().is_empty());
    let depth = said.map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
    let lines: Vec<&str> = lines.iter().map(|line| line.get(depth..).unwrap_or_default()).collect();
    lines.join("\n")
}
