-- What stands beside a question: the same metric at other times, other metrics of the same place and day.
create index questions_by_series on questions (phrase, place_key, period_end);
create index questions_by_place_period on questions (place_key, period_end);
