//! Markdown into a draft: filled runbook issues as people really write them.
//!
//! Text in, drafts out, each with its repairs and its doubts. It knows no files and no TOML, and it refuses to guess:
//! what has one meaning is taken, what has several is left out and said, and what has none is kept word for word. No
//! line of a text is lost: every reader claims the lines that it has understood, and what nobody claims is kept.

mod answer_row;
mod answers;
mod attempts;
#[cfg(test)]
mod cases_tests;
mod cells;
mod check_items;
mod checklist;
mod checklist_tables;
mod closing;
mod code_spans;
mod contact;
mod contact_guesses;
mod contact_items;
mod contact_tables;
mod contacts;
mod contradiction;
#[cfg(test)]
mod corpus_tests;
mod dates;
mod decode;
mod draft;
mod durations;
mod facts;
mod fences;
mod fields;
mod form_words;
#[cfg(test)]
mod forms_tests;
mod front_matter;
#[cfg(test)]
mod head_law_tests;
mod header;
mod headings;
mod how_done;
#[cfg(test)]
mod how_done_tests;
mod how_it_stands;
mod html_rows;
mod html_tables;
mod html_words;
mod inline;
mod instructions;
mod items;
mod known_items;
mod labels;
mod languages;
#[cfg(test)]
mod law_tests;
mod left_out;
#[cfg(test)]
mod left_out_tests;
#[cfg(test)]
mod linear_tests;
mod mail_head;
#[cfg(test)]
mod meaning_tests;
mod meanings;
mod name;
mod name_rows;
mod names;
mod naming;
mod no_work;
#[cfg(test)]
mod nobody_tests;
#[cfg(test)]
mod not_taken_tests;
mod options;
mod other_times;
mod people;
#[cfg(test)]
mod plain_words_tests;
mod reached;
mod read;
mod record_items;
mod recorded;
mod reference_links;
mod refold;
mod refold_lists;
#[cfg(test)]
mod refold_tests;
mod returned;
mod rollback;
mod rows;
mod runbooks;
mod section_names;
mod sections;
mod several;
mod shown;
mod signs;
#[cfg(test)]
mod silent_tests;
mod source_text;
mod still_there;
mod stray_tasks;
#[cfg(test)]
mod stray_tasks_tests;
mod struck;
mod structure;
#[cfg(test)]
mod table_law_tests;
mod tables;
mod task_headings;
mod task_lists;
mod task_tables;
mod tasks;
#[cfg(test)]
mod tests;
mod time_range;
mod title_rows;
mod under_items;
mod unknown_labels;
#[cfg(test)]
mod value_law_tests;
mod vocabulary;
mod writing;
mod written_contact;

pub use draft::{ImportDraft, OpenSchedule, Origin};
pub use options::ImportOptions;
pub use read::{read, read_knowing};
pub use returned::Ground;
pub use source_text::{Folded, ORIGIN};
