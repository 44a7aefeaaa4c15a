"""The commands as tools of the Model Context Protocol: `running` calls one, `server` says which there are."""
