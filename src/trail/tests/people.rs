//! Who makes a commit.

use super::Sample;
use crate::model::Kind;
use crate::trail::PersonEnv;

fn env(config: &[(&str, &str)]) -> PersonEnv {
    let config = config.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    PersonEnv { config, ..PersonEnv::default() }
}

fn repository(env: &PersonEnv) -> (Sample, crate::trail::Repository) {
    let sample = Sample::new();
    let repository = crate::trail::Repository::discover(&sample.dir, env).unwrap();
    (sample, repository)
}

#[test]
fn the_settings_name_both_people() {
    let env = env(&[]);
    let (_sample, repository) = repository(&env);
    let actors = repository.identity(&env).unwrap();
    assert_eq!(actors.author.to_string(), "Ann <ann@example.com>");
    assert_eq!(actors.author, actors.committer);
}

#[test]
fn the_environment_comes_before_roles_and_roles_before_the_user() {
    let mut env = env(&[("author.name", "Role"), ("committer.email", "role@example.com")]);
    env.author_email = Some("env@example.com".to_owned());
    env.committer_name = Some("Env".to_owned());
    let (_sample, repository) = repository(&env);
    let actors = repository.identity(&env).unwrap();
    assert_eq!(actors.author.to_string(), "Role <env@example.com>");
    assert_eq!(actors.committer.to_string(), "Env <role@example.com>");
}

#[test]
fn the_e_mail_variable_helps_out_unless_only_settings_count() {
    let sample = Sample::new();
    sample.git(&["config", "--unset", "user.email"]);
    let mut env = PersonEnv { email: Some("var@example.com".to_owned()), ..PersonEnv::default() };
    let read = |env: &PersonEnv| {
        let repository = crate::trail::Repository::discover(&sample.dir, env).unwrap();
        if repository.config().unwrap().text("user.email").is_some() {
            // this machine's own settings name somebody, who comes first
            return None;
        }
        Some(repository.identity(env))
    };
    if let Some(found) = read(&env) {
        assert_eq!(found.unwrap().author.email, "var@example.com");
        env.config.push(("user.useConfigOnly".to_owned(), "true".to_owned()));
        let fault = read(&env).unwrap().unwrap_err();
        assert_eq!(fault.kind, Kind::Identity);
        assert!(fault.hints.iter().any(|hint| hint.contains("git config --global user.email")), "{fault:?}");
    }
}

#[test]
fn a_name_is_cleaned_as_git_cleans_it() {
    let env = env(&[("user.name", " \"O'Neil, <Ann>\n;"), ("user.email", "<ann@example.com>")]);
    let (sample, repository) = repository(&env);
    let ours = repository.identity(&env).unwrap().author.to_string();
    let name = "user.name= \"O'Neil, <Ann>\n;";
    let gits = sample.git(&["-c", name, "-c", "user.email=<ann@example.com>", "var", "GIT_AUTHOR_IDENT"]);
    assert!(gits.starts_with(&format!("{ours} ")), "git says {gits}, we say {ours}");
}

#[test]
fn nobody_and_hostile_names_are_refused() {
    for (name, email) in
        [("", "a@example.com"), ("Ann", ""), ("<>", "a@example.com"), ("A\u{1b}[2Jnn", "a@example.com")]
    {
        let env = env(&[("user.name", name), ("user.email", email)]);
        let (_sample, repository) = repository(&env);
        assert_eq!(repository.identity(&env).unwrap_err().kind, Kind::Identity, "{name:?} {email:?}");
    }
}

#[test]
fn a_repository_has_no_say_in_what_is_the_persons_own() {
    let sample = Sample::new();
    sample.git(&["config", "gpg.program", "/tmp/evil"]);
    let env = env(&[("user.signingkey", "mine")]);
    let repository = crate::trail::Repository::discover(&sample.dir, &env).unwrap();
    let config = repository.config().unwrap();
    assert_eq!(config.text("gpg.program").as_deref(), Some("/tmp/evil"));
    assert_ne!(config.own_text("gpg.program").as_deref(), Some("/tmp/evil"));
    assert_eq!(config.own_text("user.signingKey").as_deref(), Some("mine"));
    assert_eq!(config.flag("commit.gpgsign"), Some(false));
}
