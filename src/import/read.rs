//! A text into its runbooks.

use super::draft::ImportDraft;
use super::facts::{FactShape, shape};
use super::headings::is_known_title;
use super::known_items::KnownItems;
use super::meanings::{HeaderField, Topic};
use super::name::is_unfilled_name;
use super::options::ImportOptions;
use super::other_times::OTHER_TIME;
use super::runbooks::{Part, parts};
use super::sections::{Section, sections};
use super::shown::shown;
use super::source_text::{SourceText, number};
use super::structure::LineKind;
use super::tasks::Track;
use super::writing::{Writing, says_something, short};
use super::{
    answers, checklist, contact_tables, contacts, contradiction, header, instructions, left_out, people, rollback,
    stray_tasks, tables, task_headings, task_lists, task_tables, vocabulary,
};
use crate::model::{Checklist, Fault, Line, Result, Runbook};

/// Every runbook of a text, in order; at least one.
///
/// # Errors
/// `Usage` for what is no text.
pub fn read(bytes: &[u8], asked: &ImportOptions) -> Result<Vec<ImportDraft>> {
    read_knowing(bytes, asked, &[])
}

/// The same, where the text was made of these records: what they hold is known under whatever heading it stands.
///
/// # Errors
/// As [`read`].
pub fn read_knowing(bytes: &[u8], asked: &ImportOptions, records: &[Runbook]) -> Result<Vec<ImportDraft>> {
    let page = SourceText::of(bytes)?;
    let known = KnownItems::of(records, &asked.home_side);
    let mut all = sections(&page, |page, found| known.name(page, found));
    task_headings::gather(&page, &mut all);
    let parts = parts(&page, &all);
    let is_blank = |part: &Part| !part.is_named && !holds_facts(&page, &all, part);
    let any_named = parts.iter().any(|part| part.is_named);
    let (own, blank): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| !any_named || !is_blank(part));
    let mut drafts = Vec::new();
    for (nth, part) in own.iter().enumerate() {
        let next = own.get(nth + 1).map_or(page.lines.len(), |next| next.lines.start);
        let before = if nth == 0 { 0..part.lines.start } else { part.lines.start..part.lines.start };
        let behind = blank.partition_point(|blank| blank.lines.start < part.lines.end);
        let behind = blank.iter().skip(behind).map(|blank| blank.lines.clone());
        let stray: Vec<std::ops::Range<usize>> =
            std::iter::once(before).chain(behind.take_while(|lines| lines.start < next)).collect();
        drafts.push(one(&page, &all, part, &stray, asked)?);
    }
    drafts.iter_mut().for_each(|draft| draft.renumber(&page.numbers));
    if drafts.is_empty() {
        return Err(Fault::bug("a text without a runbook"));
    }
    Ok(drafts)
}

/// Whether a nameless part is more than a blank template: a field of its header says something.
fn holds_facts(page: &SourceText, all: &[Section], part: &Part) -> bool {
    within(all, part).iter().any(|section| {
        tables::tables(page, section.lines.clone()).iter().any(|table| {
            shape(table) == FactShape::Header
                && !table.is_example(page)
                && table.rows.iter().any(|row| match vocabulary::field(row.cell(0)) {
                    Some(HeaderField::Name) => !is_unfilled_name(row.cell(1)),
                    Some(field) => !vocabulary::stands_for(field, row.cell(1)),
                    None => false,
                })
        })
    })
}

/// The sections of one part; the first may begin in the middle of one.
fn within(all: &[Section], part: &Part) -> Vec<Section> {
    let mut own = Vec::new();
    let first = all.partition_point(|section| section.lines.end < part.lines.start);
    for section in all.iter().skip(first).take_while(|section| section.first() < part.lines.end.max(1)) {
        let start = section.lines.start.max(part.lines.start);
        let end = section.lines.end.min(part.lines.end);
        let has_heading = section.heading.is_some_and(|at| part.lines.contains(&at));
        if has_heading || start < end {
            let mut section = Section { lines: start..end.max(start), ..section.clone() };
            if !has_heading {
                section = Section::nameless(Topic::Other, section.lines);
            }
            own.push(section);
        }
    }
    own
}

fn one(
    page: &SourceText,
    all: &[Section],
    part: &Part,
    stray: &[std::ops::Range<usize>],
    asked: &ImportOptions,
) -> Result<ImportDraft> {
    // a name that nobody sees: `ImportDraft::named` replaces it
    let unnamed = Runbook::new(Line::new("-")?, Line::new("-")?);
    let mut writing = Writing::new(page, asked, unnamed);
    let own = within(all, part);
    let first =
        (part.lines.clone()).find(|at| page.line(*at).is_some_and(|line| !line.is_blank())).unwrap_or(part.lines.start);
    quick_actions(&mut writing, part);
    header::read(&mut writing, &own);
    let has_tasks = own.iter().any(|section| matches!(section.topic, Topic::Tasks | Topic::Step));
    for section in &own {
        left_out::note(&mut writing, &section.topic, number(section.first()));
        read_section(&mut writing, section, has_tasks);
    }
    let back: Vec<Section> = own.iter().filter(|section| section.topic == Topic::Rollback).cloned().collect();
    rollback::read(&mut writing, &back);
    for section in own.iter().filter(|section| section.topic == Topic::Instructions) {
        instructions::read(&mut writing, section);
    }
    people::match_dri(&mut writing, number(first));
    contradiction::tell(&mut writing, number(first));
    tables::separators(&mut writing, &own);
    keep_the_rest(&mut writing, &own, part, stray);
    let mut draft = writing.done(first);
    if let Some(customer) = &asked.customer {
        draft.customer = Some(customer.clone());
    }
    if let Some(task) = &asked.task {
        draft.task = Some(task.clone());
    }
    let mut folded = page.folded.iter().rev().filter(|(at, _)| part.lines.contains(at)).map(|(_, folded)| folded);
    let last = folded.next();
    match folded.find(|own| last.is_some_and(|last| last.origin() != own.origin())) {
        // nobody knows of which of them the text is
        Some(other) => {
            draft.doubt(other.line, "more than one record is folded away here: none of them is taken".to_owned())
        }
        None => draft.folded = last.cloned(),
    }
    Ok(draft)
}

fn read_section(writing: &mut Writing<'_>, section: &Section, has_tasks: bool) {
    stray_tasks::read(writing, section, has_tasks);
    match section.topic {
        Topic::Contacts(side) => contacts::read(writing, section, side),
        Topic::PreCall => checklist::read(writing, section, Checklist::Pre),
        Topic::PostCall => checklist::read(writing, section, Checklist::Post),
        Topic::Tasks => {
            let before = writing.runbook.tasks.len();
            task_tables::read(writing, section);
            task_lists::read(writing, section);
            writing.order_tasks(before);
        }
        Topic::Step => task_headings::read(writing, section),
        Topic::Header | Topic::Field(_) | Topic::Other => tables_by_shape(writing, section, has_tasks),
        Topic::Permissions | Topic::Obligations => answers::read(writing, section),
        Topic::Rollback | Topic::Example | Topic::Instructions => {}
    }
    let is_known = !matches!(section.topic, Topic::Other | Topic::Example | Topic::Step);
    let Some(at) = section.heading.filter(|_| is_known) else { return };
    if section.is_part {
        // nothing below it was understood: it is kept with what stands there
        let is_taken = |at| writing.is_claimed(at) && writing.line(at).is_some_and(says_something);
        if !section.lines.clone().any(is_taken) {
            return;
        }
        writing.keep_beside(number(at), "headings", &section.title);
        let message = format!("what stands below “{}” is taken as a part of {}", section.title, section.topic);
        // "2. Start the job" over a list may be the task, and the list how it is done
        if section.topic == Topic::Tasks && task_headings::is_counted(&section.title) {
            writing.doubt(number(at), format!("{message}: it may be a task itself"));
        } else {
            writing.repair(number(at), message);
        }
    } else if !is_known_title(&section.title) {
        writing.keep_beside(number(at), "headings", &section.title);
        writing.repair(number(at), format!("“{}” is taken as the heading of {}", section.title, section.topic));
    }
    writing.claim(at);
}

/// Tables that say by their columns what they are, under a heading that does not. Where a section of tasks is, what is to be
/// done elsewhere is something else: follow-up, approvals.
fn tables_by_shape(writing: &mut Writing<'_>, section: &Section, has_tasks: bool) {
    for table in tables::tables(writing.page, section.lines.clone()) {
        if table.is_example(writing.page) && section.topic == Topic::Other {
            continue;
        }
        match shape(&table) {
            FactShape::Tasks if has_tasks => {}
            FactShape::Tasks => {
                task_tables::of_table(writing, &table, Track::Tasks);
                left_out::note(writing, &Topic::Tasks, number(section.first()));
                if let Some(first) = table.rows.first().filter(|_| !task_tables::has_the_documents_columns(&table)) {
                    writing.doubt(first.number, format!("the table under “{}” is taken as the tasks", section.under()));
                }
            }
            FactShape::Contacts => {
                left_out::note(writing, &Topic::Contacts(None), number(section.first()));
                contact_tables::of_table(writing, &table, None, section.under());
            }
            FactShape::Header | FactShape::Unknown => {}
        }
    }
}

/// Lines that GitLab acts on; of them only `/confidential` says something about the runbook.
fn quick_actions(writing: &mut Writing<'_>, part: &Part) {
    for at in part.lines.clone() {
        let Some(line) = writing.line(at).filter(|line| line.kind == LineKind::Text) else { continue };
        // an editor may have put a backslash before our own
        let is_ours = line.text.trim_end() == r"\/confidential" && is_last(writing, at);
        let Some(action) = vocabulary::quick_action(if is_ours { "/confidential" } else { &line.text }) else {
            continue;
        };
        writing.claim(at);
        if action == "confidential" {
            writing.runbook.confidential = true;
        } else {
            writing.leave(line.number, "quick actions", &line.text, "a quick action of GitLab is not carried out");
        }
    }
}

fn is_last(writing: &Writing<'_>, at: usize) -> bool {
    writing.page.lines.iter().skip(at + 1).all(super::source_text::SourceLine::is_blank)
}

/// What nobody claimed, what stands beside the runbook, and what the whole text has to say.
fn keep_the_rest(writing: &mut Writing<'_>, own: &[Section], part: &Part, stray: &[std::ops::Range<usize>]) {
    for lines in stray {
        writing.keep_unclaimed(lines.clone(), "outside the runbook");
    }
    for section in own {
        tell_of_a_link(writing, section);
        let from = section.heading.filter(|at| !writing.is_claimed(*at)).unwrap_or(section.lines.start);
        writing.keep_unclaimed(from..section.lines.end, section.under());
    }
    let page = writing.page;
    for ours in stray.iter().chain([&part.lines]) {
        for aside in inside(&page.asides, ours, |aside| aside.line) {
            if aside.text.chars().any(char::is_alphanumeric) {
                writing.keep(number(aside.line), aside.what, &aside.text);
                let message = format!("{} is no part of the runbook, and kept", aside.what);
                match aside.what {
                    OTHER_TIME => writing.doubt(number(aside.line), message),
                    _ => writing.repair(number(aside.line), message),
                }
            }
        }
        for remark in inside(&page.repairs, ours, |remark| index(remark.line)) {
            writing.repair(remark.line, remark.message.clone());
        }
        for remark in inside(&page.doubts, ours, |remark| index(remark.line)) {
            writing.doubt(remark.line, remark.message.clone());
        }
    }
}

/// Where the words of a heading lead, which was understood without that.
fn tell_of_a_link(writing: &mut Writing<'_>, section: &Section) {
    let Some(at) = section.heading.filter(|at| writing.is_claimed(*at)) else { return };
    let Some(line) = writing.line(at).filter(|line| shown(&line.text).hides) else { return };
    writing.keep_beside(line.number, "headings", &line.kept);
    writing.repair(line.number, format!("of “{}” the words are taken, and the rest is kept", short(&line.kept)));
}

/// What of a list in order lies on these lines.
fn inside<'a, T>(
    all: &'a [T],
    lines: &std::ops::Range<usize>,
    at: impl Fn(&T) -> usize,
) -> impl Iterator<Item = &'a T> {
    let (from, to) = (all.partition_point(|own| at(own) < lines.start), all.partition_point(|own| at(own) < lines.end));
    all.iter().take(to).skip(from)
}

fn index(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1)
}
