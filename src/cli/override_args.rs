//! Passing a gate that is not met: which codes, and the one reason for all of them.

use clap::Args;

use super::complete;
use super::session::Session;
use crate::lifecycle::{Overrides, ReadinessCode};
use crate::model::{Fault, Line, Prose, Result, RunbookId};

/// The flags of a gate.
#[derive(Debug, Clone, Args)]
pub(super) struct OverrideArgs {
    /// Pass the gate although this readiness code is not met; can be given several times
    #[arg(long = "override", value_name = "CODE", add = complete::codes())]
    codes: Vec<Line>,
    /// Why the gate is passed; stands in the trail and in every report
    #[arg(long, value_name = "WHY")]
    reason: Option<Prose>,
}

impl OverrideArgs {
    /// The overrides as the lifecycle takes them.
    ///
    /// # Errors
    /// `Usage` when codes come without a reason and nobody can be asked, a reason without a code, or a word is no code.
    pub(super) fn overrides(self, id: &RunbookId, session: &Session<'_>) -> Result<Overrides> {
        if self.codes.is_empty() && self.reason.is_some() {
            return Err(Fault::usage("--reason says why a gate is overridden: name the code with --override"));
        }
        let reason =
            if self.codes.is_empty() { None } else { Some(session.needed(self.reason, "--reason", "reason")?) };
        let codes =
            self.codes.iter().map(|code| ReadinessCode::to_override(code.as_str(), id)).collect::<Result<_>>()?;
        Ok(Overrides { codes, reason })
    }

    /// The overrides where a reason may also stand for something else.
    ///
    /// # Errors
    /// As [`OverrideArgs::overrides`].
    pub(super) fn overrides_and_reason(
        self,
        id: &RunbookId,
        session: &Session<'_>,
    ) -> Result<(Overrides, Option<Prose>)> {
        let reason = self.reason.clone();
        if self.codes.is_empty() {
            return Ok((Overrides::default(), reason));
        }
        Ok((self.overrides(id, session)?, reason))
    }
}
