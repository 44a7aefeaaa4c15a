"""The command line: one module a command, and `main` that chooses between them (interface.md §2).

Data goes to standard output, everything else to standard error. No command but `gui` imports PySide6, except
`export` to a raster or PDF format and `self-test`.
"""
