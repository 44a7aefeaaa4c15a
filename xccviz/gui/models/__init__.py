"""Qt models over frozen documents: they look values up and compute nothing of their own."""
