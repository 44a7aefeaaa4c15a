"""A translation changes what the window says."""

from __future__ import annotations

from pathlib import Path

from tests.gui.conftest import OpenWindow
from tests.reference.translation import spoken

WINDOW = """
msgid "Succeeded, but {what}"
msgstr "Gelungen, aber {what}"

msgid "{count} failed call"
msgid_plural "{count} failed calls"
msgstr[0] "{count} Fehlschlag"
msgstr[1] "{count} Fehlschlägen"

msgid "The callback received {failure} and succeeded."
msgstr "Der Rückruf bekam {failure} und gelang."

msgid "the failure"
msgstr "den Fehlschlag"
"""


def test_the_verdict_is_said_in_the_language_of_the_process(open_window: OpenWindow, tmp_path: Path) -> None:
    with spoken(tmp_path, WINDOW):
        window = open_window("sample:tutorial-parallel-3-one-panics")
        assert window.frame.verdict.title.text().replace("\u200b", "") == (
            "Gelungen, aber bravo.near.get_value panicked: no value today. "
            "Der Rückruf bekam den Fehlschlag und gelang."
        )
