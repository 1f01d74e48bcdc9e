//! Files: where things lie, settings, reading a record, writing a changed record back into the person's own TOML,
//! atomic replacement, the lock. The only room that knows TOML and temporary files.

mod access;
pub mod atomic_fs;
mod attributes;
mod both_comments;
#[cfg(test)]
mod both_comments_tests;
mod comments;
mod common_part;
mod conflict_block;
pub mod delivery;
mod delivery_note;
#[cfg(test)]
mod delivery_tests;
mod document;
#[cfg(test)]
mod document_example_tests;
#[cfg(test)]
mod document_law_tests;
#[cfg(test)]
mod document_linear_tests;
#[cfg(test)]
mod document_style_tests;
pub mod drafts;
mod explain;
mod fast_reader;
mod fields;
pub mod folder;
pub mod following;
mod fsync;
mod head;
mod header_lists;
pub mod index_lock;
mod inline;
pub mod journal;
mod layout;
mod left_behind;
mod lists;
mod literal;
pub mod lock;
mod modes;
mod new_text;
mod outline;
pub mod output_file;
mod parting;
mod record;
mod records;
mod scan;
mod schema_files;
mod scratch;
mod settings;
pub mod signals;
mod source;
mod spool;
pub mod targets;
mod templates;
mod toml_buffer;
pub mod undelivered;
mod values;

pub use access::{Barrier, barrier, lack_of_room};
pub use attributes::with_store_attributes;
pub use both_comments::with_comments_of_both;
pub use comments::comment_lines;
pub use conflict_block::{open_conflicts, undecided, with_conflicts, without_conflicts};
pub use document::rewrite;
pub use head::{Head, read_head};
pub use layout::{ATTRIBUTES_FILE, Customer, LOGS, Layout, RUNBOOKS, SCHEMAS, SETTINGS_FILE, TEMPLATES};
pub use modes::{Exposed, Places, exposed, is_open};
pub use new_text::{render_inside, render_new};
pub use record::{Read, read};
pub use records::{ForeignFile, Records};
pub use schema_files::{schema_file, schema_text, with_schema_line};
pub use scratch::{PassingFolder, scratch_folder, write_whole};
pub use settings::{UnknownKey, default_settings, read_settings, unknown_keys};
pub use source::{MAX_FILE, must_not_be_newer};
pub use spool::Spool;
pub use templates::{OwnTemplates, built_in_templates, read_template, template_text};
