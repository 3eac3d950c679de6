-- Who took whose place, found by the newer claim. An index on `claims.superseded_by` made each supersession write anew what
-- all indexes of a claim say of it; without one it is written into the claim's own page.

create table successions (
    newer_id uuid not null,
    older_id uuid not null,
    primary key (newer_id, older_id)
);

insert into successions (newer_id, older_id) select superseded_by, id from claims where superseded_by is not null;

create function keep_successions() returns trigger language plpgsql as $$
begin
    with changed as (
        select new_rows.id, old_rows.superseded_by as before, new_rows.superseded_by as after
        from new_rows
        join old_rows on old_rows.id = new_rows.id
        where new_rows.superseded_by is distinct from old_rows.superseded_by
    ), over as (
        delete from successions
        using changed
        where successions.newer_id = changed.before and successions.older_id = changed.id
    )
    insert into successions (newer_id, older_id) select after, id from changed where after is not null;
    return null;
end
$$;

create trigger claims_changed_successions after update on claims referencing old table as old_rows new table as new_rows
for each statement execute function keep_successions();

create function forget_successions() returns trigger language plpgsql as $$
begin
    delete from successions
    using gone
    where successions.newer_id = gone.superseded_by and successions.older_id = gone.id;
    return null;
end
$$;

create trigger claims_erased_successions after delete on claims referencing old table as gone
for each statement execute function forget_successions();

drop index claims_by_superseder;

create view past.successions as
select claims.superseded_by as newer_id, claims.id as older_id from past.claims where claims.superseded_by is not null;
