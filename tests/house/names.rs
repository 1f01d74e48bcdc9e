//! What a path means: which file defines it, or which foreign crate, and through which modules it was reached.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Source;

#[derive(Debug, Clone)]
enum Name {
    Child,
    Use(Vec<String>),
    Item,
}

#[derive(Debug, Default)]
struct Module {
    file: usize,
    names: BTreeMap<String, Name>,
}

/// The names of every module, inline ones included.
#[derive(Debug, Default)]
pub struct Names {
    modules: BTreeMap<Vec<String>, Module>,
}

/// What a path led to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// Modules of this crate that it was looked up in, without `crate`.
    pub through: BTreeSet<Vec<String>>,
    /// The file that defines it, unless it is a module or foreign.
    pub file: Option<usize>,
    /// The foreign crate.
    pub foreign: Option<String>,
}

impl Names {
    /// Reads the names of all sources.
    pub fn of(sources: &[Source]) -> Self {
        let mut names = Self::default();
        for (file, source) in sources.iter().enumerate() {
            if source.path != "main.rs" {
                names.add_module(file, &source.module, &source.ast.items);
                names.add_uses(source);
            }
        }
        names
    }

    fn add_module(&mut self, file: usize, path: &[String], items: &[syn::Item]) {
        self.modules.entry(path.to_vec()).or_default().file = file;
        for item in items {
            let (ident, name) = match item {
                syn::Item::Mod(module) => {
                    if let Some((_, items)) = &module.content {
                        let mut inner = path.to_vec();
                        inner.push(module.ident.to_string());
                        self.add_module(file, &inner, items);
                    }
                    (&module.ident, Name::Child)
                }
                syn::Item::Const(item) => (&item.ident, Name::Item),
                syn::Item::Enum(item) => (&item.ident, Name::Item),
                syn::Item::Fn(item) => (&item.sig.ident, Name::Item),
                syn::Item::Static(item) => (&item.ident, Name::Item),
                syn::Item::Struct(item) => (&item.ident, Name::Item),
                syn::Item::Trait(item) => (&item.ident, Name::Item),
                syn::Item::Type(item) => (&item.ident, Name::Item),
                _ => continue,
            };
            self.modules.entry(path.to_vec()).or_default().names.insert(ident.to_string(), name);
        }
    }

    fn add_uses(&mut self, source: &Source) {
        for mention in &source.mentions {
            let Some(alias) = &mention.alias else { continue };
            let mut path = source.module.clone();
            path.extend(mention.inside.iter().cloned());
            if let Some(module) = self.modules.get_mut(&path) {
                module.names.entry(alias.clone()).or_insert_with(|| Name::Use(mention.segments.clone()));
            }
        }
    }

    /// What `segments` mean when written in this module.
    pub fn meaning(&self, module: &[String], segments: &[String]) -> Meaning {
        let mut meaning = Meaning::default();
        self.follow(module, segments, &mut meaning, 0);
        meaning
    }

    fn follow(&self, module: &[String], segments: &[String], meaning: &mut Meaning, depth: usize) {
        let Some((first, mut rest)) = segments.split_first() else { return };
        if depth > 20 {
            return;
        }
        let mut at: Vec<String> = match first.as_str() {
            "crate" | "runbook" => Vec::new(),
            "self" => module.to_vec(),
            "super" => parent(module),
            _ => return self.local(module, segments, meaning, depth),
        };
        while let Some(("super", more)) = rest.split_first().map(|(first, more)| (first.as_str(), more)) {
            at = parent(&at);
            rest = more;
        }
        self.walk(at, rest, meaning, depth);
    }

    fn local(&self, module: &[String], segments: &[String], meaning: &mut Meaning, depth: usize) {
        let known = self.modules.get(module).and_then(|module| module.names.get(&segments[0]));
        match known {
            // `use git2;` gives the name itself.
            Some(Name::Use(path)) if path.first() == segments.first() => meaning.foreign = Some(segments[0].clone()),
            Some(_) => self.walk(module.to_vec(), segments, meaning, depth),
            None => meaning.foreign = Some(segments[0].clone()),
        }
    }

    fn walk(&self, mut at: Vec<String>, mut rest: &[String], meaning: &mut Meaning, depth: usize) {
        loop {
            let Some(module) = self.modules.get(&at) else { return };
            meaning.through.insert(at.clone());
            let Some((segment, more)) = rest.split_first() else { return };
            match module.names.get(segment) {
                Some(Name::Child) => at.push(segment.clone()),
                Some(Name::Use(path)) => {
                    let path: Vec<String> = path.iter().chain(more).cloned().collect();
                    return self.follow(&at, &path, meaning, depth + 1);
                }
                // A macro may have made an item that is not listed.
                Some(Name::Item) | None => {
                    meaning.file = Some(module.file);
                    return;
                }
            }
            rest = more;
        }
    }
}

fn parent(module: &[String]) -> Vec<String> {
    module.split_last().map(|(_, before)| before.to_vec()).unwrap_or_default()
}
