//! The session in which a call is guided: screen, keyboard and clock, the record as it was read last, and the door through
//! which every answer goes at once.
//!
//! It keeps nothing of the call but what the record says; what is remembered here (what was passed over for now, where
//! somebody jumped) is gone with the terminal, and nobody is asked twice for it.

use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;

use crate::guide::capture::TerminalInfo;
use crate::guide::keyboard::{Key, Keyboard};
use crate::guide::screen::Screen;
use crate::lifecycle::{Command, Forecast, NextStep, OpenQuestion, ReadinessCode, Stamp, Standing, closing, waiting};
use crate::model::{Changed, CommitId, Event, Fault, Identity, Kind, Moment, Result, Runbook, RunbookId};
use crate::render::Style;
use crate::render::call::{self, Offer, Stage};
use crate::render::export::for_shared_screen;
use crate::workspace::change::{self, ChangeOptions};
use crate::workspace::{Workspace, query};

/// How long the clock stands still between two looks at it, in milliseconds.
const TICK: u64 = 200;

/// After so many of them the record is looked at: somebody else may have gone on.
const LOOK_EVERY: u32 = 8;

/// So often a record that is not the trail's head is looked at again before that is believed.
const SETTLING: u32 = 5;

/// How long in between, in milliseconds.
const PAUSE: u64 = 60;

/// What is guided, and on what.
#[derive(Clone, Copy)]
pub struct Guidance<'a> {
    /// The store.
    pub workspace: &'a Workspace,
    /// The runbook.
    pub id: &'a RunbookId,
    /// The running clock.
    pub clock: &'a dyn Fn() -> Moment,
    /// Whether colours may be used.
    pub color: bool,
    /// What the person allows for the changes.
    pub options: &'a ChangeOptions,
    /// Whether a customer sees the screen.
    pub present: bool,
    /// Where programs are looked for.
    pub path: &'a OsStr,
    /// The working directory.
    pub dir: &'a Path,
    /// Where the person sits while a command runs.
    pub terminal: TerminalInfo,
}

/// The call under way.
pub(super) struct CallSession<'a> {
    pub(super) order: Guidance<'a>,
    pub(super) screen: Screen,
    pub(super) keyboard: Keyboard,
    pub(super) me: Identity,
    known: Option<CommitId>,
    began: Option<Moment>,
    events: Vec<Event>,
    /// The stop whose screen was printed last; none when its texts may have been changed since.
    shown: Option<NextStep>,
    /// The commits that were made in this session.
    own: Vec<CommitId>,
    /// What hooks and git said of them, while a customer looks on who must not read it.
    unsaid: &'a mut Vec<String>,
    /// What was typed, until it is recorded.
    pub(super) typed: Vec<TypedAnswer>,
    /// The same of an answer that was refused: whoever wrote a long note does not write it twice.
    pub(super) refused: Vec<TypedAnswer>,
}

/// What somebody typed at one stop; it answers the question of no other.
pub(super) struct TypedAnswer {
    pub(super) stop: NextStep,
    pub(super) question: String,
    pub(super) words: String,
}

/// What is shown now: a stop, and the record that it was computed from.
pub(super) struct View {
    pub(super) runbook: Runbook,
    /// The runbook as this screen may show it.
    pub(super) shown: Runbook,
    pub(super) bytes: Vec<u8>,
    pub(super) commit: Option<CommitId>,
    pub(super) standing: Standing,
    pub(super) stop: NextStep,
    pub(super) left: Vec<NextStep>,
}

/// What came of waiting for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressed {
    /// One of the offered keys.
    Key(char),
    /// The record is not what is shown any more.
    Changed,
    /// The waiting time is over.
    Over,
}

impl<'a> CallSession<'a> {
    /// Takes the terminal. What may not be said on it goes into `unsaid`.
    ///
    /// # Errors
    /// `Usage` where there is no keyboard, `Identity` when git knows nobody.
    pub(super) fn take(order: Guidance<'a>, unsaid: &'a mut Vec<String>) -> Result<Self> {
        let me = order.workspace.identity()?;
        let keyboard = Keyboard::open()?;
        Ok(Self {
            order,
            screen: Screen::new(),
            keyboard,
            me,
            known: None,
            began: None,
            events: Vec::new(),
            shown: None,
            own: Vec::new(),
            unsaid,
            typed: Vec::new(),
            refused: Vec::new(),
        })
    }

    /// What was recorded in this session, and the last commit of it.
    pub(super) fn into_recorded(self) -> (Vec<Event>, Option<CommitId>) {
        (self.events, self.own.last().cloned())
    }

    /// The time now.
    pub(super) fn now(&self) -> Moment {
        (self.order.clock)()
    }

    /// How text is laid out on this screen, as wide as it is now.
    pub(super) fn style(&self) -> Style {
        Style { width: self.screen.size().0, color: self.order.color, ..Style::plain(self.now()) }
    }

    /// The runbook as it lies there now; what somebody else recorded since is told.
    ///
    /// # Errors
    /// As [`query::view`].
    pub(super) fn read(&mut self) -> Result<query::RunbookView> {
        let look = self.settled()?;
        if look.commit != self.known {
            self.tell_news(look.commit.as_ref(), &look.runbook)?;
            self.began = query::began(self.order.workspace, self.order.id)?;
            self.known.clone_from(&look.commit);
        }
        Ok(look)
    }

    /// The record once nobody is just about to change it: between the commit and the file a change looks like a hand edit.
    fn settled(&self) -> Result<query::RunbookView> {
        let workspace = self.order.workspace;
        for _ in 0..SETTLING {
            match query::view(workspace, self.order.id) {
                Ok(look) if look.standing == Standing::Recorded => return Ok(look),
                _ => std::thread::sleep(Duration::from_millis(PAUSE)),
            }
        }
        query::view(workspace, self.order.id)
    }

    fn tell_news(&mut self, now: Option<&CommitId>, runbook: &Runbook) -> Result<()> {
        let Some(known) = self.known.clone().filter(|_| now.is_some()) else { return Ok(()) };
        let log = query::log(self.order.workspace, Some(self.order.id), Some(50))?;
        let news = log.into_iter().map(|(_, entry)| entry).take_while(|entry| entry.commit != known);
        let news: Vec<_> = news.filter(|entry| !self.own.contains(&entry.commit)).collect();
        if news.is_empty() {
            return Ok(());
        }
        self.shown = None;
        let shown = self.shown(runbook)?;
        let text = call::meanwhile(&news, Some(&self.me), &shown, self.order.present, &self.style());
        self.screen.say(&text)
    }

    /// The runbook as this screen may show it: on one that a customer sees, what goes out to them.
    ///
    /// # Errors
    /// `Bug` only.
    pub(super) fn shown(&self, runbook: &Runbook) -> Result<Runbook> {
        if self.order.present {
            return for_shared_screen(runbook, self.order.workspace.settings());
        }
        Ok(runbook.clone())
    }

    /// What a screen is about.
    pub(super) fn stage<'s>(&'s self, view: &'s View) -> Stage<'s> {
        Stage {
            id: self.order.id,
            runbook: &view.shown,
            stop: &view.stop,
            left: &view.left,
            began: self.began,
            pace: Forecast::of(&view.runbook, self.began, self.now()),
            settings: self.order.workspace.settings(),
            present: self.order.present,
            rows: self.screen.size().1,
        }
    }

    /// Prints the screen of a stop; long texts that stand there already are only begun.
    ///
    /// # Errors
    /// `Interrupted` when the terminal is gone.
    pub(super) fn show(&mut self, view: &View) -> Result<()> {
        let is_again = self.shown.as_ref().is_some_and(|stop| stop.is_same(&view.stop));
        let stage = self.stage(view);
        let rows = if is_again { call::ALREADY_READ } else { stage.rows };
        let text = call::screen(&Stage { rows, ..stage }, &self.style());
        self.shown = Some(view.stop.clone());
        self.screen.say(&text)
    }

    /// Prints the screen of a stop with its texts whole.
    ///
    /// # Errors
    /// As [`CallSession::show`].
    pub(super) fn show_whole(&mut self, view: &View) -> Result<()> {
        let stage = Stage { rows: usize::MAX, ..self.stage(view) };
        let text = call::screen(&stage, &self.style());
        self.screen.say(&text)
    }

    /// Prints the last words; `is_over` where nothing is left that could be asked on this screen.
    ///
    /// # Errors
    /// As [`CallSession::show`].
    pub(super) fn farewell(&mut self, view: &View, is_over: bool) -> Result<()> {
        let text = call::farewell(&self.stage(view), is_over, &self.style());
        self.screen.say(&text)
    }

    /// Prints a sentence.
    ///
    /// # Errors
    /// As [`CallSession::show`].
    pub(super) fn say(&mut self, text: &str) -> Result<()> {
        let text = call::said(text, &self.style());
        self.screen.say(&text)
    }

    /// Prints finished text.
    ///
    /// # Errors
    /// As [`CallSession::show`].
    pub(super) fn print(&mut self, text: &str) -> Result<()> {
        self.screen.say(text)
    }

    /// Prints what went wrong and the way out; on a shared screen only that something did.
    ///
    /// # Errors
    /// As [`CallSession::show`].
    pub(super) fn complain(&mut self, fault: &Fault) -> Result<()> {
        if self.order.present {
            return self.say("That was refused. See why on a screen of your own, without --present.");
        }
        let text = crate::render::fault(fault, &self.style());
        self.screen.say(&text)
    }

    /// The next key, if one comes; the screen is drawn anew where a shell has had it.
    ///
    /// # Errors
    /// As [`CallSession::press`].
    pub(super) fn next_key(&mut self) -> Result<Option<Key>> {
        let key = self.keyboard.next(TICK)?;
        if self.keyboard.was_away() {
            self.screen.draw_anew();
        }
        Ok(key)
    }

    /// Waits for one of the offered keys while the clock runs; the return key means the first of them.
    ///
    /// # Errors
    /// `Interrupted` when a signal asked to stop, or the terminal is gone.
    pub(super) fn press(&mut self, view: &View, offers: &[Offer]) -> Result<Pressed> {
        let mut ticks = 0;
        loop {
            let lines = call::live(&self.stage(view), offers, &self.style());
            self.screen.live(&lines, None)?;
            let typed = match self.next_key()? {
                Some(Key::Enter) => offers.first().map(|offer| offer.key),
                Some(Key::Char(c)) => offers.iter().map(|offer| offer.key).find(|key| *key == c.to_ascii_lowercase()),
                _ => None,
            };
            ticks += 1;
            if (typed.is_some() || ticks % LOOK_EVERY == 0) && self.is_changed(view) {
                return Ok(Pressed::Changed);
            }
            if let Some(key) = typed {
                return Ok(Pressed::Key(key));
            }
            if matches!(view.stop, NextStep::Wait(_)) && waiting(&view.runbook, self.now()).is_none() {
                return Ok(Pressed::Over);
            }
        }
    }

    /// True when the record is not what is shown; one that cannot be read now is told when it is read again.
    fn is_changed(&self, view: &View) -> bool {
        match query::view(self.order.workspace, self.order.id) {
            Ok(look) => look.bytes != view.bytes || look.commit != view.commit,
            Err(_) => true,
        }
    }

    /// The codes of everything that holds the next gate shut.
    ///
    /// # Errors
    /// As [`query::view`].
    pub(super) fn open_codes(&self, view: &View) -> Result<Vec<ReadinessCode>> {
        let points = if view.runbook.state.is_before_call() {
            let look = query::view(self.order.workspace, self.order.id)?;
            query::readiness(self.order.workspace, &look, self.now()).missing
        } else {
            closing(self.order.id, &view.runbook).missing
        };
        Ok(points.into_iter().map(|point| point.code).collect())
    }

    /// Sends a command through the write door and tells what was recorded; false when it was refused, which is told.
    ///
    /// # Errors
    /// `Interrupted`, and faults of ours.
    pub(super) fn send(&mut self, command: &Command, happened: Option<Moment>) -> Result<bool> {
        let order = self.order;
        let stamp = self.stamp(happened);
        self.record(|| change::execute(order.workspace, order.id, command, &stamp, order.options))
    }

    /// Sends the answer to what a stop asks about its item; refused where that is another thing by now than what was shown,
    /// and what was typed is kept.
    ///
    /// # Errors
    /// As [`CallSession::send`].
    pub(super) fn answer(&mut self, view: &View, command: &Command, happened: Option<Moment>) -> Result<bool> {
        self.answer_about(&view.stop, view, command, happened)
    }

    /// The same, about something else than the stop.
    ///
    /// # Errors
    /// As [`CallSession::send`].
    pub(super) fn answer_about(
        &mut self,
        step: &NextStep,
        view: &View,
        command: &Command,
        happened: Option<Moment>,
    ) -> Result<bool> {
        let order = self.order;
        let stamp = self.stamp(happened);
        let question = OpenQuestion { step, shown: &view.runbook };
        self.record(|| change::answer(order.workspace, order.id, command, &stamp, order.options, question))
    }

    /// Time and person; `happened` is when it did, where typing took longer.
    pub(super) fn stamp(&self, happened: Option<Moment>) -> Stamp {
        let now = self.now();
        Stamp { now, happened: happened.filter(|at| *at < now), by: self.me.clone() }
    }

    /// Makes a change and tells of it; false when it was refused.
    ///
    /// # Errors
    /// As [`CallSession::send`].
    pub(super) fn record(&mut self, change: impl FnOnce() -> Result<Changed>) -> Result<bool> {
        let typed = std::mem::take(&mut self.typed);
        self.refused.clear();
        match change() {
            Ok(changed) => {
                self.tell(changed)?;
                self.keyboard.must_go_on().map(|()| true)
            }
            Err(fault) => {
                self.refused = typed;
                self.refuse(fault)
            }
        }
    }

    /// Tells of a change that was made in this session; on a shared screen what hooks said of it has to wait.
    ///
    /// # Errors
    /// As [`CallSession::show`].
    pub(super) fn tell(&mut self, changed: Changed) -> Result<()> {
        self.own.extend(changed.commit);
        let (before, present) = (changed.before.as_ref(), self.order.present);
        let told = call::done(&changed.events, before, &self.shown(&changed.after)?, present, &self.style());
        self.events.extend(changed.events);
        if present {
            self.unsaid.extend(changed.notes);
            return self.screen.say(&told);
        }
        self.screen.say(&told)?;
        for note in changed.notes {
            self.say(&note)?;
        }
        Ok(())
    }

    /// Tells of a change that was refused: nothing was recorded.
    ///
    /// # Errors
    /// What no screen can go on after.
    pub(super) fn refuse(&mut self, fault: Fault) -> Result<bool> {
        if matches!(fault.kind, Kind::Interrupted | Kind::Bug) {
            return Err(fault);
        }
        self.complain(&fault)?;
        Ok(false)
    }
}
