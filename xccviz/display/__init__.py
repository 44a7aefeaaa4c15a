"""What is painted: a layout + a look → DisplayList, a row a drawing; themes; and both painters. Qt only in `qt`."""

from xccviz.display.svg import to_svg
from xccviz.display.themes import load_theme
from xccviz.display.types import DisplayList, Marker, Path, Rect, Text, Theme

__all__ = ["DisplayList", "Marker", "Path", "Rect", "Text", "Theme", "load_theme", "to_svg"]
