-- The registry of metrics, which grows from use: what a desk says of a metric, and its judgements on pairs of them.
-- A judgement is published (committed) first; then, in a newer snapshot, the stored claims that it may concern are put
-- back among the uncompared. So of a claim and a judgement written at the same moment one always sees the other.

-- UUIDv7, made from the clock: 48 bits of milliseconds, version and variant, the rest at random.
alter table phrases add column metric_id uuid not null default encode(
    set_bit(set_bit(
        overlay(
            uuid_send(gen_random_uuid())
            placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
            from 1 for 6
        ), 52, 1
    ), 53, 1),
    'hex'
)::uuid;
alter table phrases add constraint phrases_one_per_metric_id unique (metric_id);
alter table phrases add column as_given text;
update phrases set as_given = metric::json ->> 'as_given';
alter table phrases alter column as_given set not null;

create table metrics (
    phrase_id bigint primary key references phrases (id),
    name text not null,
    definition text,
    measure text,
    cumulative boolean,
    unit text,
    synonyms text[] not null,
    tolerance_relative_percent numeric,
    tolerance_absolute numeric,             -- as given, in tolerance_unit
    tolerance_unit text,
    tolerance_base numeric,                 -- the same in the base unit of tolerance_dimension
    tolerance_dimension text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null,
    version integer not null default 1,
    constraint metrics_measure check (measure in ('stock', 'flow')),
    constraint metrics_tolerance check (
        (tolerance_relative_percent is null or tolerance_relative_percent between 0 and 1e9)
        and (tolerance_base is null or tolerance_base between 0 and 1e60)
    )
);

-- Kept for ever: what is withdrawn stays, with who did it and when. The phrase with the smaller id stands first.
create table judgements (
    id uuid primary key,
    first_phrase_id bigint not null references phrases (id),
    second_phrase_id bigint not null references phrases (id),
    verdict text not null,
    author text not null,
    note text,
    synonym_of bigint references metrics (phrase_id),
    made_at timestamptz not null,
    withdrawn_at timestamptz,
    withdrawn_by text,
    constraint judgements_verdict check (verdict in ('same', 'different')),
    constraint judgements_of_two check (first_phrase_id < second_phrase_id)
);

create unique index judgements_one_in_force on judgements (first_phrase_id, second_phrase_id, coalesce(synonym_of, 0))
    where withdrawn_at is null;
create index judgements_by_second on judgements (second_phrase_id) where withdrawn_at is null;
create index judgements_by_made on judgements (made_at, id);

-- What follows from the judgements in force, so that comparing claims costs no more than before. A pair that is
-- neighbours by a judgement alone has no band.
alter table phrase_edges alter column band drop not null;
alter table phrase_edges add column judged text;
alter table phrase_edges add constraint phrase_edges_judged check (judged in ('same', 'different'));

create table phrase_classes (
    phrase_id bigint primary key references phrases (id),
    class_id bigint not null                -- the smallest phrase id of those that are one metric
);
create index phrase_classes_by_class on phrase_classes (class_id);

create table phrase_tolerances (
    phrase_id bigint primary key references phrases (id),
    relative_percent numeric,
    absolute numeric,                       -- in the base unit of `dimension`
    dimension text
);

-- Who changes the registry holds this row: changes come one after the other. Who opens conflicts looks whether it is
-- still what it was when the candidates were found.
create table registry_state (
    id boolean primary key default true,
    epoch bigint not null default 1,
    constraint registry_state_is_one_row check (id)
);
insert into registry_state default values;

create table requeued_phrases (phrase_id bigint primary key);
create sequence uncompared_generations start 2;
