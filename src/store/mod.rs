//! Files: where things lie, settings, reading a record, writing a changed record back into the person's own TOML,
//! atomic replacement, the lock. The only room that knows TOML and temporary files.
