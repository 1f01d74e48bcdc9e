//! The trees that one command has read last, because it asks for the same ones again and again.
//!
//! An object never changes under its name, so nothing here can be out of date. Keeps a handful and no more.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use git2::Oid;

/// Those on the way to a record, before and after a change.
const MOST: usize = 8;

/// The bytes of the trees that were asked for last, the latest first.
#[derive(Default)]
pub(super) struct TreeCache(RefCell<VecDeque<(Oid, Rc<[u8]>)>>);

impl TreeCache {
    /// The bytes of a tree, if they are here.
    pub(super) fn get(&self, tree: Oid) -> Option<Rc<[u8]>> {
        let mut kept = self.0.borrow_mut();
        let place = kept.iter().position(|(own, _)| *own == tree)?;
        // what is asked for all the time, such as the head's, must outlive what is asked for once
        kept.make_contiguous().get_mut(..=place)?.rotate_right(1);
        kept.front().map(|(_, bytes)| Rc::clone(bytes))
    }

    /// Keeps a tree in the place of the oldest.
    pub(super) fn keep(&self, tree: Oid, bytes: &Rc<[u8]>) {
        let mut kept = self.0.borrow_mut();
        kept.truncate(MOST - 1);
        kept.push_front((tree, Rc::clone(bytes)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_makes_room() {
        let name = |number: u8| Oid::from_bytes(&[number; 20]).unwrap();
        let trees = TreeCache::default();
        (0..=8).for_each(|number| trees.keep(name(number), &Rc::from([number])));
        assert_eq!(trees.get(name(0)), None);
        assert_eq!(trees.get(name(1)).as_deref(), Some([1].as_slice()));
        assert_eq!(trees.get(name(8)).as_deref(), Some([8].as_slice()));
        assert_eq!(trees.get(name(1)).as_deref(), Some([1].as_slice()));
        (10..=16).for_each(|number| trees.keep(name(number), &Rc::from([number])));
        assert_eq!(trees.get(name(1)).as_deref(), Some([1].as_slice()), "it was asked for meanwhile");
        assert_eq!(trees.get(name(8)), None);
    }
}
