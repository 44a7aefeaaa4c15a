"""Layout of the gas view: an icicle of cells whose widths are integers of gas, and bars of totals beside it."""
