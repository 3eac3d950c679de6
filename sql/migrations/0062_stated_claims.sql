-- What sources say now: claims that no later one took the place of, that nobody took back, and that state a figure and
-- withdraw none. Series, what is found in them and what is stale go by these alone, of the present as of a day in the past.
create view stated_claims as
select * from claims where superseded_by is null and withdrawn_at is null and not retracts;

create view past.stated_claims as
select * from past.claims where superseded_by is null and withdrawn_at is null and not retracts;
