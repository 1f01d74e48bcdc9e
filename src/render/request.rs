//! The question for a permission, in the documents' phrasing.

use crate::model::Permission;

/// The message to the customer.
pub fn request(permission: &Permission) -> String {
    let action = permission.action.as_str().trim().trim_end_matches(['.', '?', '!']);
    format!(
        "Could you please provide permission for Support to {action}? Replying in this ticket stating you provide \
         permission will be sufficient."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_is_the_documents_own_sentence() {
        let permission: Permission =
            serde_json::from_value(serde_json::json!({"id": "a", "action": "enforce 2FA on all groups."})).unwrap();
        assert_eq!(
            request(&permission),
            "Could you please provide permission for Support to enforce 2FA on all groups? Replying in this ticket \
             stating you provide permission will be sufficient."
        );
    }
}
