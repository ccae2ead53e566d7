"""`where`, `policy-template`, `doctor`, `diagnostics`: what IT asks before a roll-out, and when something is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from complaint_desk.cli.context import DONE, SURROUNDINGS, Command, Context
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.i18n import _
from complaint_desk.runtime.settings_file import as_toml
from complaint_desk.runtime.settings_in_force import SettingsInForce, Source


def where(context: Context) -> int:
    """Every folder and setting in force, with its source. Opens no ledger, so that it helps when that cannot be."""
    from complaint_desk.services.whereabouts import whereabouts

    document = whereabouts(context.premises)
    policy = document["policy"]
    folders = {
        _("Program"): document["program"],
        _("Data"): document["data"],
        _("Ledger"): document["ledger"],
        _("Backups"): document["backups"],
        _("Log"): document["log"],
        _("Settings"): document["settings"],
        _("Policy"): policy if document["policy_found"] else _("{file} (there is none)").format(file=policy),
        _("Resources"): document["resources"],
    }
    context.output.tell(
        document,
        *(_("{label}: {value}").format(label=label, value=value) for label, value in folders.items()),
        *(_setting_line(context.premises.in_force, name) for name in document["values"]),
        *_role_lines(context.premises.in_force),
    )
    return DONE


def policy_template(context: Context) -> int:
    """A policy with every setting explained and none in force, on stdout or in a file that is not there yet."""
    from complaint_desk.services.policy_template import policy_template as text

    named = context.arguments.file
    if not named:
        context.output.tell({"policy": text()}, text().rstrip("\n"))
        return DONE
    path = Path(named)
    try:
        # Windows' own editor of old takes a file without the mark for one of the system's code page.
        with path.open("x", encoding="utf-8-sig", newline="\n") as file:
            file.write(text())
    except FileExistsError as error:
        raise Refusal("file_exists", path=str(path)) from error
    except OSError as error:
        raise Surroundings("cannot_write", path=str(path), reason=error.strerror or "") from error
    context.output.tell(
        {"file": str(path)},
        _("{file} explains every setting; nothing in it counts yet.").format(file=path),
        _("It works as {file}.").format(file=context.premises.places.policy_file),
    )
    return DONE


def doctor(context: Context) -> int:
    """What the examination found, each with what it means and what to do; a fault makes the exit code 4."""
    from complaint_desk.domain.health import State, worst
    from complaint_desk.i18n.doctor import advice, examination_text, meaning
    from complaint_desk.services.diagnostics import finding_document
    from complaint_desk.services.doctor import examine

    findings = examine(context.premises)
    state = worst(findings)
    context.output.tell(
        {
            "state": str(state),
            "findings": [
                finding_document(each) | {"meaning": meaning(each), "advice": advice(each)} for each in findings
            ],
        },
        examination_text(findings).rstrip("\n"),
    )
    return SURROUNDINGS if state is State.FAULT else DONE


def diagnostics(context: Context) -> int:
    """A bundle for IT, each file named."""
    from complaint_desk.services import diagnostics as bundle
    from complaint_desk.services.doctor import examine
    from complaint_desk.services.whereabouts import whereabouts

    premises = context.premises
    target = Path(context.arguments.file)
    files = bundle.collect(premises, whereabouts(premises), examine(premises))
    bundle.save(files, target)
    names = [each.name for each in files]
    context.output.tell(
        {"file": str(target), "files": names},
        _("{file} was written: {names}").format(file=target, names=", ".join(names)),
        _("It names no complaint and no person. Look into it before you send it."),
    )
    return DONE


def _setting_line(in_force: SettingsInForce, name: str) -> str:
    from complaint_desk.services.whereabouts import shown_value

    sources = {
        Source.DEFAULT: _("default"),
        Source.POLICY: _("policy"),
        Source.USER: _("own setting"),
        Source.ENVIRONMENT: _("environment"),
        Source.OPTION: _("option"),
    }
    source = sources[in_force.sources.get(name, Source.DEFAULT)]
    if name in in_force.locked:
        source = (
            _("{source}, locked by {who}").format(source=source, who=in_force.locked_by)
            if in_force.locked_by
            else _("{source}, locked").format(source=source)
        )
    return f"{name} = {as_toml(shown_value(in_force, name))}  ({source})"


def _role_lines(in_force: SettingsInForce) -> Iterator[str]:
    from complaint_desk.i18n.roles import roles_text

    for name, roles in (in_force.roles or {}).items():
        told = roles_text(roles) or _("no role")
        yield _("Role of {person}: {roles}  ({source})").format(person=name, roles=told, source=_("policy"))


COMMANDS: dict[str, Command] = {
    "where": where,
    "policy-template": policy_template,
    "doctor": doctor,
    "diagnostics": diagnostics,
}
