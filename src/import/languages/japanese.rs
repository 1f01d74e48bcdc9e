//! Japanese. Its words stand without blanks between them, so that those of people and sides are looked for within others.

use super::language::Language;
use crate::import::meanings::{ContactColumn as Who, HeaderField as Field, TaskColumn as Work, Topic};
use crate::model::TaskOutcome;

#[rustfmt::skip]
pub(super) const WORDS: Language = Language {
    fields: &[
        (Field::Name, &["ランブック名", "runbook名", "手順書名", "名前", "名称", "タイトル", "件名"]),
        (Field::Customer, &["顧客", "顧客名", "お客様", "お客様名", "クライアント"]),
        (Field::Task, &["依頼内容", "依頼作業", "作業名"]),
        (Field::Summary, &["概要", "説明", "ランブックの説明", "ランブック説明", "作業概要", "目的", "内容"]),
        (Field::ExpectedResult, &["期待される結果", "期待する結果", "期待結果", "完了条件"]),
        (Field::Dri, &["担当", "担当者", "責任者", "作業責任者", "作業担当者", "実施者"]),
        (Field::Schedule, &["予定日時", "日時", "実施日時", "作業日時", "予定", "日程", "開始日時", "実施日", "開始時刻", "スケジュール"]),
        (Field::Zone, &["タイムゾーン", "時間帯"]),
        (Field::Agreed, &["合意", "顧客の合意", "合意済み"]),
        (Field::Meeting, &["会議url", "ミーティングurl", "会議リンク", "会議", "ミーティング", "zoomリンク"]),
        (Field::Issue, &["gitlabイシュー", "イシュー", "gitlabのイシュー", "課題"]),
        (Field::Ticket, &["チケット", "問い合わせチケット", "サポートチケット"]),
        (Field::Template, &["テンプレート", "雛形"]),
        (Field::Confidential, &["機密", "社外秘"]),
        (Field::State, &["状態", "ステータス"]),
        (Field::Result, &["結果"]),
    ],
    topics: &[
        (Topic::Header, &["基本情報", "ヘッダー", "作業情報"]),
        (Topic::PreCall, &["事前チェックリスト", "事前チェック", "事前確認", "事前確認事項", "事前準備", "事前作業", "作業前チェックリスト", "作業前チェック", "作業前確認", "通話前チェックリスト", "前提条件", "準備"]),
        (Topic::PostCall, &["事後チェックリスト", "事後チェック", "事後確認", "事後確認事項", "事後作業", "作業後チェックリスト", "作業後チェック", "作業後確認", "通話後チェックリスト", "検証", "動作確認"]),
        (Topic::Rollback, &["ロールバック", "ロールバック計画", "ロールバック手順", "ロールバックプラン", "切り戻し", "切り戻し手順", "切り戻し計画", "切戻し", "切戻し手順", "切戻手順", "復旧手順"]),
        (Topic::Tasks, &["タスク", "タスク一覧", "作業", "作業手順", "作業一覧", "作業内容", "手順", "実施手順", "変更手順", "本作業"]),
        (Topic::Instructions, &["作業詳細"]),
        (Topic::Permissions, &["許可", "承認"]),
        (Topic::Example, &["例", "サンプル"]),
    ],
    people: &["連絡先", "参加者", "担当者", "関係者", "出席者"],
    home: &["社内", "自社", "弊社"],
    customer: &["顧客", "お客様", "社外", "クライアント"],
    contact_columns: &[
        (Who::Name, &["氏名", "名前", "担当者", "参加者"]),
        (Who::Role, &["役割", "役職", "担当"]),
        (Who::Description, &["説明", "備考", "責任", "内容"]),
        (Who::Handle, &["ユーザー名", "アカウント"]),
        (Who::Email, &["メール", "メールアドレス"]),
        (Who::Zone, &["タイムゾーン"]),
        (Who::Side, &["所属", "会社"]),
    ],
    task_columns: &[
        (Work::Task, &["タスク", "作業", "手順", "作業内容", "項目", "作業項目"]),
        (Work::Outcome, &["結果", "状態", "ステータス"]),
        (Work::Duration, &["所要時間", "時間", "作業時間"]),
        (Work::Estimate, &["見積", "見積もり", "予定時間", "予定"]),
        (Work::Actual, &["実績", "実績時間"]),
        (Work::Link, &["リンク", "参照"]),
        (Work::Note, &["備考", "メモ", "コメント"]),
        (Work::Instructions, &["詳細", "説明"]),
        (Work::Number, &["番号"]),
    ],
    outcomes: &[
        (TaskOutcome::Success, &["成功", "完了", "済", "済み", "実施済み"]),
        (TaskOutcome::Failed, &["失敗", "エラー"]),
        (TaskOutcome::Skipped, &["スキップ", "省略", "不要"]),
        (TaskOutcome::Paused, &["中断", "保留", "一時停止"]),
    ],
    parts: &["ステップ", "手順", "フェーズ", "段階", "第", "案", "オプション", "工程"],
    days: &["月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"],
    estimates: &["所要時間", "見積時間", "予定時間", "合計時間", "作業時間"],
    missing: &["未定", "未確認", "なし", "該当なし", "不明"],
    label_heads: &["項目", "値", "内容"],
};
