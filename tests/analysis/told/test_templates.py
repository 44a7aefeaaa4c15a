"""Every message that a tool prints is put to its entry, with what it tells."""

# covers: xccviz/analysis/told/templates.py

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from xccviz.analysis.told.templates import Template, read_template
from xccviz.document import error_dictionary
from xccviz.opening.explain import error_templates, explain

_PLACE = re.compile(r"\{(\w+)(?:\|(\w+))?\}")
_SAID = {
    "signer_id": "alice.near",
    "account_id": "bob.near",
    "public_key": "ed25519:8hSHprDq2StXwMtNd43wDTXQYsjXcD4MJTXQYsjXcD4M",
    "method_name": "ft_transfer",
    "msg": "unexpected end, at 5: 7",
    "value": "some detail: 5",
    "debug_info": "a long story",
    "url": "https://rpc.example/",
}
"""What the places of a message are filled with here; numbers where it isn't said."""


def said(template: Template, quoted: bool = False) -> tuple[str, dict[str, Any]]:
    """A message of the template, and what it tells then."""
    told: dict[str, Any] = {}

    def put(match: re.Match[str]) -> str:
        name, form = match[1], match[2]
        number = str(1_000_000_000_000_000 + len(told))
        told[name] = number if form in ("amount", "yocto") else _SAID.get(name, str(7 + len(told)))
        if quoted and name.endswith("_id") and form is None and told[name] in _SAID.values():
            return f'AccountId("{told[name]}")'
        return told[name]

    return _PLACE.sub(put, template.text), told


def test_a_message_finds_its_entry_with_its_values() -> None:
    assert len(error_templates()) > 300
    for template in error_templates():
        text, told = said(template)
        for written in (text, f"{text}.", f"  {text}\n", said(template, quoted=True)[0]):
            assert read_template(written, error_templates()) == (template.key, told), written
        words, error = explain(text)
        assert error is not None and f"{error.key}.".startswith(f"{template.key}."), text  # or a case of it
        assert {name: error.parameters[name] for name in told} == told, text
        assert not _PLACE.search(words.title + words.explanation + words.hint), text


def test_every_message_is_that_of_an_entry() -> None:
    dictionary = error_dictionary()
    known = {entry.key for rows in dictionary.groups.values() for entry in rows.values()}
    known |= {entry.key for rows in dictionary.texts.values() for entry in rows}
    assert {template.key for template in error_templates()} <= known


@pytest.mark.parametrize(
    ("said", "cost"),
    [
        ('Sender "alice.near" does not have enough balance 5 for operation costing 7', "7 yocto"),
        ("Sender alice.near does not have enough balance 0.05 for operation costing 1,200.5", "1,200.5 N"),
        ("Sender alice.near does not have enough balance 5 for operation costing 7", "7 N"),
        (
            "Sender alice.near does not have enough balance 5 for operation costing 7000000000000000000000000",
            "7 N",
        ),
        (
            'Sender AccountId("alice.near") does not have enough balance 1 yoctoNEAR for operation costing 2 NEAR',
            "2 N",
        ),
        ("Account <alice.near> does not have enough balance (0 NEAR) to cover TX cost (0.5 NEAR).", "0.5 N"),
        (
            'Sender "alice.near" does not have enough balance 0 for operation costing <0.001 NEAR',
            "<0.001 NEAR",
        ),
    ],
)
def test_amounts_are_read_as_the_tool_means_them(said: str, cost: str) -> None:
    """Units where they stand; the node's own bare numbers (names in quotes) are yocto, near-api-js' are NEAR."""
    assert explain(said)[0].title == f"alice.near cannot pay {cost}"


def test_what_a_client_left_unfilled_tells_nothing() -> None:
    """near-api-js prints the name of the place in one of its messages."""
    words, error = explain(
        "Access Key {account_id}:{public_key} does not have enough balance 0.1 for transaction costing 0.2"
    )
    assert error is not None and error.key == "InvalidAccessKeyError.NotEnoughAllowance"
    assert "{" not in words.explanation


def test_what_was_escaped_for_a_page_is_read() -> None:
    said = html.escape('Signer "alice.near" doesn\'t have access key with the given public_key ed25519:1111')
    assert explain(said)[0].title == "alice.near has no such key"


def test_a_long_text_is_no_message() -> None:
    assert read_template("Transaction has expired" + " " * 10_000 + "x" * 10_000, error_templates()) is None
