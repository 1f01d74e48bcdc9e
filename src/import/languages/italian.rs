//! Italian.

use super::language::Language;
use crate::import::meanings::{ContactColumn as Who, HeaderField as Field, TaskColumn as Work, Topic};
use crate::model::TaskOutcome;

#[rustfmt::skip]
pub(super) const WORDS: Language = Language {
    fields: &[
        (Field::Name, &["nome del runbook", "nome", "titolo", "titolo del runbook"]),
        (Field::Customer, &["cliente", "nome del cliente"]),
        (Field::Task, &["attivita", "attivita richiesta", "compito", "lavoro richiesto"]),
        (Field::Summary, &["descrizione", "descrizione del runbook", "riepilogo", "sintesi", "obiettivo", "scopo"]),
        (Field::ExpectedResult, &["risultato atteso", "risultati attesi"]),
        (Field::Dri, &["responsabile", "persona responsabile", "referente", "incaricato"]),
        (Field::Schedule, &["data", "data e ora", "programmato", "programmato per", "pianificato", "previsto per", "quando", "inizio", "ora di inizio", "data di inizio", "orario", "data prevista"]),
        (Field::Zone, &["fuso orario"]),
        (Field::Agreed, &["concordato", "accordo", "concordato con il cliente"]),
        (Field::Meeting, &["riunione", "link della riunione", "url della riunione", "videochiamata"]),
        (Field::Issue, &["issue di gitlab", "link della issue"]),
        (Field::Ticket, &["ticket del cliente", "ticket di supporto"]),
        (Field::Template, &["modello"]),
        (Field::Confidential, &["riservato", "confidenziale"]),
        (Field::State, &["stato"]),
        (Field::Result, &["risultato", "esito"]),
    ],
    topics: &[
        (Topic::Header, &["intestazione", "informazioni generali", "informazioni", "dettagli"]),
        (Topic::PreCall, &["prima della chiamata", "lista di controllo preliminare", "lista di controllo prima della chiamata", "checklist prima della chiamata", "verifiche preliminari", "controlli preliminari", "prerequisiti", "preparazione", "passi preliminari", "prima della modifica", "prima della manutenzione"]),
        (Topic::PostCall, &["dopo la chiamata", "lista di controllo finale", "lista di controllo dopo la chiamata", "checklist dopo la chiamata", "verifiche finali", "verifica", "validazione", "controlli finali", "dopo la modifica", "dopo la manutenzione"]),
        (Topic::Rollback, &["piano di rollback", "ripristino", "piano di ripristino", "piano di rientro", "procedura di rollback"]),
        (Topic::Tasks, &["attivita", "compiti", "elenco delle attivita", "attivita del runbook", "passi", "passaggi", "procedura", "esecuzione", "fasi", "azioni", "durante la chiamata"]),
        (Topic::Instructions, &["istruzioni"]),
        (Topic::Permissions, &["permessi", "autorizzazioni"]),
        (Topic::Obligations, &["obblighi"]),
        (Topic::Example, &["esempio", "esempi"]),
    ],
    people: &["contatti", "contatto", "partecipanti", "referenti", "persone"],
    home: &["supporto", "interni", "interno", "nostri", "nostro"],
    customer: &["cliente", "clienti", "esterno", "esterni"],
    contact_columns: &[
        (Who::Name, &["nome", "contatto", "chi", "persona", "nome e cognome", "referente"]),
        (Who::Role, &["ruolo", "funzione", "posizione"]),
        (Who::Description, &["descrizione", "responsabilita", "note"]),
        (Who::Handle, &["utente", "nome utente"]),
        (Who::Email, &["posta elettronica", "indirizzo e mail"]),
        (Who::Zone, &["fuso orario"]),
        (Who::Side, &["lato", "azienda"]),
    ],
    task_columns: &[
        (Work::Task, &["attivita", "compito", "compiti", "passo", "passi", "azione", "azioni", "fase"]),
        (Work::Outcome, &["esito", "risultato", "risultati", "stato"]),
        (Work::Duration, &["durata", "tempo"]),
        (Work::Estimate, &["stima", "stimato", "durata stimata", "tempo stimato", "previsto"]),
        (Work::Actual, &["effettivo", "durata effettiva", "tempo effettivo"]),
        (Work::Link, &["collegamento"]),
        (Work::Note, &["nota", "commento", "commenti", "osservazioni"]),
        (Work::Instructions, &["istruzioni", "descrizione", "dettagli"]),
        (Work::Number, &["numero", "n"]),
    ],
    outcomes: &[
        (TaskOutcome::Success, &["successo", "riuscito", "riuscita", "fatto", "fatta", "completato", "completata"]),
        (TaskOutcome::Failed, &["fallito", "fallita", "errore"]),
        (TaskOutcome::Skipped, &["saltato", "saltata", "non necessario", "omesso"]),
        (TaskOutcome::Paused, &["in pausa", "interrotto", "sospeso"]),
    ],
    parts: &["passo", "fase", "opzione", "parte", "sezione", "capitolo", "giorno", "settimana", "allegato", "esempio"],
    days: &["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre", "lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica"],
    estimates: &["durata stimata", "tempo stimato", "durata totale", "durata", "stima"],
    missing: &["da definire", "da confermare", "in attesa", "nessuno", "nessuna", "sconosciuto", "non applicabile"],
    label_heads: &["campo", "valore", "dato", "dettaglio"],
};
