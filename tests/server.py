"""A PostgreSQL server of the tests' own: made in a temporary folder, on its own socket, gone at the end."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pwd

    import psycopg

_NOBODY = "postgres"
"""Whom the server runs as where the tests run as root, which it refuses."""

TEMPLATE = "fresh_ledger"


@dataclass
class Server:
    """A running server; `folder` holds its socket."""

    folder: Path
    programs: Path
    owner: pwd.struct_passwd | None
    port: int = 0
    counter: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        # The disk need not hear of anything: no test takes the power from the PC. Statistics come when a test has them made.
        options = f"-c unix_socket_directories='{self.folder}' -c max_connections=60 -c fsync=off -c autovacuum=off"
        if self.port:
            options += f" -c listen_addresses=127.0.0.1 -c port={self.port} -c ssl=on -c ssl_ca_file='{self.folder}/authority.crt'"
            options += f" -c ssl_cert_file='{self.folder}/server.crt' -c ssl_key_file='{self.folder}/server.key'"
        else:
            options += " -c listen_addresses=''"
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        """As if the power went."""
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def run(self, program: str, *arguments: object) -> None:
        # Output of a daemon would keep the pipe open, so it goes nowhere; its log is in the folder.
        subprocess.run(
            [str(part) for part in (self.programs / program, *arguments)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            user=None if self.owner is None else self.owner.pw_uid,
            group=None if self.owner is None else self.owner.pw_gid,
            extra_groups=None if self.owner is None else [],
        )

    def url(self, database: str, user: str = "desk", **query: str) -> str:
        said = "".join(f"&{name}={value}" for name, value in query.items())
        port = f"&port={self.port}" if self.port else ""
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}{port}{said}"

    def tcp(self, database: str, host: str = "127.0.0.1", user: str = "desk", port: int = 0, **query: object) -> str:
        """An address by way of the network."""
        said = "&".join(f"{name}={value}" for name, value in query.items())
        return f"postgresql+psycopg://{user}@{host}:{port or self.port}/{database}?{said}"

    def connection(self, database: str, *, autocommit: bool = False) -> psycopg.Connection:
        import psycopg

        return psycopg.connect(
            host=str(self.folder), port=self.port or None, user="desk", dbname=database, autocommit=autocommit
        )

    def execute(self, *statements: str, database: str = "postgres") -> None:
        with self.connection(database, autocommit=True) as connection:
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
def running(programs: Path, *, tls: bool = False) -> Iterator[Server]:
    """A server on a socket of its own; with `tls` also on a port of 127.0.0.1, with a certificate made by itself."""
    # The path of a socket may have 107 characters only, so not in pytest's own folder.
    with tempfile.TemporaryDirectory(prefix="desk-pg-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        owner = _give_away(folder)
        server = Server(folder, programs, owner, _free_port() if tls else 0)
        server.run("initdb", "-D", server.data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        if tls:
            _certify(server)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _certify(server: Server) -> None:
    """An authority, a certificate of `localhost` for the server, one of the user `desk`; who comes by TCP needs TLS."""
    folder, owner = server.folder, server.owner
    for name in ("authority", "stranger"):
        _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                 "-subj", f"/CN={name}", "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.crt")  # fmt: skip
    for name, subject in (("server", "localhost"), ("client", "guarded")):
        _openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={subject}",
                 "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.csr")  # fmt: skip
        _openssl("x509", "-req", "-in", folder / f"{name}.csr", "-CA", folder / "authority.crt", "-CAkey",
                 folder / "authority.key", "-days", "2", "-out", folder / f"{name}.crt")  # fmt: skip
    if owner is not None:
        os.chown(folder / "server.key", owner.pw_uid, owner.pw_gid)
    (server.data / "pg_hba.conf").write_text(
        "local all all trust\n"
        "hostssl all guarded 127.0.0.1/32 cert\n"
        "hostssl all secretive 127.0.0.1/32 scram-sha-256\n"
        "hostssl all all 127.0.0.1/32 trust\n"
        "hostnossl all desk 127.0.0.1/32 trust\n"
    )


def _openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def _give_away(folder: Path) -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    # Windows lacks it, and loads this module for the tests that need no server.
    import pwd

    owner = pwd.getpwnam(_NOBODY)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o755)
    return owner
