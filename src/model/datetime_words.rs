//! A date and a clock time as people write them, taken apart; whose clock it is, is decided elsewhere.
//!
//! Only what has one reading is accepted: `01/12/2026` is refused with both of its readings, and so are relative words
//! such as "tomorrow", because a record that is read a year later must mean what it meant when it was written.

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveTime, Weekday};

use super::calendar::{calendar_day, full_name, month_of, offset_of, short_number, weekday_of};
use super::{Fault, Result, Zone, abbreviation};

/// What the words said, each part at most once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct DatetimeWords {
    pub(super) date: Option<NaiveDate>,
    pub(super) time: Option<NaiveTime>,
    pub(super) offset: Option<FixedOffset>,
    pub(super) zone: Option<Zone>,
    /// An abbreviation from the table, in its own spelling; it says less than a zone.
    pub(super) abbreviation: Option<&'static str>,
}

/// How a date and time are best written, for sentences that refuse another form.
pub(super) const FORM: &str = "2026-12-01 14:00";

const RELATIVE: [&str; 14] = [
    "today",
    "tomorrow",
    "yesterday",
    "tonight",
    "now",
    "next",
    "this",
    "last",
    "in",
    "ago",
    "noon",
    "midnight",
    "morning",
    "evening",
];

impl DatetimeWords {
    /// Takes the words apart.
    ///
    /// # Errors
    /// `Usage` for what has no reading or more than one, with the readings as hints.
    pub(super) fn parse(words: &str) -> Result<Self> {
        if words.chars().count() > 120 {
            return Err(Fault::usage(format!("that is too long for a time: write it as {FORM}")));
        }
        let tidy = tidied(words);
        let mut reader =
            WordsReader { words: &tidy, written: Self::default(), parts: Parts::default(), names: Vec::new() };
        let mut tokens = tidy.split(' ').filter(|token| !token.is_empty()).peekable();
        while let Some(token) = tokens.next() {
            reader.take(token, tokens.peek().copied().unwrap_or_default())?;
        }
        reader.finish()
    }
}

/// One kind of blank and hyphen, and none of the punctuation that people put around dates and zones.
fn tidied(words: &str) -> String {
    let blank = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '`' | '"');
    let plain = |c: char| match c {
        c if blank(c) => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c => c,
    };
    words.chars().map(plain).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A date that comes in several words.
#[derive(Default)]
struct Parts {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    weekday: Option<Weekday>,
}

struct WordsReader<'a> {
    words: &'a str,
    written: DatetimeWords,
    parts: Parts,
    names: Vec<&'a str>,
}

impl<'a> WordsReader<'a> {
    fn take(&mut self, token: &'a str, next: &str) -> Result<()> {
        let half = |word: &str| matches!(word.to_ascii_lowercase().as_str(), "am" | "pm" | "a.m." | "p.m.");
        let signed = |word: &str| matches!(word.as_bytes(), [b'+' | b'-', b'0'..=b'9', ..]);
        match token.as_bytes() {
            // “UTC +1” is an offset in two words
            _ if signed(next) && matches!(token.to_ascii_lowercase().as_str(), "utc" | "gmt" | "ut") => Ok(()),
            _ if matches!(token, "-" | "@" | "|" | "at" | "on" | "of") => Ok(()),
            _ if half(token) => self.afternoon(token),
            _ if signed(token) => self.offset(token),
            [b'0'..=b'9', ..] => self.digits(token, half(next)),
            _ => self.word(token),
        }
    }

    fn digits(&mut self, token: &'a str, before_half: bool) -> Result<()> {
        let digits = token.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = token.split_at(digits);
        let value: u32 = number.parse().map_err(|_| unclear(token))?;
        let tail = rest.to_ascii_lowercase();
        match (digits, tail.as_str()) {
            (4, _) if rest.starts_with(['-', '/', '.']) => self.year_first(token),
            (1 | 2, _) if rest.starts_with(['-', '/', '.']) && rest.len() > 1 => self.other_order(token),
            (4, "") => put(&mut self.parts.year, value, "year"),
            (1 | 2, "") if before_half => self.clock(token),
            (1 | 2, "" | "." | "st" | "nd" | "rd" | "th") => put(&mut self.parts.day, value, "day"),
            (1 | 2, _) if rest.starts_with(':') || tail.starts_with(['a', 'p']) => self.clock(token),
            _ => Err(unclear(token)),
        }
    }

    /// `2026-12-01`, alone or with a time behind a `T`.
    fn year_first(&mut self, token: &'a str) -> Result<()> {
        let end = token.find(['T', 't', '_']).unwrap_or(token.len());
        let (date, rest) = token.split_at(end);
        let mark = if date.contains('-') { '-' } else { date.chars().nth(4).unwrap_or('-') };
        let numbers: Vec<u32> = date.split(mark).map_while(|part| short_number(part, 4)).collect();
        let [year, month, day] = numbers[..] else { return Err(unclear(token)) };
        if date.split(mark).count() != 3 {
            return Err(unclear(token));
        }
        put(&mut self.written.date, calendar_day(year, month, day)?, "date")?;
        match rest.get(1..) {
            None => Ok(()),
            Some(time) if time.starts_with(|c: char| c.is_ascii_digit()) => self.clock(time),
            Some(_) => Err(unclear(token)),
        }
    }

    /// `1-Dec-2026` has one reading; `01/12/2026` has not.
    fn other_order(&mut self, token: &'a str) -> Result<()> {
        let parts: Vec<&str> = token.split(['-', '/', '.']).collect();
        let [day, month, year] = parts[..] else { return Err(unclear(token)) };
        match (short_number(day, 2), month_of(month), short_number(year, 4)) {
            (Some(day), Some(month), Some(year)) => {
                put(&mut self.written.date, calendar_day(year, month, day)?, "date")
            }
            _ => Err(self.either_order(token, [day, month, year])),
        }
    }

    fn either_order(&self, token: &str, parts: [&str; 3]) -> Fault {
        let numbers = parts.map(|part| short_number(part, 4));
        let [Some(a), Some(b), Some(c)] = numbers else { return unclear(token) };
        let long = |year: u32| if year < 100 { 2000 + year } else { year };
        let mut days: Vec<NaiveDate> = [(c, b, a), (c, a, b)]
            .into_iter()
            .filter_map(|(year, month, day)| calendar_day(long(year), month, day).ok())
            .collect();
        days.dedup();
        let fault = Fault::usage(format!(
            "“{token}” does not say which number is the day and which the month: write the year first"
        ));
        days.iter()
            .fold(fault, |fault, day| fault.hint(format!("\"{}\"", self.words.replacen(token, &day.to_string(), 1))))
    }

    /// `14:00`, `14:00:30`, `2pm`, `2:30pm`, and what is glued to it: `Z`, an offset, an abbreviation.
    fn clock(&mut self, token: &'a str) -> Result<()> {
        let end = token.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(token.len());
        let (clock, rest) = token.split_at(end);
        let whole = clock.split('.').next().unwrap_or_default();
        let numbers: Vec<u32> = whole.split(':').map_while(|part| short_number(part, 2)).collect();
        let (hour, minute, second) = match numbers[..] {
            [hour] => (hour, 0, 0),
            [hour, minute] => (hour, minute, 0),
            [hour, minute, second] => (hour, minute, second),
            _ => return Err(unclear(token)),
        };
        let fraction = clock.get(whole.len()..).unwrap_or_default();
        let fraction_fits =
            fraction.is_empty() || (numbers.len() == 3 && fraction.len() > 1 && fraction.matches('.').count() == 1);
        let well_formed = fraction_fits
            && whole.split(':').count() == numbers.len()
            && whole.split(':').skip(1).all(|part| part.len() == 2);
        if !well_formed {
            return Err(unclear(token));
        }
        let time = NaiveTime::from_hms_opt(hour, minute, second).ok_or_else(|| no_such_time(clock))?;
        put(&mut self.written.time, time, "time of day")?;
        self.glued(rest)
    }

    fn glued(&mut self, rest: &'a str) -> Result<()> {
        let lower = rest.to_ascii_lowercase();
        match ["a.m.", "p.m.", "am", "pm"].into_iter().find(|half| lower.starts_with(half)) {
            Some(half) => {
                self.afternoon(half)?;
                self.glued(rest.get(half.len()..).unwrap_or_default())
            }
            None if rest.is_empty() => Ok(()),
            None if rest.starts_with(['+', '-']) => self.offset(rest),
            None => self.word(rest),
        }
    }

    fn afternoon(&mut self, half: &str) -> Result<()> {
        let time = self.written.time.ok_or_else(|| unclear(half))?;
        let hour = chrono::Timelike::hour(&time);
        if !(1..=12).contains(&hour) {
            return Err(Fault::usage(format!(
                "there is no {} {half}: hours with {half} go from 1 to 12",
                time.format("%H:%M")
            )));
        }
        let noon = if half.to_ascii_lowercase().starts_with('p') { 12 } else { 0 };
        self.written.time = chrono::Timelike::with_hour(&time, hour % 12 + noon);
        Ok(())
    }

    fn offset(&mut self, text: &str) -> Result<()> {
        put(&mut self.written.offset, offset_of(text)?, "offset")
    }

    fn word(&mut self, token: &'a str) -> Result<()> {
        let lower = token.trim_end_matches('.').to_ascii_lowercase();
        if let Some(month) = month_of(&lower) {
            return put(&mut self.parts.month, month, "month");
        }
        if let Some(weekday) = weekday_of(&lower) {
            return put(&mut self.parts.weekday, weekday, "weekday");
        }
        if lower == "z" {
            return put(&mut self.written.offset, offset_of("+00:00")?, "offset");
        }
        let after_utc = ["utc", "gmt", "ut"].into_iter().find_map(|name| lower.strip_prefix(name));
        match after_utc {
            Some(offset) if offset.starts_with(['+', '-']) => self.offset(offset),
            _ => {
                self.names.push(token);
                Ok(())
            }
        }
    }

    fn finish(mut self) -> Result<DatetimeWords> {
        if let Some(date) = self.parts.date()? {
            put(&mut self.written.date, date, "date")?;
        }
        if let (Some(date), Some(weekday)) = (self.written.date, self.parts.weekday)
            && date.weekday() != weekday
        {
            return Err(Fault::usage(format!("{date} is a {}, not a {}", date.format("%A"), full_name(weekday))));
        }
        let names = std::mem::take(&mut self.names);
        for name in &names {
            let lower = name.to_ascii_lowercase();
            match lower.as_str() {
                "time" | "timezone" if names.len() > 1 => {}
                _ if RELATIVE.contains(&lower.as_str()) => return Err(relative(name)),
                _ => self.zone_word(name, &names)?,
            }
        }
        Ok(self.written)
    }

    fn zone_word(&mut self, name: &str, names: &[&str]) -> Result<()> {
        if let Some(entry) = abbreviation::spelled(name) {
            return put(&mut self.written.abbreviation, entry, "abbreviation");
        }
        match name.parse::<Zone>() {
            Ok(zone) => put(&mut self.written.zone, zone, "time zone"),
            Err(_) => {
                let name = names.join(" ");
                let place = if name == self.words { String::new() } else { format!(" in “{}”", self.words) };
                let fault = Fault::usage(format!("“{name}”{place} is neither a date, a time nor a time zone"));
                let zones = Zone::suggestions(&name);
                if zones.is_empty() {
                    return Err(fault.hint(format!("write it as {FORM}")));
                }
                Err(zones.into_iter().fold(fault, |fault, zone| fault.hint(format!("--zone {zone}"))))
            }
        }
    }
}

impl Parts {
    fn date(&self) -> Result<Option<NaiveDate>> {
        match (self.year, self.month, self.day) {
            (None, None, None) => Ok(None),
            (Some(year), Some(month), Some(day)) => calendar_day(year, month, day).map(Some),
            _ => Err(Fault::usage(format!("a date needs year, month and day: write it as {FORM}"))),
        }
    }
}

fn put<T>(slot: &mut Option<T>, value: T, what: &str) -> Result<()> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Fault::usage(format!("there is more than one {what} in it: write one, as in {FORM}"))),
    }
}

fn unclear(token: &str) -> Fault {
    Fault::usage(format!("“{token}” is not understood as part of a date and time: write it as {FORM}"))
}

fn no_such_time(clock: &str) -> Fault {
    let fault = Fault::usage(format!("there is no time of day {clock}"));
    if clock.starts_with("24") { fault.hint("00:00 of the next day is the end of a day") } else { fault }
}

fn relative(word: &str) -> Fault {
    Fault::usage(format!("“{word}” means another day tomorrow: write date and time out, as in {FORM}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refusal(words: &str) -> Fault {
        DatetimeWords::parse(words).expect_err(words)
    }

    #[test]
    fn a_date_in_another_order_is_refused_with_its_readings() {
        let fault = refusal("01/12/2026 14:00");
        assert_eq!(fault.hints, ["\"2026-12-01 14:00\"", "\"2026-01-12 14:00\""]);
        assert_eq!(refusal("25.12.2026 14:00").hints, ["\"2026-12-25 14:00\""]);
        assert_eq!(refusal("1-2-26 14:00").hints, ["\"2026-02-01 14:00\"", "\"2026-01-02 14:00\""]);
    }

    #[test]
    fn what_has_no_reading_is_refused() {
        for words in [
            "",
            "2026-02-30 14:00",
            "2026-12-01 25:00",
            "2026-12-01 24:00",
            "2026-12-01 14:60",
            "2026-12-01 14:00:61",
            "2026-12-01 13pm",
            "2026-12-01 0am",
            "2026-12-01 1400",
            "2026-12-01 14:0",
            "2026-12-01 14.5",
            "2026-12-01T",
            "2026-12-01 14:00 +25:00",
            "2026-12-01 14:00 +01:60",
            "2026-12-01 14:00 - 15:00",
            "2026-12-01 2026-12-02 14:00",
            "1 December 14:00",
            "Monday 2026-12-01 14:00",
            "tomorrow 14:00",
            "2026-12-01 noon",
            "2026-12-01 14:00 somewhere",
            "20261-12-01 14:00",
            "1826-12-01 14:00",
            "2026-12-01-14:00",
            "next friday 2pm",
        ] {
            let whole =
                DatetimeWords::parse(words).is_ok_and(|written| written.date.is_some() && written.time.is_some());
            assert!(!whole, "{words}");
        }
    }

    #[test]
    fn a_misspelt_zone_gets_a_suggestion() {
        assert_eq!(refusal("2026-12-01 14:00 Europe/Berln").hints[0], "--zone Europe/Berlin");
        assert_eq!(refusal("2026-12-01 14:00 New York").hints[0], "--zone America/New_York");
        assert!(refusal("tomorrow 14:00").message.contains("tomorrow"));
        assert!(refusal("Monday 2026-12-01 14:00").message.contains("is a Tuesday"));
    }

    proptest! {
        #[test]
        fn no_words_whatever_make_it_panic(words in "\\PC{0,60}", flag in any::<bool>()) {
            let words = if flag { format!("2026-12-01 {words}") } else { words };
            let _ = DatetimeWords::parse(&words);
        }

        #[test]
        fn pieces_of_times_in_any_order_never_panic(
            pieces in proptest::collection::vec("(20[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[:.h/-][0-9]{0,2}|[+-][0-9:]{1,5}|am|pm|Z|UTC|PST|T|[0-9]{1,5}|Dec|Mon| )", 0..8),
            joint in "( ||T|-)",
        ) {
            let _ = DatetimeWords::parse(&pieces.join(&joint));
        }

        #[test]
        fn a_plain_date_and_time_is_read_as_it_stands(
            seconds in 0_i64..4_102_444_800,
            form in prop::sample::select(vec!["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d %B %Y %H:%M:%S", "%a %b %d %Y %I:%M:%S %p", "%Y-%m-%d - %I:%M:%S%P"]),
        ) {
            let time = chrono::DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
            let written = DatetimeWords::parse(&time.format(form).to_string()).unwrap();
            prop_assert_eq!((written.date, written.time), (Some(time.date()), Some(time.time())));
        }
    }
}
