//! `new`: a runbook, scaffolded from a template.

use clap::Args;

use crate::cli::arg_values::{Address, Pair};
use crate::cli::complete;
use crate::cli::naming::customer_of_a_name;
use crate::cli::schedule_arg::agree;
use crate::cli::session::{Answer, Session};
use crate::guide::Asker;
use crate::lifecycle::ScheduleTo;
use crate::model::{
    Fault, Line, Moment, Prose, Reading, Result, Runbook, Template, TemplateVariable, VariableKind, Zone, read_schedule,
};
use crate::template::{next_question, scaffold};
use crate::workspace::{Workspace, change, query, templates};

/// The template of a runbook for which none is named.
const BLANK: &str = "blank";

/// Make a runbook: the name is always CUSTOMER - TASK
///
/// Without a template it has the documents' structure and their checklists. In a terminal, what the template needs is
/// asked for; otherwise it is given with --var.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook new \"Acme - Enforce 2FA on all groups\" --dri @john_doe
  runbook new --customer Acme --task \"Enforce 2FA on all groups\" --template enforce-2fa-all-groups --var group_path=acme --var group_count=2500
  runbook new \"Acme - Rotate deploy keys\" --at \"2030-12-01 14:00\" --zone Europe/Berlin --agreed https://acme.zendesk.com/tickets/2")]
pub(in crate::cli) struct New {
    /// `CUSTOMER - TASK`, split at the first ` - `
    #[arg(value_name = "CUSTOMER - TASK", conflicts_with_all = ["customer", "task"])]
    name: Option<Line>,
    /// For whom the work is done
    #[arg(long)]
    customer: Option<Line>,
    /// What is requested
    #[arg(long)]
    task: Option<Line>,
    /// The template; see `runbook template list`
    #[arg(long, value_name = "NAME", add = complete::templates())]
    template: Option<String>,
    /// An answer to what the template asks; can be given several times
    #[arg(long = "var", value_name = "NAME=VALUE")]
    vars: Vec<Pair>,
    /// What is done
    #[arg(long, value_name = "TEXT")]
    summary: Option<Prose>,
    /// What is true afterwards
    #[arg(long, value_name = "TEXT")]
    expected_result: Option<Prose>,
    /// The one person who answers for schedule and execution, such as @john_doe
    #[arg(long)]
    dri: Option<Line>,
    /// The agreed start, as `runbook schedule` takes it
    #[arg(long, value_name = "WHEN")]
    at: Option<String>,
    /// The IANA zone in which it was agreed
    #[arg(long, requires = "at")]
    zone: Option<Zone>,
    /// A link or text that shows that the customer agreed
    #[arg(long, value_name = "EVIDENCE", requires = "at")]
    agreed: Option<Prose>,
    /// Where the call takes place
    #[arg(long, value_name = "URL")]
    meeting: Option<Address>,
    /// The issue of this request
    #[arg(long, value_name = "URL")]
    issue: Option<Address>,
    /// The customer's ticket
    #[arg(long, value_name = "URL")]
    ticket: Option<Address>,
}

impl New {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door; `Usage` when a name or an answer is missing and nobody can be asked.
    pub(super) fn run(mut self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let asks_everything = self.name.is_none() && self.customer.is_none() && self.task.is_none();
        let (customer, task) = self.names(session)?;
        let template = self.chosen(asks_everything, session, &workspace)?;
        let mut given: Vec<(String, String)> =
            std::mem::take(&mut self.vars).into_iter().map(|pair| (pair.key, pair.value)).collect();
        if let Some(asker) = session.asker() {
            while let Some(question) = next_question(&template, &given)? {
                given.retain(|(name, _)| *name != question.name);
                given.push((question.name.clone(), ask(&asker, question)?));
            }
            if asks_everything {
                self.ask_more(&asker, session.around.now, workspace.settings().time_zone)?;
            }
        }
        let mut runbook = scaffold(&template, customer, task, &given)?;
        let schedule = self.schedule(session, &workspace)?;
        let mut said = estimates(&workspace, &template, &mut runbook)?;
        said.extend(self.fill(&mut runbook)?);
        let stamp = session.stamp(&workspace, None)?;
        let changed = change::create(&workspace, runbook, schedule, &stamp, &session.options())?;
        let answer = session.tell(&workspace, &changed)?;
        said.iter().for_each(|note| session.shell.note(note));
        Ok(answer)
    }

    /// Both halves of the name.
    fn names(&self, session: &Session<'_>) -> Result<(Line, Line)> {
        if let Some(name) = &self.name {
            return split(name);
        }
        let missing = |flag: &str, what: &str| {
            Fault::usage(format!("{what} is missing: give it with {flag}, or the name as \"CUSTOMER - TASK\""))
                .hint("runbook new \"Acme - Enforce 2FA on all groups\"")
        };
        let half = |given: &Option<Line>, flag: &str, what: &str, rule: &dyn Fn(&str) -> Result<Line>| match given {
            Some(word) => rule(word.as_str()),
            None => {
                let asker = session.asker().ok_or_else(|| missing(flag, what))?;
                rule(&asker.fitting(what, |words| rule(words).map(drop))?)
            }
        };
        let customer = half(&self.customer, "--customer", "customer", &|words| {
            let customer = trimmed(words, "customer")?;
            customer_of_a_name(&customer).map(|()| customer)
        })?;
        Ok((customer, half(&self.task, "--task", "task", &|words| trimmed(words, "task"))?))
    }

    fn chosen(&self, asks: bool, session: &Session<'_>, workspace: &Workspace) -> Result<Template> {
        let shelf = templates::shelf(workspace)?;
        if let Some(name) = &self.template {
            return shelf.find(name);
        }
        if let (true, Some(asker)) = (asks, session.asker()) {
            let mut rows = shelf.rows();
            rows.sort_by_key(|row| row.name != BLANK);
            let lines: Vec<String> = rows.iter().map(|row| format!("{}  {}", row.name, row.title)).collect();
            let chosen = asker.choose("Template", &lines)?;
            if let Some(row) = rows.get(chosen) {
                return shelf.find(&row.name);
            }
        }
        shelf.find(BLANK)
    }

    /// The few things that a person who was asked for everything likely knows already.
    fn ask_more(&mut self, asker: &Asker, now: Moment, default: Option<Zone>) -> Result<()> {
        if self.dri.is_none() {
            self.dri = asker.optional("DRI, such as @john_doe (may be empty)")?;
        }
        if self.at.is_none() {
            let zone = self.zone;
            let question = format!("Schedule, such as {} Europe/Berlin (may be empty)", now.a_week_on());
            self.at = asker.fitting_or_none(&question, |words| match read_schedule(words, zone, default)? {
                Reading::Agreed(agreed) if agreed.scheduled_at < now => {
                    Err(Fault::usage(format!("{} is already past", agreed.scheduled_at)))
                }
                _ => Ok(()),
            })?;
        }
        Ok(())
    }

    fn schedule(&self, session: &mut Session<'_>, workspace: &Workspace) -> Result<Option<ScheduleTo>> {
        let Some(words) = &self.at else { return Ok(None) };
        let agreed = agree(session, words, self.zone, workspace.settings().time_zone, "--at")?;
        Ok(Some(ScheduleTo {
            scheduled_at: Some(agreed.scheduled_at),
            time_zone: agreed.time_zone,
            agreed: self.agreed.clone(),
            allow_past: false,
        }))
    }

    /// Puts what the flags say over what the template says; gives what is to be said about mended links.
    fn fill(self, runbook: &mut Runbook) -> Result<Vec<String>> {
        if self.summary.is_some() {
            runbook.summary = self.summary;
        }
        if self.expected_result.is_some() {
            runbook.expected_result = self.expected_result;
        }
        if self.dri.is_some() {
            runbook.dri = self.dri;
        }
        let mut mended = Vec::new();
        let links = [
            (self.meeting, &mut runbook.meeting_url),
            (self.issue, &mut runbook.issue_url),
            (self.ticket, &mut runbook.ticket_url),
        ];
        for (given, field) in links {
            if let Some(address) = given {
                mended.extend(address.mended());
                *field = Some(address.into_line());
            }
        }
        Ok(mended)
    }
}

/// Takes estimates from earlier runs of the template, where the store asks for it; gives what is to be said about them.
fn estimates(workspace: &Workspace, template: &Template, runbook: &mut Runbook) -> Result<Vec<String>> {
    let suggested = query::suggested_estimates(workspace, template.name.as_str())?;
    let mut said = Vec::new();
    for task in &mut runbook.tasks {
        let Some((estimate, runs)) = suggested.get(&task.id) else { continue };
        if task.estimate.as_ref().is_some_and(|own| own.seconds() == estimate.seconds()) {
            continue;
        }
        let instead = task.estimate.as_ref().map(|own| format!(", the template says {own}")).unwrap_or_default();
        said.push(format!("{} is planned for {estimate}, as {runs} earlier runs suggest{instead}", task.id));
        task.estimate = Some(estimate.clone());
    }
    Ok(said)
}

/// `CUSTOMER - TASK`, at the first ` - `.
fn split(name: &Line) -> Result<(Line, Line)> {
    let Some((customer, task)) = name.as_str().split_once(" - ") else {
        return Err(Fault::usage(format!("“{name}” is not of the form CUSTOMER - TASK"))
            .hint(format!("runbook new \"CUSTOMER - {name}\""))
            .hint("or give both halves with --customer and --task"));
    };
    Ok((trimmed(customer, "customer")?, trimmed(task, "task")?))
}

fn trimmed(word: &str, what: &str) -> Result<Line> {
    match word.trim() {
        "" => Err(Fault::usage(format!("{what} is empty: the name is always CUSTOMER - TASK"))),
        word => Line::new(word),
    }
}

/// One of the template's questions.
fn ask(asker: &Asker, question: &TemplateVariable) -> Result<String> {
    let text = question.question.as_str();
    match question.kind {
        VariableKind::Choice => {
            let chosen = asker.choose(text, &question.choices)?;
            Ok(question.choices.get(chosen).map(ToString::to_string).unwrap_or_default())
        }
        VariableKind::YesNo => Ok(if asker.confirm(text, false)? { "true" } else { "false" }.to_owned()),
        VariableKind::Number | VariableKind::Text | VariableKind::Username => {
            asker.fitting(text, |words| question.parse(words).map(drop))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_splits_at_the_first_dash_between_blanks() {
        let name = |text: &str| split(&Line::new(text).unwrap()).map(|(a, b)| (a.to_string(), b.to_string()));
        assert_eq!(
            name("Acme - Enforce 2FA - part 2").unwrap(),
            ("Acme".to_owned(), "Enforce 2FA - part 2".to_owned())
        );
        assert_eq!(name("A-B - C").unwrap().0, "A-B");
        for wrong in ["Acme", "Acme-Enforce", " - x", "Acme -  "] {
            assert_eq!(name(wrong).unwrap_err().kind, crate::model::Kind::Usage, "{wrong}");
        }
    }
}
