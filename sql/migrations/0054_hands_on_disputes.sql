-- Who sees to a dispute, the figure that a person recommends with the reason, and which sources are the desk's own.

alter table disputes add column assignee text;
alter table disputes add column recommended text;            -- JSON: which claim, why, who, when
alter table dispute_history add column assignee text;
alter table dispute_history add column recommended text;
alter table sources add column ours boolean not null default false;

create index disputes_by_assignee on disputes (assignee) where assignee is not null;
create index sources_ours on sources (id) where ours;

-- The claims in force that stand in a dispute, as members or as guests.
create function dispute_claims(wanted uuid) returns table (claim_id uuid) language sql stable as $$
    select figures.claim_id
    from questions
    join figures on figures.question_id = questions.id
    where questions.dispute_id = wanted
    union
    select figures.claim_id
    from question_guests
    join figures on figures.question_id = question_guests.question_id
    where question_guests.dispute_id = wanted
$$;
