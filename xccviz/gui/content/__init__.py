"""What the panels beside the drawing say: a document in, rows of plain text out. No Qt, nothing escaped or cut."""
