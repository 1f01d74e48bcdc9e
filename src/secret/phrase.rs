//! Pass phrases of several words in quotes, `password="correct horse battery staple"`. A sentence about a password is none.

/// Words that sentences are held together by, and that no one picks by dice.
const OF_SENTENCES: &[&str] = &[
    "a", "an", "the", "is", "are", "was", "be", "been", "will", "has", "have", "had", "can", "could", "may", "must",
    "should", "do", "does", "did", "not", "no", "and", "or", "but", "if", "so", "than", "too", "for", "from", "in",
    "into", "of", "on", "at", "to", "by", "with", "without", "as", "per", "via", "about", "after", "before", "until",
    "see", "ask", "use", "set", "get", "your", "my", "our", "his", "her", "their", "its", "this", "that", "these",
    "it", "you", "we", "they", "he", "she", "i", "who", "what", "when", "where", "please", "here", "there", "only",
    "same", "new", "old", "all", "any", "each", "more", "at", "least", "der", "die", "das", "den", "dem", "ein",
    "eine", "ist", "und", "oder", "nicht", "mit", "von", "im", "beim", "siehe", "wird", "nach", "el", "la", "los",
    "las", "de", "del", "en", "por", "con", "para", "que", "y", "ver", "le", "les", "du", "des", "et", "ou", "dans",
    "pour",
];
/// Words that speak of passwords, and those that say how it stands with one.
const OF_PASSWORDS: &[&str] = &[
    "password",
    "passwords",
    "passphrase",
    "passwort",
    "secret",
    "token",
    "login",
    "user",
    "username",
    "account",
    "admin",
    "vault",
    "invalid",
    "incorrect",
    "wrong",
    "required",
    "missing",
    "expired",
    "confirm",
    "enter",
    "forgot",
    "reset",
    "change",
    "changed",
    "characters",
    "letters",
    "field",
    "value",
    "string",
    "example",
    "default",
    "empty",
    "none",
    "generated",
    "random",
    "redacted",
];
/// How many words such a phrase has.
const WORDS: std::ops::RangeInclusive<usize> = 3..=12;

/// True for words picked by chance: small letters, each long enough, none that a sentence needs.
pub(super) fn is_phrase(text: &str, least: usize) -> bool {
    let words = || text.split(' ');
    let is_picked = |word: &str| {
        (3..=12).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_lowercase())
            && !OF_SENTENCES.contains(&word)
            && !OF_PASSWORDS.contains(&word)
    };
    WORDS.contains(&words().count()) && words().count() >= least && words().all(is_picked)
}
