-- name: find_disputes_of_claims :many
select figures.claim_id, disputes.id, disputes.outline
from figures
join questions on questions.id = figures.question_id
left join lateral (
    select question_guests.dispute_id
    from question_guests
    where question_guests.question_id = questions.id and questions.dispute_id is null
    order by question_guests.dispute_id
    limit 1
) as visited on true
join disputes on disputes.id = coalesce(questions.dispute_id, visited.dispute_id)
where figures.claim_id = any($1::uuid[]);
