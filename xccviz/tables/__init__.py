"""Facts as rows, once: what trees, panels and terminals show of a document. No Qt, nothing escaped or cut."""
