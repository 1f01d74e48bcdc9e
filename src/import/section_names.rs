//! What sections are called, by the lists of the languages and by what stands round the work.

use super::inline::unwrapped;
use super::languages::{LEXICON, Language, all_of, any_has, behind, holds};
use super::meanings::Topic;
use super::vocabulary::{bounded, exact_field};

/// "Pre-migration checks", "After the maintenance", "Vor der Migration", "Rollback plan (if needed)".
pub(super) fn around_the_work(title: &str) -> Option<Topic> {
    if title.split(' ').count() > 6 {
        return None;
    }
    if is_around_the_call(title, |language| language.before) {
        return Some(Topic::PreCall);
    }
    if is_around_the_call(title, |language| language.after) {
        return Some(Topic::PostCall);
    }
    if is_about_going_back(title) {
        return Some(Topic::Rollback);
    }
    if (title.starts_with("runbook ") || title.starts_with("run book ")) && holds(title, "tasks") {
        return Some(Topic::Tasks);
    }
    let is_single = |list: Words| behind(list, title).is_some_and(|rest| any_has(|own| own.singles, rest.trim_start()));
    if is_at(title, |language| language.before) || is_single(|language| language.before) {
        return Some(Topic::PreCall);
    }
    if is_at(title, |language| language.after) || is_single(|language| language.after) {
        return Some(Topic::PostCall);
    }
    is_at(title, |language| language.during).then_some(Topic::Tasks)
}

/// A list of words of a language.
type Words = fn(&Language) -> &'static [&'static str];

/// "Checklist before the call", "Precall": one of these words right before one for the call.
fn is_around_the_call(title: &str, leads: Words) -> bool {
    let mut calls = all_of(|language| language.calls).filter(|call| title.contains(call));
    calls.any(|call| {
        all_of(leads).any(|lead| holds(title, &format!("{lead} {call}")) || holds(title, &format!("{lead}{call}")))
    })
}

/// One of these words, then one for the work, and nothing else but what a list may be called: "before the migration steps".
fn is_at(title: &str, leads: Words) -> bool {
    let mut rests = all_of(leads).filter_map(|lead| title.strip_prefix(lead));
    rests.any(|rest| {
        let rest = behind(|language| language.work, rest.trim_start()).map(str::trim_start);
        rest.is_some_and(|rest| rest.is_empty() || any_has(|language| language.rests, rest))
    })
}

/// "Rollback steps", "How to roll back", "Abort / rollback"; neither its rehearsal nor a text about several things.
fn is_about_going_back(title: &str) -> bool {
    let has = |list: Words| all_of(list).any(|word| holds(title, word));
    let begins = all_of(|language| language.going_back).any(|own| title.starts_with(own));
    let is_alone = || !has(|language| language.rehearsals) && (begins || !has(|language| language.joins));
    has(|language| language.going_back) && is_alone()
}

/// True for words that are a section's or a field's.
pub(super) fn is_section_or_field(text: &str) -> bool {
    exact(text).is_some() || exact_field(text).is_some() || around_the_work(text).is_some()
}

/// The section that is called exactly so.
pub(super) fn exact(title: &str) -> Option<Topic> {
    LEXICON.topics.get(title).cloned()
}

/// Whether a title says of what stands under it that it is not the work: "Out of scope", "Open questions (Acme)".
pub(super) fn is_not_the_work(title: &str) -> bool {
    is_out_of_scope(title) || is_called(title, |language| language.open_points)
}

/// Whether a title says that nothing of what stands under it is to be done.
pub(super) fn is_out_of_scope(title: &str) -> bool {
    is_called(title, |language| language.out_of_scope)
}

/// Whether a label begins another plan: "Test plan", "Communication plan".
pub(super) fn is_another_plan(title: &str) -> bool {
    is_called(title, |language| language.other_plans)
}

/// Whether a line is a title, by a mark, of what is not the work: `#### Open questions`, `**Out of scope:**`.
pub(super) fn is_title_of_no_work(line: &str) -> bool {
    let marks = [':', '：'];
    let text = line.trim().trim_start_matches('#').trim();
    let bare = unwrapped(text.trim_end_matches(marks)).trim_end_matches(marks);
    bare.len() < line.trim().len() && is_not_the_work(bare)
}

/// One of these words, whatever stands behind it in brackets or behind a stroke, and whatever it says of the work: "Out of
/// scope (for now)", "Open questions / risks", "Not part of this change".
fn is_called(title: &str, list: Words) -> bool {
    let title = title.trim_end();
    let inner = title.strip_suffix([')', '）']).and_then(|inner| inner.split_once(['(', '（']));
    let before = inner.map_or(title, |(before, _)| before);
    let Some(own) = before.split(['/', '／']).next().and_then(bounded) else { return false };
    let is_of_the_work = |rest: &str| {
        let last = rest.rsplit(' ').next().unwrap_or_default();
        let lists: [Words; 3] = [|own| own.work, |own| own.rests, |own| own.runbook];
        rest.is_empty()
            || own.is_ascii() && rest.split(' ').count() < 4 && lists.into_iter().any(|list| any_has(list, last))
    };
    behind(list, &own).is_some_and(|rest| is_of_the_work(rest.trim_start()))
}
