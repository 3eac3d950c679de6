-- The past has the columns of the present: of whether a question rested then nothing is known, nor asked.
create or replace view past.questions as
select
    id, key, phrase, place_key, period_end, dispute_id, is_guest, has_subject, known_since,
    null::timestamptz as rests_until, false as is_touched
from questions
where known_since <= past.moment()
union all
select
    questions.id, questions.key, questions.phrase, questions.place_key, questions.period_end, questions_before.dispute_id,
    questions.is_guest, questions.has_subject, questions_before.known_since, null::timestamptz, false
from questions_before
join questions on questions.id = questions_before.question_id
where questions_before.known_since <= past.moment() and questions_before.known_to > past.moment();
