//! Where the items of lists stand, noted when one of them is first asked for: many places of one record are then found in
//! one pass, not each in a pass of its own.
//!
//! It looks nothing up anew: who moves items begins with a new one.

use std::collections::HashMap;

use serde_json::Value;

use super::difference::{Listing, id_of, listing};

/// Where the items of one record's lists stand.
#[derive(Debug, Default)]
pub struct ItemPlaces {
    lists: HashMap<Vec<String>, KnownList>,
}

#[derive(Debug)]
struct KnownList {
    listing: Option<Listing>,
    ids: HashMap<String, usize>,
}

impl ItemPlaces {
    fn of(&mut self, list: &[String], items: &[Value]) -> Option<&KnownList> {
        if !self.lists.contains_key(list) {
            let mut ids = HashMap::new();
            for (index, item) in items.iter().enumerate() {
                if let Some(id) = id_of(item) {
                    ids.entry(id.to_owned()).or_insert(index);
                }
            }
            self.lists.insert(list.to_vec(), KnownList { listing: listing(items), ids });
        }
        self.lists.get(list)
    }

    /// Where the first item with this id stands in the list whose path has these segments.
    pub fn of_id(&mut self, list: &[String], items: &[Value], id: &str) -> Option<usize> {
        self.of(list, items)?.ids.get(id).copied()
    }

    /// How the items of that list are addressed.
    pub(super) fn listing(&mut self, list: &[String], items: &[Value]) -> Option<Listing> {
        self.of(list, items)?.listing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn items_are_found_by_their_first_id_in_every_list() {
        let (outer, inner) = (json!([{"id": "a"}, {"id": "b"}, {"id": "a"}]), json!([{"id": "b"}]));
        let (outer, inner) = (outer.as_array().unwrap(), inner.as_array().unwrap());
        let [tasks, steps] = ["tasks", "steps"].map(|name| vec![name.to_owned()]);
        let mut places = ItemPlaces::default();
        assert_eq!(["a", "b", "c"].map(|id| places.of_id(&tasks, outer, id)), [Some(0), Some(1), None]);
        assert_eq!(places.of_id(&steps, inner, "b"), Some(0));
        assert_eq!(places.listing(&tasks, outer), Some(Listing::ByNumber), "an id stands there twice");
        assert_eq!(places.listing(&steps, inner), Some(Listing::ById));
    }
}
