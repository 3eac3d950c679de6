-- What a figure means for certain: the ends of its interval, each moved a hair inwards to the next number that fits. Two
-- sources whose figures overlap by these cannot conflict, so a batch need not look at them. Null in claims that were
-- stored before: those are always looked at.
alter table claims add column low_inside double precision;
alter table claims add column high_inside double precision;
