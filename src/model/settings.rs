//! The store's settings, `.runbook.toml`: what a team decided once for all its runbooks.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::state::words;
use super::{Extra, Length, Line, Slug, Zone};

/// Settings of a store; every key but `format` may be left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Settings {
    /// The format's number, 1.
    pub format: u64,
    /// The zone of schedules that are given without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Zone>,
    /// What the home side of a call is named.
    pub home_side: Slug,
    /// When a runbook is ready.
    pub readiness: ReadinessPolicy,
    /// Who must agree to a plan.
    pub approval: ApprovalPolicy,
    /// E-mails mapped to handles, for people whose git identity differs from their contact.
    pub people: BTreeMap<String, Line>,
    /// Channels that are told before and after the call.
    pub channels: Vec<Line>,
    /// Regions whose engineers must be able to go back.
    pub regions: Vec<Line>,
    /// Where estimates come from.
    pub estimates: EstimatePolicy,
    /// Waiting for locks.
    pub lock: LockPolicy,
    /// The store's own patterns for secrets.
    pub secrets: SecretPolicy,
    /// Whether the trail is signed.
    pub signatures: SignaturePolicy,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `[readiness]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReadinessPolicy {
    /// How late a call may start before its schedule counts as past (`docs/format.md`, “Time”).
    pub grace: Length,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `[approval]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ApprovalPolicy {
    /// How many people must approve a plan before its runbook is ready.
    pub required: u32,
    /// Whether somebody who wrote part of the plan may approve it.
    pub allow_author: bool,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `[estimates]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct EstimatePolicy {
    /// By what `new` takes estimates from earlier runs of the same template; not at all where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggest: Option<SuggestedBy>,
    /// How many earlier runs of a task it takes.
    pub runs: u32,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

words! {
    /// Which length of earlier runs becomes an estimate.
    SuggestedBy, "a measure" {
        /// Half of the runs took no longer.
        Median = "median",
        /// Nine of ten runs took no longer.
        Ninetieth = "p90",
    }
}

/// `[lock]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LockPolicy {
    /// How long a command waits for a lock.
    pub wait: Length,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `[secrets]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SecretPolicy {
    /// Named regular expressions beside the built-in ones.
    pub patterns: BTreeMap<String, String>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `[signatures]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SignaturePolicy {
    /// Whether every commit of the trail has to be signed, and every change of these settings from then on.
    pub required: bool,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            format: super::FORMAT,
            time_zone: None,
            home_side: Slug::from_text("gitlab"),
            readiness: ReadinessPolicy::default(),
            approval: ApprovalPolicy::default(),
            people: BTreeMap::new(),
            channels: Vec::new(),
            regions: Vec::new(),
            estimates: EstimatePolicy::default(),
            lock: LockPolicy::default(),
            secrets: SecretPolicy::default(),
            signatures: SignaturePolicy::default(),
            extra: Extra::new(),
        }
    }
}

impl Default for ReadinessPolicy {
    fn default() -> Self {
        Self { grace: Length::from_seconds(2 * 3_600), extra: Extra::new() }
    }
}

impl Default for EstimatePolicy {
    fn default() -> Self {
        Self { suggest: None, runs: 3, extra: Extra::new() }
    }
}

impl Default for LockPolicy {
    fn default() -> Self {
        Self { wait: Length::from_seconds(10), extra: Extra::new() }
    }
}
