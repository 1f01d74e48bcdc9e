//! All templates of a store: the built-in ones, and the team's own, which replace those of the same name.
//!
//! Files are read when they are wanted, not before, by the reader that the shelf was given. It refuses to hand out a
//! template with an error in it or in what it extends; a broken file is told in lists, never passed over.

use std::collections::HashSet;

use super::check::flaws;
use super::inherit::extend;
use crate::lifecycle::{find, suggestion};
use crate::model::{
    Fault, Flaw, Kind, Misread, Origin, Path, Result, Slug, Template, TemplateFile, TemplateRow, TemplateText, Weight,
    excerpt,
};

/// So many errors of a template are told besides the first to somebody who only wanted to use it.
const MANY: usize = 19;

/// Understands a template's file.
pub type TemplateReader = fn(&TemplateText) -> Result<TemplateFile, Box<Misread>>;

/// The templates of a store.
#[derive(Debug, Clone)]
pub struct Shelf {
    reader: TemplateReader,
    texts: Vec<TemplateText>,
    strangers: Vec<(String, Fault)>,
}

/// What a template extends, nearest first.
struct Lineage {
    ancestors: Vec<TemplateFile>,
    /// What is wrong with the last one's own `extends`.
    broken: Option<Flaw>,
}

impl Shelf {
    /// A shelf of these texts; `strangers` are files of the store's folder that cannot be templates, by name.
    pub fn new(reader: TemplateReader, texts: Vec<TemplateText>, strangers: Vec<(String, Fault)>) -> Self {
        Self { reader, texts, strangers }
    }

    /// The text that stands for each name, by name.
    fn visible(&self) -> Vec<&TemplateText> {
        let replaced = |text: &TemplateText| {
            text.origin == Origin::BuiltIn
                && self.texts.iter().any(|own| own.origin == Origin::Store && own.name == text.name)
        };
        let mut visible: Vec<&TemplateText> = self.texts.iter().filter(|text| !replaced(text)).collect();
        visible.sort_by(|a, b| a.name.cmp(&b.name));
        visible
    }

    /// A row for each template from which a runbook can be made, and for each file that ought to be one.
    pub fn rows(&self) -> Vec<TemplateRow> {
        let mut rows: Vec<TemplateRow> = self.visible().into_iter().filter_map(|text| self.row(text)).collect();
        rows.extend(self.strangers.iter().map(|(name, fault)| broken(name, Origin::Store, fault)));
        rows.sort_by(|a, b| a.name.cmp(&b.name));
        rows
    }

    fn row(&self, text: &TemplateText) -> Option<TemplateRow> {
        let file = match (self.reader)(text) {
            Ok(file) => file,
            Err(misread) => return Some(broken(text.name.as_str(), text.origin, &misread.fault)),
        };
        let (template, problem) = match self.sound(&file) {
            Ok(template) => (template, None),
            Err(fault) => (file.template, Some(fault.message)),
        };
        (!template.fragment).then(|| TemplateRow {
            name: template.name.as_str().to_owned(),
            version: template.version.as_str().into(),
            title: template.title.as_str().to_owned(),
            description: template.description.map(|text| text.as_str().to_owned()),
            source: text.origin.word().to_owned(),
            variables: template.variables.iter().map(Into::into).collect(),
            problem,
        })
    }

    /// The template of this name or unambiguous part of one, whole and without an error.
    ///
    /// # Errors
    /// `NotFound` and `Ambiguous` with the candidates; `Unreadable` with file, line and key for a broken one.
    pub fn find(&self, part: &str) -> Result<Template> {
        self.sound(&self.read(self.text(part)?)?)
    }

    /// The file of the template of this name or unambiguous part of one, as it was written.
    ///
    /// # Errors
    /// `NotFound` and `Ambiguous` with the candidates; the fault of a file that cannot be a template.
    pub fn text(&self, part: &str) -> Result<&TemplateText> {
        self.among(self.visible(), part)
    }

    /// As [`Self::text`], for a copy: an empty file of the store is passed over, because a shell that is told to put the
    /// copy of a built-in template under its own name has emptied that file before the template is looked for.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub fn text_to_copy(&self, part: &str) -> Result<&TemplateText> {
        let (written, empty): (Vec<_>, Vec<_>) = self.visible().into_iter().partition(|text| !text.bytes.is_empty());
        let hidden =
            |own: &&TemplateText| own.origin == Origin::BuiltIn && empty.iter().any(|text| text.name == own.name);
        let built_in = self.texts.iter().filter(hidden);
        self.among(written.iter().copied().chain(built_in).collect(), part)
    }

    fn among<'s>(&'s self, mut usable: Vec<&'s TemplateText>, part: &str) -> Result<&'s TemplateText> {
        if let Some((_, fault)) = self.strangers.iter().find(|(name, _)| name == part) {
            return Err(fault.clone());
        }
        match usable.iter().any(|text| text.name.as_str() == part) {
            true => usable.retain(|text| text.name.as_str() == part),
            false => usable.retain(|text| !self.is_fragment(text)),
        }
        let text = find(&usable, |text| &text.name, part, "template").map_err(|fault| match fault.kind {
            Kind::NotFound => fault.hint("see them all with `runbook template list`"),
            _ => fault,
        })?;
        if self.is_fragment(text) {
            return Err(Fault::new(
                Kind::NotFound,
                format!("{} is a part of other templates, and no runbook is made from it", text.name),
            )
            .hint("see those that are with `runbook template list`"));
        }
        Ok(text)
    }

    fn is_fragment(&self, text: &TemplateText) -> bool {
        (self.reader)(text).is_ok_and(|file| file.template.fragment)
    }

    /// Everything that is wrong with a template's file or could be better.
    pub fn check(&self, text: &TemplateText) -> Vec<Flaw> {
        let file = match (self.reader)(text) {
            Ok(file) => file,
            Err(misread) => return vec![misread.flaw],
        };
        let lineage = self.lineage(&file);
        let inherited = lineage.ancestors.iter().rev().fold(None, put_in);
        let mut flaws = flaws(&file, inherited.as_ref(), &whole(inherited.clone(), &file));
        flaws.extend(lineage.broken.map(|flaw| match lineage.ancestors.last() {
            None => flaw,
            Some(ancestor) => Flaw {
                message: format!("{}{flaw}", ancestor.file),
                line: file.places.line(&Path::of(["extends"])),
                ..flaw
            },
        }));
        flaws.sort_by_key(|flaw| flaw.line);
        flaws
    }

    fn read(&self, text: &TemplateText) -> Result<TemplateFile> {
        (self.reader)(text).map_err(|misread| misread.fault)
    }

    /// The template with everything put in, when neither it nor what it extends has an error.
    fn sound(&self, file: &TemplateFile) -> Result<Template> {
        let Lineage { ancestors, mut broken } = self.lineage(file);
        // what is built in and extends only what is built in is held to be sound by a test, not at every call
        let is_proven = broken.is_none() && ancestors.iter().chain([file]).all(|each| each.origin == Origin::BuiltIn);
        let mut inherited = None;
        for each in ancestors.iter().rev() {
            if !is_proven {
                refuse_errors(each, inherited.as_ref(), broken.take())?;
            }
            inherited = put_in(inherited, each);
        }
        if !is_proven {
            refuse_errors(file, inherited.as_ref(), broken.take())?;
        }
        Ok(whole(inherited, file))
    }

    /// What a template extends, and why there is no more where there should be.
    fn lineage(&self, file: &TemplateFile) -> Lineage {
        let mut ancestors: Vec<TemplateFile> = Vec::new();
        let mut seen: HashSet<(Slug, Origin)> = HashSet::from([(file.template.name.clone(), file.origin)]);
        loop {
            let last = ancestors.last().unwrap_or(file);
            let next = self.next_of_kin(last).and_then(|text| match text {
                Some(text) if !seen.insert((text.name.clone(), text.origin)) => {
                    Err(format!("it extends itself, by way of `{}`", text.name))
                }
                text => Ok(text),
            });
            let read = next.and_then(|text| match text.map(self.reader).transpose() {
                Err(misread) => Err(format!("it cannot be extended: {}", misread.fault.message)),
                Ok(parent) => Ok(parent),
            });
            match read {
                Ok(Some(parent)) => ancestors.push(parent),
                Ok(None) => return Lineage { ancestors, broken: None },
                Err(message) => {
                    let line = last.places.line(&Path::of(["extends"]));
                    let flaw = Flaw { key: "extends".to_owned(), line, message, weight: Weight::Error };
                    return Lineage { ancestors, broken: Some(flaw) };
                }
            }
        }
    }

    /// The text of what a template extends itself; none where it extends nothing.
    fn next_of_kin(&self, file: &TemplateFile) -> Result<Option<&TemplateText>, String> {
        let Some(name) = &file.template.extends else { return Ok(None) };
        if let Some(text) = self.parent(name, file) {
            return Ok(Some(text));
        }
        let others =
            self.texts.iter().map(|text| text.name.as_str()).filter(|other| *other != file.template.name.as_str());
        let near = suggestion(name.as_str(), others);
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Err(format!("there is no template `{name}` to extend{near}"))
    }

    /// The template that `child` extends under this name: one that replaces a built-in may extend what it replaces.
    fn parent(&self, name: &Slug, child: &TemplateFile) -> Option<&TemplateText> {
        let of = |origin: Origin| self.texts.iter().find(|text| text.name == *name && text.origin == origin);
        let is_itself = child.origin == Origin::Store && child.template.name == *name;
        of(Origin::Store).filter(|_| !is_itself).or_else(|| of(Origin::BuiltIn))
    }
}

fn whole(inherited: Option<Template>, file: &TemplateFile) -> Template {
    match inherited {
        Some(parent) => extend(parent, &file.template),
        None => file.template.clone(),
    }
}

fn put_in(inherited: Option<Template>, file: &TemplateFile) -> Option<Template> {
    Some(whole(inherited, file))
}

fn refuse_errors(file: &TemplateFile, inherited: Option<&Template>, broken: Option<Flaw>) -> Result<()> {
    let found = flaws(file, inherited, &whole(inherited.cloned(), file));
    let mut errors = broken.into_iter().chain(found).filter(|flaw| flaw.weight == Weight::Error);
    let Some(first) = errors.next() else { return Ok(()) };
    let mut fault = first.fault(&file.file);
    for more in errors.by_ref().take(MANY) {
        fault.message.push_str(&excerpt(format!("\n{}{more}", file.file)));
    }
    match errors.count() {
        0 => {}
        count => fault.message.push_str(&format!("\nand {count} more")),
    }
    Err(fault.hint(format!("all that is wrong with it: runbook template check {}", file.template.name)))
}

fn broken(name: &str, source: Origin, fault: &Fault) -> TemplateRow {
    TemplateRow {
        name: name.to_owned(),
        version: serde_json::Value::Null,
        title: String::new(),
        description: None,
        source: source.word().to_owned(),
        variables: Vec::new(),
        problem: Some(fault.message.clone()),
    }
}

#[cfg(test)]
mod tests;
