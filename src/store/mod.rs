//! Files: where things lie, settings, reading a record, writing a changed record back into the person's own TOML,
//! atomic replacement, the lock. The only room that knows TOML and temporary files.

mod attributes;
pub mod claim;
mod document;
#[cfg(test)]
mod document_examples;
#[cfg(test)]
mod document_law;
#[cfg(test)]
mod document_style;
pub mod drafts;
mod durable;
mod editors;
mod explain;
mod fields;
mod fresh;
mod head;
mod inline;
pub mod journal;
mod layout;
mod lists;
mod literal;
pub mod lock;
mod modes;
mod outline;
pub mod outside;
mod page;
mod quick;
mod record;
mod records;
pub mod replace;
mod reread;
mod scan;
mod schema;
mod scratch;
mod settings;
pub mod signals;
mod source;
mod spool;
pub mod targets;
mod templates;
mod values;

pub use attributes::with_store_attributes;
pub use document::rewrite;
pub use editors::{schema_file, schema_text, with_schema_line};
pub use fresh::{render_inside, render_new};
pub use head::{Head, read_head};
pub use layout::{ATTRIBUTES_FILE, Customer, LOGS, Layout, RUNBOOKS, SCHEMAS, SETTINGS_FILE, TEMPLATES};
pub use modes::{make_private, too_open};
pub use record::{Read, read};
pub use records::{Records, Stranger};
pub use reread::{Earlier, reread};
pub use scratch::scratch_folder;
pub use settings::{UnknownKey, default_settings, read_settings, unknown_keys};
pub use source::MAX_FILE;
pub use spool::Spool;
pub use templates::{OwnTemplates, built_in_templates, read_template, template_text};
