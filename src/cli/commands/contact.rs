//! `contact`: who attends the call, from either side.

use clap::{Args, Subcommand};

use super::export::tell_uninvited;
use crate::cli::arg_values::{self, Setting, item, put, without_blanks};
use crate::cli::complete;
use crate::cli::lists::List;
use crate::cli::naming::{self, Which};
use crate::cli::session::{Answer, Session};
use crate::lifecycle::{Command, ContactCommand};
use crate::model::{Duty, Fault, Fields, Line, Prose, Result, Settings, Slug, Zone};

/// The customer's side of a call.
const CUSTOMER: &str = crate::model::Contact::CUSTOMER;

/// Add, change and remove contacts of both sides
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:
  runbook contact add acme/enforce-2fa-on-all-groups --side gitlab --name \"John Doe\" --handle @john_doe --duty execute
  runbook contact set 2fa jane-smith --zone Europe/Berlin
  runbook contact remove 2fa harry-page"
)]
pub(in crate::cli) struct Contact {
    #[command(subcommand)]
    act: ContactVerb,
}

#[derive(Debug, Subcommand)]
enum ContactVerb {
    Add(ContactAdd),
    Set(ContactSet),
    Remove(ContactRemove),
}

/// Add somebody who attends the call
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook contact add acme/enforce-2fa-on-all-groups --side gitlab --name \"Jane Smith\" --role \"Communication & Technical assistance\" --duty communicate
  runbook contact add 2fa --side customer --name \"Tom Blogs\" --role \"Systems Engineer\" --duty verify --zone America/Los_Angeles")]
struct ContactAdd {
    #[command(flatten)]
    which: Which,
    /// The contact's id; made from the name without it
    #[arg(long = "id", value_name = "SLUG")]
    slug: Option<Slug>,
    #[command(flatten)]
    about: ContactAbout,
}

/// Change a contact; an empty value clears
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook contact set acme/enforce-2fa-on-all-groups jane-smith --handle @jane_smith --zone Europe/Berlin
  runbook contact set 2fa tom-blogs --duty verify --duty coordinate")]
struct ContactSet {
    #[command(flatten)]
    which: Which,
    /// The contact
    #[arg(add = complete::items(List::Contacts))]
    contact: Option<String>,
    #[command(flatten)]
    about: ContactAbout,
}

/// Remove a contact to whom nothing refers
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook contact remove acme/enforce-2fa-on-all-groups harry-page
  runbook contact remove 2fa harry")]
struct ContactRemove {
    #[command(flatten)]
    which: Which,
    /// The contact
    #[arg(add = complete::items(List::Contacts))]
    contact: Option<String>,
}

#[derive(Debug, Args)]
struct ContactAbout {
    /// `customer`, or the home side: `gitlab` unless the store names it otherwise
    #[arg(long)]
    side: Option<Slug>,
    /// The person's name
    #[arg(long)]
    name: Option<Setting<Line>>,
    /// Their handle, such as @john_doe
    #[arg(long)]
    handle: Option<Setting<Line>>,
    /// Their e-mail; a git identity with the same e-mail is this contact
    #[arg(long)]
    email: Option<Setting<Line>>,
    /// Their role in their own words
    #[arg(long)]
    role: Option<Setting<Line>>,
    /// What they answer for; can be given several times
    #[arg(long = "duty", value_parser = arg_values::duty())]
    duties: Vec<Duty>,
    /// What they do during the work
    #[arg(long, value_name = "TEXT")]
    description: Option<Setting<Prose>>,
    /// Where their clock stands, such as America/Los_Angeles
    #[arg(long)]
    zone: Option<Setting<Zone>>,
    /// The region they work from
    #[arg(long)]
    region: Option<Setting<Line>>,
}

impl ContactAbout {
    fn fields(&self) -> Fields {
        let mut fields = Fields::new();
        if let Some(side) = &self.side {
            fields.insert("side".to_owned(), side.as_str().into());
        }
        put(&mut fields, "name", &self.name);
        put(&mut fields, "handle", &self.handle);
        put(&mut fields, "email", &self.email);
        put(&mut fields, "role", &self.role);
        if !self.duties.is_empty() {
            fields.insert("duties".to_owned(), self.duties.iter().map(|duty| duty.word()).collect());
        }
        put(&mut fields, "description", &self.description);
        put(&mut fields, "time_zone", &self.zone);
        put(&mut fields, "region", &self.region);
        fields
    }

    /// Says where an e-mail is none that a calendar can invite; it is recorded as it is.
    fn tell_uninvited(&self, session: &mut Session<'_>) {
        if let Some(Setting::To(email)) = &self.email {
            tell_uninvited(session, email);
        }
    }

    fn label(&self) -> Option<&str> {
        [&self.name, &self.handle, &self.email].into_iter().find_map(|word| match word {
            Some(Setting::To(word)) => Some(word.as_str()),
            _ => None,
        })
    }
}

impl Contact {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let settings = workspace.settings();
        match self.act {
            ContactVerb::Add(mut add) => {
                let id = add.which.find(session, &workspace)?;
                complete_contact(&mut add.about, settings, session)?;
                check_side(&add.about, settings)?;
                add.about.tell_uninvited(session);
                let options = match (&add.slug, add.about.label()) {
                    (Some(id), _) => id.clone(),
                    (None, Some(label)) => Slug::from_text(label),
                    (None, None) => return Err(Fault::usage("the contact's name is missing: give it with --name")),
                };
                let mut fields = without_blanks(add.about.fields());
                fields.insert("id".to_owned(), options.as_str().into());
                let command =
                    Command::Contact(ContactCommand::Add { contact: item(fields)?, fixed_id: add.slug.is_some() });
                session.change(&workspace, &id, &command, None)
            }
            ContactVerb::Set(set) => {
                let id = set.which.find(session, &workspace)?;
                check_side(&set.about, settings)?;
                set.about.tell_uninvited(session);
                let contact = naming::item(session, &workspace, &id, List::Contacts, set.contact.as_ref())?;
                session.change(
                    &workspace,
                    &id,
                    &Command::Contact(ContactCommand::Set { contact, fields: set.about.fields() }),
                    None,
                )
            }
            ContactVerb::Remove(remove) => {
                let id = remove.which.find(session, &workspace)?;
                let contact = naming::item(session, &workspace, &id, List::Contacts, remove.contact.as_ref())?;
                session.change(&workspace, &id, &Command::Contact(ContactCommand::Remove { contact }), None)
            }
        }
    }
}

/// Asks for what a contact cannot do without; with only a side or a name missing, for nothing more.
fn complete_contact(about: &mut ContactAbout, settings: &Settings, session: &Session<'_>) -> Result<()> {
    let home = settings.home_side.as_str();
    let asks_everything = about.side.is_none() && about.label().is_none();
    if about.side.is_none() {
        let Some(asker) = session.asker() else {
            return Err(Fault::usage("the contact's side is missing: give it with --side")
                .hint(format!("--side {home}"))
                .hint(format!("--side {CUSTOMER}")));
        };
        let sides = [home, CUSTOMER];
        let chosen = asker.choose("Side", &sides)?;
        about.side = sides.get(chosen).map(|side| Slug::new(side)).transpose()?;
    }
    if about.label().is_none() {
        about.name = Some(Setting::To(session.needed(None, "--name", "name")?));
    }
    if let (true, Some(asker)) = (asks_everything, session.asker()) {
        if about.role.is_none() {
            about.role = asker.optional("Role (may be empty)")?;
        }
        if about.duties.is_empty() {
            let words: Vec<&str> =
                ["none of these"].into_iter().chain(Duty::ALL.iter().map(|duty| duty.word())).collect();
            let chosen = asker.choose("What do they answer for?", &words)?;
            about.duties.extend(chosen.checked_sub(1).and_then(|place| Duty::ALL.get(place)));
        }
    }
    Ok(())
}

/// A call has two sides.
fn check_side(about: &ContactAbout, settings: &Settings) -> Result<()> {
    match &about.side {
        Some(side) if side.as_str() != CUSTOMER && *side != settings.home_side => {
            Err(Fault::usage(format!("--side: “{side}” is no side of a call here"))
                .hint(format!("--side {}", settings.home_side))
                .hint(format!("--side {CUSTOMER}")))
        }
        _ => Ok(()),
    }
}
