"""Everything about the selected node: one module a section, and the panel that shows them in order."""
