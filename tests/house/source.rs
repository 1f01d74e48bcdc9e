//! The files of `src/`, parsed, each with its place in the module tree.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::mentions::{self, Mention};
use super::names::Names;

/// One source file.
pub struct Source {
    /// Relative to `src/`, with `/`: `store/atomic_fs.rs`.
    pub path: String,
    /// Its place in the module tree, without `crate`: `["store", "replace"]`.
    pub module: Vec<String>,
    /// The text.
    pub text: String,
    /// The parsed text.
    pub ast: syn::File,
    /// Every path that the file names, with what encloses it.
    pub mentions: Vec<Mention>,
    /// True for a file that only tests compile.
    pub test_only: bool,
}

/// All sources and what their names mean.
pub struct House {
    /// The files, by path.
    pub sources: Vec<Source>,
    /// Resolves paths to files and crates.
    pub names: Names,
}

/// The top of the repository.
pub fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under a folder, sorted.
pub fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            found.extend(files_under(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn module_of(path: &str) -> Vec<String> {
    let mut module: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main" | "build")) {
        module.pop();
    }
    module
}

impl House {
    /// The real one.
    pub fn real() -> Self {
        let src = top().join("src");
        Self::from_files(files_under(&src).into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs")).map(
            |path| {
                let name = path.strip_prefix(&src).expect("under src").to_string_lossy().replace('\\', "/");
                (name, fs::read_to_string(&path).expect("a readable source"))
            },
        ))
    }

    /// A house of these files: path relative to `src/`, and text.
    pub fn from_files(files: impl Iterator<Item = (String, String)>) -> Self {
        let mut sources: Vec<Source> = files
            .map(|(path, text)| {
                let ast = syn::parse_file(&text).unwrap_or_else(|error| panic!("src/{path} does not parse: {error}"));
                let module = module_of(&path);
                let mentions = mentions::of(&ast);
                Source { path, module, text, ast, mentions, test_only: false }
            })
            .collect();
        mark_test_only(&mut sources);
        let names = Names::of(&sources);
        Self { sources, names }
    }
}

/// Marks the files that hang below a `#[cfg(test)] mod name;`.
fn mark_test_only(sources: &mut [Source]) {
    let mut roots: BTreeSet<Vec<String>> = BTreeSet::new();
    for source in sources.iter() {
        for item in &source.ast.items {
            if let syn::Item::Mod(module) = item
                && module.content.is_none()
                && mentions::is_for_tests(&module.attrs)
            {
                let mut path = source.module.clone();
                path.push(module.ident.to_string());
                roots.insert(path);
            }
        }
    }
    for source in sources {
        source.test_only = (0..=source.module.len()).any(|length| roots.contains(&source.module[..length]));
    }
}
