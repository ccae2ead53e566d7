"""The words of the commands that do something at one complaint: each with its number and its own options."""

from __future__ import annotations

from typing import Any

from complaint_desk.i18n import N_, _

_Commands = Any  # argparse's sub-parser action is generic over a private protocol
_Parser = Any

_AT = ("--at", "TIME", N_("when it was done, for a late entry; not before the step recorded last"))
_NOTE = ("--note", "TEXT", N_("what is put on record with it"))
_OUTCOME = ("--outcome", "O", N_("outcome, as code or label"))
_REASON = ("--reason", "TEXT", N_("why it is passed on"))
_SATISFACTION = (
    ("--satisfaction", "1..5", N_("satisfaction with the result, 5 is best; a number or a label")),
    ("--satisfaction-handling", "1..5", N_("satisfaction with the handling")),
)

_Option = tuple[str, str, str]

_PLANS: dict[str, tuple[str, tuple[_Option, ...]]] = {
    "accept": (N_("accept a complaint"), (_NOTE, _AT)),
    "decline": (
        N_("decline a complaint"),
        (("--reason", "R", N_("reason for declining, as code or label")), _NOTE, _AT),
    ),
    "handle": (N_("begin or go on handling a complaint"), (_NOTE, _AT)),
    "wait": (N_("wait for the complainant"), (_NOTE, _AT)),
    "answer": (
        N_("reply to the complainant"),
        (
            _OUTCOME,
            ("--outcome-text", "TEXT", N_("the outcome in words")),
            ("--compensation", "YUAN", N_("compensation paid")),
            ("--by", "W", N_("way of replying, as code or label")),
            _NOTE,
            _AT,
        ),
    ),
    "respond": (
        N_("record whether the complainant accepts the decision"),
        (("--response", "R", N_("accepted or refused, as code or label")), _NOTE, _AT),
    ),
    "close": (
        N_("close a complaint"),
        (
            _OUTCOME,
            ("--handled-at", "TIME", N_("when it was settled; now, where nothing is said")),
            *_SATISFACTION,
            _NOTE,
            _AT,
        ),
    ),
    "withdraw": (N_("note that the complainant withdrew"), (_NOTE, _AT)),
    "reopen": (N_("open an answered or closed complaint again"), (_NOTE, _AT)),
    "step": (
        N_("put a step on record"),
        (
            ("--kind", "K", N_("kind of step, as code or label; a note where nothing is said")),
            ("--corrects", "ID", N_("the step that this one corrects, by its id in `show --json`")),
            _NOTE,
            _AT,
        ),
    ),
    "assign": (
        N_("give a complaint to a department and a handler, or hand it over"),
        (
            ("--department", "D", N_("department that takes it")),
            ("--handler", "H", N_("who handles it there")),
            _REASON,
            _AT,
        ),
    ),
    "return": (N_("give a complaint back to whom it came from"), (_REASON, _AT)),
    "escalate": (
        N_("take a complaint to a supervisor"),
        (_REASON, ("--handler", "H", N_("the supervisor, where they go on with it themselves")), _AT),
    ),
    "follow-up": (
        N_("record a follow-up call"),
        (
            ("--result", "F", N_("reached or not, as code or label; done where nothing is said")),
            *_SATISFACTION,
            _NOTE,
            _AT,
        ),
    ),
}

DEEDS = (*_PLANS, "attach", "link")
"""Names of these commands."""

_FIELD_OF = {"--by": "reply_by", "--result": "follow_up"}


def add_deeds(commands: _Commands) -> None:
    """Add a parser for each of `DEEDS`; the namespace names each option by its field."""
    parsers = {name: _add(commands, name, *plan) for name, plan in _PLANS.items()}
    parsers["wait"].add_argument(
        "--pause", action="store_true", help=_("pause the time limits that may stand still meanwhile, in the same deed")
    )
    for name in ("handle", "answer"):
        parsers[name].add_argument(
            "--resume", action="store_true", help=_("let the time limits go on that waited for the complainant")
        )
    parsers["follow-up"].add_argument(
        "--reopen", action="store_true", help=_("go on handling it: the complainant is not satisfied")
    )
    attaching = _add(commands, "attach", N_("keep files with a complaint"), (_AT,))
    attaching.add_argument("files", nargs="+", metavar="FILE", help=_("file of any kind, at most 25 MB"))
    linking = _add(commands, "link", N_("mark a complaint as the same matter as an earlier one"), ())
    linking.add_argument("earlier", metavar="EARLIER", help=_("number of the earlier complaint"))
    linking.add_argument("--remove", action="store_true", help=_("take the mark away again"))


def _add(commands: _Commands, name: str, purpose: str, options: tuple[_Option, ...]) -> _Parser:
    parser = commands.add_parser(name, help=_(purpose))
    parser.add_argument("number", metavar="NUMBER", help=_("complaint number"))
    for option, placeholder, meaning in options:
        field = _FIELD_OF.get(option, option.removeprefix("--").replace("-", "_"))
        parser.add_argument(option, dest=field, metavar=placeholder, default="", help=_(meaning))
    return parser
