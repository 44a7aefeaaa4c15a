"""What is painted: a layout + a look → DisplayList, a row a drawing; themes; and both painters. Qt only in `qt`."""
