-- Figures that repeat an older one of the source that they contradict are a matter of time: told apart, and no alarm.

alter table conflicts add column stale text;            -- the sentence that says so

create table stale_figures (
    claim_id uuid not null,
    source_id integer not null,
    behind_id integer not null,             -- the source whose older figure it repeats
    days integer not null,                  -- how old that is
    period_end date not null,
    earlier_id uuid not null,               -- the claim that is repeated
    primary key (claim_id, behind_id)
);
create index stale_figures_by_sources on stale_figures (source_id, behind_id, days, period_end);
create index stale_figures_by_earlier on stale_figures (earlier_id);

-- A source that repeats another one so many days later as a rule: stated once.
create table source_lags (
    source_id integer not null,
    behind_id integer not null,
    days integer not null,
    since timestamptz not null,
    primary key (source_id, behind_id, days)
);

alter table disputes
    add column is_stale boolean not null default false,
    add column passed_version integer not null default 0;   -- what has happened up to it is told with the next event
alter table disputes_before add column is_stale boolean not null default false;

drop index disputes_not_announced;
create index disputes_not_announced on disputes (announced_at)
    where announced_version < version and passed_version < version;

create or replace function keep_version() returns trigger language plpgsql as $$
begin
    new.known_since := clock_timestamp();
    if old.known_since is not null then
        insert into disputes_before (
            dispute_id, head_id, status, resolution, note, closed_by_service, settles_at, outline, severity_rank, period_end,
            opened_at, updated_at, merged_into, version, assignee, recommended, known_since, known_to, is_stale
        ) values (
            old.id, old.head_id, old.status, old.resolution, old.note, old.closed_by_service, old.settles_at, old.outline,
            old.severity_rank, old.period_end, old.opened_at, old.updated_at, old.merged_into, old.version, old.assignee,
            old.recommended, old.known_since, new.known_since, old.is_stale
        );
    end if;
    return new;
end
$$;

drop trigger disputes_versions on disputes;
create trigger disputes_versions before update on disputes
for each row when (
    (old.version, old.outline, old.is_stale) is distinct from (new.version, new.outline, new.is_stale)
)
execute function keep_version();

create or replace view past.disputes as
select
    id, head_id, status, resolution, note, closed_by_service, settles_at, outline,
    '[0,[],[],[],0,0,""]'::text as state, null::text as decided, severity_rank, period_end, opened_at, updated_at,
    merged_into, version, version as announced_version, null::timestamptz as announced_at, assignee, recommended,
    known_since, is_stale, version as passed_version
from disputes
where known_since <= past.moment()
union all
select
    dispute_id, head_id, status, resolution, note, closed_by_service, settles_at, outline,
    '[0,[],[],[],0,0,""]'::text, null::text, severity_rank, period_end, opened_at, updated_at, merged_into, version,
    version, null::timestamptz, assignee, recommended, known_since, is_stale, version
from disputes_before
where known_since <= past.moment() and known_to > past.moment();

create or replace function mark_erased_claims() returns trigger language plpgsql as $$
begin
    insert into dispute_marks (claim_id) select id from gone;
    delete from claims_before using gone where claims_before.claim_id = gone.id;
    delete from figures_before using gone where figures_before.claim_id = gone.id;
    delete from disputes_before using gone where position(gone.id::text in disputes_before.outline) > 0;
    update disputes set known_since = null from gone where position(gone.id::text in disputes.outline) > 0;
    update conflicts
    set stale = null
    from gone
    join stale_figures on stale_figures.earlier_id = gone.id
    where conflicts.stale is not null
        and (conflicts.first_id = stale_figures.claim_id or conflicts.second_id = stale_figures.claim_id);
    delete from stale_figures using gone where gone.id in (stale_figures.claim_id, stale_figures.earlier_id);
    return null;
end
$$;
