"""Documents from endpoints: who knows a transaction, and everything needed to draw it."""
