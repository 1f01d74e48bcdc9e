//! What stands in the place of a value: a placeholder, a reference to where it is kept, an expression of a program.

/// What a reference to the place of a value begins with.
const REFERENCES: &[&str] =
    &["vault:", "arn:aws:", "keyvault:", "env:", "file:", "secret/", "kv/", "pass/", "bw:", "ssm:", "!vault"];

/// `***`, `<password>`, `${PASSWORD}`, `{{ password }}`, `%PASSWORD%`, `[masked …]`, `xxxxxx`, `YOUR_TOKEN`, `…`.
pub(super) fn is_placeholder(run: &str) -> bool {
    let inner = run.trim_matches(|c: char| !c.is_alphanumeric());
    let first = run.chars().next();
    let same = first.is_some_and(|first| run.chars().all(|c| c == first)) && !run.starts_with(char::is_numeric);
    let is_name = inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let lower = inner.to_ascii_lowercase();
    inner.is_empty()
        || (same && (run.starts_with(['x', 'X']) || !run.starts_with(char::is_alphanumeric)))
        || run.starts_with("${")
        || run.starts_with("$(")
        || run.starts_with("{{")
        || run.starts_with("%{")
        || run.starts_with("<%")
        || (run.starts_with('<') && is_words(inner))
        || (run.starts_with('[') && is_words(inner))
        || (run.starts_with('{')
            && run.contains('}')
            && inner.chars().all(|c| c.is_ascii_alphanumeric() || "_.:{}!".contains(c)))
        || (run.starts_with("(?") || run.contains("%s"))
        || (run.starts_with('$') && is_name && run.len() == inner.len() + 1)
        || (run.starts_with('%') && run.ends_with('%') && is_name)
        || (run.starts_with("***") && run.ends_with("***"))
        || ["your_", "your-", "my_", "example_", "changeme", "fake"].iter().any(|begin| lower.starts_with(begin))
        || (inner.chars().all(|c| c.is_ascii_uppercase() || c == '_')
            && ["PASS", "SECRET", "TOKEN", "KEY", "PWD"].iter().any(|word| inner.contains(word)))
}

/// Letters, joined as names are.
fn is_words(inner: &str) -> bool {
    inner.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | '-' | ':' | '.'))
}

/// A link or path to where the value is kept, a handle, an e-mail address, an issue, an expression of a program.
pub(super) fn is_reference(run: &str) -> bool {
    run.contains("://")
        || REFERENCES.iter().any(|begin| run.starts_with(begin))
        || is_path(run)
        || is_handle(run)
        || is_address(run)
        || is_issue(run)
        || is_colour(run)
        || is_name_of_type(run)
        || run.find(['(', '[', '{']).is_some_and(|at| run.get(..at).is_some_and(|name| at > 1 && is_expression(name)))
}

/// What a program calls or looks into: `ENV`, `base64.b16encode`.
fn is_expression(name: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    is_words(name) || (name.contains('.') && name.split('.').all(is_part))
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

fn is_path(run: &str) -> bool {
    let Some(rest) = ["~/", "./", "../", "/"].iter().find_map(|begin| run.strip_prefix(begin)) else { return false };
    rest.contains('/') && rest.split('/').all(|part| part.len() <= 24 && !part.contains(['+', '=', '!', '$']))
}

fn is_handle(run: &str) -> bool {
    run.strip_prefix('@').is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || "_-./".contains(c)))
}

fn is_address(run: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c));
    run.split_once('@').is_some_and(|(name, host)| {
        let ending = host.rsplit_once('.').map(|(_, ending)| ending);
        is_part(name)
            && is_part(host)
            && ending.is_some_and(|ending| ending.len() >= 2 && ending.bytes().all(|b| b.is_ascii_lowercase()))
    })
}

/// `#4521`, `acme/project#12`, `ZD-123456`.
fn is_issue(run: &str) -> bool {
    let Some((name, number)) = run.rsplit_once(['#', '-']) else { return false };
    let is_name = if run.contains('#') {
        name.chars().all(|c| c.is_ascii_alphanumeric() || "_-/.".contains(c))
    } else {
        (1..=10).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    is_name && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}
