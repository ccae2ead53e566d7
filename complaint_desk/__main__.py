"""`python -m complaint_desk` and `complaint-desk`: the same program."""

from __future__ import annotations

import sys

from complaint_desk.runtime.itself import CHECK_WINDOW, READ_APART
from complaint_desk.runtime.presence import hold_presence


def main() -> int:
    """Run the program with the arguments of the process; its exit code."""
    hold_presence()
    if sys.argv[1:2] == [READ_APART]:
        from complaint_desk.workbooks.apart.process import serve

        serve(int(sys.argv[2]))
    if sys.argv[1:2] == [CHECK_WINDOW]:
        from complaint_desk.bootstrap import check_window

        return check_window(*sys.argv[2:])
    from complaint_desk.bootstrap import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
