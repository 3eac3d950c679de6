-- A person's decisions on pairs are decisions on their dispute when no pair is left: then it is looked at again.

create function mark_decided_claims() returns trigger language plpgsql as $$
begin
    insert into dispute_marks (claim_id)
    select distinct new_rows.first_id
    from new_rows
    join old_rows on old_rows.id = new_rows.id
    where new_rows.status <> old_rows.status and not new_rows.closed_by_service;
    return null;
end
$$;

create trigger conflicts_decided_marks after update on conflicts referencing old table as old_rows new table as new_rows
for each statement execute function mark_decided_claims();
