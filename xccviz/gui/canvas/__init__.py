"""The canvas: a display list in a QGraphicsView; the bar above it; it knows no state."""
