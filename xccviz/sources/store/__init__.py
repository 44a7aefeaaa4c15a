"""What was fetched once and is kept."""
