"""The views of a transaction beside the graph: one selection and one moment for all of them."""
