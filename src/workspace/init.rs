//! Making a store, or turning a git repository into one; a second run mends what is missing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::lifecycle::Stamp;
use crate::model::{CommitId, Described, Fault, Kind, Result};
use crate::publish::{Publication, StoreSession, WriteSession};
use crate::secret::Rules;
use crate::store::output_file::make_folder;
use crate::store::{
    ATTRIBUTES_FILE, Layout, PassingFolder, SETTINGS_FILE, default_settings, read_settings, schema_file,
    with_store_attributes,
};
use crate::trail::{BeforeInit, PersonEnv, Repository, SettingsPlace};

use super::Workspace;
use super::change::no_secret_in;
use super::doctor::told_open;
use super::open::own_file;

/// How the name of a folder begins in which a repository is made.
const MAKING: &str = ".runbook-init-";
/// A store that is being made has no settings yet that say how long to wait.
const PATIENCE: Duration = Duration::from_secs(10);

/// What `init` did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initialised {
    /// The top of the store.
    pub top: PathBuf,
    /// Whether a git repository was made.
    pub made_repository: bool,
    /// The files that were written.
    pub written: Vec<String>,
    /// The commit that holds them; none when nothing was missing.
    pub commit: Option<CommitId>,
    /// Whether git was set up to compare and merge records with this tool.
    pub set_up_git: bool,
    /// What a person has to be told, such as the words of a hook, or that others can read the store.
    pub notes: Vec<String>,
}

/// Makes a store at `dir`: a repository where there is none, the settings, git's attributes, the schemas for editors.
///
/// `tool` is where this program lies, which git shall call; `stamp_of` makes the stamp once the person is known.
///
/// # Errors
/// `Identity`, `Git`, `Disk`; whatever was there stays as it was.
pub fn make_store(
    dir: &Path,
    env: &PersonEnv,
    tool: &Path,
    stamp_of: impl Fn(crate::model::Identity) -> Stamp,
) -> Result<Initialised> {
    let mut before = BeforeInit::look(dir);
    make(dir, env, tool, stamp_of, &mut before).inspect_err(|_| before.restore())
}

fn make(
    dir: &Path,
    env: &PersonEnv,
    tool: &Path,
    stamp_of: impl Fn(crate::model::Identity) -> Stamp,
    before: &mut BeforeInit,
) -> Result<Initialised> {
    let (repository, made_repository) = open_or_make(dir, env, tool, before)?;
    let actors = repository.identity(env)?;
    let stamp = stamp_of(actors.author.clone());
    let top = repository.top().to_path_buf();
    let layout = Layout::new(&top);
    let session = WriteSession::begin(&repository, env, PATIENCE)?;
    let restored = restore(&session, &repository, &layout)?;
    let files = missing(&repository, &layout)?;
    let as_left = keep_own_edits(&repository, &layout, &files)?;
    let mut written: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
    let published = if files.is_empty() {
        // the lock is wanted again for git's settings
        drop(session);
        None
    } else {
        let message = if written.iter().any(|path| path == SETTINGS_FILE) {
            "Make this repository a store of runbooks\n"
        } else {
            "Mend the store's own files\n"
        };
        let rules = rules(&repository, &layout)?;
        no_secret_in(&actors, &rules)?;
        let publication = Publication {
            actors,
            expected_head: repository.head()?.commit,
            files,
            as_left,
            message: message.to_owned(),
            claims: None,
            recorded: stamp.now,
            follows: Vec::new(),
        };
        Some(session.publish(publication, &rules)?)
    };
    let (commit, notes) = published.map(|done| (done.commit, done.notes)).unzip();
    written.splice(0..0, restored);
    let drivers = repository.lacking_drivers(tool)?;
    let set_up_git = made_repository || !drivers.is_empty();
    let settings = [repository.lacking_privacy()?, drivers].concat();
    let session = StoreSession::begin(&repository, PATIENCE)?;
    session.set_up_git(SettingsPlace::Clone, &settings)?;
    if repository.widened()?.contains(&SettingsPlace::WorkTree) {
        session.set_up_git(SettingsPlace::WorkTree, &Repository::privacy())?;
    }
    drop(session);
    let mut notes = notes.unwrap_or_default();
    notes.extend(told_open(&top, repository.common_dir()));
    notes.extend(around(&top, env).filter(|_| made_repository));
    Ok(Initialised { top, made_repository, written, commit, set_up_git, notes })
}

/// What is said where the store lies inside another repository, which then has it as a strange folder.
fn around(top: &Path, env: &PersonEnv) -> Option<String> {
    let outer = Repository::discover(top.parent()?, env).ok()?;
    let outer = outer.top().display().to_string();
    Some(format!("it lies inside of another git repository ({outer}), which knows nothing of what is recorded here"))
}

/// The repository at `dir`, or a new one there, which is made beside its place and moved there when it is whole. True
/// when it was made.
fn open_or_make(dir: &Path, env: &PersonEnv, tool: &Path, before: &mut BeforeInit) -> Result<(Repository, bool)> {
    make_folder(dir)?;
    PassingFolder::clear_dead(dir, |name| name.starts_with(MAKING));
    if let Some(repository) = Repository::at(dir, env)? {
        return Ok((repository, false));
    }
    let passing = PassingFolder::make(dir, MAKING)?;
    Repository::make(passing.path(), env)?.set_up_new(tool)?;
    passing.clear_locks(".git")?;
    passing.settle()?;
    passing.give(".git", &dir.join(".git"))?;
    before.repository_was_made();
    let made = Repository::at(dir, env)?.ok_or_else(|| Fault::bug("the repository that was made is not there"))?;
    Ok((made, true))
}

/// Puts back what the head has and somebody deleted from the work tree.
fn restore(session: &WriteSession<'_>, repository: &Repository, layout: &Layout) -> Result<Vec<String>> {
    let Some(head) = repository.head()?.commit else { return Ok(Vec::new()) };
    let schemas = Described::ALL.map(|kind| schema_file(kind).0);
    let mut restored = Vec::new();
    for path in [SETTINGS_FILE, ATTRIBUTES_FILE].map(str::to_owned).into_iter().chain(schemas) {
        if own_file(repository, layout, &path)?.is_none()
            && let Some(bytes) = repository.blob_at(&head, &path)?
        {
            session.put_back(&path, bytes)?;
            restored.push(path);
        }
    }
    Ok(restored)
}

/// What counts as a secret here: by the settings that lie there, as far as they can be read.
fn rules(repository: &Repository, layout: &Layout) -> Result<Rules> {
    let settings = own_file(repository, layout, SETTINGS_FILE)?.and_then(|bytes| read_settings(&bytes).ok());
    Rules::new(&settings.unwrap_or_default().secrets.patterns)
}

/// The store's own files that are not there, or not as they should be.
fn missing(repository: &Repository, layout: &Layout) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    if own_file(repository, layout, SETTINGS_FILE)?.is_none() {
        files.push((SETTINGS_FILE.to_owned(), default_settings().as_bytes().to_vec()));
    }
    let attributes =
        own_file(repository, layout, ATTRIBUTES_FILE)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    if let Some(text) = with_store_attributes(attributes.as_deref()) {
        files.push((ATTRIBUTES_FILE.to_owned(), text.into_bytes()));
    }
    files.extend(old_schemas(repository, layout)?);
    Ok(files)
}

/// The schemas that are not there, or not those of this version. Git may have given their lines the ends that a person
/// wants, which no editor minds.
pub(super) fn old_schemas(repository: &Repository, layout: &Layout) -> Result<Vec<(String, Vec<u8>)>> {
    let mut old = Vec::new();
    for (path, bytes) in Described::ALL.map(schema_file) {
        if own_file(repository, layout, &path)?.is_none_or(|there| !has_same_lines(&there, &bytes)) {
            old.push((path, bytes));
        }
    }
    Ok(old)
}

/// True for the same text, whatever ends its lines have.
fn has_same_lines(one: &[u8], other: &[u8]) -> bool {
    let lines = |text| <[u8]>::split(text, |byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines(one).eq(lines(other))
}

/// A file that the person changed and has not committed is not swept in. Answers with those that lie there with other
/// ends of lines than the head has, as git wrote them.
fn keep_own_edits(
    repository: &Repository,
    layout: &Layout,
    files: &[(String, Vec<u8>)],
) -> Result<Vec<(String, Vec<u8>)>> {
    let head = repository.head()?.commit;
    let mut as_left = Vec::new();
    for (path, _) in files {
        let Some(there) = layout.read_file(path)? else { continue };
        let recorded = head.as_ref().map_or(Ok(None), |head| repository.blob_at(head, path))?;
        if !recorded.is_some_and(|recorded| has_same_lines(&there, &recorded)) {
            return Err(Fault::new(Kind::HandEdited, format!("{path} has changes that are not committed"))
                .hint(format!("commit it first: git add {path} && git commit -m \"Keep {path}\"")));
        }
        as_left.push((path.clone(), there));
    }
    Ok(as_left)
}

/// Puts back what git needs to know about records, and what editors need to know. Answers with what a person has to be
/// told, such as the words of a hook.
pub(super) fn mend_own_files(workspace: &Workspace, stamp: &Stamp) -> Result<Vec<String>> {
    let session = WriteSession::begin(
        &workspace.repository,
        &workspace.env,
        Duration::from_secs(workspace.settings.lock.wait.seconds()),
    )?;
    restore(&session, &workspace.repository, &workspace.layout)?;
    let files = missing(&workspace.repository, &workspace.layout)?;
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let as_left = keep_own_edits(&workspace.repository, &workspace.layout, &files)?;
    let actors = session.actors()?;
    let rules = rules(&workspace.repository, &workspace.layout)?;
    no_secret_in(&actors, &rules)?;
    let publication = Publication {
        actors,
        expected_head: workspace.repository.head()?.commit,
        files,
        as_left,
        message: "Mend the store's own files\n".to_owned(),
        claims: None,
        recorded: stamp.now,
        follows: Vec::new(),
    };
    Ok(session.publish(publication, &rules)?.notes)
}
