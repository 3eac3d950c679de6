-- name: go_back :one
-- Until the transaction ends, the views of the schema `past` stand in front of the tables of their names.
select
    past_state.kept_from,
    set_config('claimdiff.known_on', $1::timestamptz::text, true),
    set_config('search_path', 'past, ' || current_setting('search_path'), true)
from past_state;

-- name: find_claims_of_dispute :many
-- Claims that stood in a dispute, the earliest first.
select claims.id, claims.body, bool_and(standing.is_guest) as is_guest
from (
    select questions.id, false as is_guest from questions where questions.dispute_id = $1::uuid
    union all
    select question_guests.question_id, true from question_guests where question_guests.dispute_id = $1::uuid
) as standing
join figures on figures.question_id = standing.id
join claims on claims.id = figures.claim_id
group by claims.id, claims.body, claims.published_at
order by claims.published_at, claims.id
offset $2::integer
limit $3::integer;
