"""`python -m complaint_desk` and `complaint-desk`: the same program."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program with the arguments of the process; its exit code."""
    from complaint_desk.bootstrap import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
