"""What two places say is quoted where they differ, however late that is."""

from __future__ import annotations

from xccviz.analysis.types import Contradiction, Said
from xccviz.words.contradictions import VALUE_SHOWN, contradiction_sentence


def sentence(one: str, other: str) -> str:
    return contradiction_sentence(Contradiction("status", None, Said("status", one), Said("outcome", other)))


def test_long_values_are_cut_around_their_difference() -> None:
    alike = "".join(f"{number:04} " for number in range(100))
    said = sentence(f"{alike}here{alike}", f"{alike}there{alike}")
    assert "0099 here0000" in said and "0099 there0000" in said and "0001" in said
    assert len(said) < 2 * VALUE_SHOWN + 60 and said.count("…") == 4


def test_short_values_are_whole() -> None:
    assert sentence("yes", "no") == "status says yes, outcome says no."
    assert sentence("x" * 200, "x" * 200 + "y").endswith("xxxy.")
