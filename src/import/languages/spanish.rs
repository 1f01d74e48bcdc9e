//! Spanish.

use super::language::Language;
use crate::import::meanings::{ContactColumn as Who, HeaderField as Field, TaskColumn as Work, Topic};
use crate::model::TaskOutcome;

#[rustfmt::skip]
pub(super) const WORDS: Language = Language {
    fields: &[
        (Field::Name, &["nombre del runbook", "nombre", "titulo", "titulo del runbook", "nombre del procedimiento"]),
        (Field::Customer, &["cliente", "nombre del cliente"]),
        (Field::Task, &["tarea", "tarea solicitada", "trabajo solicitado"]),
        (Field::Summary, &["descripcion", "descripcion del runbook", "resumen", "objetivo", "proposito", "descripcion del cambio"]),
        (Field::ExpectedResult, &["resultado esperado", "resultados esperados"]),
        (Field::Dri, &["responsable", "persona responsable", "encargado", "responsable directo", "responsable del cambio"]),
        (Field::Schedule, &["fecha", "fecha y hora", "programado", "programado para", "programada para", "programado el", "cuando", "inicio", "hora de inicio", "fecha de inicio", "fecha prevista", "hora"]),
        (Field::Zone, &["zona horaria", "huso horario"]),
        (Field::Agreed, &["acordado", "acuerdo", "acordado con el cliente"]),
        (Field::Meeting, &["reunion", "enlace de la reunion", "url de la reunion", "enlace de reunion", "videollamada"]),
        (Field::Issue, &["incidencia", "enlace de la incidencia", "issue de gitlab", "incidencia de gitlab"]),
        (Field::Ticket, &["ticket del cliente", "ticket de soporte", "caso"]),
        (Field::Template, &["plantilla"]),
        (Field::Confidential, &["confidencial"]),
        (Field::State, &["estado"]),
        (Field::Result, &["resultado"]),
    ],
    topics: &[
        (Topic::Header, &["cabecera", "encabezado", "datos generales", "informacion general", "detalles"]),
        (Topic::PreCall, &["antes de la llamada", "lista previa", "lista previa a la llamada", "lista de verificacion previa", "lista de verificacion previa a la llamada", "lista de comprobacion previa", "lista de comprobacion previa a la llamada", "comprobaciones previas", "verificaciones previas", "requisitos previos", "prerrequisitos", "preparacion", "pasos previos", "antes del cambio"]),
        (Topic::PostCall, &["despues de la llamada", "lista posterior", "lista posterior a la llamada", "lista de verificacion posterior", "lista de verificacion posterior a la llamada", "lista de comprobacion posterior", "lista de comprobacion posterior a la llamada", "comprobaciones posteriores", "verificaciones posteriores", "pasos posteriores", "verificacion", "validacion", "despues del cambio"]),
        (Topic::Rollback, &["plan de reversion", "reversion", "plan de rollback", "plan de retroceso", "marcha atras", "plan de marcha atras", "vuelta atras", "plan de vuelta atras", "plan de contingencia"]),
        (Topic::Tasks, &["tareas", "tarea", "lista de tareas", "tareas del runbook", "pasos", "procedimiento", "ejecucion", "acciones", "pasos de ejecucion", "durante la llamada", "plan de implementacion"]),
        (Topic::Instructions, &["instrucciones"]),
        (Topic::Permissions, &["permisos"]),
        (Topic::Obligations, &["obligaciones"]),
        (Topic::Example, &["ejemplo", "ejemplos"]),
    ],
    people: &["contactos", "contacto", "participantes", "asistentes", "personas", "equipo"],
    home: &["soporte", "interno", "internos", "nuestros", "nuestro"],
    customer: &["cliente", "clientes", "externo", "externos"],
    contact_columns: &[
        (Who::Name, &["nombre", "contacto", "quien", "persona", "nombre completo"]),
        (Who::Role, &["rol", "funcion", "cargo", "puesto"]),
        (Who::Description, &["descripcion", "responsabilidad", "responsabilidades", "notas"]),
        (Who::Handle, &["usuario", "nombre de usuario"]),
        (Who::Email, &["correo", "correo electronico"]),
        (Who::Zone, &["zona horaria"]),
        (Who::Side, &["lado", "empresa"]),
    ],
    task_columns: &[
        (Work::Task, &["tarea", "tareas", "paso", "pasos", "accion", "acciones", "actividad", "trabajo"]),
        (Work::Outcome, &["resultado", "resultados", "estado"]),
        (Work::Duration, &["duracion", "tiempo"]),
        (Work::Estimate, &["estimado", "estimacion", "duracion estimada", "tiempo estimado", "previsto"]),
        (Work::Actual, &["real", "duracion real", "tiempo real"]),
        (Work::Link, &["enlace", "enlaces"]),
        (Work::Note, &["nota", "notas", "comentario", "comentarios", "observaciones"]),
        (Work::Instructions, &["instrucciones", "descripcion", "detalles"]),
        (Work::Number, &["numero", "n"]),
    ],
    outcomes: &[
        (TaskOutcome::Success, &["exito", "exitoso", "exitosa", "hecho", "hecha", "completado", "completada", "correcto", "terminado"]),
        (TaskOutcome::Failed, &["fallido", "fallida", "fallo", "fracaso", "error"]),
        (TaskOutcome::Skipped, &["omitido", "omitida", "no necesario", "no necesaria"]),
        (TaskOutcome::Paused, &["pausado", "pausada", "interrumpido", "en pausa"]),
    ],
    parts: &["paso", "fase", "opcion", "parte", "etapa", "seccion", "capitulo", "dia", "semana", "anexo", "ejemplo"],
    days: &["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"],
    estimates: &["tiempo estimado", "duracion estimada", "duracion total", "duracion", "tiempo total", "estimacion"],
    missing: &["por definir", "por confirmar", "pendiente", "ninguno", "ninguna", "desconocido", "no aplica"],
    label_heads: &["campo", "valor", "dato", "clave", "detalle"],
};
