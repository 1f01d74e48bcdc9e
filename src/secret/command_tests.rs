//! Every option of every program that takes a password, in every way in which a command line gives it one.

use std::collections::BTreeMap;

use super::Rules;
use super::form::Form;
use super::programs::PROGRAMS;

const PASSWORD: &str = "Xk3lm92Qq7Zt";

/// What the option is given, in front of the password.
fn lead(form: Form) -> String {
    match form {
        Form::Behind(sign) => format!("tom{sign}"),
        Form::Called(word) => word.to_owned(),
        Form::Cookies => "sid=".to_owned(),
        Form::Pair => "key=".to_owned(),
        Form::Whole | Form::Value | Form::Mixed | Form::Apart | Form::Attached | Form::Quoted => String::new(),
    }
}

/// The option and what it is given, written in each way that its form allows.
fn given(option: &str, form: Form, joining: &str, password: &str) -> Vec<String> {
    let value = lead(form) + password;
    let (is_short, is_word) = (option.len() == 2, !option.starts_with('-'));
    let quoted = |value: &str| [format!("'{value}'"), format!("\"{value}\""), format!("\\\"{value}\\\"")];
    let mut values = quoted(&value).to_vec();
    values.extend(quoted(password).map(|password| lead(form) + &password));
    if password.contains(' ') {
        // an escaped blank hides what a quote of its own would
        values.push(value.replace(' ', "\\ "));
    } else if form != Form::Quoted {
        values.push(value);
    }
    let mut heads = Vec::new();
    if form != Form::Attached {
        heads.extend([" ", "\t", "  ", " \\\n    ", " \\\r\n"].map(|between| format!("{option}{between}")));
    }
    if is_short && form != Form::Apart {
        heads.push(option.to_owned());
    }
    if !is_word && form != Form::Apart {
        heads.push(format!("{option}="));
    }
    if is_short && form != Form::Apart {
        let letter = option.trim_start_matches('-');
        // one of the letters, and all of them
        for joined in
            joining.chars().take(1).map(String::from).chain([joining.to_owned()]).filter(|all| !all.is_empty())
        {
            heads.push(format!("-{joined}{letter}"));
            if form != Form::Attached {
                heads.push(format!("-{joined}{letter} "));
            }
        }
    }
    heads.iter().flat_map(|head| values.iter().map(move |value| format!("{head}{value}"))).collect()
}

/// Where the command stands: alone, over lines, behind other options, within other texts.
fn placed(name: &str, given: &str) -> Vec<String> {
    let mut all = vec![
        format!("{name} {given}"),
        format!("{name} {given} https://x.acme.com"),
        format!("sudo {name} -h db {given} db | head"),
        format!("{name} \\\n  {given} \\\n  https://x.acme.com"),
        format!("{name} \\\r\n\t--retry 3 \\\r\n\t{given}"),
        format!("{name} `\n  {given}"),
        format!("{name} ^\r\n  {given}"),
        format!("{name} -H 'a | b; c' {given}"),
        format!("{name} -H \"a \\\" | b\" {given}"),
        format!("run `{name} {given}` on the host"),
        format!("say \"{name} {given}\" and 'it'"),
        format!("{name} {given}; echo done"),
        format!("{name} {given} && echo done"),
    ];
    if given.starts_with('-') {
        all.push(format!("script: >-\n  {name}\n  {given}\n"));
    }
    all
}

#[test]
fn every_option_hides_its_password_however_it_is_given() {
    let rules = Rules::new(&BTreeMap::new()).unwrap();
    let mut tried = Vec::new();
    for program in PROGRAMS {
        let joining: String = program.letters().collect();
        let calls = program.names.iter().enumerate().flat_map(|name| program.options().map(move |own| (name, own)));
        for ((nth, name), (option, form)) in calls {
            // one name of a row is asked for all, the others for some
            let step = if nth == 0 { 1 } else { 5 };
            let is_careful = matches!(form, Form::Value | Form::Mixed | Form::Pair | Form::Quoted);
            for password in [PASSWORD, "Xk3 lm92 Qq7Zt"] {
                // prose has blanks, too
                if is_careful && password.contains(' ') {
                    continue;
                }
                for (number, given) in
                    given(option, form, &joining, password).iter().enumerate().skip(nth % step).step_by(step)
                {
                    // alone, and in one of the places after the other
                    let places = placed(name, given);
                    let text = &places[number % places.len()];
                    tried.extend([places[0].clone(), text.clone()]);
                }
            }
        }
    }
    for program in PROGRAMS {
        let joining: String = program.letters().collect();
        for (option, form) in program.options().filter(|(_, form)| *form != Form::Quoted) {
            let name = program.names[0];
            for given in
                given(option, form, &joining, PASSWORD).iter().filter(|given| !given.contains(['\'', '"', '\n']))
            {
                let words: Vec<String> = given.split_whitespace().map(|word| format!("\"{word}\"")).collect();
                tried.push(format!("CMD [\"{name}\", \"--x\", {}, \"y\"]", words.join(", ")));
                tried.push(format!("[\"/usr/bin/{name}\",{}]", words.join(",")));
                tried.push(format!("args: ['{name}',\n  {}]", words.join(",\n  ").replace('"', "'")));
                tried.push(format!("{name} {}", words.join(" ")));
            }
        }
    }
    // two kinds of quotes within each other close one another
    tried.retain(|text| !(text.starts_with("say") && text.contains('\\')));
    let missed: Vec<&String> = tried.iter().filter(|text| rules.mask(text).contains("Qq7Zt")).collect();
    assert!(tried.len() > 3_000 && missed.is_empty(), "{} of {} missed: {missed:#?}", missed.len(), tried.len());
}

#[test]
fn an_option_without_a_password_is_free() {
    let rules = Rules::new(&BTreeMap::new()).unwrap();
    let stand_ins = ["$PASS", "${PASS}", "$(pass show acme/db)", "<password>", "password", "'your password'", "***"];
    for program in PROGRAMS {
        for (name, (option, form)) in
            program.names.iter().flat_map(|name| program.options().map(move |own| (name, own)))
        {
            for text in placed(name, option) {
                assert_eq!(rules.find(&text), [], "{text}");
            }
            let ways: &[&str] = if option.starts_with("--") { &[" ", "="] } else { &[" "] };
            for (password, between) in stand_ins.iter().flat_map(|word| ways.iter().map(move |between| (word, between)))
            {
                let text = format!("{name} {option}{between}{}{password}", lead(form));
                assert_eq!(rules.find(&text), [], "{text}");
            }
        }
    }
}

#[test]
fn another_program_and_another_option_are_not_taken_for_these() {
    let rules = Rules::new(&BTreeMap::new()).unwrap();
    for text in [
        "mysql -h db -uappuser123 gitlab",
        "mysql -h db && ssh -p22022 tom@host",
        "mysql -h db; ssh -p22022 tom@host",
        "mysql < dump.sql\nssh -p22022 tom@host",
        "curl -k https://x\n- user tom:smith2024",
        "curl -Huser-agent:curl/7.88 https://x",
        "curl -sSfLo /tmp/u:file1234 https://x",
        "curl -b 'lang=english; theme=darkmode' https://x",
        "curl -d \"-u tom:abcd1234\" https://x",
        "docker login registry.acme.com -u tom --password-stdin",
        "docker login && docker run -p 8080:80 nginx",
        "zip -r out.zip folder -x '*.tmp'",
        "the login is by SAML\nand the password is asked for",
        "ldapsearch -xLLL -H ldaps://ldap.acme.com -D cn=admin -W",
    ] {
        assert_eq!(rules.find(text), [], "{text}");
    }
}
