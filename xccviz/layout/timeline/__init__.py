"""Where the timeline of a transaction stands: blocks along x, accounts or shards down."""
