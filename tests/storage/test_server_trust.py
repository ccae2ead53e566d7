"""How a desk and its server know each other: TLS as the address says, and no password anywhere it could be read."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from complaint_desk import bootstrap
from complaint_desk.domain.errors import Surroundings
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.storage.opening import open_ledger
from tests.server import TEMPLATE

SECRET = "s3cret-Pass"


@pytest.fixture
def database(own_server):
    name = own_server.new_database(TEMPLATE)
    yield name
    own_server.drop(name)


@pytest.fixture
def secretive(own_server):
    """A user with a password; by TCP the server asks for it."""
    own_server.execute(f"CREATE ROLE secretive LOGIN SUPERUSER PASSWORD '{SECRET}'")
    yield "secretive"
    own_server.execute("DROP ROLE secretive")


def opens(address):
    """Open and close; whether TLS was spoken."""
    store = open_ledger(address, create=False)
    try:
        with store.reading() as connection:
            query = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            return connection.execute(text(query)).scalar_one()
    finally:
        store.close()


def refused(address):
    with pytest.raises(Surroundings) as caught:
        open_ledger(address, create=False)
    return caught.value


def test_require_speaks_tls_and_asks_no_certificate(own_server, database):
    assert opens(own_server.tcp(database, sslmode="require")) is True
    assert opens(own_server.tcp(database, sslmode="disable")) is False


def test_verify_full_takes_the_right_authority_and_host(own_server, database):
    authority = own_server.folder / "authority.crt"
    assert opens(own_server.tcp(database, host="localhost", sslmode="verify-full", sslrootcert=authority)) is True


@pytest.mark.parametrize(
    ("host", "authority", "reason"),
    [
        ("127.0.0.1", "authority.crt", "127.0.0.1"),
        ("localhost", "stranger.crt", "颁发"),
        ("localhost", "nowhere.crt", "nowhere.crt"),
    ],
)
def test_verify_full_refuses_another_host_or_authority_in_clear_words(own_server, database, host, authority, reason):
    given = {"sslmode": "verify-full", "sslrootcert": own_server.folder / authority}
    error = refused(own_server.tcp(database, host=host, **given))
    assert error.code == "server_not_trusted"
    said = error_sentence(error)
    assert f"{host}:{own_server.port}/{database} 的服务器不可信" in said
    assert reason in said
    assert "\n" not in said


def test_a_client_certificate_lets_in_who_has_it(own_server, database):
    own_server.execute("CREATE ROLE guarded LOGIN SUPERUSER")
    try:
        keys = {"sslcert": own_server.folder / "client.crt", "sslkey": own_server.folder / "client.key"}
        assert opens(own_server.tcp(database, user="guarded", sslmode="require", **keys)) is True
        assert refused(own_server.tcp(database, user="guarded", sslmode="require")).code == "server_sign_in"
    finally:
        own_server.execute("DROP ROLE guarded")


def test_passwords_come_from_the_address_a_password_file_or_a_service(
    own_server, database, secretive, tmp_path, monkeypatch
):
    assert opens(own_server.tcp(database, user=f"{secretive}:{SECRET}")) is True
    passwords = tmp_path / "pgpass"
    passwords.write_text(f"127.0.0.1:{own_server.port}:{database}:{secretive}:{SECRET}\n")
    passwords.chmod(0o600)
    assert opens(own_server.tcp(database, user=secretive, passfile=passwords)) is True
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    assert opens(own_server.tcp(database, user=secretive)) is True
    monkeypatch.delenv("PGPASSFILE")
    assert refused(own_server.tcp(database, user=secretive)).code == "server_sign_in"
    services = tmp_path / "services.conf"
    services.write_text(
        f"[office]\nhost=127.0.0.1\nport={own_server.port}\ndbname={database}\nuser={secretive}\npassword={SECRET}\n"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    assert opens("postgresql+psycopg:///?service=office") is True
    named = open_ledger("postgresql://?service=office", create=False)
    assert named.name == "office"
    named.close()
    monkeypatch.setenv("PGSERVICE", "office")
    assert opens("postgresql+psycopg://") is True


def test_no_password_is_told_in_errors_logs_or_places(own_server, database, secretive, tmp_path, capsys):
    wrong = SECRET + "-wrong"
    addresses = [
        own_server.tcp(database, user=f"{secretive}:{wrong}"),
        own_server.tcp(database, user=secretive, password=wrong),
        own_server.tcp("no_such_database", user=f"{secretive}:{wrong}"),
    ]
    for address in addresses:
        error = refused(address)
        assert error.code == "server_sign_in"
        assert wrong not in error_sentence(error) + str(error) + str(error.__cause__)
        for command in (["where", "--json"], ["where"], ["find", "--json"], ["verify"]):
            bootstrap.main([*command, "--data", str(tmp_path), "--database", address])
        told = "".join(capsys.readouterr())
        assert "127.0.0.1" in told
        assert wrong not in told
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or wrong not in path.read_text("utf-8")
