-- Which topics may speak of one thing is decided anew: a word of one's own on both sides is no wall any more. The sweep
-- links them, some at a time; what was linked stays. Until a topic is reached, its claims find what they found before.
update topics set linked = false where linked;
