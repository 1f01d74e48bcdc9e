//! German.

use super::language::Language;
use crate::import::meanings::{ContactColumn as Who, HeaderField as Field, TaskColumn as Work, Topic};
use crate::model::TaskOutcome;

#[rustfmt::skip]
pub(super) const WORDS: Language = Language {
    fields: &[
        (Field::Name, &["runbook bezeichnung", "name des runbooks", "bezeichnung", "titel", "runbook titel", "titel des runbooks"]),
        (Field::Customer, &["kunde", "kundin", "kundenname", "name des kunden", "auftraggeber", "mandant"]),
        (Field::Task, &["aufgabe", "auftrag", "vorhaben", "gewunschte arbeit"]),
        (Field::Summary, &["beschreibung", "runbook beschreibung", "beschreibung des runbooks", "zusammenfassung", "zweck", "ziel", "kurzbeschreibung"]),
        (Field::ExpectedResult, &["erwartetes ergebnis", "erwartete ergebnisse", "soll zustand", "zielzustand"]),
        (Field::Dri, &["verantwortlich", "verantwortlicher", "verantwortliche", "verantwortliche person", "zustandig", "zustandige person", "zustandiger", "durchfuhrender"]),
        (Field::Schedule, &["termin", "geplant", "geplant am", "geplant fur", "datum", "zeitpunkt", "datum und uhrzeit", "beginn", "startzeit", "uhrzeit", "geplanter beginn", "wann"]),
        (Field::Zone, &["zeitzone"]),
        (Field::Agreed, &["vereinbart", "vereinbarung", "abgestimmt", "zustimmung des kunden"]),
        (Field::Meeting, &["besprechung", "besprechungslink", "meeting adresse", "link zur besprechung", "konferenz", "videokonferenz", "link zum meeting"]),
        (Field::Issue, &["link zum issue", "vorgang"]),
        (Field::Ticket, &["kundenticket", "link zum ticket"]),
        (Field::Template, &["vorlage"]),
        (Field::Confidential, &["vertraulich"]),
        (Field::State, &["zustand"]),
        (Field::Result, &["ergebnis"]),
    ],
    topics: &[
        (Topic::Header, &["kopf", "kopfdaten", "allgemeines", "allgemein", "ubersicht", "angaben"]),
        (Topic::PreCall, &["vor dem anruf", "vor dem termin", "vor dem gesprach", "checkliste vor dem anruf", "checkliste vor dem termin", "checkliste vor dem gesprach", "vorbereitung", "vorbereitungen", "vor der wartung", "vor der anderung", "vor der umstellung", "voraussetzungen", "checkliste vorher", "vorab checkliste", "vorarbeiten"]),
        (Topic::PostCall, &["nach dem anruf", "nach dem termin", "nach dem gesprach", "checkliste nach dem anruf", "checkliste nach dem termin", "checkliste nach dem gesprach", "nachbereitung", "nach der wartung", "nach der anderung", "nach der umstellung", "nacharbeiten", "uberprufung", "checkliste nachher"]),
        (Topic::Rollback, &["ruckfallplan", "rueckfallplan", "rollback plan", "ruckrollplan", "zuruckrollen", "ruckbau", "ruckabwicklung", "fallback", "plan zum zuruckrollen", "wiederherstellung"]),
        (Topic::Tasks, &["aufgaben", "aufgabe", "aufgabenliste", "runbook aufgaben", "schritte", "arbeitsschritte", "durchfuhrung", "durchfuehrung", "ablauf", "massnahmen", "umsetzung", "wahrend des anrufs"]),
        (Topic::Instructions, &["anleitung", "anleitungen"]),
        (Topic::Permissions, &["genehmigungen", "erlaubnisse"]),
        (Topic::Example, &["beispiel", "beispiele"]),
    ],
    people: &["kontakte", "kontakt", "ansprechpartner", "teilnehmer", "teilnehmende", "beteiligte"],
    home: &["intern", "interne", "unsere", "wir", "eigene"],
    customer: &["kunde", "kunden", "kundenseite", "extern", "externe", "kundenkontakte"],
    contact_columns: &[
        (Who::Name, &["vorname und nachname", "ansprechpartner", "kontakt", "wer", "teilnehmer"]),
        (Who::Role, &["rolle", "funktion", "position im unternehmen"]),
        (Who::Description, &["beschreibung", "aufgabe", "aufgaben", "verantwortung", "bemerkung"]),
        (Who::Handle, &["benutzername", "kennung"]),
        (Who::Email, &["e mail adresse", "mailadresse"]),
        (Who::Zone, &["zeitzone"]),
        (Who::Side, &["seite", "firma", "unternehmen"]),
    ],
    task_columns: &[
        (Work::Task, &["aufgabe", "aufgaben", "schritt", "schritte", "tatigkeit", "massnahme", "arbeit"]),
        (Work::Outcome, &["ergebnis", "ergebnisse", "zustand", "ausgang"]),
        (Work::Duration, &["dauer", "zeit", "lange"]),
        (Work::Estimate, &["geschatzt", "geschatzte dauer", "geplant", "geplante dauer", "schatzung", "soll"]),
        (Work::Actual, &["tatsachlich", "tatsachliche dauer", "ist", "benotigt"]),
        (Work::Note, &["bemerkung", "bemerkungen", "notiz", "notizen", "kommentar", "anmerkung"]),
        (Work::Instructions, &["anleitung", "beschreibung", "einzelheiten"]),
        (Work::Number, &["nummer"]),
    ],
    outcomes: &[
        (TaskOutcome::Success, &["erfolg", "erfolgreich", "erledigt", "fertig", "abgeschlossen"]),
        (TaskOutcome::Failed, &["fehlgeschlagen", "gescheitert", "fehler", "nicht erfolgreich"]),
        (TaskOutcome::Skipped, &["ubersprungen", "ausgelassen", "nicht notig", "entfallen"]),
        (TaskOutcome::Paused, &["unterbrochen", "pausiert"]),
    ],
    parts: &["schritt", "phase", "variante", "teil", "stufe", "abschnitt", "kapitel", "tag", "woche", "welle", "anhang", "beispiel", "etappe"],
    days: &["januar", "februar", "marz", "mai", "juni", "juli", "oktober", "dezember", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"],
    estimates: &["geschatzte dauer", "geschatzte zeit", "gesamtdauer", "dauer", "geschatzter aufwand"],
    missing: &["offen", "noch offen", "unbekannt", "keine", "keiner", "entfallt", "folgt"],
    label_heads: &["feld", "wert", "angabe", "eigenschaft", "bezeichnung", "inhalt"],
};
