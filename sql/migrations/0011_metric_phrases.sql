-- The phrases of a metric: the one that is asked for, and all that are judged to be the same.
create function metric_phrases(wanted text)
returns bigint[]
language sql stable
as $$
    select array_agg(coalesce(alike.phrase_id, phrases.id))
    from phrases
    left join phrase_classes as own on own.phrase_id = phrases.id
    left join phrase_classes as alike on alike.class_id = own.class_id
    where phrases.phrase = wanted
$$;
