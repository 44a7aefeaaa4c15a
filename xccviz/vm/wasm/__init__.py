"""A contract's module: read, checked against the node's limits, and written anew with its instructions counted."""
