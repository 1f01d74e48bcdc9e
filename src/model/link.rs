//! A link that a person can follow: an address with its scheme.

use std::fmt;

use super::{Fault, Line, Result};

/// An address on the web. A missing scheme is certain (`https`) and is put in front; what is no address is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link(Line);

impl Link {
    /// The whole address.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The same as a line of a record.
    pub fn into_line(self) -> Line {
        self.0
    }

    /// True when the text already is an address with a scheme.
    pub fn is_link(text: &str) -> bool {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace))
    }

    /// True where the address leads to an issue, a merge request or a ticket of a tracker.
    pub fn is_issue(&self) -> bool {
        let path = self.as_str().split(['?', '#']).next().unwrap_or_default();
        let mut parts = path.split('/').skip(3);
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let is_key = |part: &str| part.rsplit_once('-').is_some_and(|(_, count)| is_number(count));
        while let Some(part) = parts.next() {
            let next = parts.clone().next().unwrap_or_default();
            match part {
                "issues" | "work_items" | "merge_requests" | "pull" | "tickets" if is_number(next) => return true,
                "browse" if is_key(next) => return true,
                _ => {}
            }
        }
        false
    }

    /// True where the address leads to where people meet.
    pub fn is_meeting(&self) -> bool {
        let place = self.as_str().split_once("://").map_or(self.as_str(), |(_, place)| place);
        let host = place.split(['/', '?', '#', ':']).next().unwrap_or_default();
        is_place_to_meet(host.rsplit('@').next().unwrap_or_default())
    }
}

/// Where people meet: a host, or all below it.
pub const MEETINGS: &[&str] = &[
    "zoom.us",
    "zoom.com",
    "zoomgov.com",
    "zoom.com.cn",
    "webex.com",
    "teams.microsoft.com",
    "teams.live.com",
    "gotomeeting.com",
    "gotomeet.me",
    "goto.com",
    "bluejeans.com",
    "whereby.com",
    "meet.google.com",
    "meet.jit.si",
    "chime.aws",
    "ringcentral.com",
    "lifesizecloud.com",
];

/// True for a host where people meet, in any case.
pub fn is_place_to_meet(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let is_below = |known: &&str| host.strip_suffix(*known).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'));
    MEETINGS.iter().any(is_below)
}

/// `example.zoom.com/my/room`: a host with a dot, and nothing that a sentence would have.
fn looks_like_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    let labels: Vec<&str> = name.split('.').collect();
    labels.len() > 1
        && labels.iter().all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-') && !label.starts_with('-')
        })
        && labels.last().is_some_and(|last| last.chars().any(char::is_alphabetic))
        && host.split(':').skip(1).all(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Link {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        let line = Line::new(text)?;
        if Self::is_link(text) {
            Ok(Self(line))
        } else if !text.contains(char::is_whitespace) && looks_like_host(text) {
            Ok(Self(Line::new(format!("https://{text}"))?))
        } else {
            Err(Fault::usage(format!("“{text}” is not a link")).hint("write it with its scheme: https://…"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_issues_and_to_meetings_are_told_apart() {
        let link = |text: &str| text.parse::<Link>().unwrap();
        for text in [
            "https://gitlab.com/a/b/-/issues/1",
            "gitlab.example.com/a/-/work_items/12?x=1",
            "https://github.com/a/b/issues/7#c",
            "https://github.com/a/b/pull/7",
            "https://a.atlassian.net/browse/OPS-12",
            "https://gitlab.com/a/b/-/merge_requests/3",
        ] {
            assert!(link(text).is_issue() && !link(text).is_meeting(), "{text}");
        }
        for text in
            ["https://a.zoom.us/j/1", "https://meet.google.com/a", "http://joe@ZOOM.US:443/j/1", "whereby.com?x"]
        {
            assert!(link(text).is_meeting() && !link(text).is_issue(), "{text}");
        }
        for text in [
            "https://a.example/issues",
            "https://a.example/issues/new",
            "https://notzoom.us/j/1",
            "https://zoom.us.example/j/1",
            "https://a.example/zoom.us",
        ] {
            assert!(!link(text).is_issue() && !link(text).is_meeting(), "{text}");
        }
        for (text, is_meeting) in
            [("https://a.zoom.us/j/1", true), ("https://meet.google.com/a", true), ("https://a.example/issues", false)]
        {
            assert_eq!(link(text).is_meeting(), is_meeting, "{text}");
        }
    }

    #[test]
    fn a_missing_scheme_is_added() {
        let link: Link = "example.zoom.com/my/example.meeting".parse().unwrap();
        assert_eq!(link.as_str(), "https://example.zoom.com/my/example.meeting");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "zoom", "see the ticket", "javascript:alert(1)", "https://", "https:///x", "ftp://a.b", "1.5"]
        {
            assert!(text.parse::<Link>().is_err(), "{text}");
        }
        assert!("https://gitlab.com/a/-/issues/1".parse::<Link>().is_ok());
        assert!("localhost.test:8080/x".parse::<Link>().is_ok());
    }
}
