"""JUnit XML for `check` and `record`: one testcase a transaction, with a failure or an error where there is one.

Chain text goes through `visible_text`: XML 1.0 has no place for control characters and lone surrogates.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from xccviz.model.text import visible_text
from xccviz.values import frozen


@frozen
class Case:
    """One testcase: `failures` are (what failed, sentence); `error` is (exit status, sentence) where nothing could be
    judged."""

    name: str
    failures: tuple[tuple[str, str], ...] = ()
    error: tuple[int, str] | None = None
    output: str = ""


def junit_xml(cases: Sequence[Case], suite: str) -> bytes:
    """A `testsuites` document of one suite, named `xccviz check` or the like, in UTF-8 with a final newline; the same
    cases give the same bytes."""
    failed, errors = sum(bool(case.failures) for case in cases), sum(case.error is not None for case in cases)
    counts = {"tests": str(len(cases)), "failures": str(failed), "errors": str(errors)}
    root = ET.Element("testsuites", {"name": suite, **counts})
    element_of_suite = ET.SubElement(root, "testsuite", {"name": suite, **counts, "skipped": "0"})
    for case in cases:
        element = ET.SubElement(
            element_of_suite,
            "testcase",
            {"classname": suite.replace(" ", "."), "name": visible_text(case.name)},
        )
        if case.error is not None:
            status, text = case.error
            _part(element, "error", text.split("\n")[0], f"exit status {status}", text)
        elif case.failures:
            kinds = ", ".join(name for name, _ in case.failures)
            sentences = [f"{name}: {sentence}" for name, sentence in case.failures]
            _part(element, "failure", "; ".join(sentences), kinds, "\n".join(sentences))
        if case.output:
            ET.SubElement(element, "system-out").text = visible_text(case.output, keep="\n\t")
    ET.indent(root, " ")
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _part(element: ET.Element, tag: str, message: str, kind: str, text: str) -> None:
    part = ET.SubElement(element, tag, {"message": visible_text(message, 1000), "type": kind})
    part.text = visible_text(text, keep="\n\t")
