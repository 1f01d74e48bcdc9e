//! Portuguese.

use super::language::Language;
use crate::import::meanings::{ContactColumn as Who, HeaderField as Field, TaskColumn as Work, Topic};
use crate::model::TaskOutcome;

#[rustfmt::skip]
pub(super) const WORDS: Language = Language {
    fields: &[
        (Field::Name, &["nome do runbook", "nome", "titulo", "titulo do runbook"]),
        (Field::Customer, &["cliente", "nome do cliente"]),
        (Field::Task, &["tarefa", "tarefa solicitada", "trabalho solicitado"]),
        (Field::Summary, &["descricao", "descricao do runbook", "resumo", "objetivo", "proposito", "descricao da mudanca"]),
        (Field::ExpectedResult, &["resultado esperado", "resultados esperados"]),
        (Field::Dri, &["responsavel", "pessoa responsavel", "encarregado", "responsavel pela mudanca"]),
        (Field::Schedule, &["data", "data e hora", "agendado", "agendado para", "agendada para", "programado para", "quando", "inicio", "hora de inicio", "data de inicio", "horario", "data prevista"]),
        (Field::Zone, &["fuso horario", "fuso"]),
        (Field::Agreed, &["acordado", "acordo", "acordado com o cliente"]),
        (Field::Meeting, &["reuniao", "link da reuniao", "url da reuniao", "videochamada"]),
        (Field::Issue, &["issue do gitlab", "link da issue"]),
        (Field::Ticket, &["chamado", "ticket do cliente", "chamado de suporte"]),
        (Field::Template, &["modelo"]),
        (Field::Confidential, &["confidencial"]),
        (Field::State, &["estado", "situacao"]),
        (Field::Result, &["resultado"]),
    ],
    topics: &[
        (Topic::Header, &["cabecalho", "dados gerais", "informacoes gerais", "informacoes", "detalhes"]),
        (Topic::PreCall, &["antes da chamada", "antes da ligacao", "antes da reuniao", "lista previa", "lista de verificacao previa", "lista de verificacao antes da chamada", "checklist antes da chamada", "checklist pre chamada", "verificacoes previas", "pre requisitos", "prerequisitos", "preparacao", "passos previos", "antes da mudanca", "antes da manutencao"]),
        (Topic::PostCall, &["depois da chamada", "apos a chamada", "depois da reuniao", "apos a reuniao", "lista posterior", "lista de verificacao posterior", "lista de verificacao apos a chamada", "checklist apos a chamada", "checklist pos chamada", "verificacoes posteriores", "verificacao", "validacao", "apos a mudanca", "apos a manutencao"]),
        (Topic::Rollback, &["plano de reversao", "reversao", "plano de rollback", "plano de retorno", "plano de contingencia"]),
        (Topic::Tasks, &["tarefas", "tarefa", "lista de tarefas", "tarefas do runbook", "passos", "etapas", "procedimento", "execucao", "acoes", "durante a chamada", "plano de implementacao"]),
        (Topic::Instructions, &["instrucoes"]),
        (Topic::Permissions, &["permissoes"]),
        (Topic::Obligations, &["obrigacoes"]),
        (Topic::Example, &["exemplo", "exemplos"]),
    ],
    people: &["contatos", "contato", "contactos", "participantes", "pessoas", "equipe"],
    home: &["suporte", "interno", "internos", "nosso", "nossos"],
    customer: &["cliente", "clientes", "externo", "externos"],
    contact_columns: &[
        (Who::Name, &["nome", "contato", "quem", "pessoa", "nome completo"]),
        (Who::Role, &["papel", "funcao", "cargo"]),
        (Who::Description, &["descricao", "responsabilidade", "responsabilidades", "notas"]),
        (Who::Handle, &["usuario", "nome de usuario"]),
        (Who::Email, &["correio eletronico", "endereco de e mail"]),
        (Who::Zone, &["fuso horario"]),
        (Who::Side, &["lado", "empresa"]),
    ],
    task_columns: &[
        (Work::Task, &["tarefa", "tarefas", "passo", "passos", "etapa", "etapas", "acao", "acoes", "atividade"]),
        (Work::Outcome, &["resultado", "resultados", "estado", "situacao"]),
        (Work::Duration, &["duracao", "tempo"]),
        (Work::Estimate, &["estimado", "estimativa", "duracao estimada", "tempo estimado", "previsto"]),
        (Work::Actual, &["real", "duracao real", "tempo real"]),
        (Work::Note, &["nota", "notas", "comentario", "comentarios", "observacoes"]),
        (Work::Instructions, &["instrucoes", "descricao", "detalhes"]),
        (Work::Number, &["numero", "n"]),
    ],
    outcomes: &[
        (TaskOutcome::Success, &["sucesso", "feito", "feita", "concluido", "concluida", "com sucesso"]),
        (TaskOutcome::Failed, &["falhou", "falha", "erro"]),
        (TaskOutcome::Skipped, &["ignorado", "ignorada", "pulado", "pulada", "nao necessario"]),
        (TaskOutcome::Paused, &["pausado", "pausada", "interrompido"]),
    ],
    parts: &["passo", "fase", "opcao", "parte", "etapa", "secao", "capitulo", "dia", "semana", "anexo", "exemplo"],
    days: &["janeiro", "fevereiro", "marco", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro", "segunda", "terca", "quarta", "quinta", "sexta", "sabado", "domingo"],
    estimates: &["tempo estimado", "duracao estimada", "duracao total", "duracao", "tempo total", "estimativa"],
    missing: &["a definir", "a confirmar", "pendente", "nenhum", "nenhuma", "desconhecido", "nao se aplica"],
    label_heads: &["campo", "valor", "dado", "detalhe"],
};
