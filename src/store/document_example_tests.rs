//! Examples of records as people write them, changed by the tool: what stays, and where new lines go.

use serde_json::{Value, json};

use super::{read, rewrite};
use crate::model::Runbook;

const HEAD: &str = "customer = \"C\"\ntask = \"T\"\nstate = \"draft\"\n";

/// The text after a change of the record as values.
fn changed(text: &str, change: impl FnOnce(&mut Value)) -> String {
    let before = read("x.toml", text.as_bytes()).unwrap();
    let mut record = serde_json::to_value(&before.runbook).unwrap();
    change(&mut record);
    let new: Runbook = serde_json::from_value(record).unwrap();
    String::from_utf8(rewrite(&before, &new).unwrap()).unwrap()
}

#[track_caller]
fn example(before: &str, change: impl FnOnce(&mut Value), after: &str) {
    let head = |text: &str| if text.starts_with("customer = ") { text.to_owned() } else { format!("{HEAD}{text}") };
    assert_eq!(changed(&head(before), change), head(after));
}

fn id(id: &str) -> Value {
    json!({"id": id, "title": id.to_uppercase()})
}

fn list<'v>(record: &'v mut Value, name: &str) -> &'v mut Vec<Value> {
    record[name].as_array_mut().unwrap()
}

#[test]
fn nothing_changed_is_nothing_written() {
    for text in ["a=1", "a = 1\r\n\r\n[x]\r\n", "# only\n\n\n"] {
        let text = format!("{HEAD}{text}");
        assert_eq!(changed(&text, |_| ()), text);
    }
}

#[test]
fn a_changed_value_keeps_its_line() {
    example(
        "dri  =\t'@a'   # the one\nsummary = \"\"\"\nold\ntext\"\"\" # why\n[later]\n",
        |r| {
            r["dri"] = json!("@b");
            r["summary"] = json!("new\ntext\n");
        },
        "dri  =\t'@b'   # the one\nsummary = \"\"\"\nnew\ntext\n\"\"\" # why\n[later]\n",
    );
}

#[test]
fn a_new_header_key_goes_to_its_place_before_the_tables() {
    example(
        "# above\n\n# tasks\n[[tasks]]\nid = \"a\"\ntitle = \"A\"\n",
        |r| {
            r["dri"] = json!("@a");
            r["summary"] = json!("s");
            r["scheduled_at"] = json!("2026-12-01T14:00:00Z");
        },
        "customer = \"C\"\ntask = \"T\"\nsummary = \"s\"\nconfidential = true\nstate = \"draft\"\ndri = \"@a\"\nscheduled_at = 2026-12-01T14:00:00Z\n\
         # above\n\n# tasks\n[[tasks]]\nid = \"a\"\ntitle = \"A\"\n"
            .replace("confidential = true\n", "")
            .as_str(),
    );
}

#[test]
fn a_cleared_key_leaves_its_comments() {
    example(
        "dri = \"@a\"\n  agreed = \"yes\" # by mail\n",
        |r| r["agreed"] = Value::Null,
        "dri = \"@a\"\n  # by mail\n",
    );
}

#[test]
fn line_ends_mark_and_missing_last_line_break_stay() {
    let before =
        "\u{feff}customer = \"C\"\r\ntask = \"T\"\r\nstate = \"draft\"\r\n\r\n[[tasks]]\r\nid = \"a\"\r\ntitle = \"A\"";
    let after = changed(before, |r| {
        r["summary"] = json!("x\ny");
        list(r, "tasks").push(id("b"));
    });
    assert_eq!(
        after,
        "\u{feff}customer = \"C\"\r\ntask = \"T\"\r\nsummary = \"\"\"\r\nx\r\ny\"\"\"\r\nstate = \"draft\"\r\n\r\n[[tasks]]\r\nid = \"a\"\r\ntitle = \"A\"\r\n\r\n[[tasks]]\r\nid = \"b\"\r\ntitle = \"B\""
    );
}

#[test]
fn new_items_go_behind_the_last_with_all_that_belongs_to_it() {
    example(
        "[[ tasks ]] # first\n  id = \"a\"\n  title = \"A\"\n  [[tasks.attempts]]\n  took = \"1m\"\n  # tail\n\n# other\n[later]\nx = 1\n",
        |r| list(r, "tasks").push(id("b")),
        "[[ tasks ]] # first\n  id = \"a\"\n  title = \"A\"\n  [[tasks.attempts]]\n  took = \"1m\"\n  # tail\n\n[[ tasks ]]\n  id = \"b\"\n  title = \"B\"\n\n# other\n[later]\nx = 1\n",
    );
}

#[test]
fn a_new_list_stands_where_a_reader_looks_for_it() {
    example(
        "\n[[contacts]]\nid = \"a\"\nside = \"customer\"\n\n# back\n[rollback]\nplan = \"p\"\n",
        |r| r["tasks"] = json!([id("a")]),
        "\n[[contacts]]\nid = \"a\"\nside = \"customer\"\n\n[[tasks]]\nid = \"a\"\ntitle = \"A\"\n\n# back\n[rollback]\nplan = \"p\"\n",
    );
    example(
        "\n# back\n[rollback]\nplan = \"p\"\n",
        |r| r["tasks"] = json!([id("a")]),
        "\n[[tasks]]\nid = \"a\"\ntitle = \"A\"\n\n# back\n[rollback]\nplan = \"p\"\n",
    );
    example("tasks = []\n", |r| r["tasks"] = json!([id("a")]), "\n[[tasks]]\nid = \"a\"\ntitle = \"A\"\n");
}

#[test]
fn attempts_are_appended_to_their_own_task() {
    let attempt = || json!([{"started_at": "2026-12-01T14:00:00Z", "by": "A <a@b.c>"}]);
    example(
        "[[tasks]]\nid = \"a\"\ntitle = \"A\"\n\n[[tasks]]\nid = \"b\"\ntitle = \"B\"\n",
        |r| r["tasks"][0]["attempts"] = attempt(),
        "[[tasks]]\nid = \"a\"\ntitle = \"A\"\n\n[[tasks.attempts]]\nstarted_at = 2026-12-01T14:00:00Z\nby = \"A <a@b.c>\"\n\n[[tasks]]\nid = \"b\"\ntitle = \"B\"\n",
    );
    example(
        "tasks = [ { id = \"a\", title = \"A\" } ]\n",
        |r| r["tasks"][0]["attempts"] = attempt(),
        "tasks = [ { id = \"a\", title = \"A\", attempts = [{ started_at = 2026-12-01T14:00:00Z, by = \"A <a@b.c>\" }] } ]\n",
    );
}

#[test]
fn an_item_that_goes_leaves_the_comments_around_it() {
    example(
        "\n# the tasks\n[[tasks]]\nid = \"a\"\ntitle = \"A\"\n\n[[tasks]]\nid = \"b\"\ntitle = \"B\"\n# tail\n\n[later]\n",
        |r| {
            list(r, "tasks").remove(0);
        },
        "\n# the tasks\n\n[[tasks]]\nid = \"b\"\ntitle = \"B\"\n# tail\n\n[later]\n",
    );
    example(
        "\n[[tasks]]\nid = \"a\"\ntitle = \"A\"\n\n[[tasks]]\nid = \"b\"\ntitle = \"B\"\n\n[later]\n",
        |r| {
            list(r, "tasks").remove(1);
        },
        "\n[[tasks]]\nid = \"a\"\ntitle = \"A\"\n\n[later]\n",
    );
}

#[test]
fn moved_items_keep_their_text_and_comments() {
    let (a, b) = (
        "# one\n[[tasks]] # x\nid = \"a\"\ntitle='A'\n[[tasks.attempts]]\ntook = \"1m\"\n# tail\n",
        "# two\n[[tasks]]\ntitle =  \"B\"\nid = \"b\"\n",
    );
    let c = "[[tasks]]\nid = \"c\"\ntitle = \"C\"\n";
    example(&format!("\n{a}\n{b}\n{c}"), |r| list(r, "tasks").rotate_left(1), &format!("\n{b}\n{c}\n{a}"));
    example(&format!("\n{a}\n{b}\n{c}"), |r| list(r, "tasks").rotate_right(1), &format!("\n{c}\n{a}\n{b}"));
}

#[test]
fn inline_lists_stay_inline() {
    let contact = |id: &str| json!({"id": id, "side": "customer"});
    example(
        "contacts = [ {id=\"a\", side=\"customer\"} ] # people\n",
        |r| {
            list(r, "contacts").push(contact("b"));
            r["contacts"][0]["name"] = json!("A");
        },
        "contacts = [ {id=\"a\", side=\"customer\", name = \"A\"}, { id = \"b\", side = \"customer\" } ] # people\n",
    );
    let lines = "contacts = [\n  # first\n  { id = \"a\", side = \"customer\" }, # a\n  { id = \"b\", side = \"customer\" } # b\n  # end\n]\n";
    example(
        lines,
        |r| list(r, "contacts").push(contact("c")),
        "contacts = [\n  # first\n  { id = \"a\", side = \"customer\" }, # a\n  { id = \"b\", side = \"customer\" }, # b\n  { id = \"c\", side = \"customer\" }\n  # end\n]\n",
    );
    example(
        lines,
        |r| {
            list(r, "contacts").remove(0);
        },
        "contacts = [\n  # first\n  # a\n  { id = \"b\", side = \"customer\" } # b\n  # end\n]\n",
    );
    example(
        "contacts = [ { id = \"a\", side = \"customer\", role = \"x\", duties = [\"execute\"] } ]\n",
        |r| {
            r["contacts"][0].as_object_mut().unwrap().remove("role");
            r["contacts"][0]["duties"] = json!(["verify", "execute"]);
        },
        "contacts = [ { id = \"a\", side = \"customer\", duties = [\"verify\", \"execute\"] } ]\n",
    );
}

#[test]
fn dotted_keys_stay_dotted() {
    example(
        "rollback.plan = \"p\" # why\nx = 1\n",
        |r| {
            r["rollback"]["plan"] = json!("q");
            r["rollback"]["links"] = json!(["u"]);
        },
        "rollback.plan = \"q\" # why\nrollback.links = [\"u\"]\nx = 1\n",
    );
    example(
        "rollback.plan = \"p\"\n",
        |r| r["rollback"]["steps"] = json!([id("s")]),
        "rollback.plan = \"p\"\n\n[[rollback.steps]]\nid = \"s\"\ntitle = \"S\"\n",
    );
    example(
        "rollback = { plan = \"p\" }\n",
        |r| r["rollback"]["steps"] = json!([id("s")]),
        "rollback = { plan = \"p\", steps = [{ id = \"s\", title = \"S\" }] }\n",
    );
    example(
        "\n[[rollback.steps]]\nid = \"s\"\ntitle = \"S\"\n",
        |r| r["rollback"]["plan"] = json!("p"),
        "\n[rollback]\nplan = \"p\"\n\n[[rollback.steps]]\nid = \"s\"\ntitle = \"S\"\n",
    );
}

#[test]
fn lists_of_words_keep_the_comments_beside_the_others() {
    example(
        "[[contacts]]\nid = \"a\"\nside = \"customer\"\nduties = [\n  \"execute\", # e\n  \"communicate\",\n  \"verify\" # v\n]\n",
        |r| r["contacts"][0]["duties"] = json!(["execute", "verify", "coordinate"]),
        "[[contacts]]\nid = \"a\"\nside = \"customer\"\nduties = [\n  \"execute\", # e\n  \"verify\", # v\n  \"coordinate\"\n]\n",
    );
}

#[test]
fn tables_out_of_order_are_understood() {
    example(
        "[[tasks]]\nid = \"a\"\ntitle = \"A\"\n[[contacts]]\nid = \"c\"\nside = \"customer\"\n[[tasks.attempts]]\ntook = \"1m\"\n[[tasks]]\nid = \"b\"\ntitle = \"B\"\n",
        |r| {
            r["tasks"][0]["attempts"].as_array_mut().unwrap().push(json!({"took": "2m"}));
            list(r, "tasks").swap(0, 1);
        },
        "\n[[tasks]]\nid = \"b\"\ntitle = \"B\"\n\n[[tasks]]\nid = \"a\"\ntitle = \"A\"\n[[contacts]]\nid = \"c\"\nside = \"customer\"\n[[tasks.attempts]]\ntook = \"1m\"\n\n[[tasks.attempts]]\ntook = \"2m\"\n",
    );
}

#[test]
fn a_whole_list_can_be_replaced_and_go() {
    example(
        "\n[[ tasks ]]\nid = \"a\"\ntitle = \"A\"\n",
        |r| r["tasks"] = json!([id("x"), id("y")]),
        "\n[[ tasks ]]\nid = \"x\"\ntitle = \"X\"\n\n[[ tasks ]]\nid = \"y\"\ntitle = \"Y\"\n",
    );
    example("\n# t\n[[tasks]]\nid = \"a\"\ntitle = \"A\"\n", |r| r["tasks"] = json!([]), "\n# t\n");
}

#[test]
fn comments_inside_a_list_of_words_outlive_its_words() {
    example(
        "[[contacts]]\nid = \"a\"\nside = \"customer\"\nduties = [\n  \"execute\", # e\n]\n",
        |r| r["contacts"][0]["duties"] = json!([]),
        "[[contacts]]\nid = \"a\"\nside = \"customer\"\n# e\n",
    );
}

#[test]
fn a_table_that_loses_its_last_key_leaves_its_comments() {
    example(
        "\n# answers\n[variables] # asked\n# why\ncause = \"x\" # said\n",
        |r| r["variables"] = json!({}),
        "\n# answers\n# asked\n# why\n# said\n",
    );
    example(
        "\n[rollback] # back\n# how\nplan = \"p\"\n",
        |r| r["rollback"] = json!({}),
        "\n[rollback] # back\n# how\n",
    );
    example("rollback.plan = \"p\"\n", |r| r["rollback"] = json!({}), "\n[rollback]\n");
}
