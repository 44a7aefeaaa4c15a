"""The schemas of resources/schema, compiled once: thousands of documents are judged in the time jsonschema needs for a
hundred. What is refused is handed to jsonschema, which says what is wrong (or that nothing is, which is an error here).

Knows the keywords that the schemas use and raises for others. tests/reference/test_schemas.py compares both judges.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from typing import Any

import jsonschema

from xccviz.resources import read_text

Judge = Callable[[Any], bool]
SAID = frozenset(["$schema", "$id", "$defs", "title", "description", "format"])
"""Keywords that judge nothing."""


class Schema:
    """One schema, in both forms."""

    def __init__(self, schema: dict[str, Any]) -> None:
        jsonschema.Draft202012Validator.check_schema(schema)
        self.slow = jsonschema.Draft202012Validator(schema)
        self.accepts = _Compiler(schema).judge(schema)

    def validate(self, value: Any) -> None:
        """Raise jsonschema.ValidationError with the place and the reason unless the value is valid."""
        if not self.accepts(value):
            self.slow.validate(value)
            raise AssertionError("refused by the compiled schema, accepted by jsonschema")


@functools.cache
def schema_called(name: str) -> Schema:
    """`schema_called("xccviz-graph-1")`: from resources/schema."""
    return Schema(json.loads(read_text("schema", f"{name}.schema.json")))


class _Compiler:
    """Closures, one a schema; those of `$ref` are made once and found when they are called."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root
        self.named: dict[str, Judge | None] = {}

    def judge(self, schema: Any) -> Judge:
        if isinstance(schema, bool):
            return lambda value: schema
        keywords = {key: rule for key, rule in schema.items() if key not in SAID}
        judges = []
        if "if" in keywords:
            judges.append(self._choice(*(keywords.pop(key, True) for key in ("if", "then", "else"))))
        if keywords.keys() & {"properties", "required", "additionalProperties"}:
            judges.append(
                self._object(
                    keywords.pop("properties", {}),
                    keywords.pop("required", []),
                    keywords.pop("additionalProperties", True),
                )
            )
        for key, rule in keywords.items():
            make: Callable[[Any], Judge] = getattr(self, "_" + key.replace("$", ""))
            # The kind of value comes first: it is what mostly decides.
            judges.insert(0 if key == "type" else len(judges), make(rule))
        if len(judges) == 1:
            return judges[0]
        if len(judges) == 2:
            one, other = judges
            return lambda value: one(value) and other(value)
        return lambda value: all(each(value) for each in judges)

    def _ref(self, name: str) -> Judge:
        if name not in self.named:
            self.named[name] = None  # a schema may hold itself
            part: Any = self.root
            for step in name.removeprefix("#/").split("/"):
                part = part[step]
            self.named[name] = self.judge(part)
        found = self.named[name]
        return found if found is not None else lambda value: self.named[name](value)  # type: ignore[misc]

    def _choice(self, when: Any, then: Any, other: Any) -> Judge:
        asked, yes, no = self.judge(when), self.judge(then), self.judge(other)
        return lambda value: yes(value) if asked(value) else no(value)

    def _object(self, properties: dict[str, Any], required: list[str], rest: Any) -> Judge:
        judges = {key: self.judge(rule) for key, rule in properties.items()}
        others, wanted = self.judge(rest), frozenset(required)

        def judge(value: Any) -> bool:
            if not isinstance(value, dict):
                return True
            return wanted <= value.keys() and all(
                judges.get(key, others)(each) for key, each in value.items()
            )

        return judge

    def _items(self, rule: Any) -> Judge:
        each = self.judge(rule)
        return lambda value: not isinstance(value, list) or all(map(each, value))

    def _anyOf(self, rules: list[Any]) -> Judge:
        judges = [self.judge(rule) for rule in rules]
        if len(judges) == 2:
            one, other = judges
            return lambda value: one(value) or other(value)
        return lambda value: any(judge(value) for judge in judges)

    def _oneOf(self, rules: list[Any]) -> Judge:
        judges = [self.judge(rule) for rule in rules]
        return lambda value: sum(judge(value) for judge in judges) == 1

    def _type(self, kinds: str | list[str]) -> Judge:
        judges = [KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)]
        if len(judges) == 1:
            return judges[0]
        return lambda value: any(judge(value) for judge in judges)

    def _const(self, wanted: Any) -> Judge:
        return self._enum([wanted])

    def _enum(self, values: list[Any]) -> Judge:
        if any(isinstance(value, dict | list) for value in values):
            raise AssertionError("an enum of lists or objects: not compiled")
        # True == 1 and 1 == 1.0 here; JSON tells only the first pair apart.
        known = {(isinstance(value, bool), value) for value in values}
        return lambda value: not isinstance(value, dict | list) and (isinstance(value, bool), value) in known

    def _pattern(self, pattern: str) -> Judge:
        search = re.compile(pattern).search
        return lambda value: not isinstance(value, str) or search(value) is not None

    def _minLength(self, least: int) -> Judge:
        return lambda value: not isinstance(value, str) or len(value) >= least

    def _minItems(self, least: int) -> Judge:
        return lambda value: not isinstance(value, list) or len(value) >= least

    def _maxItems(self, most: int) -> Judge:
        return lambda value: not isinstance(value, list) or len(value) <= most

    def _minimum(self, least: float) -> Judge:
        return lambda value: not KINDS["number"](value) or value >= least

    def _maximum(self, most: float) -> Judge:
        return lambda value: not KINDS["number"](value) or value <= most

    def _uniqueItems(self, wanted: bool) -> Judge:
        def judge(value: Any) -> bool:
            if not wanted or not isinstance(value, list):
                return True
            return len({json.dumps(each, sort_keys=True) for each in value}) == len(value)

        return judge


KINDS: dict[str, Judge] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        (isinstance(value, int) and not isinstance(value, bool))
        or (isinstance(value, float) and value.is_integer())
    ),
}
