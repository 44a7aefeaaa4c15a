"""Choices side by side."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from xccviz.gui.look.segments import Choices


def test_one_is_taken_or_none_where_what_is_in_force_is_no_choice(qtbot: QtBot) -> None:
    choices = Choices("size", [(100, "100 %"), (125, "125 %")])
    qtbot.addWidget(choices)

    def taken() -> list[object]:
        return [value for value, each in choices.buttons.items() if each.isChecked()]

    choices.choose(125)
    assert taken() == [125]
    choices.choose(110)
    assert taken() == []
    choices.buttons[100].click()
    choices.buttons[125].click()
    assert taken() == [125], "still one alone"
