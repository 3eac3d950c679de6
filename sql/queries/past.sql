-- name: go_back :one
-- Until the transaction ends, the views of the schema `past` stand in front of the tables of their names.
select
    past_state.kept_from,
    set_config('claimdiff.known_on', $1::timestamptz::text, true),
    set_config('search_path', 'past, ' || current_setting('search_path'), true)
from past_state;
