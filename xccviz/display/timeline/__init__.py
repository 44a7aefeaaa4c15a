"""The timeline as primitives: columns and rows, bars with their waits, elbows, the table and the strip below."""
