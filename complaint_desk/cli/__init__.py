"""The command line: one deed per call, sentences or JSON, exit codes (product contract, section 7). Never imports Qt."""

from complaint_desk.cli.context import Builders
from complaint_desk.cli.running import run

__all__ = ["Builders", "run"]
