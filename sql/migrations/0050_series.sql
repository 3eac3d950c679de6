-- Conflicts by the two series that they lie in, whichever of the two claims came first: one finding per pair of series is
-- read from here, page by page.
create index conflicts_by_series on conflicts (
    least(first_phrase_id, second_phrase_id), greatest(first_phrase_id, second_phrase_id), place_key, id
);
