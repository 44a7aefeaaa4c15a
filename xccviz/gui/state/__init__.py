"""What the window shows, as one frozen value in one store; and what it remembers from day to day."""
