-- Words of the news that mean one thing in nine languages are one word now, and topics are found by it. The sweep gives
-- stored topics their keys and links them anew, some at a time; claims of topics that have become neighbours are compared.
update topics set linked = false where linked;
