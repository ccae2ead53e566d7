"""Early warnings as people read them: a sentence with its numbers for each code."""

from __future__ import annotations

from complaint_desk.domain.early_warning import EarlyWarning, Group
from complaint_desk.i18n.catalogue import N_, _
from complaint_desk.i18n.words import Words

WARNINGS: dict[str, str] = {
    "rise": N_("{field} “{group}”: {count} complaints in the last {days} days, where about {expected} are usual."),
    "rise_from_nothing": N_("{field} “{group}”: {count} complaints in the last {days} days, and hardly any before."),
    "whole_rise": N_("All complaints: {count} in the last {days} days, where about {expected} are usual."),
    "batch": N_("{field} “{group}”: {count} complaints within {days} days."),
    "new_word": N_("“{group}”: told in {count} complaints of the last {days} days, and in hardly any before."),
}
"""One sentence for each code of `EarlyWarning`."""


def warning_sentence(warning: EarlyWarning, words: Words) -> str:
    """What is to be looked at, with its numbers."""
    return _(WARNINGS[warning.code]).format(
        field=words.field_label(warning.group.field),
        group=group_text(warning.group, words),
        count=f"{warning.count:,}",
        days=warning.days,
        expected=expected_text(warning.expected),
    )


def also_sentence(warning: EarlyWarning, words: Words) -> str:
    """Which other groups rose by the same complaints; "" if there are none."""
    if not warning.also:
        return ""
    groups = [
        _("{field} “{group}”").format(field=words.field_label(each.field), group=group_text(each, words))
        for each in warning.also
        if each.field
    ]
    if any(not each.field for each in warning.also):
        groups.append(_("the number of all complaints"))
    return _("The same complaints raise: {groups}.").format(groups=_(", ").join(groups))


def group_text(group: Group, words: Words) -> str:
    """The name of a group; a cause with its branch."""
    if group.field == "cause":
        return words.path_label("cause", group.code)
    return words.figure_label(group.field, group.code) if group.field else ""


def expected_text(expected: float) -> str:
    """A usual number of complaints: with one decimal while it is small."""
    return f"{expected:.1f}" if expected < 10 else f"{expected:,.0f}"
