//! Running a command under `strace`: what it asks of the system, and making one of these requests its last or a failure.

use std::path::{Path, PathBuf};

use crate::env::{Call, Output, Sandbox, has_tool};

/// One request to the system, as `strace` shows it.
#[derive(Debug, Clone)]
pub struct Request {
    /// The system call's name.
    pub name: String,
    /// How many of that name came before.
    pub earlier: usize,
    /// True when no other thread of the command has made as many of the name.
    pub is_unique: bool,
    /// The whole line, for messages.
    pub line: String,
}

impl Request {
    /// A kill at this request.
    pub fn kill(&self) -> Fault<'_> {
        Fault::Kill { name: &self.name, number: self.earlier + 1 }
    }

    /// A failure of this request, and of all later ones of the name if it is for good.
    pub fn error<'a>(&'a self, errno: &'a str, for_good: bool) -> Fault<'a> {
        Fault::Error { name: &self.name, number: self.earlier + 1, errno, for_good }
    }
}

/// Requests of one kind: their names, whether they lead to another state of the world as long as they succeed (on the disk,
/// or because another process or thread is at work meanwhile), and what may refuse them on a machine that is full, broken,
/// closed to us or at its limits.
struct RequestKind {
    names: &'static [&'static str],
    changes: bool,
    refusals: &'static [&'static str],
}

const KINDS: &[RequestKind] = &[
    RequestKind {
        names: &["write", "pwrite64", "writev", "ftruncate", "fallocate", "copy_file_range", "sendfile"],
        changes: true,
        refusals: &["ENOSPC", "EIO"],
    },
    RequestKind { names: &["fsync", "fdatasync"], changes: true, refusals: &["ENOSPC", "EIO"] },
    RequestKind {
        names: &["mkdir", "mkdirat", "link", "linkat", "symlink", "symlinkat", "rename", "renameat", "renameat2"],
        changes: true,
        refusals: &["ENOSPC", "EACCES", "EIO"],
    },
    RequestKind {
        names: &["rmdir", "unlink", "unlinkat", "chmod", "fchmod", "fchmodat", "utimensat"],
        changes: true,
        refusals: &["EACCES", "EIO"],
    },
    RequestKind { names: &["clone", "clone3", "vfork"], changes: true, refusals: &["EAGAIN", "ENOMEM"] },
    RequestKind { names: &["kill", "wait4", "poll", "ppoll", "futex"], changes: true, refusals: &[] },
    RequestKind { names: &["openat", "open"], changes: false, refusals: &["EMFILE", "ENOSPC", "EACCES", "EIO"] },
    RequestKind { names: &["pipe2"], changes: false, refusals: &["EMFILE"] },
    RequestKind {
        names: &["read", "pread64", "fstat", "newfstatat", "statx", "getdents64", "flock", "mmap"],
        changes: false,
        refusals: &["EIO"],
    },
];

impl Request {
    fn kind(&self) -> Option<&'static RequestKind> {
        KINDS.iter().find(|kind| kind.names.contains(&self.name.as_str()))
    }

    /// True when it led to another state of the world.
    pub fn changes(&self) -> bool {
        let makes = self.name.starts_with("open") && (self.line.contains("O_CREAT") || self.line.contains("O_TRUNC"));
        (makes || self.kind().is_some_and(|kind| kind.changes)) && !self.line.contains(" = -1 ")
    }

    /// The errors that such a request may end with on a machine that is full, broken, closed to us or at its limits.
    pub fn refusals(&self) -> &'static [&'static str] {
        self.kind().map_or(&[], |kind| kind.refusals)
    }

    /// True when a fault meets it: no other thread has made as many of its name, or all that wait for the disk fail alike.
    pub fn can_be_meant(&self) -> bool {
        self.is_unique || ["fsync", "fdatasync"].contains(&self.name.as_str())
    }
}

/// Of all requests one for each state of the world that a command passes through: to be cut off at any other is to be
/// cut off in the same state.
pub fn turns(all: &[Request]) -> Vec<Request> {
    let mut is_new = true;
    let mut turns = Vec::new();
    for request in all {
        if is_new && request.is_unique {
            turns.push(request.clone());
            is_new = false;
        }
        is_new |= request.changes();
    }
    turns
}

/// What is done to a command.
#[derive(Debug)]
pub enum Fault<'a> {
    /// It is killed when it begins the request of this name and number, counted from one.
    Kill { name: &'a str, number: usize },
    /// The request of this name and number, counted from one, fails; with `for_good`, all later ones of the name too.
    Error { name: &'a str, number: usize, errno: &'a str, for_good: bool },
}

/// All requests of the thread that makes the change, in order; the command must succeed. Where another thread begins
/// the command, requests that it has made as often are left out of what can be made to fail: strace counts for each.
pub fn requests(sandbox: &Sandbox, call: &Call<'_>) -> Vec<Request> {
    sweep(sandbox);
    traced(sandbox, call, &["-ff", "-o", trace_file(sandbox).to_str().unwrap()]).ok();
    of_thread(sandbox, |request| request.line.contains("index.lock"))
}

/// As [`requests`], of the command's first thread, whatever it asks for and however it ends.
pub fn main_requests(sandbox: &Sandbox, call: &Call<'_>) -> Vec<Request> {
    sweep(sandbox);
    traced(sandbox, call, &["-ff", "-o", trace_file(sandbox).to_str().unwrap()]);
    of_thread(sandbox, |request| request.name == "execve" && request.line.contains("/runbook\""))
}

/// The requests of the thread that has made such a one.
fn of_thread(sandbox: &Sandbox, is_its: impl Fn(&Request) -> bool) -> Vec<Request> {
    let threads: Vec<Vec<Request>> = traces(sandbox).iter().map(|text| parse(text)).collect();
    let (ours, others): (Vec<_>, Vec<_>) = threads.into_iter().partition(|requests| requests.iter().any(&is_its));
    let mut found = ours.into_iter().next().expect("some thread asks for it");
    for request in &mut found {
        let of_name = |other: &&Request| other.name == request.name;
        let most = others.iter().map(|requests| requests.iter().filter(of_name).count()).max().unwrap_or(0);
        request.is_unique = request.earlier >= most;
    }
    found
}

fn parse(text: &str) -> Vec<Request> {
    let mut found: Vec<Request> = Vec::new();
    for line in text.lines() {
        let Some((name, _)) = line.split_once('(') else { continue };
        if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            let earlier = found.iter().filter(|request| request.name == name).count();
            found.push(Request { name: name.to_owned(), earlier, is_unique: true, line: line.to_owned() });
        }
    }
    found
}

fn traces(sandbox: &Sandbox) -> Vec<String> {
    kept_traces(sandbox).into_iter().map(|(_, text)| text).collect()
}

/// The traces of the last command, for a stand that loses its files.
pub fn kept_traces(sandbox: &Sandbox) -> Vec<(String, String)> {
    let files = std::fs::read_dir(sandbox.top()).unwrap().flatten();
    let named = files.map(|file| (file.file_name().to_string_lossy().into_owned(), file.path()));
    let traces = named.filter(|(name, _)| name.starts_with("trace."));
    traces.map(|(name, path)| (name, std::fs::read_to_string(path).unwrap())).collect()
}

/// Puts them back.
pub fn put_traces_back(sandbox: &Sandbox, kept: &[(String, String)]) {
    sweep(sandbox);
    kept.iter().for_each(|(name, text)| std::fs::write(sandbox.top().join(name), text).unwrap());
}

fn sweep(sandbox: &Sandbox) {
    for file in std::fs::read_dir(sandbox.top()).unwrap().flatten() {
        if file.file_name().to_string_lossy().starts_with("trace.") {
            std::fs::remove_file(file.path()).unwrap();
        }
    }
}

/// Runs the command with a fault.
pub fn with_fault(sandbox: &Sandbox, call: &Call<'_>, fault: &Fault<'_>) -> Output {
    let (name, inject) = match fault {
        Fault::Kill { name, number } => (name, format!("inject={name}:signal=KILL:when={number}")),
        Fault::Error { name, number, errno, for_good } => {
            (name, format!("inject={name}:error={errno}:when={number}{}", if *for_good { "+" } else { "" }))
        }
    };
    let trace = format!("trace={name}");
    match fault {
        // nobody has time to look at what is not meant
        Fault::Error { .. } => with_options(sandbox, call, &["--seccomp-bpf", "-e", &trace, "-e", &inject]),
        // the filter of the kernel would swallow the signal
        Fault::Kill { .. } => with_options(sandbox, call, &["-e", &trace, "-e", &inject]),
    }
}

/// Runs the command with a fault in the words of strace.
pub fn with_inject(sandbox: &Sandbox, call: &Call<'_>, inject: &str) -> Output {
    with_options(sandbox, call, &["-e", inject])
}

/// Makes these requests fail in the words of strace, where they concern this file.
pub fn with_inject_at(sandbox: &Sandbox, call: &Call<'_>, file: &Path, names: &str, fault: &str) -> Output {
    let (trace, inject) = (format!("trace={names}"), format!("inject={names}:{fault}"));
    with_options(sandbox, call, &["-P", file.to_str().unwrap(), "--seccomp-bpf", "-e", &trace, "-e", &inject])
}

fn with_options(sandbox: &Sandbox, call: &Call<'_>, options: &[&str]) -> Output {
    sweep(sandbox);
    traced(sandbox, call, &[&["-ff", "-o", trace_file(sandbox).to_str().unwrap()], options].concat())
}

/// The last requests of the last command.
pub fn last_requests(sandbox: &Sandbox) -> String {
    let text = traces(sandbox).into_iter().max_by_key(|text| text.matches(".git").count()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

fn trace_file(sandbox: &Sandbox) -> PathBuf {
    sandbox.top().join("trace")
}

fn traced(sandbox: &Sandbox, call: &Call<'_>, options: &[&str]) -> Output {
    assert!(has_tool("strace"), "this test needs strace");
    let command = call.command();
    let mut words: Vec<String> = ["-qq", "-s", "200"].iter().chain(options).map(|word| (*word).to_owned()).collect();
    words.push("--".to_owned());
    words.push(command.get_program().to_str().unwrap().to_owned());
    words.extend(command.get_args().map(|word| word.to_str().unwrap().to_owned()));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut traced = sandbox.call_program("strace", &words);
    for (name, value) in command.get_envs() {
        if let (Some(name), Some(value)) = (name.to_str(), value) {
            traced = traced.var(name, value);
        }
    }
    traced.run()
}
