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
        || is_expanded(run)
        || (run.starts_with('<') && is_words(inner))
        || (run.starts_with('[') && is_words(inner))
        || (run.strip_prefix('{').and_then(|inner| inner.rsplit_once('}')).is_some_and(|(_, behind)| !is_value(behind))
            && inner.chars().all(|c| c.is_ascii_alphanumeric() || "_.:{}!".contains(c)))
        || run.starts_with("(?")
        || is_format(run)
        || is_behind_user(run)
        || (run.starts_with('$') && is_name && run.len() == inner.len() + 1)
        || (run.starts_with('%') && run.ends_with('%') && is_name)
        || (run.starts_with("***") && run.ends_with("***") && are_plain_words(inner))
        || ["your_", "your-"].iter().any(|begin| lower.starts_with(begin))
        || (["my_", "example_", "changeme", "fake"].iter().any(|begin| lower.starts_with(begin))
            && are_plain_words(inner))
        || (inner.chars().all(|c| c.is_ascii_uppercase() || c == '_')
            && ["PASS", "SECRET", "TOKEN", "KEY", "PWD"].iter().any(|word| inner.contains(word)))
}

/// `tom:$PASSWORD`, `tom:<password>`: a user, and what stands in the place of the password.
fn is_behind_user(run: &str) -> bool {
    run.split_once(':').is_some_and(|(user, rest)| {
        !user.is_empty() && is_words(user) && rest.starts_with(['$', '<', '*', '{']) && is_placeholder(rest)
    })
}

/// Letters, joined as names are.
fn is_words(inner: &str) -> bool {
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
pub(super) fn is_reference(run: &str) -> bool {
    is_link(run)
        || REFERENCES.iter().any(|begin| run.starts_with(begin))
        || is_path(run)
        || is_handle(run)
        || is_address(run)
        || is_issue(run)
        || is_colour(run)
        || is_name_of_type(run)
        || is_path_of_program(run)
        || is_argument(run)
        || run.find(['(', '[', '{']).is_some_and(|at| run.get(..at).is_some_and(|name| at > 1 && is_expression(name)))
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
    let Some((name, _)) = run.split_once([')', ']', '}']) else { return false };
    name.len() > 1 && name.split(['.', '_']).all(|part| !part.is_empty() && is_plain_word(part))
}

fn is_name(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_path(run: &str) -> bool {
    let Some(rest) = ["~/", "./", "../", "/"].iter().find_map(|begin| run.strip_prefix(begin)) else { return false };
    let is_variable = |part: &str| part.strip_prefix('$').is_some_and(|name| is_name(name.trim_matches(['{', '}'])));
    let is_folder = |part: &str| part.len() <= 24 && !part.contains(['+', '=', '!', '$']);
    rest.contains('/') && rest.split('/').all(|part| is_folder(part) || is_variable(part))
}

fn is_handle(run: &str) -> bool {
    run.strip_prefix('@').is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || "_-./".contains(c)))
}

fn is_address(run: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c));
    run.split_once('@').is_some_and(|(name, host)| {
        let ending = host.rsplit_once('.').map(|(_, ending)| ending);
        // what changes between capitals and figures is no name of a person
        let capitals = name.chars().skip(1).filter(char::is_ascii_uppercase).count();
        let is_value = capitals >= 2 && name.len() >= 8 && name.contains(|c: char| c.is_ascii_digit());
        is_part(name)
            && is_part(host)
            && !is_value
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
