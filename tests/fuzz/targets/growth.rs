//! Time: four times the text takes about four times as long, whatever piece it is made of and whoever reads it.
//!
//! The first line of an input chooses the reader; the rest is the piece. Measured is the processor's time, so that other
//! programs do not count.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Duration;

use runbook::import::{ImportOptions, read};
use runbook::model::{Event, Slug, Variables, Zone, parse_at, read_schedule};
use runbook::secret::{Masked, Masker, Rules};
use runbook::{lifecycle, model, store};

use self::worked::worked;
use super::super::choices::Choices;
use super::{MARKDOWN, Target};

#[path = "../../env/worked.rs"]
mod worked;

/// The target.
pub const GROWTH: Target = Target { name: "growth", check, words: MARKDOWN.words, seeds: &[], rounds: 40 };

/// The longest piece, and the shorter of the two texts, in bytes.
const PIECE: usize = 200;
const SHORT: usize = 12 << 10;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::new(&BTreeMap::new()).expect("no pattern is wrong"));

type Reader = (&'static str, fn(&str));

const READERS: [Reader; 7] = [
    ("import", |text| {
        let home_side = Slug::new("gitlab").expect("a word");
        let asked = ImportOptions { customer: None, task: None, zone: None, default_zone: None, home_side };
        drop(black_box(read(text.as_bytes(), &asked)));
    }),
    ("secrets", |text| drop(black_box(RULES.mask(text)))),
    ("masked output", |text| {
        let (mut masker, mut masked) = (Masker::new(&RULES), Masked::default());
        for piece in text.as_bytes().chunks(4 << 10) {
            masker.take(piece, &mut masked);
        }
        masker.end(&mut masked);
        black_box(masked);
    }),
    ("record", |text| {
        let bytes = format!("customer = \"C\"\ntask = \"T\"\nstate = \"draft\"\n{text}").into_bytes();
        drop(black_box(store::read("x.toml", &bytes)));
    }),
    ("time", |text| {
        drop(black_box(read_schedule(text, None, Some(Zone::UTC))));
        drop(black_box(parse_at(text, model::Moment::from_git(1_790_400_000, 60), &Zone::UTC.clocks())));
    }),
    ("condition", |text| drop(black_box(lifecycle::judge(text, &Variables::new())))),
    ("event", |text| drop(black_box(Event::read(text)))),
];

fn check(data: &[u8]) {
    let (mut choices, piece) = Choices::of(data);
    let (name, reader) = READERS[choices.pick(READERS.len())];
    let Ok(piece) = std::str::from_utf8(piece.get(..PIECE).unwrap_or(piece)) else { return };
    if piece.is_empty() {
        return;
    }
    let (short, long) = (piece.repeat(SHORT / piece.len()), piece.repeat(4 * SHORT / piece.len()));
    let mut measured = (Duration::ZERO, Duration::ZERO);
    // the first look at anything costs more, and so does a page that is fetched: once is enough
    for _ in 0..3 {
        measured = (spent(reader, &short), spent(reader, &long));
        if measured.1 < 8 * measured.0 + Duration::from_millis(20) {
            return;
        }
    }
    panic!("{name} takes {:?} for one part and {:?} for four of {piece:?}", measured.0, measured.1);
}

/// How long the reader took.
fn spent(reader: fn(&str), text: &str) -> Duration {
    let before = worked();
    reader(text);
    worked().saturating_sub(before)
}
