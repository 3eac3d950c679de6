-- A series is the claims of one source: what asks for one passes over the claims of all others in the index, and does not read
-- each of them to see whose it is.
create index claims_by_phrase_place_period_source on claims (phrase_id, place_key, period_end, source_id);
drop index claims_by_phrase_place_period;
