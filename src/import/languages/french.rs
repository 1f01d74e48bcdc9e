//! French.

use super::language::Language;
use crate::import::meanings::{ContactColumn as Who, HeaderField as Field, TaskColumn as Work, Topic};
use crate::model::TaskOutcome;

#[rustfmt::skip]
pub(super) const WORDS: Language = Language {
    fields: &[
        (Field::Name, &["nom du runbook", "nom", "titre", "titre du runbook", "intitule"]),
        (Field::Customer, &["nom du client", "compte client"]),
        (Field::Task, &["tache", "tache demandee", "travail demande"]),
        (Field::Summary, &["description du runbook", "resume", "objectif", "but", "description du changement"]),
        (Field::ExpectedResult, &["resultat attendu", "resultats attendus"]),
        (Field::Dri, &["responsable", "personne responsable", "pilote", "referent", "responsable du changement"]),
        (Field::Schedule, &["date et heure", "prevu", "prevu le", "planifie", "planifie le", "programme le", "quand", "debut", "heure de debut", "date de debut", "heure", "date prevue"]),
        (Field::Zone, &["fuseau horaire", "fuseau"]),
        (Field::Agreed, &["convenu", "accord", "accord du client", "convenu avec le client"]),
        (Field::Meeting, &["reunion", "lien de la reunion", "url de la reunion", "lien de reunion", "visioconference"]),
        (Field::Issue, &["ticket gitlab", "issue gitlab", "lien du ticket gitlab"]),
        (Field::Ticket, &["ticket client", "ticket de support"]),
        (Field::Template, &["modele"]),
        (Field::Confidential, &["confidentiel"]),
        (Field::State, &["etat", "statut"]),
        (Field::Result, &["resultat"]),
    ],
    topics: &[
        (Topic::Header, &["en tete", "informations generales", "informations", "generalites"]),
        (Topic::PreCall, &["avant lappel", "liste de controle avant lappel", "liste avant lappel", "verifications prealables", "verifications avant lappel", "prerequis", "pre requis", "preparation", "etapes prealables", "avant le changement", "avant la maintenance", "avant intervention", "avant lintervention"]),
        (Topic::PostCall, &["apres lappel", "liste de controle apres lappel", "liste apres lappel", "verifications posterieures", "verifications apres lappel", "verification", "verifications", "validation", "apres le changement", "apres la maintenance", "apres lintervention", "cloture"]),
        (Topic::Rollback, &["plan de retour arriere", "retour arriere", "retour en arriere", "plan de retour en arriere", "plan de repli", "procedure de retour arriere"]),
        (Topic::Tasks, &["taches", "tache", "liste des taches", "taches du runbook", "etapes", "procedure", "execution", "deroulement", "mise en oeuvre", "pendant lappel"]),
        (Topic::Instructions, &["consignes"]),
        (Topic::Permissions, &["autorisations"]),
        (Topic::Example, &["exemple", "exemples"]),
    ],
    people: &["contacts", "contact", "participants", "interlocuteurs", "intervenants", "personnes"],
    home: &["interne", "internes", "nos", "notre"],
    customer: &["client", "clients", "externe", "externes"],
    contact_columns: &[
        (Who::Name, &["nom", "contact", "qui", "personne", "nom complet", "interlocuteur"]),
        (Who::Role, &["fonction", "poste"]),
        (Who::Description, &["responsabilite", "responsabilites", "remarques"]),
        (Who::Handle, &["identifiant", "nom dutilisateur", "utilisateur"]),
        (Who::Email, &["courriel", "adresse e mail", "adresse mail"]),
        (Who::Zone, &["fuseau horaire"]),
        (Who::Side, &["cote", "entreprise", "societe"]),
    ],
    task_columns: &[
        (Work::Task, &["tache", "taches", "etape", "etapes", "activite", "operation"]),
        (Work::Outcome, &["resultat", "resultats", "etat", "statut"]),
        (Work::Duration, &["duree", "temps"]),
        (Work::Estimate, &["estime", "estimation", "duree estimee", "temps estime", "prevu"]),
        (Work::Actual, &["reel", "duree reelle", "temps reel"]),
        (Work::Link, &["lien", "liens"]),
        (Work::Note, &["remarque", "remarques", "commentaire", "commentaires"]),
        (Work::Instructions, &["consignes", "details"]),
        (Work::Number, &["numero"]),
    ],
    outcomes: &[
        (TaskOutcome::Success, &["succes", "reussi", "reussie", "fait", "faite", "termine", "terminee"]),
        (TaskOutcome::Failed, &["echec", "echoue", "echouee", "erreur"]),
        (TaskOutcome::Skipped, &["ignore", "ignoree", "saute", "non necessaire", "omis"]),
        (TaskOutcome::Paused, &["en pause", "interrompu", "suspendu"]),
    ],
    parts: &["etape", "phase", "option", "partie", "section", "chapitre", "jour", "semaine", "annexe", "exemple", "vague"],
    days: &["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    estimates: &["duree estimee", "temps estime", "duree totale", "duree", "estimation"],
    missing: &["a definir", "a confirmer", "en attente", "aucun", "aucune", "inconnu", "sans objet"],
    label_heads: &["champ", "valeur", "rubrique", "detail"],
};
