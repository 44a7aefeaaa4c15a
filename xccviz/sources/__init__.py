"""OPEN and I/O: what a user gives us becomes raw documents. Nothing here knows what a receipt means.

classify (pure) → fetch (network, through rpc) | file | sample → `RawTransaction`; capture writes and reads our file.
"""
