//! Dates and times of day as they are written in other languages than English, in words that have one meaning.
//!
//! Only the spelling changes: `05.12.2026` has the day first wherever it is written so, `05/12/2026` has not.

use super::languages::{any_has, meaning};
use super::vocabulary::folded;

/// The longest text that is looked at, in bytes: no date is longer.
const LONGEST: usize = 200;

/// The same date and time in words that are read as one; none where nothing of it is of another language.
pub(super) fn respelt(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let spaced = with_blanks(text);
    let mut words: Vec<String> = Vec::new();
    let mut is_other = spaced != text;
    for token in spaced.split([' ', ',', '\n', '\t']).filter(|token| !token.is_empty()) {
        let own = folded(token);
        let after_number = words.last().is_some_and(|last| last.ends_with(|c: char| c.is_ascii_digit()));
        let after_hours = words.last().is_some_and(|last| is_hours(last));
        let word = if let Some(date) = with_points(token) {
            date
        } else if let Some(time) = clock(token) {
            time
        } else if let Some(name) = meaning(|own| own.months, &own).or_else(|| meaning(|own| own.weekdays, &own)) {
            name.to_owned()
        } else if after_hours && any_has(|language| language.hours, &own) {
            if let Some(last) = words.last_mut() {
                *last = last.replace('.', ":");
                if !last.contains(':') {
                    last.push_str(":00");
                }
            }
            is_other = true;
            continue;
        } else if any_has(|language| language.date_joints, &own) && !is_of_the_clock(&own, after_number) {
            is_other = true;
            continue;
        } else {
            token.to_owned()
        };
        is_other |= word != token;
        words.push(word);
    }
    is_other.then(|| words.join(" "))
}

/// `14`, `14.00`, `14:00`.
fn is_hours(word: &str) -> bool {
    let hours = word.split(['.', ':']).next().unwrap_or_default();
    word.len() < 6 && hours.parse::<u32>().is_ok_and(|hours| hours < 25)
}

/// "am" joins a date in one language, and is half a day in another.
fn is_of_the_clock(word: &str, after_number: bool) -> bool {
    word == "utc" || after_number && matches!(word, "am" | "pm")
}

/// The numbers of a date that have signs behind them instead of marks between them; an hour may stand alone.
fn with_blanks(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut has_sign = false;
    for c in text.chars() {
        let is_counted = out.ends_with(|c: char| c.is_ascii_digit());
        let mut sign = [0; 4];
        match meaning(|language| language.date_signs, c.encode_utf8(&mut sign)).filter(|_| is_counted) {
            Some(mark) => {
                out.push(mark);
                has_sign = true;
            }
            None => out.push(c),
        }
    }
    if !has_sign {
        return text.to_owned();
    }
    let out = out.replace(['(', ')', '（', '）'], " ");
    let parts = out.split(' ').map(|part| if part.ends_with(':') { format!("{part}00") } else { part.to_owned() });
    parts.collect::<Vec<_>>().join(" ")
}

/// `05.12.2026`: day, month, year.
fn with_points(token: &str) -> Option<String> {
    let parts: Vec<&str> = token.split('.').collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let number = |part: &str, most: u32| part.parse::<u32>().ok().filter(|own| (1..=most).contains(own));
    let (day, month) = (number(day, 31)?, number(month, 12)?);
    (year.len() == 4 && number(year, 9_999).is_some()).then(|| format!("{year}-{month:02}-{day:02}"))
}

/// `14h30`, `14h`.
fn clock(token: &str) -> Option<String> {
    let (hours, minutes) = token.split_once(['h', 'H'])?;
    let is_number = |part: &str| part.len() < 3 && part.bytes().all(|b| b.is_ascii_digit());
    let is_time = !hours.is_empty() && is_number(hours) && is_number(minutes) && minutes.len() != 1;
    is_time.then(|| format!("{hours}:{}", if minutes.is_empty() { "00" } else { minutes }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Reading, read_schedule};

    #[test]
    fn a_date_in_any_language_is_one_time() {
        for text in [
            "05.12.2026 14:00 UTC",
            "5. Dezember 2026, 14:00 Uhr UTC",
            "Samstag, den 5. Dezember 2026 um 14 Uhr UTC",
            "am 5.12.2026 14.00 Uhr UTC",
            "5 décembre 2026 à 14h00 UTC",
            "samedi 5 décembre 2026 14h UTC",
            "5 de diciembre de 2026 a las 14:00 UTC",
            "5 de dezembro de 2026 às 14h UTC",
            "5 dicembre 2026 alle ore 14:00 UTC",
            "2026年12月5日 14時00分 UTC",
            "2026年12月5日（土曜日）14:00 UTC",
        ] {
            let own = respelt(text).unwrap_or_else(|| panic!("{text}"));
            let Ok(Reading::Agreed(agreed)) = read_schedule(&own, None, None) else { panic!("{text}: {own}") };
            assert_eq!(agreed.scheduled_at.to_string(), "2026-12-05T14:00:00Z", "{text}: {own}");
        }
    }

    #[test]
    fn what_has_two_meanings_is_not_chosen() {
        for text in ["05/12/2026 14h30 UTC", "Sonntag, 5. Dezember 2026 14:00 Uhr UTC", "13.13.2026 14:00 UTC"] {
            let own = respelt(text).unwrap_or_else(|| text.to_owned());
            assert!(read_schedule(&own, None, None).is_err(), "{text}: {own}");
        }
        assert_eq!(respelt("2026-12-05 2 pm UTC"), None);
    }
}
