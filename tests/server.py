"""A PostgreSQL server of the tests' own: made in a temporary folder, on its own socket, gone at the end."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_NOBODY = "postgres"
"""Whom the server runs as where the tests run as root, which it refuses."""

TEMPLATE = "fresh_ledger"


@dataclass
class Server:
    """A running server; `folder` holds its socket."""

    folder: Path
    counter: itertools.count[int] = field(default_factory=itertools.count)

    def url(self, database: str, user: str = "desk", **query: str) -> str:
        said = "".join(f"&{name}={value}" for name, value in query.items())
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}{said}"

    def execute(self, *statements: str, database: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(host=str(self.folder), user="desk", dbname=database, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def new_database(self, template: str = "template0") -> str:
        name = f"ledger_{next(self.counter)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, name: str) -> None:
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")


def binaries() -> Path | None:
    """The folder of the newest server's programs, None where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).resolve().parent if named else None


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    # The path of a socket may have 107 characters only, so not in pytest's own folder.
    with tempfile.TemporaryDirectory(prefix="desk-pg-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        owner = _give_away(folder)
        data = folder / "data"
        _run(owner, programs / "initdb", "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=60"
        _run(owner, programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield Server(folder)
        finally:
            _run(owner, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _give_away(folder: Path) -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    owner = pwd.getpwnam(_NOBODY)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o755)
    return owner


def _run(owner: pwd.struct_passwd | None, *command: object) -> None:
    # Output of a daemon would keep the pipe open, so it goes nowhere; its log is in the folder.
    subprocess.run(
        [str(part) for part in command],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        user=None if owner is None else owner.pw_uid,
        group=None if owner is None else owner.pw_gid,
        extra_groups=None if owner is None else [],
    )
