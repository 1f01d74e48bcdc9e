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
};

/// Understands a template's file.
pub type Reader = fn(&TemplateText) -> Result<TemplateFile, Box<Misread>>;

/// The templates of a store.
#[derive(Debug, Clone)]
pub struct Shelf {
    reader: Reader,
    texts: Vec<TemplateText>,
    strangers: Vec<(String, Fault)>,
}

/// A template with everything put in, and what is wrong with it.
struct Whole {
    template: Template,
    flaws: Vec<Flaw>,
}

impl Shelf {
    /// A shelf of these texts; `strangers` are files of the store's folder that cannot be templates, by name.
    pub fn new(reader: Reader, texts: Vec<TemplateText>, strangers: Vec<(String, Fault)>) -> Self {
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
        let problem = self.sound(&file).err().map(|fault| fault.message);
        let template = self.whole(&file).template;
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
        if let Some((_, fault)) = self.strangers.iter().find(|(name, _)| name == part) {
            return Err(fault.clone());
        }
        let usable: Vec<&TemplateText> =
            self.visible().into_iter().filter(|text| text.name.as_str() == part || !self.is_fragment(text)).collect();
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
        match (self.reader)(text) {
            Ok(file) => self.whole(&file).flaws,
            Err(misread) => vec![misread.flaw],
        }
    }

    fn read(&self, text: &TemplateText) -> Result<TemplateFile> {
        (self.reader)(text).map_err(|misread| misread.fault)
    }

    /// The template with everything put in, when neither it nor what it extends has an error.
    fn sound(&self, file: &TemplateFile) -> Result<Template> {
        let ancestors = self.ancestors(file).0;
        for each in ancestors.iter().rev().chain([file]) {
            let mut errors = self.whole(each).flaws.into_iter().filter(|flaw| flaw.weight == Weight::Error);
            if let Some(first) = errors.next() {
                let mut fault = first.fault(&each.file);
                for more in errors {
                    fault.message.push_str(&format!("\n{}{more}", each.file));
                }
                return Err(fault);
            }
        }
        Ok(self.whole(file).template)
    }

    fn whole(&self, file: &TemplateFile) -> Whole {
        let (ancestors, broken) = self.ancestors(file);
        let inherited =
            ancestors.into_iter().rev().map(|file| file.template).reduce(|parent, child| extend(parent, &child));
        let template = match &inherited {
            Some(parent) => extend(parent.clone(), &file.template),
            None => file.template.clone(),
        };
        let mut flaws = flaws(file, inherited.as_ref(), &template);
        flaws.extend(broken);
        flaws.sort_by_key(|flaw| flaw.line);
        Whole { template, flaws }
    }

    /// What a template extends, nearest first, and why there is no more where there should be.
    fn ancestors(&self, file: &TemplateFile) -> (Vec<TemplateFile>, Option<Flaw>) {
        let mut ancestors: Vec<TemplateFile> = Vec::new();
        let mut seen: HashSet<(Slug, Origin)> = HashSet::from([(file.template.name.clone(), file.origin)]);
        let wrong = |message: String| {
            let line = file.places.line(&Path::of(["extends"]));
            Some(Flaw { key: "extends".to_owned(), line, message, weight: Weight::Error })
        };
        loop {
            let last = ancestors.last().unwrap_or(file);
            let Some(name) = last.template.extends.clone() else { return (ancestors, None) };
            let Some(text) = self.parent(&name, last) else {
                let near = suggestion(name.as_str(), self.texts.iter().map(|text| text.name.as_str()));
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                return (ancestors, wrong(format!("there is no template `{name}` to extend{near}")));
            };
            if !seen.insert((text.name.clone(), text.origin)) {
                return (ancestors, wrong(format!("it extends itself, by way of `{name}`")));
            }
            match (self.reader)(text) {
                Ok(parent) => ancestors.push(parent),
                Err(misread) => return (ancestors, wrong(format!("it cannot be extended: {}", misread.fault.message))),
            }
        }
    }

    /// The template that `child` extends under this name: one that replaces a built-in may extend what it replaces.
    fn parent(&self, name: &Slug, child: &TemplateFile) -> Option<&TemplateText> {
        let of = |origin: Origin| self.texts.iter().find(|text| text.name == *name && text.origin == origin);
        let is_itself = child.origin == Origin::Store && child.template.name == *name;
        of(Origin::Store).filter(|_| !is_itself).or_else(|| of(Origin::BuiltIn))
    }
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
