"""Who called whom in which block: a lifeline an account, a row a block, receipts as bars, messages between them."""
