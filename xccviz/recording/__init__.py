"""`record`: an endpoint in front of another that passes everything through and keeps every transaction sent.

client ── passing ──> upstream          `noticing` reads what was sent, `following` asks the upstream until it is
             └ noticing ─> following     final and saves a capture, `pages` writes what was seen for people and CI
"""
