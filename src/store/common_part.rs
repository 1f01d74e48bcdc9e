//! What two lists have in common, by their values and their order.

use serde_json::Value;

/// The largest lists that are compared item by item, as a product of their lengths.
pub(super) const COMPARABLE: usize = 250_000;

/// What two lists have in common, as pairs of positions: the longest part of all, and in long lists what they begin and
/// end with alike.
pub(super) fn common_part(olds: &[Value], news: &[Value]) -> Vec<(usize, usize)> {
    let alike = |(old, new): &(&Value, &Value)| old == new;
    let head = olds.iter().zip(news).take_while(alike).count();
    let (old_rest, new_rest) = (olds.get(head..).unwrap_or_default(), news.get(head..).unwrap_or_default());
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(alike).count();
    let old_middle = old_rest.get(..old_rest.len() - tail).unwrap_or_default();
    let new_middle = new_rest.get(..new_rest.len() - tail).unwrap_or_default();
    let is_comparable = old_middle.len().saturating_mul(new_middle.len()) <= COMPARABLE;
    let between = if is_comparable { longest_common(old_middle, new_middle) } else { Vec::new() };
    let ends = (0..tail).map(|number| (olds.len() - tail + number, news.len() - tail + number));
    let begins = (0..head).map(|number| (number, number));
    begins.chain(between.into_iter().map(|(old, new)| (head + old, head + new))).chain(ends).collect()
}

/// The longest common part of two lists, as pairs of positions.
fn longest_common(olds: &[Value], news: &[Value]) -> Vec<(usize, usize)> {
    let width = news.len() + 1;
    let mut lengths = vec![0_usize; (olds.len() + 1) * width];
    let at = |lengths: &[usize], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or(0);
    for (i, old) in olds.iter().enumerate().rev() {
        for (j, new) in news.iter().enumerate().rev() {
            let best = if old == new {
                at(&lengths, i + 1, j + 1) + 1
            } else {
                at(&lengths, i + 1, j).max(at(&lengths, i, j + 1))
            };
            if let Some(cell) = lengths.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while let (Some(old), Some(new)) = (olds.get(i), news.get(j)) {
        if old == new {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
