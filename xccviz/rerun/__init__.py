"""A FunctionCall of a document is run again: what it needs, where that comes from, and what differs."""
