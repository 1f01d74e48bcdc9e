//! Records written as many different people might write them: keys in odd order, comments at every place, tables under
//! headers, with dotted keys or between brackets, every kind of text, either line end. For tests.

use serde_json::{Map, Value};

use super::fields::{field_at, inner};
use super::literal;
use super::outline::TomlStep;
use crate::model::keys::Holds;

/// Choices, drawn from bytes so that a failing one can be made smaller.
pub(super) struct Dice {
    bytes: Vec<u8>,
    at: usize,
}

impl Dice {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, at: 0 }
    }

    /// A number below `sides`; zero once the bytes are used up.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % sides.max(1)
    }

    pub(super) fn flip(&mut self) -> bool {
        self.roll(2) == 1
    }

    pub(super) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())].clone()
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            let other = index - self.roll(index + 1);
            items.swap(index, other);
        }
    }
}

struct Writer<'d> {
    dice: &'d mut Dice,
    comments: usize,
}

/// The record as some person's file.
pub(super) fn write_in_some_style(dice: &mut Dice, record: &Value) -> Vec<u8> {
    let mut writer = Writer { dice, comments: 0 };
    let mut text = writer.own_lines();
    text.push_str(&writer.table(record.as_object().unwrap(), &[]));
    text.push_str(&writer.own_lines());
    if writer.dice.roll(5) == 4 {
        text = text.trim_end().to_owned();
    }
    if writer.dice.roll(3) == 2 {
        text = text.replace('\n', "\r\n");
    }
    if writer.dice.roll(4) == 3 {
        text.insert(0, '\u{feff}');
    }
    text.into_bytes()
}

impl Writer<'_> {
    fn comment(&mut self) -> String {
        self.comments += 1;
        format!("# c{} [x] = \"", self.comments)
    }

    /// Comments and blank lines, or none.
    fn own_lines(&mut self) -> String {
        match self.dice.roll(8) {
            1 => "\n".to_owned(),
            2 => format!("{}\n", self.comment()),
            3 => format!("\n{}\n", self.comment()),
            4 => format!("{}\n\n", self.comment()),
            5 => format!("  {}\n{}\n", self.comment(), self.comment()),
            _ => String::new(),
        }
    }

    fn line_end(&mut self) -> String {
        match self.dice.roll(4) {
            1 => format!(" {}\n", self.comment()),
            2 => "  \n".to_owned(),
            _ => "\n".to_owned(),
        }
    }

    fn key(&mut self, key: &str) -> String {
        match self.dice.roll(6) {
            1 => format!("\"{key}\""),
            2 => format!("'{key}'"),
            _ => literal::key(key),
        }
    }

    fn value(&mut self, value: &Value, path: &[TomlStep]) -> String {
        match value {
            Value::String(text) if field_at(path) == Holds::Time => text.replace('T', self.dice.pick(&["T", " "])),
            Value::String(text) => self.text(text),
            Value::Array(items) => {
                let parts: Vec<_> = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| self.inline(item, &inner(path, TomlStep::Index(index))))
                    .collect();
                self.list(&parts)
            }
            Value::Object(_) => self.inline(value, path),
            other => other.to_string(),
        }
    }

    fn text(&mut self, text: &str) -> String {
        let literal_fits = !text.contains(['\'', '\n']);
        match self.dice.roll(4) {
            1 if literal_fits => format!("'{text}'"),
            2 if !text.contains("'''") && !text.ends_with('\'') => format!("'''\n{text}'''"),
            3 => format!("\"\"\"\\\n   {}\"\"\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            _ => serde_json::to_string(text).unwrap(),
        }
    }

    fn list(&mut self, parts: &[String]) -> String {
        match self.dice.roll(4) {
            1 if !parts.is_empty() => {
                let mut out = format!("[ {}\n", if self.dice.flip() { self.comment() } else { String::new() });
                for (index, part) in parts.iter().enumerate() {
                    if self.dice.flip() {
                        out.push_str(&format!("    {}\n", self.comment()));
                    }
                    let comma = index + 1 < parts.len() || self.dice.flip();
                    out.push_str(&format!("  {part}{}{}", if comma { "," } else { "" }, self.line_end()));
                }
                format!("{out}]")
            }
            2 => format!("[ {} ]", parts.join(" , ")),
            3 if !parts.is_empty() => format!("[{},]", parts.join(",")),
            _ => format!("[{}]", parts.join(", ")),
        }
    }

    /// A value inside another one: on one line.
    fn inline(&mut self, value: &Value, path: &[TomlStep]) -> String {
        match value {
            Value::Object(map) if map.is_empty() => "{}".to_owned(),
            Value::Object(map) => {
                let parts: Vec<_> = map
                    .iter()
                    .map(|(key, value)| {
                        let here = inner(path, TomlStep::Key(key.clone()));
                        match value {
                            Value::Object(deep) if deep.len() == 1 && self.dice.flip() => {
                                let (name, value) = deep.iter().next().unwrap();
                                let value = self.inline(value, &inner(&here, TomlStep::Key(name.clone())));
                                format!("{} . {} = {value}", self.key(key), self.key(name))
                            }
                            value => format!("{} = {}", self.key(key), self.inline(value, &here)),
                        }
                    })
                    .collect();
                if self.dice.flip() {
                    format!("{{{}}}", parts.join(","))
                } else {
                    format!("{{ {} }}", parts.join(" , "))
                }
            }
            Value::Array(items) => {
                let parts: Vec<_> = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| self.inline(item, &inner(path, TomlStep::Index(index))))
                    .collect();
                format!("[{}]", parts.join(", "))
            }
            Value::String(text) if field_at(path) == Holds::Time => text.clone(),
            Value::String(text) => serde_json::to_string(text).unwrap(),
            other => other.to_string(),
        }
    }

    /// Statements first, then tables under headers; each in an odd order.
    fn table(&mut self, map: &Map<String, Value>, path: &[TomlStep]) -> String {
        let mut statements = Vec::new();
        let mut tables = Vec::new();
        let indent = self.dice.pick(&["", "", "  ", "\t"]);
        for (key, value) in map {
            let here = inner(path, TomlStep::Key(key.clone()));
            let is_tables =
                matches!(value, Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_object));
            match value {
                Value::Object(deep) if !deep.is_empty() && self.dice.roll(3) == 1 => {
                    for (name, value) in deep {
                        let value = self.value(value, &inner(&here, TomlStep::Key(name.clone())));
                        let keys = format!("{}.{}", self.key(key), self.key(name));
                        statements.push(self.statement(indent, &keys, &value));
                    }
                }
                Value::Object(_) if self.dice.roll(3) != 2 => tables.push(self.under_header(value, &here)),
                Value::Array(_) if is_tables && self.dice.roll(3) != 2 => tables.push(self.under_header(value, &here)),
                value => {
                    let value = self.value(value, &here);
                    let key = self.key(key);
                    statements.push(self.statement(indent, &key, &value));
                }
            }
        }
        self.dice.shuffle(&mut statements);
        self.dice.shuffle(&mut tables);
        format!("{}{}", statements.concat(), tables.concat())
    }

    fn statement(&mut self, indent: &str, key: &str, value: &str) -> String {
        let equals = self.dice.pick(&[" = ", "=", "\t= ", "  =  "]);
        format!("{}{indent}{key}{equals}{value}{}", self.own_lines(), self.line_end())
    }

    fn under_header(&mut self, value: &Value, path: &[TomlStep]) -> String {
        let names: Vec<String> = path
            .iter()
            .filter_map(|step| match step {
                TomlStep::Key(key) => Some(key.clone()),
                TomlStep::Index(_) => None,
            })
            .map(|key| self.key(&key))
            .collect();
        let name = names.join(self.dice.pick(&[".", " . "]));
        let pad = self.dice.pick(&["", "", " "]);
        let mut out = String::new();
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    out.push_str(&self.own_lines());
                    out.push_str(&format!("{}[[{pad}{name}{pad}]]{}", self.dice.pick(&["", "  "]), self.line_end()));
                    out.push_str(&self.table(item.as_object().unwrap(), &inner(path, TomlStep::Index(index))));
                }
            }
            value => {
                out.push_str(&self.own_lines());
                out.push_str(&format!("[{pad}{name}{pad}]{}", self.line_end()));
                out.push_str(&self.table(value.as_object().unwrap(), path));
            }
        }
        out
    }
}
