"""One module a command; `main` chooses between them."""
