//! The one place where text is made harmless for a calendar: escaped, quoted, and folded at 75 octets.

use crate::model::visible;

/// The most octets that a line may have.
const WIDEST: usize = 75;

/// The lines of a calendar file.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

/// A parameter of a property.
pub(super) struct Parameter(String);

impl Parameter {
    /// A parameter whose value stands in quotes; a quote in it becomes an apostrophe, as there is no way to write one
    /// that every reader knows.
    pub(super) fn new(name: &str, value: &str) -> Self {
        Self(format!(";{name}=\"{}\"", one_line(value).replace('"', "'")))
    }

    /// A parameter whose value is one of the format's own words.
    pub(super) fn word(name: &str, value: &str) -> Self {
        Self(format!(";{name}={value}"))
    }
}

impl Lines {
    /// A property whose value is made of no words of a record.
    pub(super) fn property(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A property of text.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let value = visible(value.trim_end()).replace('\\', "\\\\").replace('\n', "\\n");
        self.fold(&format!("{name}:{}", value.replace(';', "\\;").replace(',', "\\,")));
    }

    /// A property with parameters.
    pub(super) fn with(&mut self, name: &str, parameters: &[Parameter], value: &str) {
        let parameters: String = parameters.iter().map(|Parameter(text)| text.as_str()).collect();
        self.fold(&format!("{name}{parameters}:{value}"));
    }

    /// The file's text, every line ended as the format wants it.
    pub(super) fn done(self) -> String {
        self.0
    }

    fn fold(&mut self, line: &str) {
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > WIDEST {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(c);
            used += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

fn one_line(text: &str) -> String {
    visible(text).replace(['\n', '\t'], " ")
}

/// An address of the web in the ASCII that a URI has.
pub(super) fn uri(link: &str) -> String {
    percent(link, |byte| {
        byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
    })
}

/// The address as a `mailto:`; none for what is no mail address.
pub(super) fn mail_address(text: &str) -> Option<String> {
    let text = text.trim();
    let (person, host) = text.rsplit_once('@')?;
    let is_address = !person.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace);
    is_address.then(|| {
        format!(
            "mailto:{}",
            percent(text, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'@' | b'+' | b'-' | b'_'))
        )
    })
}

fn percent(text: &str, is_plain: impl Fn(u8) -> bool) -> String {
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
