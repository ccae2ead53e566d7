"""The program tries itself on throw-away ledgers, so that a broken build is found before a clerk finds it.

`checking` runs the steps: `files` are what it ships, `older` ledgers of earlier programs, `ledgers` the work of a desk, `window`
the window in a process of its own.
"""

from complaint_desk.cli.self_check.checking import check

__all__ = ["check"]
