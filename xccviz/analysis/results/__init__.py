"""What each call gave, and what each callback received."""
