"""Where everything stands: sizes + graph → a layout, a folder a drawing. Pure, deterministic, no colours, no Qt."""
