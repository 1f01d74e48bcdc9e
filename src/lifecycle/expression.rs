//! How much an expression or a text with expressions may compute, told before anything is computed: conditions of records
//! and texts of templates come from strangers, and one line can ask for gigabytes (`[1] * 100000000`).
//!
//! The tree of the expression is measured with the sizes of the values that it reads: each node costs a step, and one more
//! for every 64 bytes that it reads or makes. It refuses what costs more than its budget, what is longer than
//! [`MOST_TOKENS`], products of anything but numbers, calls, and every statement but `if` and `set`. Syntax errors and names
//! of which nobody knows how large they are are told apart, because they are the author's slip and no attack; neither is
//! computed.

use std::collections::BTreeMap;

use minijinja::machinery::{self, Token, ast};
use minijinja::syntax::SyntaxConfig;

use super::value_size::Size;

/// Words and signs of one expression: the parser descends once for each, and the built-in templates have at most 70.
const MOST_TOKENS: usize = 400;

/// How deep brackets nest, as in a record.
const MAX_DEPTH: usize = 32;

/// Statements of one text, for the same reason.
const MOST_STATEMENTS: usize = 250;

/// What makes up one step.
const BYTES_A_STEP: u64 = 64;

/// Why an expression is not computed.
#[derive(Debug)]
pub enum Unfit {
    /// It does not parse; whoever computes says why.
    Syntax,
    /// It asks for too much, or for what is not computed here.
    Excess(String),
    /// It reads a name that nothing here has, so that nobody can tell what it asks for.
    Unknown(String),
}

fn excess<T>(what: impl Into<String>) -> Result<T, Unfit> {
    Err(Unfit::Excess(what.into()))
}

/// The sizes of what is read by name (`name`, `group.name`); none of what is not there.
type Sizes<'v> = &'v dyn Fn(&str) -> Option<Size>;

/// What is measured: its budget, and the sizes of what it reads.
pub struct Meter<'v> {
    sizes: Sizes<'v>,
    /// Variables that the text itself sets.
    own: BTreeMap<String, Size>,
    left: u64,
}

impl<'v> Meter<'v> {
    /// A meter that lets pass so many steps.
    pub fn new(budget: u64, sizes: Sizes<'v>) -> Self {
        Self { sizes, own: BTreeMap::new(), left: budget }
    }

    /// How many steps are left.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Takes the steps of an expression from the budget.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn expression(&mut self, source: &str) -> Result<(), Unfit> {
        short_enough(source, true, SyntaxConfig::default())?;
        let parsed = machinery::parse_expr(source).map_err(|_| Unfit::Syntax)?;
        self.expr(&parsed).map(drop)
    }

    /// Takes the steps of a text with expressions from the budget.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn text(&mut self, source: &str, syntax: &SyntaxConfig) -> Result<(), Unfit> {
        self.spend(source.len() as u64)?;
        short_enough(source, false, syntax.clone())?;
        self.own.clear();
        match machinery::parse(source, "text", syntax.clone()).map_err(|_| Unfit::Syntax)? {
            ast::Stmt::Template(whole) => self.statements(&whole.children),
            _ => Ok(()),
        }
    }

    fn spend(&mut self, bytes: u64) -> Result<(), Unfit> {
        match self.left.checked_sub(1 + bytes / BYTES_A_STEP) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => excess("up to here more is asked for than is computed for a record or a template"),
        }
    }

    fn statements(&mut self, all: &[ast::Stmt<'_>]) -> Result<(), Unfit> {
        for statement in all {
            match statement {
                ast::Stmt::EmitRaw(raw) => self.spend(raw.raw.len() as u64)?,
                ast::Stmt::EmitExpr(emit) => {
                    let size = self.expr(&emit.expr)?;
                    self.spend(size.written())?;
                }
                ast::Stmt::IfCond(branch) => {
                    self.expr(&branch.expr)?;
                    self.statements(&branch.true_body)?;
                    self.statements(&branch.false_body)?;
                }
                ast::Stmt::Set(set) => {
                    let ast::Expr::Var(name) = &set.target else { return excess("`set` takes one name") };
                    let size = self.expr(&set.expr)?;
                    // a branch that is not taken leaves the old value, also that of a name that is no variable of the text
                    let held = self.known(name.id).map_or(size, |before| before.larger(size));
                    self.own.insert(name.id.to_owned(), held);
                }
                _ => return excess("a text holds `{{ … }}`, `{% if … %}` and `{% set … %}`, and no other statement"),
            }
        }
        Ok(())
    }

    /// The size of what these are together; each is measured.
    fn sum<'e, 'a: 'e>(&mut self, all: impl IntoIterator<Item = &'e ast::Expr<'a>>) -> Result<u64, Unfit> {
        let mut sum = 0u64;
        for own in all {
            sum = sum.saturating_add(self.expr(own)?.bytes).saturating_add(8);
        }
        Ok(sum)
    }

    /// Measures an expression; answers with the size of its value.
    ///
    /// It goes as deep as the expression does: what is longer stands in functions of its own, so that a step is short.
    fn expr(&mut self, expr: &ast::Expr<'_>) -> Result<Size, Unfit> {
        let size = match expr {
            ast::Expr::Const(own) => own.value.as_str().map_or(Size::NUMBER, |text| Size::text(text.len() as u64)),
            ast::Expr::Var(name) => self.named(name.id)?,
            ast::Expr::GetAttr(own) => self.attribute(own)?,
            ast::Expr::GetItem(own) => Size::other(self.sum([&own.expr, &own.subscript_expr])?),
            ast::Expr::Slice(own) => {
                let ends = [&own.start, &own.stop, &own.step];
                self.sum(ends.into_iter().flatten())?;
                self.expr(&own.expr)?
            }
            ast::Expr::UnaryOp(own) => {
                self.expr(&own.expr)?;
                Size::NUMBER
            }
            ast::Expr::BinOp(own) => self.operation(own.op, &own.left, &own.right)?,
            ast::Expr::Compare(own) => self.comparison(own)?,
            ast::Expr::IfExpr(own) => self.choice(own)?,
            ast::Expr::Filter(own) => self.filter(own)?,
            ast::Expr::Test(own) => self.test(own)?,
            ast::Expr::List(own) => Size::other(self.sum(&own.items)?),
            ast::Expr::Tuple(own) => Size::other(self.sum(&own.items)?),
            ast::Expr::Map(own) => Size::other(self.sum(own.keys.iter().chain(&own.values))?),
            ast::Expr::Call(_) => return excess("nothing is called here"),
        };
        self.spend(size.bytes)?;
        Ok(size)
    }

    fn attribute(&mut self, own: &ast::GetAttr<'_>) -> Result<Size, Unfit> {
        match &own.expr {
            ast::Expr::Var(group) => self.part(group.id, own.name),
            inner => Ok(Size::other(self.expr(inner)?.bytes)),
        }
    }

    fn comparison(&mut self, own: &ast::Compare<'_>) -> Result<Size, Unfit> {
        let bytes = self.sum([&own.expr])?.saturating_add(self.sum(own.ops.iter().map(|op| &op.expr))?);
        // a value between two comparisons is compared twice
        self.spend(bytes.saturating_mul(2))?;
        Ok(Size::NUMBER)
    }

    fn choice(&mut self, own: &ast::IfExpr<'_>) -> Result<Size, Unfit> {
        self.expr(&own.test_expr)?;
        let taken = self.expr(&own.true_expr)?;
        match &own.false_expr {
            Some(other) => Ok(taken.larger(self.expr(other)?)),
            None => Ok(Size::other(taken.bytes)),
        }
    }

    fn test(&mut self, own: &ast::Test<'_>) -> Result<Size, Unfit> {
        self.expr(&own.expr)?;
        for arg in &own.args {
            self.argument(arg)?;
        }
        Ok(Size::NUMBER)
    }

    fn known(&self, name: &str) -> Option<Size> {
        self.own.get(name).copied().or_else(|| (self.sizes)(name))
    }

    fn named(&self, name: &str) -> Result<Size, Unfit> {
        self.known(name).ok_or_else(|| Unfit::Unknown(name.to_owned()))
    }

    /// A part of something, of which it is not known which one may be all of it.
    fn part(&self, group: &str, name: &str) -> Result<Size, Unfit> {
        let of_group = || self.named(group).map(|whole| Size::other(whole.bytes));
        match self.own.contains_key(group) {
            true => of_group(),
            false => (self.sizes)(&format!("{group}.{name}")).map_or_else(of_group, Ok),
        }
    }

    fn operation(&mut self, op: ast::BinOpKind, left: &ast::Expr<'_>, right: &ast::Expr<'_>) -> Result<Size, Unfit> {
        let (left, right) = (self.expr(left)?, self.expr(right)?);
        let are_numbers = left.is_number() && right.is_number();
        Ok(match op {
            ast::BinOpKind::ScAnd | ast::BinOpKind::ScOr => left.larger(right),
            ast::BinOpKind::Mul | ast::BinOpKind::Pow if !are_numbers => {
                return excess("only numbers are multiplied here");
            }
            ast::BinOpKind::Add if !are_numbers => left.and(right),
            ast::BinOpKind::Concat => Size::text(left.written().saturating_add(right.written())),
            // what a list is asked for is compared with each of its items, and looked for in a text as its words
            ast::BinOpKind::In => {
                self.spend(left.written().saturating_add(right.bytes))?;
                Size::NUMBER
            }
            ast::BinOpKind::Eq
            | ast::BinOpKind::Ne
            | ast::BinOpKind::Lt
            | ast::BinOpKind::Lte
            | ast::BinOpKind::Gt
            | ast::BinOpKind::Gte
            | ast::BinOpKind::Add
            | ast::BinOpKind::Sub
            | ast::BinOpKind::Mul
            | ast::BinOpKind::Div
            | ast::BinOpKind::FloorDiv
            | ast::BinOpKind::Rem
            | ast::BinOpKind::Pow => {
                self.spend(left.bytes.saturating_add(right.bytes))?;
                Size::NUMBER
            }
        })
    }

    fn argument(&mut self, arg: &ast::CallArg<'_>) -> Result<Size, Unfit> {
        match arg {
            ast::CallArg::Pos(expr) | ast::CallArg::Kwarg(_, expr) => self.expr(expr),
            ast::CallArg::PosSplat(_) | ast::CallArg::KwargSplat(_) => excess("arguments stand one by one here"),
        }
    }

    /// `replace`, the one filter that there is; another one is an unknown name to whoever computes.
    fn filter(&mut self, filter: &ast::Filter<'_>) -> Result<Size, Unfit> {
        let whole = match &filter.expr {
            Some(expr) => self.expr(expr)?.written(),
            None => 0,
        };
        let mut lengths = Vec::new();
        for arg in &filter.args {
            lengths.push(self.argument(arg)?.written());
        }
        let (old, new) = (lengths.first().copied().unwrap_or(0), lengths.get(1).copied().unwrap_or(0));
        // the length of what is replaced is known where it stands in the expression, and may be anything else otherwise
        let least = match filter.args.first() {
            Some(ast::CallArg::Pos(ast::Expr::Const(own))) if own.value.as_str().is_some() => old,
            _ => 0,
        };
        let made = match least {
            0 => whole.saturating_add(whole.saturating_add(1).saturating_mul(new)),
            _ => whole.max(whole.saturating_mul(new.div_ceil(least))),
        };
        self.spend(whole)?;
        Ok(Size::text(made))
    }
}

/// Counts before anything is parsed: the parser goes down a level for some of the words.
fn short_enough(source: &str, is_expression: bool, syntax: SyntaxConfig) -> Result<(), Unfit> {
    let (mut tokens, mut statements, mut depth) = (0_usize, 0_usize, 0_usize);
    for token in machinery::tokenize(source, is_expression, syntax).map_while(Result::ok) {
        match token.0 {
            Token::BlockStart => {
                (statements, tokens, depth) = (statements + 1, 0, 0);
            }
            Token::VariableStart => (tokens, depth) = (0, 0),
            Token::ParenOpen | Token::BracketOpen | Token::BraceOpen => (tokens, depth) = (tokens + 1, depth + 1),
            Token::ParenClose | Token::BracketClose | Token::BraceClose => {
                (tokens, depth) = (tokens + 1, depth.saturating_sub(1));
            }
            _ => tokens += 1,
        }
        if depth > MAX_DEPTH {
            return excess(format!("its brackets nest more than {MAX_DEPTH} deep"));
        }
        if tokens > MOST_TOKENS {
            return excess(format!("it has more than {MOST_TOKENS} words and signs"));
        }
        if statements > MOST_STATEMENTS {
            return excess(format!("it has more than {MOST_STATEMENTS} statements"));
        }
    }
    Ok(())
}
