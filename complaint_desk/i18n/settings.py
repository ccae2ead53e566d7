"""Sentences about settings that were passed over."""

from __future__ import annotations

from complaint_desk.i18n.catalogue import _


def settings_warning_sentence(code: str, *, name: str, value: str, where: str) -> str:
    """What is wrong with one setting, where, and what counts instead. Codes: `runtime.settings.SettingsWarning`."""
    match code:
        case "unreadable_file":
            sentence = _("The settings file {where} cannot be read; it does not count.")
        case "unknown_setting":
            sentence = _("{where}: there is no setting “{name}”; it does not count.")
        case "locked_setting":
            sentence = _("{where}: “{name}” is fixed by the policy; it keeps its value.")
        case _:
            sentence = _("{where}: “{value}” is no value for “{name}”; it does not count.")
    return sentence.format(name=name, value=value, where=where or _("Command line"))
