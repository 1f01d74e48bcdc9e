//! Rows of people that name nobody, and people who do not come.

use super::ImportDraft;
use super::tests::{doubts, only, record, words};

/// A text with these rows of people.
fn people(rows: &[&str]) -> ImportDraft {
    let rows = rows.join("\n");
    only(&format!(
        "# Acme - X\n\n## GitLab contacts\n\n| Name | Role | Description |\n|---|---|---|\n| Dana Dri | DRI | |\n{rows}\n| Ann Lee | Comms | |\n"
    ))
}

#[test]
fn a_row_that_points_elsewhere_is_nobody_and_kept() {
    for row in [
        "| Customer | verify | |",
        "| see Customer contacts | | |",
        "| See the list below | Technical Execution | |",
        "| same as above | Technical Execution | |",
        "| TBD by Acme | Technical Execution | |",
        "| n/a - nobody yet | Technical Execution | |",
        "| siehe Kundenkontakte | Durchführung | |",
        "| voir plus haut | Exécution | |",
        "| ver arriba | Ejecución | |",
        "| vedi sopra | Esecuzione | |",
        "| veja acima | Execução | |",
        "| 同上 | 実施 | |",
    ] {
        let draft = people(&[row]);
        assert_eq!(words(&record(&draft)["contacts"], "name"), ["Dana Dri", "Ann Lee"], "{row}");
        let name = row.trim_start_matches("| ").split(" |").next().unwrap();
        assert!(record(&draft)["kept"].to_string().contains(name), "{row}");
        doubts(&draft, "is kept as it stands");
        // and whose people the next rows hold, it does not say either
        assert_eq!(words(&record(&draft)["contacts"], "side"), ["gitlab", "gitlab"], "{row}");
    }
    // whoever can be reached is somebody, and so may be whoever is called so
    for row in ["| Customer | verify, @sam | |", "| See Wong | Technical Execution | |"] {
        let draft = people(&[row]);
        assert_eq!(record(&draft)["contacts"].as_array().map(Vec::len), Some(3), "{row}");
    }
    doubts(&people(&["| See Wong | Technical Execution | |"]), "may name nobody");
}

#[test]
fn whoever_may_not_come_is_told_and_answers_for_nothing() {
    for row in [
        "| John Doe (not attending) | Technical Execution | |",
        "| John Doe (absent) | Technical Execution | |",
        "| John Doe, on leave until Monday | Technical Execution | |",
        "| John Doe (tbc) | Technical Execution | |",
        "| John Doe | Technical Execution (on leave) | |",
        "| John Doe | Technical Execution | will not attend |",
        "| John Doe | Technical Execution, on leave until Monday | |",
        "| John Doe | Technical Execution | He is on leave since Friday. |",
        "| John Doe | Technical Execution | unavailable 12-16 August |",
        "| John Doe; on leave | Technical Execution | |",
        "| John Doe: absent | Technical Execution | |",
        "| Jörg Doe | Durchführung | im Urlaub bis Montag |",
        "| Ana Doe | Ejecución | de baja hasta el lunes |",
        "| 山田太郎 | 実施 | 当日は欠席 |",
        "| John Doe, TBD | Technical Execution | |",
        "| John Doe - not available | Technical Execution | |",
        "| Jörg Doe (im Urlaub) | Durchführung | |",
        "| Ana Doe (ausente) | Ejecución | |",
        "| Anne Doe (absente) | Exécution | |",
        "| Ana Doe (de férias) | Execução | |",
        "| Anna Doe (assente) | Esecuzione | |",
        "| 山田太郎（欠席） | 実施 | |",
    ] {
        let draft = people(&[row]);
        let own = &record(&draft)["contacts"][1];
        assert!(own["name"].is_string() && own.get("duties").is_none(), "{row}: {own:#}");
        doubts(&draft, "does not attend");
    }
    for row in [
        "| John Doe | Technical Execution | |",
        "| Anna Krank | Technical Execution | |",
        "| John Doe | Technical Execution | reachable out of office hours |",
        "| John Doe | Technical Execution | deactivates the users on leave |",
        "| John Doe | Technical Execution | unavailable runners are restarted |",
        "| John Doe | Technical Execution | rack: TBD |",
        "| John Doe | Technical Execution | on call, out of office hours too |",
        "| Jörg Doe | Durchführung | verhindert Ausfälle |",
        "| Ana Ruiz | Ejecución | da de baja a los usuarios |",
        "| 山田太郎 | 実施 | 未確認ユーザーの削除 |",
        "| Na Li | Technical Execution | |",
        r"| \# Ann Lee | Technical Execution | |",
    ] {
        let draft = people(&[row]);
        assert_eq!(record(&draft)["contacts"][1]["duties"], serde_json::json!(["execute"]), "{row}");
        assert!(draft.doubts.is_empty(), "{row}: {:#?}", draft.doubts);
    }
}

#[test]
fn who_is_not_named_yet_and_a_way_to_reach_somebody_are_nobody_and_kept() {
    let list = |item: &str| {
        only(&format!("# Acme - X\n\n## GitLab contacts\n\n- Dana Dri - DRI\n- {item}\n- Ann Lee - Comms\n"))
    };
    for item in [
        "N.N. - Technical Execution",
        "N. N. - Technical Execution",
        "to be named - Technical Execution",
        "To Be Announced - Technical Execution",
        "to be named by Acme - Technical Execution",
        "Technical Execution: to be named",
        "Executor: N.N.",
        "wird nachgereicht - Durchführung",
        "por designar - Ejecución",
        "à nommer - Exécution",
        "追って連絡 - 実施",
        "Slack: #support_manager",
        "Channel: #support",
        "#support_manager",
        "Tel.: +49 170 1234567",
        "Escalation: #support_manager",
        "Eskalation: #support_manager",
        "nobody at night",
        "niemand in der Nacht",
    ] {
        let draft = list(item);
        let own = record(&draft);
        assert_eq!(words(&own["contacts"], "name"), ["Dana Dri", "Ann Lee"], "{item}: {own:#}");
        assert!(own["kept"].to_string().contains(item), "{item}: {own:#}");
        doubts(&draft, "is kept as it stands");
    }
    for row in
        ["| N.N. | Technical Execution | |", "| to be announced | Technical Execution | |", "| Slack | #support | |"]
    {
        let draft = people(&[row]);
        assert_eq!(words(&record(&draft)["contacts"], "name"), ["Dana Dri", "Ann Lee"], "{row}");
        doubts(&draft, "is kept as it stands");
    }
    // whoever can be reached is somebody, and so is whoever is only called alike
    for item in
        ["N. N. Smith - Technical Execution", "Executor: Tom Doe", "Escalation Manager - Tom Doe", "Tom Nobody - DBA"]
    {
        let own = record(&list(item));
        assert_eq!(own["contacts"].as_array().map(Vec::len), Some(3), "{item}: {own:#}");
    }
}
