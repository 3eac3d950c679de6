-- Names are looked up as all languages write them, and no more by the stem of one. The sweep links stored topics anew,
-- some at a time; what was linked stays. Until a topic is reached, its claims find what they found before.
update topics set linked = false where linked;
