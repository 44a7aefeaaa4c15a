"""What people read: one module a noun. Facts in, unescaped text out: a surface chooses length, never wording."""
