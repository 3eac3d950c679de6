-- What is shown of a dispute of a great many claims is kept by whoever derives it: to look at it costs no look at each of them.
-- What stood before is kept with its next version, and worked out until then.
create table dispute_pages (
    dispute_id uuid primary key references disputes (id) on delete cascade,
    pages text not null
);
