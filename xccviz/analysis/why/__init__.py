"""Why a receipt ran or failed, where its result went, and where a value came from."""
