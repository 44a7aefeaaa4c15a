"""Who paid what for whom, and where it is now: deposits, transfers, tokens, accounts."""
