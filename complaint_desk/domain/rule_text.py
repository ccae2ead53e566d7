"""A version of a rule set as the text of a file like those in `resources/rules` (TOML 1.0)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from complaint_desk.domain.rule_form import layer_table, version_table
from complaint_desk.domain.rule_sets import ProvinceLayer, RuleVersion

_KEPT_BY_LEDGER = ("version", "own")
_DAYS = ("valid_from", "valid_to")


def version_text(version: RuleVersion) -> str:
    """What `rule_version` reads again; the name of the version is the ledger's and is left out."""
    table = version_table(version)
    clocks = table.pop("clock")
    head = {key: value for key, value in table.items() if key not in _KEPT_BY_LEDGER}
    parts = ["[[rule_set]]", *_lines(head)]
    for each in clocks:
        parts += ["[[rule_set.clock]]", *_lines(each)]
    return "\n".join([*parts, ""])


def layer_text(layer: ProvinceLayer) -> str:
    """What `province_layer` reads again, for each rule set by itself."""
    parts = []
    table = layer_table(layer)
    rules = table.pop("rules")
    head = {key: value for key, value in table.items() if key not in _KEPT_BY_LEDGER}
    for code, clocks in rules.items():
        parts += ["[[province]]", *_lines(head)]
        parts += [] if clocks else [f"rules.{code} = []"]
        for each in clocks:
            parts += [f"[[province.rules.{code}]]", *_lines(each)]
    return "\n".join([*parts, ""])


def _lines(table: Mapping[str, Any]) -> list[str]:
    return [
        f"{key} = {value if key in _DAYS else _value(value)}"
        for key, value in table.items()
        if value is not None and value not in ("", [])
    ]


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_lines(value))} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    # TOML's basic strings take JSON's escapes, but want DEL escaped too.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
