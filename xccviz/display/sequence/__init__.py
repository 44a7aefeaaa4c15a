"""The sequence as primitives: lifelines, rows and *now*, bars with their words, messages; the cards of its things."""
