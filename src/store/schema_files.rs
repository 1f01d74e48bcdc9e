//! What editors need to check and complete a store's files while somebody types: the schemas, and the line that names one.
//!
//! The schemas lie in the store, so that they need no network and fit the version that the store is used with. A store
//! without them works the same.

use super::layout::SCHEMAS;
use crate::model::Described;

/// Where the schema of this kind of file lies in a store, and what it holds.
pub fn schema_file(kind: Described) -> (String, Vec<u8>) {
    (schema_path(kind), schema_text(kind).into_bytes())
}

fn schema_path(kind: Described) -> String {
    format!("{SCHEMAS}/{}.schema.json", kind.word())
}

/// The schema as text.
pub fn schema_text(kind: Described) -> String {
    let text = serde_json::to_string_pretty(&kind.schema()).unwrap_or_default();
    format!("{text}\n")
}

/// A new record's text with the line in front by which an editor finds its schema, from where records lie.
pub fn with_schema_line(record: &str) -> String {
    format!("#:schema ../../{}\n\n{record}", schema_path(Described::Record))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{RUNBOOKS, read};

    #[test]
    fn the_line_leads_from_a_record_to_its_schema_and_says_nothing_else() {
        let text = with_schema_line("format = 1\ncustomer = \"A\"\ntask = \"B\"\nstate = \"draft\"\n");
        let line = text.lines().next().unwrap();
        let path = std::path::Path::new(RUNBOOKS).join("acme").join(line.strip_prefix("#:schema ").unwrap());
        let mut parts: Vec<&str> = Vec::new();
        for part in path.iter().map(|part| part.to_str().unwrap()) {
            if part == ".." {
                parts.pop();
            } else {
                parts.push(part);
            }
        }
        assert_eq!(parts.join("/"), schema_file(Described::Record).0);
        assert_eq!(read("x", text.as_bytes()).unwrap().runbook.customer.as_str(), "A");
    }
}
