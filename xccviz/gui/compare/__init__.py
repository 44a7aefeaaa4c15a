"""The page on which two transactions stand side by side: what each of its parts is stands in a module of its own."""
