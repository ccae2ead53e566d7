"""The policy that IT starts from: every setting with its meaning and its values, each behind a comment sign."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from complaint_desk.domain.roles import Role
from complaint_desk.i18n import _
from complaint_desk.i18n.settings import setting_meaning
from complaint_desk.runtime.settings import SETTINGS, Setting
from complaint_desk.runtime.settings_file import as_toml

_WIDTH = 100
_ACCOUNT = "DOMAIN\\liwei"


def policy_template() -> str:
    """A `policy.toml` in the language in force, in which nothing counts until a comment sign is taken away."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield from _comment(
        _("Policy of Complaint Desk: what the office sets for all its PCs, and what nobody may change.")
    )
    yield from _comment(
        _("Take the sign # away before a line that shall count. What is wrong or unknown here is told at the start.")
    )
    yield ""
    yield from _comment(_("Settings that nobody may change, by name, and who is told to have fixed them."))
    yield '#locked = ["database", "backup_folder"]'
    example = _("IT department")
    yield f"#locked_by = {as_toml(example)}"
    for setting in SETTINGS:
        yield ""
        yield from _comment(setting_meaning(setting.name))
        if setting.choices:
            yield from _comment(_("One of: {values}").format(values=", ".join(map(as_toml, setting.choices))))
        if isinstance(setting.default, bool):
            yield from _comment(_("One of: {values}").format(values="true, false"))
        yield f"#{setting.name} = {as_toml(_example(setting))}"
    yield ""
    yield from _roles()
    yield ""


def _roles() -> Iterator[str]:
    """At the end, since a table of TOML takes all that follows."""
    yield from _comment(
        _(
            "Who has which role, by Windows account or by name; * is whoever is not named. Without this table the staff in "
            "the ledger say it, and where nobody has a role everybody may do everything."
        )
    )
    yield from _comment(_("One of: {values}").format(values=", ".join(map(as_toml, Role))))
    yield "#[roles]"
    yield f"#{as_toml(_ACCOUNT)} = {as_toml([Role.SUPERVISOR, Role.ADMINISTRATOR])}"
    yield f"#{as_toml('*')} = {as_toml(Role.CLERK)}"


def _example(setting: Setting) -> str | bool:
    return "postgresql+psycopg://SERVER/ledger" if setting.name == "database" else setting.default


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, _WIDTH)]
