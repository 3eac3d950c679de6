-- What was told of series and of figures that were taken back, so that none is told twice.
create table told_findings (
    claim_id uuid not null,                 -- at which it shows
    beside_id uuid not null,                -- the figure before it in its series, or the correction that it does not follow
    primary key (claim_id, beside_id)
);
