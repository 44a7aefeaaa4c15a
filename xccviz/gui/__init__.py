"""The window: a thin Qt shell around one frozen AppState. No panel calls another.

key, menu or panel signal → Command → Intents → Store.update → changed(old, new) → show_state(old, new) of every panel

`app` opens it, `window` puts it together, `intents` is all a person can want, `commands` the table of how, with its
`keys` and `menus`, `arguments` what is told to it, `picture` draws it for --screenshot; folders hold widgets by kind.
"""
