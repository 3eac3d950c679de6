-- Questions are found by what claims are found by, so that which of them belong together does not hang on every pair of
-- their claims being stored.

alter table questions add column has_subject boolean;   -- null in questions from before: they may have one

create index questions_by_period on questions (phrase, period_end) where place_key <> '';
create index figures_by_age on figures (question_id, published_at, claim_id);
