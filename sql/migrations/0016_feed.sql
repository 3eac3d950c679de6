-- Events get their place in the feed once, after their commit, by one hand: whoever holds the row of feed_state numbers
-- what is committed by then. So no reader can pass an event that is still to come, and no transaction of another database
-- holds the feed up, as a horizon of the whole server does. What was written before is numbered in the order in which it
-- was read until now, so that cursors given out keep their place.
alter table events add column sequence bigint;
create unique index events_by_sequence on events (sequence);
create index events_not_numbered on events (written_by, position) where sequence is null;

create table feed_state (
    is_only boolean primary key default true,
    last bigint not null default 0,
    removed_to bigint not null default 0,   -- the last event that was removed for its age
    constraint feed_state_has_one_row check (is_only)
);
insert into feed_state default values;

-- What may be removed for its age: nothing that is not named here. The audit log stays append only but for that.
create table retention (
    what text primary key,
    days integer not null,
    constraint retention_what check (what in ('events', 'history', 'audit')),
    constraint retention_days check (days > 0)
);

create function refuse_to_remove_young() returns trigger language plpgsql as $$
begin
    if tg_level = 'STATEMENT' and exists (select from retention where what = 'audit') then
        return null;
    end if;
    if tg_level = 'ROW' and exists (
        select from retention where what = 'audit' and old.at < now() - make_interval(days => days)
    ) then
        return old;
    end if;
    raise exception 'the audit log is append only';
end
$$;

drop trigger audit_append_only on audit;
create trigger audit_append_only before update or truncate on audit
for each statement execute function refuse_to_rewrite();
create trigger audit_removed_if_set before delete on audit
for each statement execute function refuse_to_remove_young();
create trigger audit_removed_by_age before delete on audit
for each row execute function refuse_to_remove_young();
