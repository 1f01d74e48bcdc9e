//! The pages: what a person reads about the program beside its code. Tests hold them to what the program does.
//!
//! They are Markdown files beside this one, so they can be read without building anything. They hold no code.
//!
//! [`architecture`] and [`contributing`] are for whoever changes the program: where things are, and how to go about it.
//! [`mod@format`] and [`mod@reference`] are the contract with people's scripts and editors; [`glossary`] says what the words
//! mean, [`changelog`] what changed for users, [`requirements`] what the source documents ask for and where it is met, and
//! [`notices`] under which licences the program and what is linked into it stand.

#[doc = include_str!("architecture.md")]
pub mod architecture {}
#[doc = include_str!("changelog.md")]
pub mod changelog {}
#[doc = include_str!("contributing.md")]
pub mod contributing {}
#[doc = include_str!("format.md")]
pub mod format {}
#[doc = include_str!("glossary.md")]
pub mod glossary {}
#[doc = include_str!("notices.md")]
pub mod notices {
    /// The page as text, for `runbook --version --verbose`: what is linked in has to come with the program.
    pub const TEXT: &str = include_str!("notices.md");
    /// The program's own licence.
    pub const LICENCE: &str = include_str!("LICENSE");
}
#[doc = include_str!("reference.md")]
#[doc = include_str!("commands.md")]
pub mod reference {}
#[doc = include_str!("requirements.md")]
pub mod requirements {}
