//! A commit's own bytes, read strictly: tree, parents, people, times, signature, message.
//!
//! Knows git's form of a commit and nothing of grafts or replacements.

use git2::Oid;

use super::object_fault::ObjectFault;
use crate::model::{CommitId, Identity, Moment, Recorded, RunbookId};
use crate::trail::message::{Claims, event_claim};

/// What the graph needs of a commit.
pub(super) struct CommitHeader {
    pub(super) tree: Oid,
    pub(super) parents: Vec<Oid>,
    pub(super) recorded: Moment,
    pub(super) said: CommitClaims,
}

/// What a commit says of the trail, before its events are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct CommitClaims {
    /// True when its message speaks of an event, even one that cannot be read.
    pub(super) speaks: bool,
    /// The runbook that its message claims.
    pub(super) claims: Option<RunbookId>,
    /// True when it bears a signature, whatever that is worth.
    pub(super) is_signed: bool,
    /// Why two readers could see two commits in it.
    pub(super) oddity: Option<&'static str>,
}

/// Everything that a commit says.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadCommit {
    /// Who, when, and the events in its trailers.
    pub recorded: Recorded,
    /// Who recorded it.
    pub committer: Identity,
    /// Its signature, where there is one.
    pub signature: Option<String>,
    /// The bytes that the signature is over.
    pub payload: Vec<u8>,
}

/// The lines of a header: name, first line's value, and all its bytes with the lines that continue it.
struct Field<'a> {
    name: &'a [u8],
    value: &'a [u8],
    whole: &'a [u8],
}

/// Splits a commit into header fields and message.
fn split(bytes: &[u8]) -> Option<(Vec<Field<'_>>, &[u8])> {
    let mut fields = Vec::new();
    let mut rest = bytes;
    loop {
        if let Some(message) = rest.strip_prefix(b"\n") {
            return Some((fields, message));
        }
        let mut end = line_end(rest)?;
        let first = rest.get(..end)?;
        while rest.get(end + 1) == Some(&b' ') {
            end += 1 + line_end(rest.get(end + 1..)?)?;
        }
        let space = first.iter().position(|byte| *byte == b' ')?;
        fields.push(Field { name: first.get(..space)?, value: first.get(space + 1..)?, whole: rest.get(..=end)? });
        rest = rest.get(end + 1..)?;
        if rest.is_empty() {
            return Some((fields, rest));
        }
    }
}

fn line_end(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b'\n')
}

fn oid(hex: &[u8]) -> Option<Oid> {
    let hex = std::str::from_utf8(hex).ok()?;
    (hex.len() == 40).then(|| Oid::from_str(hex).ok()).flatten()
}

/// `Name <email> 1700000000 +0100`.
fn person(line: &[u8]) -> Option<(Identity, Moment)> {
    let line = String::from_utf8_lossy(line);
    let (who, when) = line.rsplit_once("> ")?;
    let (name, email) = who.split_once('<')?;
    let (seconds, offset) = when.split_once(' ')?;
    let (sign, digits) = offset.split_at_checked(1)?;
    let number: i32 = digits.parse().ok()?;
    let minutes = number / 100 * 60 + number % 100;
    let minutes = if sign == "-" { -minutes } else { minutes };
    let identity = Identity { name: name.trim().to_owned(), email: email.trim().to_owned() };
    Some((identity, Moment::from_git(seconds.parse().ok()?, minutes)))
}

/// Why two readers could see two commits in these fields and this message; nothing for a commit as git makes it.
fn oddity(fields: &[Field<'_>], message: &[u8]) -> Option<&'static str> {
    let rank = |field: &Field<'_>| match field.name {
        b"tree" => 0,
        b"parent" => 1,
        b"author" => 2,
        b"committer" => 3,
        _ => 4,
    };
    let is_in_order = fields.iter().map(rank).is_sorted_by(|a, b| a < b || (a == b && matches!(a, 1 | 4)));
    if !is_in_order {
        return Some("its header is out of order, or says something twice");
    }
    message.contains(&0).then_some("its message has an end before its end")
}

/// True when git shows the message as its bytes are, whatever encoding is named.
fn is_plain(fields: &[Field<'_>], message: &[u8]) -> bool {
    let named = fields.iter().filter(|field| field.name == b"encoding").map(|field| field.value.to_ascii_lowercase());
    let holds_ascii = |name: &[u8]| {
        [&b"iso-8859-"[..], b"iso8859-", b"latin", b"windows-125", b"cp125", b"us-ascii", b"ascii"]
            .iter()
            .any(|known| name.starts_with(known))
    };
    let is_utf8 = |name: &[u8]| matches!(name, b"utf-8" | b"utf8");
    named.into_iter().all(|name| is_utf8(&name) || (message.is_ascii() && holds_ascii(&name)))
}

impl CommitClaims {
    fn read(fields: &[Field<'_>], message: &[u8]) -> Self {
        let claim = event_claim(&String::from_utf8_lossy(message));
        Self {
            speaks: claim.is_some(),
            claims: claim.flatten(),
            is_signed: fields.iter().any(|field| field.name == b"gpgsig"),
            oddity: oddity(fields, message),
        }
    }
}

/// A commit's tree and its message, and nothing else of it.
pub(super) fn tree_and_message(bytes: &[u8]) -> Option<(Oid, &[u8])> {
    let (fields, message) = split(bytes)?;
    let tree = fields.first().filter(|field| field.name == b"tree").and_then(|field| oid(field.value))?;
    Some((tree, message))
}

impl CommitHeader {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (fields, message) = split(bytes)?;
        let (first, others) = fields.split_first()?;
        let tree = Some(first).filter(|field| field.name == b"tree").and_then(|field| oid(field.value))?;
        let mut parents = Vec::new();
        for field in others {
            match field.name {
                b"parent" => parents.push(oid(field.value)?),
                b"committer" => {
                    let recorded = person(field.value)?.1;
                    return Some(Self { tree, parents, recorded, said: CommitClaims::read(&fields, message) });
                }
                _ => {}
            }
        }
        None
    }
}

impl ReadCommit {
    pub(super) fn read(commit: CommitId, bytes: &[u8]) -> Result<Self, ObjectFault> {
        let malformed = || ObjectFault::Malformed(format!("the commit {commit} is malformed"));
        let (fields, message) = split(bytes).ok_or_else(malformed)?;
        let find = |name: &[u8]| fields.iter().find(|field| field.name == name);
        let (author, _) = find(b"author").and_then(|field| person(field.value)).ok_or_else(malformed)?;
        let (committer, recorded_at) =
            find(b"committer").and_then(|field| person(field.value)).ok_or_else(malformed)?;
        let message = String::from_utf8_lossy(message);
        let claims = Claims::read(&message);
        let recoded = find(b"encoding").filter(|_| !claims.events.is_empty() && !is_plain(&fields, message.as_bytes()));
        let problem = recoded.map(|field| {
            let name = String::from_utf8_lossy(field.value).into_owned();
            format!("its message is in the encoding {name}, in which git shows something else than its bytes say")
        });
        let recorded = Recorded {
            subject: message.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned(),
            commit: commit.clone(),
            author,
            recorded_at,
            runbook: claims.runbook,
            previous: claims.previous,
            events: claims.events,
            problem: claims.problem.or(problem),
        };
        let is_signature = |field: &&Field<'_>| field.name.starts_with(b"gpgsig");
        let signatures: Vec<&Field<'_>> = fields.iter().filter(|field| field.name == b"gpgsig").collect();
        let signature = match signatures.as_slice() {
            [] => None,
            [one] => Some(unfolded(one)),
            // a verifier could be shown one and a reader the other
            several => Some(format!("{} signatures", several.len())),
        };
        let payload = match signature {
            None => Vec::new(),
            Some(_) => unsigned(&fields, bytes, is_signature),
        };
        Ok(Self { recorded, committer, signature, payload })
    }
}

/// The signature's text: continued lines begin with a blank that is not theirs.
fn unfolded(field: &Field<'_>) -> String {
    let text = String::from_utf8_lossy(field.whole);
    let text = text.split_once(' ').map_or("", |(_, text)| text);
    text.replace("\n ", "\n")
}

/// The commit as it was before it was signed.
fn unsigned(fields: &[Field<'_>], bytes: &[u8], is_signature: impl Fn(&&Field<'_>) -> bool) -> Vec<u8> {
    let header: usize = fields.iter().map(|field| field.whole.len()).sum();
    let mut payload: Vec<u8> =
        fields.iter().filter(|field| !is_signature(field)).flat_map(|field| field.whole.iter().copied()).collect();
    payload.extend_from_slice(bytes.get(header..).unwrap_or_default());
    payload
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\
        parent 4b825dc642cb6eb9a060e54bf8d69288fbee4905\n\
        author A B <a@example.com> 1772000000 +0130\n\
        committer C <c@example.com> 1772000060 -0500\n\
        gpgsig -----BEGIN X-----\n abc\n \n -----END X-----\n\
        encoding UTF-8\n\
        \n\
        acme/a: start\n\nRunbook: acme/a\n";

    #[test]
    fn a_commit_is_read_with_its_signature_apart() {
        let header = CommitHeader::read(COMMIT.as_bytes()).unwrap();
        assert_eq!((header.parents.len(), header.recorded.epoch_seconds()), (1, 1_772_000_060));
        let id = "4b825dc642cb6eb9a060e54bf8d69288fbee4904".parse().unwrap();
        let said = ReadCommit::read(id, COMMIT.as_bytes()).unwrap();
        assert_eq!(said.recorded.author.to_string(), "A B <a@example.com>");
        assert_eq!(said.recorded.subject, "acme/a: start");
        assert_eq!(said.signature.as_deref(), Some("-----BEGIN X-----\nabc\n\n-----END X-----\n"));
        let payload = String::from_utf8(said.payload).unwrap();
        assert!(payload.starts_with("tree ") && payload.contains("-0500\nencoding UTF-8\n\nacme/a"), "{payload}");
    }

    #[test]
    fn what_two_readers_could_read_differently_is_odd() {
        let oddity = |text: &str| CommitHeader::read(text.as_bytes()).unwrap().said.oddity;
        assert_eq!(oddity(COMMIT), None);
        let parent = "parent 4b825dc642cb6eb9a060e54bf8d69288fbee4905\n";
        let author = "author A B <a@example.com> 1772000000 +0130\n";
        let late = COMMIT.replace(parent, "").replace(author, &format!("{author}{parent}"));
        let twice = COMMIT.replace("encoding UTF-8\n", &format!("encoding UTF-8\n{author}"));
        let ended = COMMIT.replace("start\n", "start\0\n");
        for bad in [late, twice, ended] {
            assert!(oddity(&bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn what_is_no_commit_is_told() {
        for bytes in ["", "tree x\n\n", "author A <a> 1 +0000\n\n", &COMMIT.replace("1772000060", "soon")] {
            assert!(CommitHeader::read(bytes.as_bytes()).is_none(), "{bytes}");
        }
    }
}
