"""The window's frame: menus, docks, tabs, and the way of the Tab key."""
