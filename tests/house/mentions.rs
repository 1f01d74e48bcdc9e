//! Every path that a file names: in `use` items, types, expressions, attributes, macros and serde's quoted paths.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// One path as written.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Its segments, `crate`, `self` and `super` included; `*` at the end of a glob.
    pub segments: Vec<String>,
    /// The line, from one.
    pub line: usize,
    /// Inline modules that enclose it, outermost first.
    pub inside: Vec<String>,
    /// True where only tests compile it.
    pub in_test: bool,
    /// True for a `pub use`.
    pub re_export: bool,
    /// The name that a `use` gives it.
    pub alias: Option<String>,
}

/// All mentions of a file.
pub fn of(file: &syn::File) -> Vec<Mention> {
    let mut reader = Reader { found: Vec::new(), inside: Vec::new(), in_test: false };
    reader.visit_file(file);
    reader.found
}

/// True when the attributes compile the item for tests only.
pub fn is_for_tests(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| {
        attr.path().is_ident("test")
            || (attr.path().is_ident("cfg")
                && matches!(&attr.meta, syn::Meta::List(list) if list.tokens.to_string() == "test"))
    })
}

struct Reader {
    found: Vec<Mention>,
    inside: Vec<String>,
    in_test: bool,
}

impl Reader {
    fn add(&mut self, segments: Vec<String>, line: usize) {
        self.found.push(Mention {
            segments,
            line,
            inside: self.inside.clone(),
            in_test: self.in_test,
            re_export: false,
            alias: None,
        });
    }

    fn within(&mut self, attrs: &[syn::Attribute], go: impl FnOnce(&mut Self)) {
        let outer = self.in_test;
        self.in_test |= is_for_tests(attrs);
        go(self);
        self.in_test = outer;
    }

    fn use_tree(&mut self, tree: &syn::UseTree, before: &[String], re_export: bool) {
        let mut segments = before.to_vec();
        let (ident, alias) = match tree {
            syn::UseTree::Path(path) => {
                segments.push(path.ident.to_string());
                return self.use_tree(&path.tree, &segments, re_export);
            }
            syn::UseTree::Group(group) => {
                return group.items.iter().for_each(|item| self.use_tree(item, before, re_export));
            }
            syn::UseTree::Name(name) => (Some(&name.ident), None),
            syn::UseTree::Rename(rename) => (Some(&rename.ident), Some(rename.rename.to_string())),
            _ => (None, Some("*".to_owned())),
        };
        let line = ident.map_or_else(|| span_of_glob(tree), |ident| ident.span().start().line);
        match ident {
            Some(ident) if ident == "self" => {}
            Some(ident) => segments.push(ident.to_string()),
            None => segments.push("*".to_owned()),
        }
        let alias = alias.or_else(|| segments.last().cloned());
        self.add(segments, line);
        let last = self.found.last_mut().expect("just added");
        last.alias = alias;
        last.re_export = re_export;
    }

    /// Paths in a macro's tokens, where nothing is parsed.
    fn tokens(&mut self, tokens: TokenStream) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(tree) = trees.get(at) {
            match tree {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => self.quoted(&literal.to_string(), literal.span().start().line),
                TokenTree::Ident(first) => {
                    let mut segments = vec![first.to_string()];
                    while let Some(next) = following(&trees, at) {
                        segments.push(next);
                        at += 3;
                    }
                    let line = first.span().start().line;
                    if segments.len() > 1 {
                        self.add(segments, line);
                    }
                }
                TokenTree::Punct(_) => {}
            }
            at += 1;
        }
    }

    /// A quoted path as serde takes it: `"crate::model::x"`.
    fn quoted(&mut self, literal: &str, line: usize) {
        let text = literal.trim_matches('"');
        let is_path = ["crate::", "super::", "self::"].iter().any(|start| text.starts_with(start))
            && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '_'));
        if is_path {
            self.add(text.split("::").map(str::to_owned).collect(), line);
        }
    }
}

fn span_of_glob(tree: &syn::UseTree) -> usize {
    match tree {
        syn::UseTree::Glob(glob) => glob.star_token.spans[0].start().line,
        _ => 0,
    }
}

/// The identifier after `::` that follows the token at `at`.
fn following(trees: &[TokenTree], at: usize) -> Option<String> {
    match trees.get(at + 1..at + 4)? {
        [TokenTree::Punct(a), TokenTree::Punct(b), TokenTree::Ident(next)]
            if a.as_char() == ':' && b.as_char() == ':' =>
        {
            Some(next.to_string())
        }
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.within(&module.attrs, |reader| {
            if module.content.is_some() {
                reader.inside.push(module.ident.to_string());
                visit::visit_item_mod(reader, module);
                reader.inside.pop();
            }
        });
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let re_export = !matches!(item.vis, syn::Visibility::Inherited);
        self.within(&item.attrs, |reader| reader.use_tree(&item.tree, &[], re_export));
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.within(&item.attrs, |reader| visit::visit_item_fn(reader, item));
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.within(&item.attrs, |reader| visit::visit_item_impl(reader, item));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if segments.len() > 1 {
            let line = path.segments[0].ident.span().start().line;
            self.add(segments, line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.visit_path(&mac.path);
        self.tokens(mac.tokens.clone());
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.visit_path(&list.path);
        self.tokens(list.tokens.clone());
    }

    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        self.quoted(&literal.value(), literal.span().start().line);
    }
}
