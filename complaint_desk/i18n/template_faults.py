"""What is wrong with a letter template, and where: in words of the clerk who wrote it in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_desk.domain.letters import TemplateFault
from complaint_desk.i18n.catalogue import N_, _

TEMPLATE_FAULTS: dict[str, str] = {
    "unknown_placeholder": N_("{part}, line {line} (“{shown}…”): there is no placeholder {placeholder}."),
    "open_placeholder": N_(
        "{part}, line {line} (“{shown}…”): the braces at “{placeholder}” do not close or do not open."
    ),
    "open_block": N_(
        "{part}, line {line} (“{shown}…”): {placeholder} lacks its other end ({{{{#name}}}} … {{{{/name}}}}) in the same place."
    ),
    "block_not_alone": N_("{part}, line {line} (“{shown}…”): {placeholder} must be a paragraph of its own."),
    "drawing_not_alone": N_(
        "{part}, line {line} (“{shown}…”): {placeholder} is a chart and must be a paragraph of its own in the text."
    ),
}
_PARTS: dict[str, str] = {"body": N_("Text"), "header": N_("Page header"), "footer": N_("Page footer")}
_MOST = 5
"""Mistakes that are told at once."""


def template_sentences(faults: Sequence[TemplateFault]) -> Iterator[str]:
    """A sentence for each mistake with its place, and one for the name that was meant where one comes near."""
    for fault in faults[:_MOST]:
        named = fault.code in {"unknown_placeholder", "drawing_not_alone"}
        yield _(TEMPLATE_FAULTS[fault.code]).format(
            part=_(_PARTS[fault.part]),
            line=fault.line,
            shown=fault.shown,
            placeholder=_braced(fault.placeholder) if named else fault.placeholder,
        )
        if fault.meant:
            yield _("Perhaps {name} is meant.").format(name=_braced(fault.meant))


def _braced(name: str) -> str:
    return f"{{{{{name}}}}}"
