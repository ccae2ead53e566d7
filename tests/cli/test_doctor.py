"""`doctor` names what is wrong with a PC and what to do; `diagnostics` tells IT without telling of people."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.i18n import doctor as words
from complaint_desk.runtime import folder_kinds, machine, paths
from complaint_desk.runtime.holding import Hold, Holder, hold, lock_of
from complaint_desk.runtime.machine import Machine
from complaint_desk.services import doctor
from tests.cli.conftest import line


@pytest.fixture(autouse=True)
def _in_beijing(monkeypatch):
    monkeypatch.setattr(machine, "offset_from_utc", lambda: dt.timedelta(hours=8))


@pytest.fixture
def found(call):
    """What the examination found now: state by code, and the exit code under ""."""

    def ask():
        answer = call("doctor", "--json")
        assert all(each["meaning"] for each in answer.document["findings"])
        assert all(
            each["advice"]
            for each in answer.document["findings"]
            if each["state"] != "ok" and "error" not in each["details"]
        )
        return {each["code"]: each["state"] for each in answer.document["findings"]} | {"": answer.code}

    return ask


def test_a_pc_that_is_well(call, found):
    all_found = found()
    assert all_found[""] == 0
    assert {
        all_found[code] for code in ("system_is_enough", "database_engine", "folder_is_well", "ledger_is_well")
    } == {"ok"}
    assert {"no_policy", "room_enough", "clock_is_well"} <= set(all_found)
    said = call("doctor").out
    assert "台账：正常。共 0 件投诉" in said


def test_a_ledger_that_is_not_there_yet_is_no_fault(found, data):
    (data / "ledger.db").unlink()
    assert found()["no_ledger_yet"] == "ok"
    assert not (data / "ledger.db").exists()


@pytest.mark.parametrize(
    ("this", "code"),
    [
        (Machine("Windows-10", 64, 17134, ()), "system_too_old"),
        (Machine("Windows-10", 32, 19045, ()), "system_too_old"),
        (Machine("Windows-10", 64, 17763, ("msvcp140.dll",)), "libraries_missing"),
    ],
)
def test_a_pc_that_cannot_run_it(found, monkeypatch, this, code):
    monkeypatch.setattr(machine, "this_machine", lambda: this)
    assert (found()[code], found()[""]) == ("fault", 4)


def test_a_pc_without_chinese(found, monkeypatch):
    monkeypatch.setattr(machine, "has_chinese_font", lambda: False)
    assert (found()["no_chinese_font"], found()[""]) == ("warning", 0)


def test_places_that_spoil_a_ledger(found, data, monkeypatch):
    with monkeypatch.context() as over_a_network:
        over_a_network.setattr(folder_kinds, "is_on_share", lambda _folder: True)
        assert found()["on_share"] == "warning"
    monkeypatch.setenv("OneDrive", str(data))
    assert found()["synchronised"] == "warning"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing keeps this person from writing")
def test_a_folder_that_cannot_be_written(found, data):
    data.chmod(0o500)
    assert (found()["not_writable"], found()[""]) == ("fault", 4)
    data.chmod(0o700)


def test_a_file_where_the_folder_should_be(call, tmp_path):
    (tmp_path / "file").touch()
    answer = call("doctor", "--json", "--data", str(tmp_path / "file"))
    assert answer.code == 4
    assert "not_writable" in {each["code"] for each in answer.document["findings"]}


@pytest.mark.parametrize(("free", "code", "exit_code"), [(10, "disk_full", 4), (400 * 1024**2, "little_room", 0)])
def test_a_disk_without_room(found, monkeypatch, free, code, exit_code):
    monkeypatch.setattr(machine, "room_on", lambda _folder: (1, free))
    assert code in found()
    assert found()[""] == exit_code


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (dt.datetime(2020, 1, 1, tzinfo=SHANGHAI), "clock_behind"),
        (dt.datetime(2099, 1, 1, tzinfo=SHANGHAI), "clock_ahead"),
    ],
)
def test_a_clock_that_jumped(call, data, now, code):
    from complaint_desk import bootstrap
    from complaint_desk.services.program import Options

    call("register", stdin=line())
    findings = doctor.examine(bootstrap.premises(Options(data=str(data))), lambda: now)
    (clock,) = [each for each in findings if each.topic == "clock"]
    assert clock.code == code
    assert words.meaning(clock)


def test_a_clock_of_another_zone(found, monkeypatch):
    monkeypatch.setattr(machine, "offset_from_utc", lambda: dt.timedelta(hours=-5, minutes=-30))
    assert found()["other_zone"] == "warning"


def test_a_policy_that_is_wrong(call, found, tmp_path, monkeypatch, expect_log):
    expect_log.extend(["unreadable_file", "unknown_setting"])
    monkeypatch.setattr(paths, "folder_of_program", lambda: tmp_path)
    (tmp_path / "policy.toml").write_text("backup_foldr = 'D:/'\n", "utf-8")
    assert (found()["setting_passed_over"], found()[""]) == ("warning", 0)
    (tmp_path / "policy.toml").write_text("backup_folder = D:/\n", "utf-8")
    assert (found()["setting_passed_over"], found()[""]) == ("fault", 4)


def spoil(file: Path) -> None:
    with file.open("r+b") as written:
        written.seek(3 * 8192)
        written.write(os.urandom(20 * 8192))


def test_a_ledger_that_is_newer_damaged_or_none(call, found, data, tmp_path):
    ledger, sound = data / "ledger.db", tmp_path / "sound.db"
    shutil.copyfile(ledger, sound)
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert (found()["ledger_newer"], found()[""]) == ("fault", 4)
    shutil.copyfile(sound, ledger)
    spoil(ledger)
    before = ledger.read_bytes()
    assert found()[""] == 4
    assert set(found()) & {"ledger_damaged", "ledger_out_of_reach"}
    assert ledger.read_bytes() == before
    ledger.write_bytes(b"no ledger at all" * 1000)
    assert (found()["ledger_out_of_reach"], found()[""]) == ("fault", 4)


def test_a_ledger_of_an_earlier_version_is_looked_at_and_left_as_it_is(found, data):
    ledger = data / "ledger.db"
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0015'")
    connection.close()
    assert (found()["ledger_older"], found()[""]) == ("warning", 0)
    with sqlite3.connect(ledger) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0015",)
    connection.close()


def test_a_server_that_does_not_answer(call):
    answer = call("doctor", "--json", "--database", "postgresql+psycopg://desk:secret@127.0.0.1:1/ledger")
    (server,) = [each for each in answer.document["findings"] if each["topic"] == "server"]
    assert (answer.code, server["state"]) == (4, "fault")
    assert "secret" not in answer.out


def test_copies_that_are_missing_old_or_switched_off(call, found, data, monkeypatch):
    call("register", stdin=line())
    assert found()["no_copy"] == "warning"
    copy = data / "backups" / "ledger-20260101.db"
    copy.parent.mkdir()
    copy.touch()
    assert found()["copy"] == "ok"
    os.utime(copy, (1_700_000_000, 1_700_000_000))
    assert found()["old_copy"] == "warning"
    monkeypatch.setenv("COMPLAINT_DESK_AUTOMATIC_BACKUP", "no")
    assert found()["no_automatic_copies"] == "warning"


def test_who_has_it_open(found, data):
    held = hold(lock_of(str(data / "ledger.db"), data))
    assert isinstance(held, Hold)
    held.tell(Holder.here("李四"))
    assert found()["open_here"] == "ok"
    held.tell(Holder(1, "PC-07", "李四", "x", ""))
    assert found()["open_elsewhere"] == "warning"
    held.release()


def test_every_finding_has_its_words():
    source = Path(doctor.__file__).read_text("utf-8")
    codes = set(re.findall(r'Finding\(\s*(?:"?\w+"?),\s*"(\w+)"', source))
    codes |= set(re.findall(r'"(\w+)" if [^"]+ else "(\w+)"', source)[0])
    assert len(codes) > 25
    own = {"setting_passed_over", "ledger_out_of_reach"}
    assert codes - own <= set(words._MEANINGS)
    assert set(words._ADVICE) <= codes | {"open_elsewhere", "no_policy"}


# The bundle

_PLANTED = {
    "name": "欧阳震华",
    "phone": "13912345678",
    "facts": "欧阳震华说电饭煲冒烟烫伤了手",
    "address": "杭州市西湖区文三路一百号",
    "agent_name": "司徒美堂",
}


def test_the_bundle_tells_of_no_complaint_and_of_no_person(call, data, tmp_path, monkeypatch, expect_log):
    expect_log.extend(["wrong_value", "bug"])
    monkeypatch.setenv("USERNAME", "诸葛登记")
    monkeypatch.setenv("HOME", str(data))
    monkeypatch.setenv("COMPLAINT_DESK_OFFICE_NAME", "赵大锤经营部")
    monkeypatch.setenv("COMPLAINT_DESK_OFFICE_PHONE", "0571-88886666")
    (data / "settings.toml").write_text('appearance = "13912345678"\n', "utf-8")
    call("register", stdin=line(**_PLANTED))
    call("register", stdin=line(**_PLANTED | {"facts": ""}))
    call("find", "欧阳震华")
    call("step", "TS2026000001", "--note", "回电13912345678，欧阳震华未接")

    def fail(*_anything: object) -> None:
        raise ZeroDivisionError("欧阳震华 13912345678")

    with monkeypatch.context() as broken:
        broken.setattr("complaint_desk.services.ledger.rows", fail, raising=False)
        broken.setattr("complaint_desk.services.handling.case_by_number", fail)
        assert call("show", "TS2026000001").code == 1
    held = hold(lock_of(str(data / "ledger.db"), data))
    assert isinstance(held, Hold)
    held.tell(Holder(1, "PC-司马", "司马懿", "x", ""))
    target = tmp_path / "诊断.zip"
    assert call("diagnostics", str(target)).code == 0
    held.release()
    with zipfile.ZipFile(target) as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert set(texts) == {
        "doctor.txt",
        "doctor.json",
        "where.json",
        "versions.json",
        "ledger.json",
        "logs/complaint-desk.log",
    }
    whole = "\n".join(texts.values())
    for word in (*_PLANTED.values(), "诸葛登记", "赵大锤经营部", "司马", "0571-88886666", str(data), "冒烟"):
        assert word not in whole, word
    assert "ZeroDivisionError" in texts["logs/complaint-desk.log"]
    ledger = json.loads(texts["ledger.json"])
    assert (ledger["rows"]["complaint"], ledger["rows"]["step"]) == (1, 1)
    assert json.loads(texts["where.json"])["values"]["office_name"]["value"] is True
    assert json.loads(texts["versions.json"])["packages"]["SQLAlchemy"]


def test_the_bundle_names_neither_user_nor_password_of_a_server(call, tmp_path):
    address = "postgresql+psycopg://geheimrat:secret@127.0.0.1:1/ledger?user=geheimrat&password=secret"
    target = tmp_path / "d.zip"
    assert call("diagnostics", str(target), "--database", address).code == 0
    with zipfile.ZipFile(target) as bundle:
        whole = "\n".join(bundle.read(name).decode() for name in bundle.namelist())
    assert "127.0.0.1" in whole
    assert "geheimrat" not in whole
    assert "secret" not in whole


def test_a_bundle_that_cannot_be_written_leaves_nothing(call, tmp_path):
    target = tmp_path / "no folder" / "d.zip"
    assert call("diagnostics", str(target)).code == 4
    assert not target.parent.exists()
