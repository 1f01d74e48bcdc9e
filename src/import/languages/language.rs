//! What there is to say of a language.

use crate::import::meanings::{CheckColumn, ContactColumn, HeaderField, Side, TaskColumn, Topic};
use crate::model::{Duty, TaskOutcome};

/// What each of several meanings is called.
pub(super) type Names<T> = &'static [(T, &'static [&'static str])];

/// The words of one language.
pub(in crate::import) struct Language {
    /// Labels of the header.
    pub(in crate::import) fields: Names<HeaderField>,
    /// Headings of sections.
    pub(in crate::import) topics: Names<Topic>,
    /// Words of headings about people.
    pub(in crate::import) people: &'static [&'static str],
    /// Words for the home side.
    pub(in crate::import) home: &'static [&'static str],
    /// Words for the customer's side.
    pub(in crate::import) customer: &'static [&'static str],
    /// Heads of the columns of contacts.
    pub(in crate::import) contact_columns: Names<ContactColumn>,
    /// Heads of the columns of a checklist.
    pub(in crate::import) check_columns: Names<CheckColumn>,
    /// Heads of the columns of tasks.
    pub(in crate::import) task_columns: Names<TaskColumn>,
    /// How a task ended.
    pub(in crate::import) outcomes: Names<TaskOutcome>,
    /// What a part of a text is called that is counted: "Step 1", "Option A".
    pub(in crate::import) parts: &'static [&'static str],
    /// Months, by their English names.
    pub(in crate::import) months: Names<&'static str>,
    /// Days of the week, by their English names.
    pub(in crate::import) weekdays: Names<&'static str>,
    /// What stands behind the hours of a time of day: "14 Uhr".
    pub(in crate::import) hours: &'static [&'static str],
    /// Signs that stand behind the numbers of a date, and what stands there in a date of numbers alone.
    pub(in crate::import) date_signs: Names<char>,
    /// What a part is called that is something to be done: "Step 1".
    pub(in crate::import) steps: &'static [&'static str],
    /// Labels of estimates of a whole phase.
    pub(in crate::import) estimates: &'static [&'static str],
    /// Words that stand where a value is missing.
    pub(in crate::import) missing: &'static [&'static str],
    /// Heads of a table of labels and values.
    pub(in crate::import) label_heads: &'static [&'static str],
    /// Heads of columns that may stand over anything.
    pub(in crate::import) vague_heads: &'static [&'static str],
    /// What a runbook is called: a label that holds one of these names one.
    pub(in crate::import) runbook: &'static [&'static str],
    /// What stands before a colon and the name, in a title.
    pub(in crate::import) name_leads: &'static [&'static str],
    /// What stands right before the name, in a title.
    pub(in crate::import) name_openings: &'static [&'static str],
    /// What a page's front matter calls its title.
    pub(in crate::import) page_titles: &'static [&'static str],
    /// What it calls what is about the page, and only perhaps about the work.
    pub(in crate::import) page_keys: &'static [&'static str],
    /// Words that are never for whom work is done, beside the labels and the headings.
    pub(in crate::import) ours: &'static [&'static str],
    /// Words that join others in the heading of a section.
    pub(in crate::import) joints: &'static [&'static str],
    /// What is done to people: "Inform the team" is no list of them.
    pub(in crate::import) deeds: &'static [&'static str],
    /// Words for people that are no heading on their own.
    pub(in crate::import) crowds: &'static [&'static str],
    /// Whose people a heading below the contacts announces.
    pub(in crate::import) sides: Names<Side>,
    /// Headings of sections that are as good as none below another list.
    pub(in crate::import) weak: &'static [&'static str],
    /// What the call is called.
    pub(in crate::import) calls: &'static [&'static str],
    /// What the work as a whole is called: "before the migration".
    pub(in crate::import) work: &'static [&'static str],
    /// What stands before such a word for the time before it, the longest first.
    pub(in crate::import) before: &'static [&'static str],
    /// The same for the time after it.
    pub(in crate::import) after: &'static [&'static str],
    /// The same for the time of the work.
    pub(in crate::import) during: &'static [&'static str],
    /// What may stand behind such a word.
    pub(in crate::import) rests: &'static [&'static str],
    /// What may stand behind "pre" and "post" alone.
    pub(in crate::import) singles: &'static [&'static str],
    /// How going back is called in the middle of a heading.
    pub(in crate::import) going_back: &'static [&'static str],
    /// Words of headings that are about going back, but no plan for it.
    pub(in crate::import) rehearsals: &'static [&'static str],
    /// Labels of the reason why there is no way back.
    pub(in crate::import) irreversible: &'static [&'static str],
    /// Numbers in words, and what joins them.
    pub(in crate::import) numbers: &'static [&'static str],
    /// Words between the parts of a date.
    pub(in crate::import) date_joints: &'static [&'static str],
    /// Words that take back what stands before them: "done, but …".
    pub(in crate::import) takes_back: &'static [&'static str],
    /// Words that turn a success round: "done: not all".
    pub(in crate::import) negations: &'static [&'static str],
    /// Words between two people, or two lengths.
    pub(in crate::import) joins: &'static [&'static str],
    /// Small words within names of people.
    pub(in crate::import) particles: &'static [&'static str],
    /// Words for what people are, not who.
    pub(in crate::import) roles: &'static [&'static str],
    /// How words begin that say what somebody answers for.
    pub(in crate::import) duties: Names<Duty>,
    /// The seconds of a unit.
    pub(in crate::import) units: Names<u64>,
    /// The seconds of a length that is said in words.
    pub(in crate::import) lengths: Names<u64>,
    /// Words that say "about" before a length.
    pub(in crate::import) about: &'static [&'static str],
    /// Words that say that a length is a bound.
    pub(in crate::import) bounds: &'static [&'static str],
    /// Words between the ends of a range.
    pub(in crate::import) ranges: &'static [&'static str],
    /// Labels of what prevents an item of a checklist.
    pub(in crate::import) reasons: &'static [&'static str],
    /// Labels of what shows that it was done.
    pub(in crate::import) evidences: &'static [&'static str],
    /// How a letter ends.
    pub(in crate::import) farewells: &'static [&'static str],
    /// Yes.
    pub(in crate::import) yes: &'static [&'static str],
    /// No.
    pub(in crate::import) no: &'static [&'static str],
    /// Words that say that somebody was asked, or refused, and that nothing is agreed.
    pub(in crate::import) unagreed: &'static [&'static str],
    /// What the head of a mail calls who sent it.
    pub(in crate::import) senders: &'static [&'static str],
    /// What it calls what the mail is about.
    pub(in crate::import) subjects: &'static [&'static str],
    /// What else stands in the head of a mail.
    pub(in crate::import) mail_keys: &'static [&'static str],
    /// What stands before the subject of a mail that answers another or sends it on.
    pub(in crate::import) replies: &'static [&'static str],
    /// Kinds of texts and what marks their titles, which stand where a name has the customer.
    pub(in crate::import) documents: &'static [&'static str],
    /// What a row is called that adds up those above it.
    pub(in crate::import) sums: &'static [&'static str],
    /// What a plan is called that nobody works on yet.
    pub(in crate::import) drafts: &'static [&'static str],
    /// Words that stand where a value does not apply.
    pub(in crate::import) inapplicable: &'static [&'static str],
    /// The last words of what "no" behind them says that it is not done: "Backup taken: no". "Maintenance mode: no" is a value.
    pub(in crate::import) asked: &'static [&'static str],
    /// Words of a question about what nobody wants: to "Any open incidents?" "no" is the good answer.
    pub(in crate::import) unwanted: &'static [&'static str],
    /// Words that make the mark of what is to be done something else: that it has a list, or begins a sentence in Spanish.
    pub(in crate::import) behind_todo: &'static [&'static str],
    /// Words that say of something to be done that it is not done.
    pub(in crate::import) undone: &'static [&'static str],
    /// How words begin that stand for somebody who is named elsewhere: "see the customer contacts".
    pub(in crate::import) elsewhere: &'static [&'static str],
    /// Words that say that somebody may not come.
    pub(in crate::import) absent: &'static [&'static str],
    /// Small words that may stand round them: "is on leave until Monday".
    pub(in crate::import) round_absent: &'static [&'static str],
    /// Words of which one takes back what the other does.
    pub(in crate::import) opposites: &'static [(&'static str, &'static str)],
    /// How words begin that say of something that it is of another time, or an example.
    pub(in crate::import) other_times: &'static [&'static str],
    /// Titles of what is not to be done.
    pub(in crate::import) out_of_scope: &'static [&'static str],
    /// Titles of what is not settled: nothing of it is a task.
    pub(in crate::import) open_points: &'static [&'static str],
    /// Titles of other plans; a plan for the rollback ends with such a label.
    pub(in crate::import) other_plans: &'static [&'static str],
    /// Words that say that there is nobody, whatever stands behind them: "nobody at night".
    pub(in crate::import) nobody: &'static [&'static str],
    /// Words in the place of a name that are a way to reach somebody who is not named.
    pub(in crate::import) nobodies: &'static [&'static str],
    /// What a telephone number is called.
    pub(in crate::import) telephones: &'static [&'static str],
}
