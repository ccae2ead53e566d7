"""Settings in words: what each means, who locked it, and what is wrong with one that was passed over."""

from __future__ import annotations

from collections.abc import Sequence

from complaint_desk.domain.addresses import without_password
from complaint_desk.i18n.catalogue import N_, _

_MEANINGS = {
    "language": N_("Language of window and sentences; empty follows the system."),
    "database": N_("Where the ledger is, as an address; empty means ledger.db in the data folder."),
    "number_pattern": N_("Pattern of complaint numbers: {yyyy} or {yy}, and {seq:06} for six digits."),
    "rule_set": N_("Time limits of complaints for which nobody chose others."),
    "office_name": N_("Name of the office, printed on reports and letters."),
    "office_address": N_("Address of the office, printed on letters."),
    "office_phone": N_("Telephone of the office, printed on letters."),
    "office_review": N_("Whom a complainant may ask for a review inside, printed on replies."),
    "letter_pattern": N_("Pattern of letter numbers: {yyyy} or {yy}, {seq}, and {kind} to tell the kinds apart."),
    "letter_folder": N_("Folder of the office's own letter templates; empty means letters in the data folder."),
    "follow_up_days": N_("Days after closing within which complainants are on the call list."),
    "waiting_days": N_("Days after which waiting for a complainant is too long."),
    "reminders": N_("Remind of what is due, once a day and when something falls due."),
    "office_hours": N_("From when to when reminders come, like 08:30-17:30."),
    "appearance": N_("Colours of the window."),
    "scale": N_("Size of the window in percent of the system's; counts from the next start on."),
    "automatic_backup": N_("Keep a copy of the ledger each day."),
    "backup_folder": N_("Folder of the automatic copies; empty means backups in the data folder."),
    "retention_years": N_("Years after closing for which the people of a complaint are kept."),
    "sign_in": N_("Ask for name and password before the ledger is shown."),
}


def setting_meaning(name: str) -> str:
    """What a setting does, in one sentence.

    Raises:
        KeyError: there is no setting of that name.
    """
    return _(_MEANINGS[name])


def lock_words(locked_by: str) -> str:
    """Who locked a setting, short enough to stand beside its field; the policy need not say who."""
    return _("Set by {who}").format(who=locked_by) if locked_by else _("Set by your administrator")


def lock_sentence(locked_by: str, policy: str) -> str:
    """Who locked a setting, and in which file."""
    return _("{who}, in {policy}. It cannot be changed here.").format(who=lock_words(locked_by), policy=policy)


def settings_warning_sentence(
    code: str, *, name: str, value: str, where: str, nearest: str = "", choices: Sequence[str] = ()
) -> str:
    """What is wrong with one setting, where, and what counts instead. Codes: `runtime.settings_in_force.SettingsWarning`."""
    match code:
        case "unreadable_file" if value:
            sentence = _("The settings file {where} cannot be read from line {value} on; nothing in it counts.")
        case "unreadable_file":
            sentence = _("The settings file {where} cannot be read; nothing in it counts.")
        case "unknown_setting" if nearest:
            sentence = _("{where}: there is no setting “{name}”; it does not count. “{nearest}” may have been meant.")
        case "unknown_setting":
            sentence = _("{where}: there is no setting “{name}”; it does not count.")
        case "locked_setting":
            sentence = _("{where}: “{name}” is fixed by the policy; it keeps its value.")
        case "wrong_roles":
            sentence = _(
                "{where}: “{value}” is no role for “{name}”, so nobody has a role by it. Roles are: {choices}."
            )
        case "named_again":
            sentence = _("{where}: “{name}” stands there twice, in capitals and small letters; the first one counts.")
        case "roles_of_the_policy":
            sentence = _("{where}: who has which role is said by the policy alone; it does not count.")
        case _ if choices:
            sentence = _("{where}: “{value}” is no value for “{name}”; it does not count. It may be: {choices}.")
        case _:
            sentence = _("{where}: “{value}” is no value for “{name}”; it does not count.")
    return sentence.format(
        name=name,
        value=without_password(value),
        where=where or _("Command line"),
        nearest=nearest,
        choices=", ".join(each or '""' for each in choices),
    )
