"""Two runs as two drawings of one layout, with the numbers of what differs."""
