//! The templates of a store: the built-in ones and the team's own, on one shelf.

use std::path::Path;

use crate::model::{Flaw, Result};
use crate::store::{OwnTemplates, TEMPLATES, built_in_templates, read_template, template_text};
use crate::template::Shelf;

use super::Workspace;

/// The built-in templates alone, where there is no store.
pub fn built_in_shelf() -> Shelf {
    shelf_of(OwnTemplates::default())
}

fn shelf_of(own: OwnTemplates) -> Shelf {
    let mut texts = own.texts;
    texts.extend(built_in_templates());
    Shelf::new(read_template, texts, own.strangers)
}

/// The template's name, and what is wrong with its file, wherever it lies, or could be better; `shelf` holds what it may
/// extend.
///
/// # Errors
/// `NotFound`, `Disk` and `Unreadable` for what is no file of a template at all.
pub fn check_template(shelf: &Shelf, file: &Path) -> Result<(String, Vec<Flaw>)> {
    let text = template_text(file)?;
    Ok((text.name.to_string(), shelf.check(&text)))
}

/// Every template from which a runbook can be made here.
///
/// # Errors
/// `Disk` when the folder of the team's own templates cannot be listed.
pub fn shelf(workspace: &Workspace) -> Result<Shelf> {
    let mut own = workspace.layout.templates()?;
    for path in workspace.repository.left_out(TEMPLATES)? {
        if let Some(name) = path.strip_prefix(TEMPLATES).and_then(|rest| rest.strip_prefix('/'))
            && let Some(stem) = name.strip_suffix(".toml").filter(|stem| !stem.contains('/'))
            && !own.texts.iter().any(|there| there.name.as_str() == stem)
        {
            own.add(stem, workspace.repository.text_left_out(&path));
        }
    }
    Ok(shelf_of(own))
}

#[cfg(test)]
mod branch_tests;
#[cfg(test)]
mod outgoing_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk_tests;
