"""What is said of transactions that belong together."""

from __future__ import annotations

from xccviz.catalogue import numeral, tr, trn

OPEN_RESUMER = tr("Open what resumed this")
NO_RESUMER = tr("No document says what resumed this.")
NO_CASE = tr(
    "A case is several transactions that belong together, on one timeline: open what resumed a yield of this one (the "
    "menu of the yield has it), all transactions of a link or file with several, or another one whose events name the "
    "same intent."
)
"""What a case is and how one gets one, where nothing that is open belongs to the transaction in front."""


RINGS = tr("Rings on the line are steps of the other transactions of the case.")
"""What stands between the steps of a transaction of a case."""


def case_place(n: int, count: int) -> str:
    """After how many steps of the case one stands: `9 of 31 of the case`."""
    return tr("{number} of {count} of the case", number=numeral(n), count=numeral(count))


def letter(of: int) -> str:
    """What a transaction of a case is called: A, B, … Z, then 27, 28."""
    return chr(ord("A") + of) if of < 26 else str(of + 1)


def title_words(letter: str, signer: str, call: str) -> str:
    """A transaction: its letter, who signed it and what it calls first."""
    return tr("{letter}: {signer} calls {call}", letter=letter, signer=signer, call=call)


def given_words(first: str, second: str) -> str:
    """Why two belong together that were given together."""
    return tr("{first} and {second} were given together.", first=first, second=second)


def intent_words(first: str, second: str, intent: str) -> str:
    """Why two belong together whose events name one intent."""
    return tr(
        "Events of {first} and {second} name the intent {intent}.", first=first, second=second, intent=intent
    )


def resumed_words(first: str, second: str, call: str, sender: str) -> str:
    """Why two belong together of which one resumed a yield of the other; `sender` "" where only a node says so."""
    if not sender:
        return tr(
            "A node says that {first} resumed {call} of {second}.", first=first, second=second, call=call
        )
    return tr(
        "{sender} of {first} resumed {call} of {second}.",
        sender=sender,
        first=first,
        second=second,
        call=call,
    )


def sum_words(transactions: int, steps: int) -> str:
    """How many they are, and their steps."""
    told = trn("{count} step", "{count} steps", steps)
    return tr("{count} transactions, {steps}", count=transactions, steps=told)
