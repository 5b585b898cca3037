"""How Cairn reaches people: the page, the command line, the ticks and the delivery of messages."""
