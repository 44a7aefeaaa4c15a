"""Lists for any panel: rows as a flat table, how a row is painted, and lists of choices below a field."""
