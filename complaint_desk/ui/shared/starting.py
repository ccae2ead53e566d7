"""Starts the program a second time, as a process that goes on by itself."""

from __future__ import annotations

from PySide6.QtCore import QProcess, QProcessEnvironment

from complaint_desk.i18n import current_language
from complaint_desk.runtime.itself import call_of_itself


def start_beside(*arguments: str) -> bool:
    """Start the program with these arguments in the language of this window; False if the system does not let it."""
    call, around = call_of_itself("--lang", current_language(), *arguments)
    environment = QProcessEnvironment()
    for name, value in around.items():
        environment.insert(name, value)
    process = QProcess()
    process.setProgram(call[0])
    process.setArguments(call[1:])
    process.setProcessEnvironment(environment)
    return bool(process.startDetached()[0])
