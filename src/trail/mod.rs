//! The only room that knows git.
//!
//! No git2 type leaves it, and nothing outside spawns the `git` program. Libgit2 does the work on the hot path, because
//! a process costs more than the change itself; what it cannot do (hooks, signatures, the network) runs the person's own
//! programs from here.

mod repository;

pub use repository::Repository;
