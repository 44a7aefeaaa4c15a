"""How widgets look: the palette as a style sheet, signs and icons, small widgets that several panels use."""
