"""The sections of the inspector, one module each: a Subject in, a Section (or None where there is nothing) out."""
