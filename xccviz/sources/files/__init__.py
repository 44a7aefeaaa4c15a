"""Documents from files, standard input, pastes and samples: one module a shape."""
