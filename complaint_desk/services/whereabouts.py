"""Where everything is and how it is set: every place and every setting with its source, passwords left out."""

from __future__ import annotations

from typing import Any

from complaint_desk import __version__
from complaint_desk.domain.addresses import without_password
from complaint_desk.domain.roles import Role
from complaint_desk.i18n.settings import settings_warning_sentence
from complaint_desk.runtime.logs import LOG_NAME
from complaint_desk.runtime.paths import folder_of_program
from complaint_desk.runtime.settings import SETTING, SETTINGS, SettingValue
from complaint_desk.runtime.settings_in_force import SettingsInForce, SettingsWarning, Source
from complaint_desk.services.program import Premises


def whereabouts(premises: Premises) -> dict[str, Any]:
    """Folders and files as text; `values` holds each setting's value, source and whether the policy locks it.

    `roles` is who is what by the policy, None where it does not say.
    """
    places, in_force = premises.places, premises.in_force
    return {
        "version": __version__,
        "program": str(folder_of_program()),
        "data": str(places.data),
        "ledger": without_password(premises.settings.database) if premises.on_server else str(places.ledger),
        "backups": str(premises.backup_folder),
        "log": str(places.logs / LOG_NAME),
        "settings": str(places.settings_file),
        "policy": str(places.policy_file),
        "policy_found": places.policy_file.is_file(),
        "resources": str(places.resources),
        "person": premises.person,
        "account": premises.account,
        "language": premises.language,
        "locked_by": in_force.locked_by,
        "values": {
            setting.name: {
                "value": shown_value(in_force, setting.name),
                "source": in_force.sources.get(setting.name, Source.DEFAULT),
                "locked": setting.name in in_force.locked,
            }
            for setting in SETTINGS
        },
        "roles": None if in_force.roles is None else {"source": Source.POLICY, "people": dict(in_force.roles)},
        "warnings": [
            {
                "code": each.code,
                "source": each.source,
                "where": each.where,
                "name": each.name,
                "value": without_password(each.value),
                "nearest": each.nearest,
                "message": warning_sentence(each),
            }
            for each in in_force.warnings
        ],
    }


def shown_value(in_force: SettingsInForce, name: str) -> SettingValue:
    """A setting's value, the password of an address left out."""
    value: SettingValue = getattr(in_force.settings, name)
    return without_password(value) if isinstance(value, str) else value


def warning_sentence(warning: SettingsWarning) -> str:
    """What was passed over, where, why, and what may have been meant."""
    setting = SETTING.get(warning.name)
    choices = tuple(Role) if warning.code == "wrong_roles" else setting.choices if setting else ()
    return settings_warning_sentence(
        warning.code,
        name=warning.name,
        value=warning.value,
        where=warning.where,
        nearest=warning.nearest,
        choices=choices,
    )
