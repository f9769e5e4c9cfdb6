//! Putting things in order one by one: the library's sort is 3 KB in the bundle for every type that is sorted.

/// Like `collect`, for maps of some forty entries: collecting into a `BTreeMap` sorts them beforehand.
pub(crate) fn gather<Map: Default + Extend<Item>, Item>(items: impl IntoIterator<Item = Item>) -> Map {
    let mut map = Map::default();
    map.extend(items);
    map
}

/// The items by key, those with the same key as they came; for some hundred of them.
pub(crate) fn in_order<Item, Key: Ord>(items: impl IntoIterator<Item = Item>, key: impl Fn(&Item) -> Key) -> Vec<Item> {
    let mut ordered = Vec::new();
    for item in items {
        let place = ordered.partition_point(|other| key(other) <= key(&item));
        ordered.insert(place, item);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_in_order_and_equal_ones_stay_as_they_came() {
        let items = [(2, 'a'), (1, 'b'), (2, 'c'), (0, 'd'), (1, 'e')];
        let mut sorted = items;
        sorted.sort_by_key(|(key, _)| *key);
        assert_eq!(in_order(items, |(key, _)| *key), sorted);
    }
}
