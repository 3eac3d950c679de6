-- A question of which a great many claims speak is worked through once in a while and not with each of them: until when it
-- rests, and whether something has changed meanwhile.
alter table questions add column rests_until timestamptz;
alter table questions add column is_touched boolean not null default false;
create index questions_touched on questions (id) where is_touched;
