"""The layered graph as primitives: boxes, edges, and how they look at a moment."""
