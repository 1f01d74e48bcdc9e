//! The commands, one file each: its arguments, whose comments are the help, and one function that runs it.

mod abort;
mod approve;
mod audit;
mod blame;
mod cancel;
mod check;
mod clone;
mod close;
mod completions;
mod contact;
mod demo;
mod diff;
mod doctor;
mod driver;
mod edit;
mod exec;
mod export;
mod finish;
mod help;
mod import;
mod init;
mod list;
mod log;
mod man;
mod message;
mod new;
mod note;
mod obligation;
mod permission;
mod ready;
mod reopen;
mod rollback;
mod run;
mod save;
mod schedule;
mod schema;
mod set;
mod show;
mod start;
mod stats;
mod targets;
mod task;
mod template;
mod undo;

use clap::Subcommand;

use super::session::{Answer, Session};
use crate::model::Result;

/// Declares the commands and runs the one that was given.
macro_rules! commands {
    ($($(#[$meta:meta])* $variant:ident($module:ident::$args:ident)),+ $(,)?) => {
        /// What to do.
        #[derive(Debug, Subcommand)]
        // only the command that was given gets its arguments described
        #[command(defer = true)]
        pub(super) enum Command { $($(#[$meta])* $variant($module::$args)),+ }

        impl Command {
            /// Runs the command.
            ///
            /// # Errors
            /// Whatever stops it; what was changed before is said by the session.
            pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
                match self { $(Self::$variant(args) => args.run(session)),+ }
            }
        }
    };
}

commands! {
    Init(init::Init),
    Clone(clone::Clone),
    New(new::New),
    List(list::List),
    Agenda(list::Agenda),
    Show(show::Show),
    Set(set::Set),
    Schedule(schedule::Schedule),
    Edit(edit::Edit),
    Save(save::Save),
    Contact(contact::Contact),
    Check(check::Check),
    Permission(permission::Permission),
    Task(task::Task),
    Rollback(rollback::Rollback),
    Targets(targets::Targets),
    Obligation(obligation::Obligation),
    Message(message::Message),
    Note(note::Note),
    Ready(ready::Ready),
    Approve(approve::Approve),
    Run(run::Run),
    Start(start::Start),
    Finish(finish::Finish),
    Abort(abort::Abort),
    Cancel(cancel::Cancel),
    Close(close::Close),
    Reopen(reopen::Reopen),
    Log(log::Log),
    Stats(stats::Stats),
    Audit(audit::Audit),
    Import(import::Import),
    Export(export::Export),
    Diff(diff::Diff),
    Blame(blame::Blame),
    Undo(undo::Undo),
    Template(template::Template),
    Schema(schema::Schema),
    Doctor(doctor::Doctor),
    Completions(completions::Completions),
    Man(man::Man),
    Demo(demo::Demo),
    #[command(hide = true)]
    Driver(driver::Driver),
    #[command(hide = true)]
    Help(help::Help),
}
