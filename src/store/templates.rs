//! Templates as files: those that are part of this program, the team's own, and what the TOML in one says.
//!
//! It refuses what is not wholly understood, with line and key. Whether a template makes sense (its variables, its
//! conditions, what it extends) is not judged here.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::path::Path as FilePath;

use serde_json::{Map, Value, json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::explain::explain;
use super::layout::{Layout, TEMPLATES};
use super::source::{MAX_FILE, Source};
use super::values::values_used_once;
use crate::model::keys::Shape;
use crate::model::{
    Fault, Flaw, Kind, Misread, Origin, Path, Places, Result, Runbook, Slug, Template, TemplateFile, TemplateText,
    Weight, excerpt,
};

/// Names with the texts of their files.
macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../runbook-templates/", $name, ".toml")))),*]
    };
}

/// Every built-in template, fragments included.
const BUILT_IN: [(&str, &str); 26] = built_in![
    "account-access-change",
    "account-holder",
    "account-work",
    "blank",
    "blocked-account",
    "bulk-2fa-removal",
    "bulk-work",
    "data-access",
    "delete-project",
    "download-data",
    "email-typo-fix",
    "enforce-2fa-all-groups",
    "group-owner-change",
    "idp-migration",
    "impersonation",
    "lost-access",
    "namespace-work",
    "project-group-change",
    "ps-migration-unblock",
    "reinstate-blocked-account",
    "release-email",
    "remove-identity",
    "rerun-pipelines",
    "swap-primary-email",
    "unlock-locked-account",
    "view-secrets",
];

/// The team's own templates.
#[derive(Debug, Clone, Default)]
pub struct OwnTemplates {
    /// Those that could be read as bytes, by name.
    pub texts: Vec<TemplateText>,
    /// Files that cannot be templates, by the name that they would have, and why.
    pub strangers: Vec<(String, Fault)>,
}

/// The templates that are part of this program.
pub fn built_in_templates() -> Vec<TemplateText> {
    BUILT_IN
        .iter()
        .map(|(name, text)| TemplateText {
            name: Slug::from_text(name),
            file: format!("the built-in template {name}"),
            origin: Origin::BuiltIn,
            bytes: Cow::Borrowed(text.as_bytes()),
        })
        .collect()
}

impl Layout {
    /// The store's own templates. A file that cannot be one is told, never passed over.
    ///
    /// # Errors
    /// `Disk` when their folder is a symbolic link or cannot be listed.
    pub fn templates(&self) -> Result<OwnTemplates> {
        let folder = self.path(TEMPLATES);
        let unlisted = |why: &dyn std::fmt::Display| {
            Fault::new(Kind::Disk, format!("the folder {TEMPLATES} cannot be listed: {why}"))
        };
        match std::fs::symlink_metadata(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(OwnTemplates::default()),
            Err(error) => return Err(unlisted(&error)),
            Ok(meta) if !meta.is_dir() => {
                return Err(unlisted(&"it is not a folder").hint("put the folder itself there, not a link"));
            }
            Ok(_) => {}
        }
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(|error| unlisted(&error))? {
            let name = entry.map_err(|error| unlisted(&error))?.file_name().to_string_lossy().into_owned();
            if let Some(stem) = name.strip_suffix(".toml").filter(|_| !name.starts_with('.')) {
                names.push(stem.to_owned());
            }
        }
        names.sort_unstable();
        let mut own = OwnTemplates::default();
        for name in names {
            own.add(&name, self.read_file(&file_of(&name)));
        }
        Ok(own)
    }
}

impl OwnTemplates {
    /// Takes in the text of a file of this name, or why it cannot be one.
    pub fn add(&mut self, stem: &str, bytes: Result<Option<Vec<u8>>>) {
        let file = file_of(stem);
        match name_of(stem, &file).and_then(|name| Ok((name, bytes?))) {
            Ok((name, Some(bytes))) => {
                self.texts.push(TemplateText { name, file, origin: Origin::Store, bytes: Cow::Owned(bytes) });
            }
            Ok((_, None)) => {}
            Err(fault) => self.strangers.push((stem.to_owned(), fault)),
        }
    }
}

fn file_of(stem: &str) -> String {
    format!("{TEMPLATES}/{stem}.toml")
}

fn name_of(stem: &str, file: &str) -> Result<Slug> {
    Slug::new(stem).map_err(|_| {
        let near = Slug::from_text(stem);
        Fault::new(Kind::Unreadable, format!("{file}: a template's name is lower-case letters, digits and hyphens"))
            .hint(format!("rename the file to {near}.toml"))
    })
}

/// A template's text from any file, for checking it where it lies.
///
/// # Errors
/// `NotFound` where there is no such file; `Disk` and `Unreadable` for what cannot be read or is no template's name.
pub fn template_text(path: &FilePath) -> Result<TemplateText> {
    let file = path.display().to_string();
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Fault::new(Kind::NotFound, format!("there is no file {file}")),
        _ => Fault::new(Kind::Disk, format!("{file} cannot be read: {error}")),
    };
    if std::fs::metadata(path).map_err(failed)?.is_dir() {
        return Err(Fault::new(Kind::Disk, format!("{file} is a folder"))
            .hint("name the files: runbook template check runbook-templates/*.toml"));
    }
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_FILE).unwrap_or(u64::MAX) + 1;
    File::open(path).map_err(failed)?.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    Ok(TemplateText { name: name_of(&stem, &file)?, file, origin: Origin::Store, bytes: Cow::Owned(bytes) })
}

/// What a template's file says.
///
/// # Errors
/// What is wrong first, with line and key.
pub fn read_template(text: &TemplateText) -> Result<TemplateFile, Box<Misread>> {
    let source = Source::new(&text.file, &text.bytes).map_err(|fault| whole(&source_less(text, &fault), fault))?;
    let parsed = DeTable::parse(&source.text).map_err(|_| syntax(&source))?;
    let root = parsed.get_ref();
    let (values, twice) = values_used_once(root, Shape::Template)
        .map_err(|wrong| misread(&source, Some(&wrong.at), &wrong.path, &wrong.what))?;
    let values = named(text, &source, root, values)?;
    let explained = |error: serde_path_to_error::Error<serde_json::Error>| {
        let explained = explain(root, &error);
        misread(&source, explained.at.as_ref(), &explained.path, &explained.what)
    };
    let template: Template = serde_path_to_error::deserialize(Value::Object(values)).map_err(explained)?;
    // what it says of the header is the record's to judge
    serde_path_to_error::deserialize::<_, Runbook>(beginning(&template)).map_err(explained)?;
    let twice = twice.iter().map(|wrong| misread(&source, Some(&wrong.at), &wrong.path, &wrong.what).flaw).collect();
    Ok(TemplateFile { template, file: text.file.clone(), origin: text.origin, places: places(&source, root), twice })
}

/// The header of a record that begins with what the template says of it.
fn beginning(template: &Template) -> Value {
    let mut record = json!({"customer": "-", "task": "-", "state": "draft"});
    if let Value::Object(fields) = &mut record {
        fields.extend(template.header().map(|(key, value)| (key.name.to_owned(), value.clone())));
    }
    record
}

/// Puts the file's name in as the template's, and what may be left out; a name that stands in the file must be the same.
fn named(
    text: &TemplateText,
    source: &Source,
    root: &DeTable<'_>,
    mut values: Map<String, Value>,
) -> Result<Map<String, Value>, Box<Misread>> {
    let name = Value::String(text.name.as_str().to_owned());
    if values.get("name").is_some_and(|own| *own != name) {
        let what = format!("the file's name is the template's: write name = \"{}\", or leave the key out", text.name);
        return Err(misread(source, root.get("name").map(Spanned::span).as_ref(), &Path::of(["name"]), &what));
    }
    values.entry("title").or_insert_with(|| name.clone());
    values.entry("version").or_insert_with(|| Value::from(1));
    values.insert("name".to_owned(), name);
    values.remove("format");
    Ok(values)
}

fn misread(source: &Source, at: Option<&Range<usize>>, path: &Path, what: &str) -> Box<Misread> {
    let key = path.to_string();
    let line = at.map(|span| source.line(span.start));
    let flaw = Flaw { key: key.clone(), line, message: excerpt(what.to_owned()), weight: Weight::Error };
    Box::new(Misread { fault: source.fault(at, &key, what), flaw })
}

fn syntax(source: &Source) -> Box<Misread> {
    let fault = source.syntax();
    let (_, errors) = DeTable::parse_recoverable(&source.text);
    let start = errors.iter().filter_map(|error| error.span()).map(|span| span.start).min();
    let message = fault.message.split_once(": ").map_or(fault.message.as_str(), |(_, what)| what).to_owned();
    let flaw = Flaw { key: String::new(), line: start.map(|start| source.line(start)), message, weight: Weight::Error };
    Box::new(Misread { fault, flaw })
}

/// The message of a fault of the whole file, without the file's name.
fn source_less(text: &TemplateText, fault: &Fault) -> String {
    fault.message.strip_prefix(&text.file).unwrap_or(&fault.message).trim_start_matches([',', ':', ' ']).to_owned()
}

fn whole(message: &str, fault: Fault) -> Box<Misread> {
    let flaw = Flaw { key: String::new(), line: None, message: message.to_owned(), weight: Weight::Error };
    Box::new(Misread { fault, flaw })
}

/// The line of every key and item.
fn places(source: &Source, root: &DeTable<'_>) -> Places {
    let breaks: Vec<usize> = source.text.match_indices('\n').map(|(at, _)| at).collect();
    let line = |at: usize| 1 + breaks.partition_point(|newline| *newline < at);
    let mut places = Places::default();
    in_table(root, &Path::root(), &line, &mut places);
    places
}

fn in_table(table: &DeTable<'_>, path: &Path, line: &dyn Fn(usize) -> usize, places: &mut Places) {
    for (key, value) in table {
        let here = path.join(key.get_ref().as_ref());
        match value.get_ref() {
            // a list of tables has its keys' spans in its items
            DeValue::Array(items) if items.iter().any(|item| item.get_ref().is_table()) => {
                for (index, item) in items.iter().enumerate() {
                    let item_path = here.join(item_name(item, index));
                    places.put(item_path.clone(), line(item.span().start));
                    if let DeValue::Table(inner) = item.get_ref() {
                        in_table(inner, &item_path, line, places);
                    }
                }
            }
            DeValue::Table(inner) => {
                places.put(here.clone(), line(value.span().start));
                in_table(inner, &here, line, places);
            }
            _ => places.put(here, line(key.span().start)),
        }
    }
}

/// How flaws call an item: by its id, a variable by its name, otherwise by its number from one.
fn item_name(item: &Spanned<DeValue<'_>>, index: usize) -> String {
    let word = |key: &str| item.get_ref().get(key).and_then(|value| value.get_ref().as_str()).map(str::to_owned);
    word("id").or_else(|| word("name")).unwrap_or_else(|| (index + 1).to_string())
}

#[cfg(test)]
mod tests;
