//! Assignments to names that speak of secrets: `password=…`, `"api_key": "…"`, `--token …`.
//!
//! Prose about passwords is none: what counts is decided by how the value looks ([`super::value`]).

use std::ops::Range;

use super::beginning::is_beginning;
use super::claim::{Claim, Sort, Tie};
use super::label;
use super::look::Look;
use super::name_tail::{Tail, is_of_pages, tail_of};
use super::names::{AWS, NAMES, PASSWORD, SHORT};
use super::object::is_name_of_object;
use super::owner;
use super::phrase::is_phrase;
use super::ties::{before, behind_marks, opening_quote, tie};
use super::tokens::follows_word;
use super::value::{looks_like_value, run_of_value};
use crate::model::{head, is_place_to_meet};

/// A name.
#[derive(Debug)]
pub(super) struct Name;

/// How much of a resource's name stands before its last part, in bytes.
const LONGEST_RESOURCE: usize = 100;
/// How much before a name says of what it is, in bytes.
const LONGEST_LEAD: usize = 24;
/// How far behind a name the words of a sentence or a phrase reach, in bytes.
const LONGEST_PHRASE: usize = 1_024;

impl Look for Name {
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>> {
        value_at(text, start, known)
    }

    fn is_name(&self) -> bool {
        true
    }

    fn is_exact(&self) -> bool {
        false
    }
}

/// The value assigned to the name that stands at `start` and takes `name` bytes.
fn value_at(text: &str, start: usize, name: usize) -> Option<Range<usize>> {
    if is_passcode_of_meeting(text, start, name) || is_in_name_of_resource(text, start) || is_declared(text, start) {
        return None;
    }
    let rest = text.get(start + name..)?;
    let mut of_short = None;
    if is_short(text, start, name) && !is_whole_name(text, start, rest) {
        of_short = Some(label::tie_of_short(text, start, name)?);
    }
    let tail = tail_of(rest).filter(|_| of_short.is_none() && !is_short(text, start, name));
    let kind = kind_of_name(text.get(start..start + name)?)?;
    let behind = rest.get(tail.map_or(0, |tail| tail.length)..)?;
    let may_be_owned = kind == PASSWORD
        && !is_short(text, start, name)
        && tail.is_none_or(|tail| tail.is_same || tail.length == 1)
        && may_have_owner(text, start);
    let is_chosen = |value: &str| owner::is_chosen(run_of_value(opening_quote(value).0));
    let of_owner = |tied: Option<(Tie, _)>| tied.filter(|_| may_be_owned).map(|(tie, value)| (tie, value, true));
    let tied = of_owner(owner::said(behind).filter(|value| is_chosen(value)).map(|value| (Tie::Loose, value)))
        .or_else(|| tie(text, start, behind).map(|(tie, value)| (tie, value, false)))
        .or_else(|| of_owner(owner::owned(behind)));
    let (mut tie, mut rest, is_of_owner) = tied?;
    tie = of_short.unwrap_or(tie);
    if is_of_pages(before(text, start, LONGEST_LEAD), kind)
        || tail.is_some_and(|tail| !tail.is_same && kind != PASSWORD)
    {
        return None;
    }
    if let Some(below) = label::below(text, rest).filter(|_| kind == PASSWORD) {
        (tie, rest) = (Tie::Far, below);
    }
    if tail.is_some_and(|Tail { is_same, .. }| !is_same) {
        tie = Tie::Far;
    }
    let (rest, quote) = opening_quote(rest);
    let run = run_of_value(rest);
    let from = text.len() - rest.len();
    // Quoted words with a space between them are a sentence, or picked by chance.
    if let Some(quote) = quote {
        let after = rest.get(run.len()..)?;
        let line = head(rest, LONGEST_PHRASE).split('\n').next().unwrap_or_default();
        if after.starts_with([' ', '\t']) && line.contains(quote) {
            let words = line.split([quote, '\\']).next()?;
            let least = if tie == Tie::Tight { 3 } else { 4 };
            let is_secret = kind == PASSWORD && tie != Tie::Far && !is_of_owner && is_phrase(words, least);
            return is_secret.then(|| from..from + words.len());
        }
    }
    // what stands in quotes behind the name of a header is its value, were it a word
    if label::quote_of_header(text, start, start + name)
        .is_some_and(|quote| rest.get(run.len()..).is_some_and(|after| after.starts_with(quote)))
    {
        tie = Tie::Tight;
    }
    let is_key_id =
        text.get(start..start + 7).is_some_and(|name| name.eq_ignore_ascii_case("signing")) && is_key_id(run);
    let is_named = is_of_object(text, start, name) && is_name_of_object(run);
    if is_key_id
        || is_named
        || (kind != PASSWORD && is_beginning(run))
        || (is_of_owner && !owner::is_chosen(run))
        || !looks_like_value(run, claim_of(kind, tie).quoted_by(quote))
    {
        return None;
    }
    let is_list = text.get(start..start + name)?.to_lowercase().ends_with("codes");
    let more = if is_list { more_codes(rest.get(run.len()..)?) } else { 0 };
    Some(from..from + run.len() + more)
}

/// False for what is no password of its own: `1Password for teams`, and the one of a meeting.
fn may_have_owner(text: &str, start: usize) -> bool {
    let before = before(text, start, LONGEST_LEAD).to_lowercase();
    let last = before.trim_end_matches(' ');
    // what follows sudo's question is what the program says
    let is_asked = before.ends_with("[sudo] ");
    !is_asked
        && !before.ends_with(|c: char| c.is_ascii_digit())
        && !["meeting", "webinar"].iter().any(|word| last.ends_with(word))
}

/// How far the codes go on behind the first one of a list, `8f3a2b 07c18d`.
fn more_codes(rest: &str) -> usize {
    let mut end = 0;
    while let Some(next) = rest.get(end..) {
        let code = next.trim_start_matches([' ', '\t', ',', ';']);
        let run = run_of_value(code);
        if code.len() == next.len() || !looks_like_value(run, Claim::issued(Tie::Loose)) {
            break;
        }
        end = rest.len() - code.len() + run.len();
    }
    end
}

/// The kind of what is assigned to one of the names.
fn kind_of_name(name: &str) -> Option<&'static str> {
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    NAMES.iter().find(|(known, _)| known.chars().eq(name.chars().map(lower))).map(|(_, kind)| *kind)
}

/// What is claimed of a value of this kind.
pub(super) fn claim_of(kind: &str, tie: Tie) -> Claim {
    match kind {
        PASSWORD => Claim::password(tie),
        AWS => Claim { sort: Sort::Aws, ..Claim::issued(tie) },
        _ => Claim::issued(tie),
    }
}

/// `4AEE18F83AFDEB23`, as OpenPGP calls the key that signs.
fn is_key_id(run: &str) -> bool {
    run.len() == 16 && run.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
}

/// The kind of secret that is kept under a key of this name, where the value says nothing about itself.
pub(super) fn kind_of_key(key: &str) -> Option<&'static str> {
    let key = key.to_lowercase();
    let is_of = |name: &str| {
        let at = key.rfind(name)?;
        let behind = key.get(at + name.len()..)?;
        let is_whole = behind.is_empty()
            || (!SHORT.contains(&name)
                && tail_of(behind).is_some_and(|tail| tail.is_same && tail.length == behind.len()));
        let before = key.get(..at).filter(|_| is_whole)?.chars().last();
        (!SHORT.contains(&name) || before.is_none_or(|c| !c.is_alphanumeric())).then_some(())
    };
    NAMES.iter().find(|(name, _)| is_of(name).is_some()).map(|(_, kind)| *kind)
}

fn is_short(text: &str, start: usize, name: usize) -> bool {
    text.get(start..start + name).is_some_and(|name| SHORT.iter().any(|short| short.eq_ignore_ascii_case(name)))
}

fn is_other_letter(c: char) -> bool {
    !c.is_ascii() && c.is_alphanumeric()
}

/// A quote or a `=` as addresses and mark-up write them.
const ESCAPED: [&str; 5] = ["%22", "%3D", "%3d", "&quot;", "&#34;"];

/// True for `pass=`, `DB_PASS=`, `dbPass=` and `"pass":`, not for `bypass=`, and not in prose.
fn is_whole_name(text: &str, start: usize, rest: &str) -> bool {
    let last = before(text, start, 4).chars().last();
    let is_camel = text.get(start..).is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
        && last.is_some_and(|c| c.is_ascii_lowercase());
    let is_alone = is_camel || (!follows_word(text.as_bytes(), start) && !last.is_some_and(is_other_letter));
    is_alone && (rest.starts_with(['=', '"', '\'', '\\']) || ESCAPED.iter().any(|sign| rest.starts_with(sign)))
}

/// True within `arn:aws:secretsmanager:…:secret:acme/db-AbCdEf`, which names where a secret is kept.
fn is_in_name_of_resource(text: &str, start: usize) -> bool {
    let before = before(text, start, LONGEST_RESOURCE);
    let word =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | ',')).next().unwrap_or_default();
    word.starts_with("arn:aws") && word.ends_with(':')
}

/// True for `auth.secret=…` and `existingSecret=…`, behind which a chart is told what keeps the secret.
fn is_of_object(text: &str, start: usize, name: usize) -> bool {
    let is_secret = text.get(start..start + name).is_some_and(|name| name.eq_ignore_ascii_case("secret"));
    is_secret && [".", "existing"].iter().any(|lead| before(text, start, LONGEST_RESOURCE).ends_with(lead))
}

/// True in `resource "vault_token" "acme_1"`, where Terraform names the kind of a thing before the thing.
fn is_declared(text: &str, start: usize) -> bool {
    let before = before(text, start, LONGEST_RESOURCE);
    let lead = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    ["resource \"", "data \"", "variable \"", "output \""].iter().any(|word| lead.ends_with(word))
}

/// True for the passcode of a meeting: in the link itself, or called so in the invitation.
fn is_passcode_of_meeting(text: &str, start: usize, name: usize) -> bool {
    let end = start + name;
    if !text
        .get(start..end)
        .is_some_and(|name| name.eq_ignore_ascii_case("pwd") || name.eq_ignore_ascii_case("password"))
    {
        return false;
    }
    let before = before(text, start, 400).to_ascii_lowercase().replace("&amp;", "&");
    let rest = text.get(end..).unwrap_or_default();
    is_in_link(&before) || is_in_invitation(&before, rest)
}

/// Behind `?pwd` of a link to a meeting: what follows its end belongs to it no more.
fn is_in_link(before: &str) -> bool {
    before.ends_with(['?', '&', '#']) && before.rsplit(ENDS_OF_LINK).next().is_some_and(is_link_of_meeting)
}

/// What ends a link in a text.
const ENDS_OF_LINK: [char; 15] = [' ', '\t', '\r', '\n', '"', '\'', '<', '>', '(', ')', '`', ',', ';', '|', '\\'];

fn is_link_of_meeting(link: &str) -> bool {
    let Some((_, place)) = link.rsplit_once("://") else { return false };
    let Some((host, _)) = place.split_once('/') else { return false };
    // the passcode in such a link belongs to the link, as the meeting's number does
    is_place_to_meet(host)
}

/// `Meeting password: …` at the beginning of a line, or near the link to the meeting.
fn is_in_invitation(before: &str, rest: &str) -> bool {
    let called = before.trim_end_matches(' ');
    let Some(front) = ["meeting", "webinar"].iter().find_map(|word| called.strip_suffix(word)) else { return false };
    if called.len() == before.len() || !behind_marks(rest).starts_with([':', '：']) {
        return false;
    }
    let line = front.rsplit('\n').next().unwrap_or_default();
    let line = line.trim_matches(|c: char| !c.is_alphanumeric());
    ["", "zoom", "webex", "teams", "the"].contains(&line)
        || before.split(ENDS_OF_LINK).chain(head(rest, 400).split(ENDS_OF_LINK)).any(is_link_of_meeting)
}
