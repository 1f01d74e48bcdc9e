//! The verbs, pure: what a command means for a runbook, what an event makes of it, and what is still missing.
