//! What a schema says about the values that are one word or text in a file.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Cause, Identity, Length, Line, MAX_SLUG, Moment, Prose, Slug, Zone};

/// Types that are one value in a file, each with the schema of that value.
macro_rules! values {
    ($($name:ident => $schema:expr),* $(,)?) => {$(
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}
values! {
    Line => json_schema!({"type": "string", "pattern": r"^[^\x00-\x1f\x7f]*$"}),
    Prose => json_schema!({"type": "string"}),
    Identity => json_schema!({"type": "string", "examples": ["John Doe <john.doe@example.com>"]}),
    Moment => json_schema!({"type": "string", "format": "date-time"}),
    Slug => json_schema!({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": MAX_SLUG}),
    Length => json_schema!({
        "type": "string",
        "minLength": 2,
        "pattern": "^ *([0-9]+d)? *([0-9]+h)? *([0-9]+m)? *([0-9]+s)? *$",
        "examples": ["10m", "1h15m", "2d"],
    }),
    Cause => json_schema!({
        "type": "string",
        "pattern": r"^(rollback\.steps|tasks|permissions|pre_call|post_call)\.[a-z0-9-]+$",
        "examples": ["tasks.download-data"],
    }),
}

impl JsonSchema for Zone {
    fn schema_name() -> Cow<'static, str> {
        "Zone".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "enum": Self::names()})
    }
}

/// Answers to what a template asked.
pub(super) fn answers(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}})
}

/// A template's version.
pub(super) fn number_or_words(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": ["integer", "string"]})
}
