"""Which problems are said, and when: quietly, after the person has gone on or paused, never at the first keystroke."""

from __future__ import annotations

from collections.abc import Iterable

from complaint_desk.domain.problems import Problem


class Manners:
    """Remembers what the person has been told.

    An empty required field is only said once it was left, or registering was tried. Any other problem is said once the
    field was left or the person paused in it; while they type, only one that is said already stays.
    """

    def __init__(self) -> None:
        self._left: set[str] = set()
        self._typing = ""
        self._tried = False

    def left(self, name: str) -> None:
        self._left.add(name)
        if self._typing == name:
            self._typing = ""

    def typed(self, name: str) -> None:
        self._typing = name

    def paused(self) -> None:
        self._typing = ""

    def tried(self) -> None:
        self._tried = True
        self._typing = ""

    def forget(self) -> None:
        """A new form: nothing was left or tried."""
        self._left = set()
        self._typing = ""
        self._tried = False

    def said(self, problems: Iterable[Problem], shown: frozenset[str]) -> dict[str, Problem]:
        """The problem to show at each field: a hard one before a soft one. `shown` names fields that show one now."""
        found: dict[str, Problem] = {}
        for problem in problems:
            if self._is_due(problem, shown) and (
                problem.field not in found or problem.hard > found[problem.field].hard
            ):
                found[problem.field] = problem
        return found

    def _is_due(self, problem: Problem, shown: frozenset[str]) -> bool:
        if self._tried:
            return True
        if problem.code == "required":
            return problem.field in self._left and problem.field != self._typing
        return problem.field != self._typing or problem.field in shown
