//! The quick reader against the full one: where both are asked, both answer the same, for a whole record and for its head.
//!
//! A carriage return is unusual, and so the full reader's: an empty line that ends with one changes nothing else.

use runbook::model::Runbook;
use runbook::store::{self, Head};
use toml::Table;

use super::{RECORD, Target};

/// The target.
pub const QUICK: Target = Target { name: "quick", check, words: RECORD.words, seeds: &[], rounds: 2_000 };

const BOM: &[u8] = "\u{feff}".as_bytes();

fn check(data: &[u8]) {
    let (mark, text) = if data.starts_with(BOM) { data.split_at(BOM.len()) } else { data.split_at(0) };
    let behind = [data, b"\r\n"].concat();
    let before = [mark, b"\r\n", text].concat();
    let (quick, full) = (store::read("x.toml", data), store::read("x.toml", &behind));
    match (&quick, &full) {
        (Ok(quick), Ok(full)) => assert_eq!(quick.runbook, full.runbook),
        (Err(quick), Err(full)) => assert_eq!(quick.kind, full.kind, "{quick}\n{full}"),
        (Ok(_), Err(full)) => panic!("only the quick reader reads it: {full}"),
        (Err(quick), Ok(_)) => panic!("only the full reader reads it: {quick}"),
    }
    let (head, full_head) = (store::read_head("x.toml", data), store::read_head("x.toml", &before));
    match (&head, &full_head) {
        (Ok(head), Ok(full)) => assert_eq!(head, full),
        (Err(head), Err(full)) => assert_eq!(head.kind, full.kind, "{head}\n{full}"),
        (Ok(_), Err(full)) => panic!("only the quick reader reads this head: {full}"),
        (Err(head), Ok(_)) => panic!("only the full reader reads this head: {head}"),
    }
    if let Ok(read) = quick {
        assert_eq!(head.ok(), Some(head_of(&read.runbook)), "the head is not the record's own");
        said_by_the_parser(text, &read.runbook);
    }
}

fn head_of(record: &Runbook) -> Head {
    Head {
        customer: record.customer.clone(),
        task: record.task.clone(),
        state: record.state,
        result: record.result,
        dri: record.dri.clone(),
        scheduled_at: record.scheduled_at,
        time_zone: record.time_zone,
        template: record.template.clone(),
    }
}

/// What is read is what another parser of the same language reads.
fn said_by_the_parser(text: &[u8], record: &Runbook) {
    let text = std::str::from_utf8(text).expect("a record is text");
    let table: Table = text.parse().expect("a record is TOML");
    let word = |key: &str| table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    assert_eq!(word("customer").as_deref(), Some(record.customer.as_str()));
    assert_eq!(word("task").as_deref(), Some(record.task.as_str()));
    assert_eq!(word("state"), Some(record.state.to_string()));
    assert_eq!(word("dri"), record.dri.as_ref().map(ToString::to_string));
    let summary = record.summary.as_ref().map(ToString::to_string);
    assert_eq!(word("summary").map(|text| text.replace("\r\n", "\n")), summary);
    let ids = |list: &str| -> Vec<String> {
        let items = table.get(list).and_then(toml::Value::as_array).into_iter().flatten();
        items.filter_map(|item| Some(item.get("id")?.as_str()?.to_owned())).collect()
    };
    assert_eq!(ids("tasks"), record.tasks.iter().map(|task| task.id.to_string()).collect::<Vec<_>>());
    assert_eq!(ids("contacts"), record.contacts.iter().map(|own| own.id.to_string()).collect::<Vec<_>>());
    assert_eq!(table.get("tasks").and_then(|tasks| tasks.get(0)?.get("title")?.as_str()), first_title(record));
}

fn first_title(record: &Runbook) -> Option<&str> {
    record.tasks.first().map(|task| task.title.as_str())
}
