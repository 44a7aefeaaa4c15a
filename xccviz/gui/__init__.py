"""The window: a thin Qt shell. Panels render a slice of one frozen AppState and emit intents; no panel calls another.

gesture → ActionSpec or panel signal → Store.update → changed(old, new) → panels render
"""
