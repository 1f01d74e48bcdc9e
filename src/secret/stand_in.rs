//! What stands in the place of a value: a placeholder, a reference to where it is kept, an expression of a program.

use super::claim::{Claim, Sort};

/// What a reference to the place of a value begins with.
const REFERENCES: &[&str] =
    &["vault:", "arn:aws:", "keyvault:", "env:", "file:", "secret/", "kv/", "pass/", "bw:", "ssm:", "!vault"];

/// `***`, `<password>`, `${PASSWORD}`, `{{ password }}`, `%PASSWORD%`, `[masked …]`, `xxxxxx`, `YOUR_TOKEN`, `…`.
pub(super) fn is_placeholder(run: &str, claim: Claim) -> bool {
    let inner = run.trim_matches(|c: char| !c.is_alphanumeric());
    let first = run.chars().next();
    let same = first.is_some_and(|first| run.chars().all(|c| c == first)) && !run.starts_with(char::is_numeric);
    let is_name = inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let lower = inner.to_ascii_lowercase();
    inner.is_empty()
        || (same && (run.starts_with(['x', 'X']) || !run.starts_with(char::is_alphanumeric)))
        || is_expanded(run)
        || (run.starts_with('<') && is_words(inner))
        || (run.starts_with('[') && is_words(inner))
        || (run.strip_prefix('{').and_then(|inner| inner.rsplit_once('}')).is_some_and(|(_, behind)| !is_value(behind))
            && inner.chars().all(|c| c.is_ascii_alphanumeric() || "_.:{}!".contains(c)))
        || run.starts_with("(?")
        || is_format(run)
        || is_behind_user(run, claim)
        || is_variable(run, claim)
        || (run.starts_with('%') && run.ends_with('%') && is_name)
        || (run.starts_with("***") && run.ends_with("***") && are_plain_words(inner))
        || ["your_", "your-"].iter().any(|begin| lower.starts_with(begin))
        || (["my_", "example_", "changeme", "fake"].iter().any(|begin| lower.starts_with(begin))
            && are_plain_words(inner))
        || (inner.chars().all(|c| c.is_ascii_uppercase() || c == '_')
            && ["PASS", "SECRET", "TOKEN", "KEY", "PWD"].iter().any(|word| inner.contains(word)))
}

/// `tom:$PASSWORD`, `tom:<password>`: a user, and what stands in the place of the password.
fn is_behind_user(run: &str, claim: Claim) -> bool {
    run.split_once(':').is_some_and(|(user, rest)| {
        !user.is_empty() && is_words(user) && rest.starts_with(['$', '<', '*', '{']) && is_placeholder(rest, claim)
    })
}

/// `$PASSWORD`, `$db_password2`, `$env:PASSWORD`, `$HOME/…`: what a shell or a program puts a value in for. Figures in the
/// midst are those of a password; and within single quotes nothing is put in, so only a name that speaks of a secret is one.
fn is_variable(run: &str, claim: Claim) -> bool {
    let Some(rest) = run.strip_prefix('$') else { return false };
    let name = rest.split(['@', '/', ',']).next().unwrap_or_default();
    let name = name.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let is_capital = |name: &str| name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let is_part = |part: &str| part.len() < 2 || is_capital(part) || part.split('_').all(is_counted_word);
    let lower = name.to_ascii_lowercase();
    let is_put_in = !claim.is_literal
        || is_capital(name)
        || ["pass", "pw", "secret", "token", "key", "cred"].iter().any(|word| lower.contains(word));
    name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_:.[]${}->".contains(c))
        && name.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').all(is_part)
        && !name.starts_with(|c: char| c.is_ascii_digit() && name.len() > 1)
        && is_put_in
}

/// `token`, `s3`, `password12`, `oauth2Token`: letters, and short numbers behind the words of them.
pub(super) fn is_counted_word(part: &str) -> bool {
    let next = part.bytes().skip(1).chain([b'_']);
    part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !part.bytes().zip(next).any(|(one, next)| one.is_ascii_digit() && next.is_ascii_lowercase())
        && part.split(|c: char| !c.is_ascii_digit()).all(|number| number.len() <= 2)
}

/// Letters, joined as names are.
pub(super) fn is_words(inner: &str) -> bool {
    inner.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | '-' | ':' | '.'))
}

/// What a shell or a template puts a value in for, without a value of its own behind it.
fn is_expanded(run: &str) -> bool {
    let kinds = [("${", "}"), ("$(", ")"), ("{{", "}}"), ("%{", "}"), ("<%", "%>")];
    kinds.iter().any(|(open, close)| {
        let behind = run.strip_prefix(open).map(|inner| inner.rsplit_once(close).map_or("", |(_, behind)| behind));
        behind.is_some_and(|behind| !is_value(behind))
    })
}

/// True where a value stands behind what is put in: something long of letters and figures.
fn is_value(behind: &str) -> bool {
    behind.split(|c: char| !c.is_alphanumeric()).any(|part| {
        part.len() >= 8 && part.contains(|c: char| c.is_ascii_digit()) && part.contains(char::is_alphabetic)
    })
}

/// `%s` as a program prints it: alone, or at one of the ends.
fn is_format(run: &str) -> bool {
    let is_nothing = |part: &str| !part.contains(char::is_alphanumeric);
    let Some((head, tail)) = run.split_once("%s") else { return false };
    let last = tail.rsplit_once("%s").map_or(tail, |(_, last)| last);
    let last = ["\\n", "\\t", "\\r"].iter().fold(last, |last, escape| last.trim_start_matches(escape));
    is_nothing(head) || is_nothing(last)
}

/// Words joined as names are, each as prose and programs write it.
fn are_plain_words(inner: &str) -> bool {
    is_words(inner) && inner.split(['_', '-', ':', '.']).all(is_plain_word)
}

/// Letters of one case, or with the first one large, or two words run together as names of products are.
pub(super) fn is_plain_word(part: &str) -> bool {
    let capitals = part.chars().skip(1).filter(|c| c.is_uppercase()).count();
    let letters = part.chars().count();
    part.chars().all(char::is_alphabetic) && letters <= 30 && (capitals <= 1 + letters / 8 || capitals + 1 >= letters)
}

/// A link or path to where the value is kept, a handle, an e-mail address, an issue, an expression of a program.
pub(super) fn is_reference(run: &str, claim: Claim) -> bool {
    is_link(run)
        || REFERENCES.iter().any(|begin| run.starts_with(begin))
        || is_path(run, claim)
        || is_handle(run, claim)
        || is_address(run)
        || is_issue(run, claim)
        || (is_colour(run) && !claim.is_password())
        || is_name_of_type(run)
        || is_path_of_program(run)
        || is_argument(run)
        || is_called(run, claim)
}

/// An option or a sign of the shell, where an option that takes a password was given none.
pub(super) fn is_switch(run: &str) -> bool {
    let name = run.trim_start_matches('-').split('=').next().unwrap_or_default();
    let is_word = |part: &str| part.chars().all(|c| c.is_ascii_lowercase());
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_letters = name.len() <= 5 && name.chars().all(|c| c.is_ascii_alphabetic());
    let is_letter_and_number = is_number(name.get(1..).unwrap_or_default());
    match run.len() - run.trim_start_matches('-').len() {
        0 => run.starts_with(['<', '>', '&']) && !run.contains(|c: char| c.is_ascii_digit()),
        1 => is_letters || is_letter_and_number || name.split('-').all(is_word),
        _ => name.split('-').all(|part| is_word(part) || is_number(part) || is_counted_word(part)),
    }
}

/// `ENV[…`, `params.require(…`: what a program calls or looks into. What people put brackets round is a number: `Summer(2024)`.
fn is_called(run: &str, claim: Claim) -> bool {
    let Some(at) = run.find(['(', '[', '{']).filter(|at| *at > 1) else { return false };
    let (name, inner) = (run.get(..at).unwrap_or_default(), run.get(at + 1..).unwrap_or_default());
    let is_one_word = !name.contains(['.', '_', ':']);
    is_expression(name) && (!claim.is_password() || !is_one_word || !has_mixed_part(inner, 2))
}

/// True where a part has more figures than `most`, or figures in its midst.
fn has_mixed_part(text: &str, most: usize) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|part| {
        let word = part.trim_end_matches(|c: char| c.is_ascii_digit());
        part.len() - word.len() > most || word.contains(|c: char| c.is_ascii_digit())
    })
}

/// Dates, times, versions and amounts: digits in short groups; and a time as programs count it, in seconds and their parts.
pub(super) fn is_date_or_number(run: &str) -> bool {
    let is_group = |group: &str| group.len() <= 4;
    let is_count = || run.split_once('.').is_some_and(|(whole, part)| whole.len() == 10 && part.len() <= 6);
    run.contains(['-', ':', '.', '/', ','])
        && run.chars().all(|c| c.is_ascii_digit() || "-:./,+TZ%".contains(c))
        && (run.split(|c: char| !c.is_ascii_digit()).all(is_group) || is_count())
}

/// `https://…`, `op://…`, also behind words: but a value before it is one.
fn is_link(run: &str) -> bool {
    run.find("://").and_then(|at| run.get(..at)).is_some_and(|head| {
        let before = head.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "+-.".contains(c));
        !before.contains(|c: char| c.is_ascii_digit())
    })
}

/// What a program calls or looks into: `ENV`, `base64.b16encode`.
fn is_expression(name: &str) -> bool {
    is_words(name) || (name.contains('.') && name.split('.').all(is_name))
}

/// `#d8dee9`, as style sheets call the colour of a token.
fn is_colour(run: &str) -> bool {
    run.strip_prefix('#')
        .is_some_and(|hex| matches!(hex.len(), 6 | 8) && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// `rsa.RSAPrivateKey`: what a program calls the kind of a key or a password.
fn is_name_of_type(run: &str) -> bool {
    let (module, name) = run.rsplit_once('.').unwrap_or(("", run));
    module.chars().all(|c| c.is_ascii_alphanumeric() || "_.".contains(c))
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_<>".contains(c))
        && ["PrivateKey", "PublicKey", "Credentials", "SecretKey", "OAuth2Token", "Vec<u8>"]
            .iter()
            .any(|ending| name.ends_with(ending))
}

/// `Digest::MD5.hexdigest`.
fn is_path_of_program(run: &str) -> bool {
    run.contains("::") && run.split("::").flat_map(|part| part.split('.')).all(is_name)
}

/// `password})`, `token).await`: a name of a program, and what closes a bracket that was opened before it.
fn is_argument(run: &str) -> bool {
    let Some((name, behind)) = run.split_once([')', ']', '}']) else { return false };
    name.len() > 1
        && !has_mixed_part(behind, 2)
        && !behind.starts_with(char::is_alphanumeric)
        && name.split(['.', '_']).all(|part| !part.is_empty() && is_plain_word(part))
}

fn is_name(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_path(run: &str, claim: Claim) -> bool {
    if claim.sort == Sort::Aws && run.len() == 40 {
        return false;
    }
    let Some(rest) = ["~/", "./", "../", "/"].iter().find_map(|begin| run.strip_prefix(begin)) else { return false };
    let is_variable = |part: &str| part.strip_prefix('$').is_some_and(|name| is_name(name.trim_matches(['{', '}'])));
    let is_folder = |part: &str| part.len() <= 24 && !part.contains(['+', '=', '!', '$']) && !is_of_chance(part);
    rest.contains('/') && rest.split('/').all(|part| is_folder(part) || is_variable(part))
}

/// Small letters, capitals and figures that change places as no name of a folder has them.
fn is_of_chance(part: &str) -> bool {
    let class = |c: char| (c.is_ascii_digit(), c.is_ascii_uppercase(), c.is_ascii_lowercase());
    let changes = part.chars().zip(part.chars().skip(1)).filter(|(one, next)| class(*one) != class(*next)).count();
    let has = |is_of: fn(&u8) -> bool| part.bytes().any(|byte| is_of(&byte));
    part.len() >= 8
        && changes * 3 >= part.len()
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
}

/// `@john_doe2`, `@/run/token`: a person or a file; a password that begins so has more figures in it.
fn is_handle(run: &str, claim: Claim) -> bool {
    let most = if claim.is_password() { 2 } else { usize::MAX };
    run.strip_prefix('@').is_some_and(|name| {
        name.chars().all(|c| c.is_alphanumeric() || "_-./".contains(c)) && !has_mixed_part(name, most)
    })
}

fn is_address(run: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c));
    run.split_once('@').is_some_and(|(name, host)| {
        let ending = host.rsplit_once('.').map(|(_, ending)| ending);
        // what changes between capitals and figures is no name of a person
        let capitals = name.chars().skip(1).filter(char::is_ascii_uppercase).count();
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        let is_long = name.len() >= 24 && digits >= 6 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_value = is_long || (capitals >= 2 && name.len() >= 8 && digits > 0);
        is_part(name)
            && is_part(host)
            && !is_value
            && ending.is_some_and(|ending| ending.len() >= 2 && ending.bytes().all(|b| b.is_ascii_lowercase()))
    })
}

/// What desks call their cases; everybody else's letters may be a password's.
const DESKS: [&str; 9] = ["ZD", "INC", "CHG", "REQ", "RITM", "PRB", "CASE", "TICKET", "SR"];

/// `#4521`, `acme/project#12`, `ZD-123456`. A word and a number are a password that people make: `Summer#2024`.
fn is_issue(run: &str, claim: Claim) -> bool {
    let Some((name, number)) = run.rsplit_once(['#', '-']) else { return false };
    let is_name = if run.contains('#') {
        name.chars().all(|c| c.is_ascii_alphanumeric() || "_-/.".contains(c))
    } else {
        (1..=10).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let is_known = name.contains('/') || (!claim.is_beside_prose() && (name.is_empty() || DESKS.contains(&name)));
    is_name
        && (!claim.is_password() || is_known)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}
