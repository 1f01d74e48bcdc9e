//! What a channel may see: which channels there are, and what is taken out of a text on its way there.

use super::file_path::path_in;
use crate::model::{Runbook, Settings, Slug, Task, spliced};
use crate::render::layout::plain;
use crate::render::mention::{BELLS, Mention, is_bell, mentions};
use crate::render::names::{Names, NamesThere};

/// The documents' channels, where the store names none: one for each platform, and the managers'.
const CHANNELS: [&str; 3] = [GITLAB_COM, SELF_MANAGED, "#support_manager"];
const GITLAB_COM: &str = "#support_gitlab-com";
const SELF_MANAGED: &str = "#support_self-managed";

/// The channels that are told about this runbook: those of the store's settings, otherwise the documents'. Of the two
/// platform channels only the one of the runbook's platform, where that can be told (row 17).
pub fn channels(runbook: &Runbook, settings: &Settings) -> Vec<String> {
    let named: Vec<String> = settings.channels.iter().map(plain).filter(|name| !name.trim().is_empty()).collect();
    let mut channels = if named.is_empty() { CHANNELS.map(str::to_owned).to_vec() } else { named };
    let other = match is_self_managed(runbook) {
        Some(true) => GITLAB_COM,
        Some(false) => SELF_MANAGED,
        None => return channels,
    };
    channels.retain(|channel| channel != other);
    channels
}

/// Whether the customer runs GitLab themselves, as far as the variables `platform` and `gitlab_url` say.
fn is_self_managed(runbook: &Runbook) -> Option<bool> {
    let word = |name: &str| runbook.variables.get(name)?.as_str().map(|word| word.trim().to_lowercase());
    if let Some(platform) = word("platform").filter(|platform| !platform.is_empty()) {
        return Some(platform.contains("self"));
    }
    let address = word("gitlab_url").filter(|address| !address.is_empty() && !address.contains("{{"))?;
    let host = address.trim_start_matches("https://").trim_start_matches("http://");
    Some(host.split(['/', ':']).next() != Some("gitlab.com"))
}

/// What a channel is told of one runbook.
pub(super) struct Channel {
    names: Names,
}

impl Channel {
    /// The channels to which this runbook's messages go.
    pub(super) fn of(runbook: &Runbook, home_side: &Slug) -> Self {
        Self { names: Names::of_customer(runbook, home_side) }
    }

    /// A text on its way there: its first paragraph on one line, without lists, with people counted where there are
    /// several, accounts and the customer's people without their names, no file's path, and nobody rung. A text that is
    /// all list is left to the runbook, to which the message has the link.
    pub(super) fn text(&self, text: &str) -> String {
        let paragraph = text.trim().lines().take_while(|line| !line.trim().is_empty());
        let told: Vec<&str> = paragraph.map(str::trim).filter(|line| !is_list(line)).collect();
        match told.as_slice() {
            [] => "see the runbook".to_owned(),
            lines => said(&lines.join(" "), &self.names.and_of(text)),
        }
    }

    /// What the runbook is called there.
    pub(super) fn name(&self, runbook: &Runbook) -> String {
        let name = runbook.name();
        said(&name, &self.names.and_of(&name).in_a_title())
    }

    /// A link on its way there: whose account or which person it is about is left out.
    pub(super) fn link(&self, link: &str) -> String {
        plain(self.names.told(&masked(link)))
    }

    /// What a task is called there; an internal one has no name.
    pub(super) fn title(&self, task: &Task) -> String {
        if task.internal { "an internal step".to_owned() } else { self.text(task.title.as_str()) }
    }
}

fn said(text: &str, names: &NamesThere<'_>) -> String {
    plain(names.told(&without_people(text).join(" ")))
}

/// A mark and a blank: `17.4 is installed` and `2.5 million users` are sentences.
fn is_list(line: &str) -> bool {
    let unnumbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match unnumbered.len() < line.len() {
        true => unnumbered.strip_prefix(['.', ')']),
        false => line.strip_prefix(['-', '*', '+']),
    };
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// What ends a row of people: after it something else is said.
const ENDS: [char; 5] = ['.', ':', ';', '?', '!'];

/// The words; two people or more in a row become their number.
fn without_people(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut row: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let joins = !row.is_empty() && matches!(word.trim_matches(','), "and" | "or" | "&" | "");
        if is_person(word) || joins {
            row.push(word);
            if word.ends_with(ENDS) {
                end_row(&mut row, &mut words);
            }
            continue;
        }
        end_row(&mut row, &mut words);
        words.push(quiet(word));
    }
    end_row(&mut row, &mut words);
    words
}

fn end_row(row: &mut Vec<&str>, words: &mut Vec<String>) {
    let last = row.iter().rposition(|word| is_person(word)).map_or(0, |last| last + 1);
    let signs: Vec<Mention> = row.iter().flat_map(|word| people(word)).collect();
    // somebody's handle beside an address is one person and no list
    let is_pair = matches!(&signs[..], [one, two] if one.is_address() != two.is_address());
    if signs.len() > 1 && !is_pair {
        let end = row.get(last.saturating_sub(1)).and_then(|word| word.chars().last()).filter(|c| ENDS.contains(c));
        words.push(format!("{} people{}", signs.len(), end.map(String::from).unwrap_or_default()));
    } else {
        words.extend(row.iter().take(last).map(|word| quiet(word)));
    }
    words.extend(row.iter().skip(last).map(|word| (*word).to_owned()));
    row.clear();
}

/// The e-mails and handles in a word, in whatever brackets they stand.
fn people(word: &str) -> Vec<Mention> {
    mentions(word).into_iter().filter(|own| !is_bell(own.of(word))).collect()
}

fn is_person(word: &str) -> bool {
    !people(word).is_empty()
}

/// The word with its addresses, of which only the host is left.
fn masked(word: &str) -> String {
    spliced(word, mentions(word).iter().filter(|own| own.is_address()).map(|own| (own.range.start..own.at, "…")))
}

/// A path is left out, of addresses the host is left, and nobody is rung.
fn quiet(word: &str) -> String {
    silent(&masked(&spliced(word, path_in(word).map(|path| (path, "…")))))
}

/// `@here`, `@channel` and `@everyone` lose their sign, `<!channel>` and `<@U12>` what makes them ring.
fn silent(word: &str) -> String {
    let longest = BELLS.iter().map(|bell| bell.len()).max().unwrap_or_default();
    let mut parts = word.split('@').peekable();
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut signs = 0;
    while let Some(part) = parts.next() {
        signs += 1;
        if part.is_empty() && parts.peek().is_some() {
            continue;
        }
        // a sign that goes may leave another one before a bell
        let behind: String = [part].into_iter().chain(parts.clone()).flat_map(str::chars).take(longest).collect();
        if !BELLS.iter().any(|bell| behind.to_ascii_lowercase().starts_with(bell)) {
            out.extend(std::iter::repeat_n('@', signs));
        }
        out.push_str(part);
        signs = 0;
    }
    let mut parts = out.split('<');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| told + "<" + part.trim_start_matches(['!', '@']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::linear::{Shape, assert_linear};
    use serde_json::json;

    fn told(variables: serde_json::Value, channels_of_store: &[&str]) -> Vec<String> {
        let record = json!({"customer": "Acme", "task": "X", "state": "draft", "variables": variables});
        let settings = Settings {
            channels: channels_of_store.iter().map(|name| name.parse().unwrap()).collect(),
            ..Settings::default()
        };
        channels(&serde_json::from_value(record).unwrap(), &settings)
    }

    #[test]
    fn the_platform_chooses_its_channel() {
        assert_eq!(told(json!({}), &[]), CHANNELS);
        assert_eq!(told(json!({"platform": "gitlab-com"}), &[]), [GITLAB_COM, "#support_manager"]);
        assert_eq!(told(json!({"platform": "self-managed"}), &[]), [SELF_MANAGED, "#support_manager"]);
        assert_eq!(told(json!({"platform": "", "gitlab_url": "https://gitlab.com"}), &[])[0], GITLAB_COM);
        assert_eq!(told(json!({"gitlab_url": "https://git.acme.example/x"}), &[])[0], SELF_MANAGED);
        assert_eq!(told(json!({"platform": "gitlab-com"}), &["#ours"]), ["#ours"]);
        assert_eq!(
            told(json!({"platform": "self-managed"}), &["#ours", GITLAB_COM, SELF_MANAGED]),
            ["#ours", SELF_MANAGED]
        );
    }

    #[test]
    fn an_account_that_only_the_told_text_names_is_left_out_too() {
        let record = json!({"customer": "Acme", "task": "Rename @zed to yak", "state": "draft", "contacts": [
            {"id": "w", "side": "customer", "name": "Will"},
            {"id": "j", "side": "gitlab", "name": "Jane", "handle": "@jane"},
        ]});
        let runbook: Runbook = serde_json::from_value(record).unwrap();
        let channel = Channel::of(&runbook, &crate::render::test_fixture::home());
        assert_eq!(channel.name(&runbook), "Acme - Rename … to yak");
        // what a person says with --state and --follow-up is in no record
        assert_eq!(channel.text("@yak2 waits, Yak2 too; ask @jane"), "… waits, … too; ask @jane");
        assert_eq!(channel.text("zed will wait for Will"), "… will wait for …");
    }

    #[test]
    fn a_channel_sees_no_list_of_people_and_no_e_mail() {
        for (text, wanted) in [
            ("Remove 2FA for joe@example.com.", "Remove 2FA for …@example.com."),
            ("For (joe@example.com, ann@example.com and @max), please", "For 3 people please"),
            ("Users:\n- joe\n- ann\n1. max\nare locked out\n\nSecret details", "Users: are locked out"),
            ("17.4 is installed on all nodes", "17.4 is installed on all nodes"),
            ("2.5 million users are moved", "2.5 million users are moved"),
            ("16.11 nodes follow\n2) later", "16.11 nodes follow"),
            ("+ joe\n* ann\n3.\n-\n\nSecret details", "see the runbook"),
            ("-1 is what it answers", "-1 is what it answers"),
            ("unblock @tanuki now, tanuki waits", "unblock … now, … waits"),
            ("@here and <!channel> and @Channel look", "here and <channel> and Channel look"),
            ("look @here now", "look here now"),
            ("mail:joe@example.com/x", "mail:…@example.com/x"),
            ("@here:/srv/lists/a, joe@example.com:/srv/b", "here:…, …@example.com:…"),
            ("<!channel>:/srv/x/y and <!!here> or <!@!here> @@all", "<channel>:… and <here> or <here> all"),
            ("she@her@everyone and -@@here", "shehereveryone and -here"),
            ("see /srv/lists/users.csv, ~/x and and/or", "see …, … and and/or"),
            (
                "the list “/srv/users.csv” at https://docs.example/a/b.html",
                "the list “…” at https://docs.example/a/b.html",
            ),
            ("see @jane_smith at https://git.example/jane_smith/thing", "see … at https://git.example/…/thing"),
            ("@jane_smith owns jane_smith/website and jane_smithers/x", "… owns …/website and jane_smithers/x"),
            ("a @ b, and 5 @ 3", "a @ b, and 5 @ 3"),
            ("_@ann_ and then **@max**", "_…_ and then **…**"),
            ("tell @ann/@max about it", "tell 2 people about it"),
            ("from 10:30/11.30pm on, over TCP/IP.v4", "from 10:30/11.30pm on, over TCP/IP.v4"),
            ("tell @ann and then go", "tell … and then go"),
            ("from joe@a.example, ann@a.example. Then @max", "from 2 people. Then …"),
            ("account @ann: joe@a.example becomes jo@a.example.", "account …: …@a.example becomes …@a.example."),
            ("the address of @ann, joe@a.example is another", "the address of …, …@a.example is another"),
        ] {
            let summary = Some(text.parse().unwrap());
            let runbook = Runbook { summary, ..Runbook::new("Acme".parse().unwrap(), "X".parse().unwrap()) };
            assert_eq!(Channel::of(&runbook, &crate::render::test_fixture::home()).text(text), wanted, "{text}");
        }
        let told = Runbook {
            summary: Some("@jane_smith".parse().unwrap()),
            ..Runbook::new("Acme".parse().unwrap(), "X".parse().unwrap())
        };
        let channel = Channel::of(&told, &crate::render::test_fixture::home());
        assert_eq!(
            channel.link("https://git.example/users/jane_smith?q=a@b.example"),
            "https://git.example/users/…?q=…@b.example"
        );
        let nobody = Channel { names: Names::default() };
        let hostile = nobody.text(crate::render::test_fixture::HOSTILE);
        assert!(!hostile.chars().any(char::is_control), "{hostile:?}");
    }
    #[test]
    fn a_long_text_is_told_in_a_time_that_grows_as_its_length_does() {
        let shapes: [Shape; 7] = [
            ("bells", |count| "@here".repeat(count)),
            ("signs alone", |count| "@".repeat(count)),
            ("signs between letters", |count| "@h@@".repeat(count)),
            ("rings", |count| "<!<@".repeat(count)),
            ("addresses", |count| "a@b.c,".repeat(count)),
            ("other people", |count| (0..count).map(|number| format!("@a{number} ")).collect()),
            ("paths", |count| ",/a/b".repeat(count)),
        ];
        let runbook = Runbook::new("Acme".parse().unwrap(), "X".parse().unwrap());
        let channel = Channel::of(&runbook, &crate::render::test_fixture::home());
        assert_linear(&shapes, 1_000, |text| {
            channel.text(text);
        });
    }
}
