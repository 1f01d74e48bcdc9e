//! The contract, tried from outside: the real binary on real repositories. One file a theme.

mod accounts;
mod diff;
mod duties;
mod examples;
mod exec;
mod exec_screen;
mod gates;
mod guided;
mod hands;
mod history;
mod import;
mod life;
mod messages;
mod modes;
mod own_templates;
mod plan;
mod prompts;
mod references;
mod refusals;
mod safety;
mod shapes;
mod statistics;
mod strangers;
mod time;
mod trail;
mod undo;
