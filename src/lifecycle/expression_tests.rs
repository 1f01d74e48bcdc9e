//! What an expression may ask for, and what is refused before it is computed.

use minijinja::syntax::SyntaxConfig;
use serde_json::json;

use super::expression::{Meter, Unfit};
use super::value_size::Size;

fn sizes(name: &str) -> Option<Size> {
    let long = || json!("x".repeat(100_000));
    Some(Size::of(&match name {
        "count" => json!(2500),
        "long" | "limits.long" => long(),
        "limits" => json!({"long": long(), "short": "x"}),
        "limits.short" => json!("x"),
        "cause" | "paid" | "decision" | "info_given" => json!("a value of ordinary length"),
        _ => return None,
    }))
}

fn steps(source: &str) -> Result<u64, Unfit> {
    let mut meter = Meter::new(50_000, &sizes);
    meter.expression(source)?;
    Ok(50_000 - meter.left())
}

fn text(source: &str) -> Result<(), Unfit> {
    Meter::new(250_000, &sizes).text(source, &SyntaxConfig::default())
}

fn repeated(word: &str, times: usize, last: &str) -> String {
    format!("{}{last}", word.repeat(times))
}

#[test]
fn ordinary_conditions_cost_little() {
    for condition in [
        "paid",
        r#"cause == "ps-migration" and paid"#,
        r#"(cause in ["a", "b"] or cause == "embargo" and info_given) and not paid and decision != "x""#,
        "count * 2 + 1 > 5000 or count ** 2 == 9 or -count < 0 or 1 < count <= 7",
        r#"cause ~ "-" ~ paid == "a-b" or cause[0] == "a" or cause[:3] == "abc""#,
        r#""x" if paid else "y""#,
        "count + 0.5 > 3",
    ] {
        assert!(steps(condition).unwrap() < 100, "{condition}: {:?}", steps(condition));
    }
    assert!(matches!(steps("cause =="), Err(Unfit::Syntax)));
}

#[test]
fn what_grows_is_refused_before_it_is_computed() {
    for condition in [
        "3 in ([1]*100000000)".to_owned(),
        "100000000 * [1] == 3".to_owned(),
        "'x' * 100000000 == ''".to_owned(),
        "cause * 100000000 == ''".to_owned(),
        "(cause or 1) * 100000000 == ''".to_owned(),
        "(count if paid) * 1000 == ''".to_owned(),
        "[[1]*9999]*9999 == 1".to_owned(),
        "range(100000000)".to_owned(),
        "cause.split('')".to_owned(),
        repeated("long ~ ", 100, "long == 1"),
        repeated("[long] + ", 100, "[long] == 1"),
        repeated("long in [", 200, "long") + &"]".repeat(200),
        repeated("not ", 100_000, "paid"),
        repeated("- ", 100_000, "count"),
        repeated("(", 100_000, "1"),
        repeated("[", 100_000, "1"),
        repeated("1 if 1 else ", 100_000, "1"),
        repeated("count + ", 100_000, "1"),
        repeated("cause.a", 1, &".a".repeat(100_000)),
        repeated("cause", 1, &"[0]".repeat(100_000)),
        repeated("cause", 1, &"|replace('a', cause)".repeat(60)),
    ] {
        let start: String = condition.chars().take(40).collect();
        assert!(matches!(steps(&condition), Err(Unfit::Excess(_))), "{start}");
    }
}

#[test]
fn what_is_deep_but_short_enough_has_room_on_a_small_stack() {
    let deep = |open: &str, close: &str, times: usize| format!("{}1{}", open.repeat(times), close.repeat(times));
    let all = [
        repeated("not ", 399, "1"),
        repeated("- ", 399, "1"),
        repeated("1 if 1 else ", 99, "1"),
        repeated("1 + ", 199, "1"),
        deep("(", ")", 32),
        deep("not (- [", "][0])", 16),
        deep("not not not not (- - - - [", "])", 16),
        deep("{1: ", "}", 32),
    ];
    let worker = std::thread::Builder::new().stack_size(1 << 20).spawn(move || {
        for condition in all {
            assert!(steps(&condition).is_ok(), "{condition}");
            let _ = crate::lifecycle::judge(&condition, &crate::model::Variables::new());
        }
        for block in ["{% if 1 %}", "{% if 1 %}x{% elif 1 %}"] {
            let _ = text(&block.repeat(250));
            let _ = text(&format!("{}{}", block.repeat(250), "{% endif %}".repeat(250)));
        }
        let chain = format!("{{% if 1 %}}{}{{% endif %}}", "{% elif 1 %}x".repeat(240));
        assert!(text(&chain).is_ok());
    });
    worker.unwrap().join().unwrap();
}

#[test]
fn texts_are_measured_with_what_they_set() {
    for ok in [
        "{{ cause }} and {% if paid %}x{% elif count %}{{ cause ~ count }}{% endif %}",
        "{% set a = count * 2 %}{{ a }}",
    ] {
        assert!(text(ok).is_ok(), "{ok}");
    }
    let renamed = |then: &str| format!("{{% set l = limits %}}{then}");
    let grown = |what: &str| format!("{{% set a = {what} %}}{}{{{{ a }}}}", "{% set a = a ~ a %}".repeat(8));
    assert!(text(&grown("limits.short")).is_ok());
    let doubled = format!("{{% set a = 'ab' %}}{}{{{{ a }}}}", "{% set a = a ~ a %}".repeat(40));
    let branched = format!("{{% set a = 'ab' %}}{}", "{% if paid %}{% set a = a ~ a %}{% endif %}".repeat(40));
    for bad in [
        "{{ [1]*100000000 }}",
        "{% for a in [1] %}{{ a }}{% endfor %}",
        "{% set a %}x{% endset %}",
        "{% with a = 1 %}x{% endwith %}",
        "{% filter replace('', 'x') %}x{% endfilter %}",
        "{{ cause|replace('', long)|replace('', long) }}",
        "{% set (a, b) = cause %}",
        &doubled,
        &branched,
        &renamed(&grown("l.long")),
        &renamed(&grown("l.short")),
        &renamed(&grown("l['long']")),
        &renamed("{{ l.short * 100 }}"),
        &grown("limits.long"),
        &grown("limits.other"),
        &format!("{{% if 0 %}}{{% set limits = {{'long': 1}} %}}{{% endif %}}{}", grown("limits.long")),
        &format!("{{% if 0 %}}{{% set long = 1 %}}{{% endif %}}{}", grown("long")),
        &"{% if 1 %}x{% endif %}".repeat(300),
    ] {
        assert!(matches!(text(bad), Err(Unfit::Excess(_))), "{bad}");
    }
    assert!(matches!(text("{{ cause"), Err(Unfit::Syntax)));
}

#[test]
fn what_nobody_can_size_is_not_let_through() {
    for (unknown, name) in [("colour", "colour"), ("colour.x", "colour"), ("[colour][0] ~ 'x'", "colour")] {
        for found in [steps(unknown).map(drop), text(&format!("{{% set a = {unknown} %}}{{{{ a }}}}"))] {
            assert!(matches!(&found, Err(Unfit::Unknown(found)) if found == name), "{unknown}: {found:?}");
        }
    }
}
