-- Pairs of metrics that are only suggested to be one, each looked at once for all that waits between the two; and whose
-- judgements are to be taken back together.
create index conflicts_suggested on conflicts (first_phrase_id, second_phrase_id) include (score)
    where band = 'suggested' and status in ('open', 'acknowledged') and first_phrase_id <> second_phrase_id;

create index judgements_by_author on judgements (author, id) where withdrawn_at is null;
