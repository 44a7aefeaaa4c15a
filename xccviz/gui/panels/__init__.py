"""Panels: each renders one slice of the state and emits intents."""
