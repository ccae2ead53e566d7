"""How the program is called: options anywhere, languages, exit codes, answers of errors."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from complaint_desk import bootstrap, cli
from complaint_desk.cli.context import Builders
from complaint_desk.domain.errors import Refusal, Stopped
from complaint_desk.services.program import Premises, Wishes
from tests.cli.conftest import Call, line


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "--lang", "en", "find", "--limit", "5"],
        ["find", "--limit", "5", "--json", "--lang", "en"],
        ["--lang=en", "find", "--json", "--limit", "5"],
    ],
)
def test_options_of_the_program_stand_anywhere(call: Call, arguments: list[str]) -> None:
    answer = call(*arguments)
    assert (answer.code, answer.document, answer.err) == (0, {"count": 0, "rows": []}, "")


def test_data_option(call: Call, tmp_path: Path) -> None:
    call("register", "--data", str(tmp_path / "另一处"), stdin=line())
    assert call("find", "--json").document["count"] == 0
    assert call("find", "--json", "--data", str(tmp_path / "另一处")).document["count"] == 1


def test_database_option(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call("register", "--database", f"sqlite:///{tmp_path / '甲.db'}", stdin=line())
    assert call("find", "--json", "--database", "sqlite:///甲.db").document["count"] == 1
    assert call("find", "--json").document["count"] == 0


def test_ledger_in_a_database_of_another_make_is_refused(call: Call) -> None:
    answer = call("find", "--database", "mysql+pymysql://u:secret@host/db", "--json")
    assert answer.code == 3
    assert answer.document["error"]["code"] == "server_not_supported"
    assert "secret" not in answer.err + answer.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["find", "--limit", "0"],
        ["find", "--limit", "many"],
        ["find", "--from", "2026-02-30"],
        ["find", "--status", "没有"],
        ["find", "--lang", "fr"],
        ["find", "--data"],
        ["figures"],
        ["figures", "--from", "2026-01-31", "--to", "2026-01-01"],
        ["figures", "--from", "2026-01-01", "--to", "2026-01-31", "--by", "colour"],
        ["figures", "--from", "2026-01-01", "--to", "2026-01-31", "--by", "nature", "--by", "channel", "--by", "status"],
        ["undo-import", "x"],
        ["sample", "--rows", "-1"],
        ["export"],
        ["find", "--lim", "3"],
    ],
)  # fmt: skip
def test_wrong_calls(call: Call, arguments: list[str]) -> None:
    answer = call(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err
    spoken = call(*arguments, "--json")
    assert spoken.code == 2
    assert spoken.document["error"]["code"] == "usage"
    assert spoken.document["error"]["message"] in spoken.err


def test_usage_errors_speak_the_chosen_language(call: Call) -> None:
    assert "invalid choice" in call("nonsense", "--lang", "en").err
    chinese = call("nonsense").err
    assert "用法" in chinese
    assert "invalid choice" not in chinese
    assert "用法" in call("find", "--data").err


@pytest.mark.parametrize("arguments", [["--help"], ["find", "--help"], ["--version"]])
def test_help_is_no_error(call: Call, arguments: list[str]) -> None:
    answer = call(*arguments)
    assert (answer.code, answer.err) == (0, "")
    assert "complaint-desk" in answer.out


def test_help_is_translated_whole(call: Call) -> None:
    chinese = call("import", "--help").out
    english = call("import", "--help", "--lang", "en").out
    assert "--dry-run" in chinese
    sentences = {part for each in english.splitlines() if (part := each.strip()[-20:]) and part == part.lower()}
    options = {part for part in sentences if "--" in part}
    assert [part for part in sentences - options if " " in part and part in chinese] == []


def test_surroundings(call: Call, data: Path) -> None:
    (data / "ledger.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    answer = call("find", "--json")
    assert answer.code == 4
    assert answer.document["error"]["details"]["path"] == str(data / "ledger.db")
    assert str(data / "ledger.db") in answer.err


def test_data_folder_that_is_a_file(call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert call("find", "--data", str(tmp_path / "file"), "--json").code == 4


def _builders(deed: object) -> Builders:
    def opened(_premises: object, _progress: object) -> object:
        raise deed  # type: ignore[misc]

    return Builders(bootstrap.premises, opened, lambda premises, wishes: 0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "code"),
    [(Stopped(), 5), (KeyboardInterrupt(), 5), (Refusal("no_file", path="a"), 3), (PermissionError(13, "no", "b"), 4)],
)
def test_errors_become_exit_codes(
    data: Path, capsys: pytest.CaptureFixture[str], error: BaseException, code: int, expect_log: list[str]
) -> None:
    if isinstance(error, PermissionError):
        expect_log.append("surroundings")
    assert cli.run(["find", "--data", str(data), "--json"], _builders(error)) == code
    assert '{"error": {"code": ' in capsys.readouterr().out


def test_bug_is_logged_without_its_words(data: Path, capsys: pytest.CaptureFixture[str], expect_log: list[str]) -> None:
    expect_log.append("bug")
    assert cli.run(["find", "--data", str(data), "--json"], _builders(ZeroDivisionError("张三"))) == 1
    assert "张三" not in "".join(capsys.readouterr())
    log = (data / "logs" / "complaint-desk.log").read_text("utf-8")
    assert "ZeroDivisionError" in log
    assert "张三" not in log


def test_without_a_command_the_window_opens_and_is_told_what_is_wished(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[object] = []

    def window(_premises: Premises, wishes: Wishes) -> int:
        shown.append(wishes)
        return 0

    def start(*arguments: str) -> int:
        return cli.run(["--data", str(data), *arguments], Builders(bootstrap.premises, bootstrap.opened, window))

    monkeypatch.chdir(tmp_path)
    Path("旧台账.xlsx").touch()
    assert [
        start(),
        start("--new"),
        start("--show", "TS2026000001"),
        start("--new", "旧台账.xlsx", "--show", "旧台账.xlsx"),
    ] == [0] * 4
    file = tmp_path / "旧台账.xlsx"
    assert shown == [
        Wishes(),
        Wishes(new=True),
        Wishes(number="TS2026000001"),
        Wishes((file,), "旧台账.xlsx", new=True),
    ]
    assert [start("--open", "nothing.xlsx"), start("nothing.xlsx"), start("--new", "find")] == [3, 2, 2]
    assert len(shown) == 4


def test_settings_that_are_wrong_are_told_and_do_not_stop(call: Call, data: Path, expect_log: list[str]) -> None:
    expect_log.append("appearance.*wrong_value")
    (data / "settings.toml").write_text('appearance = "pink"\n', "utf-8")
    answer = call("find", "--json")
    assert (answer.code, answer.document["count"]) == (0, 0)
    assert "pink" in answer.err


def test_where_keeps_the_password_of_a_server_to_itself(call: Call) -> None:
    for answer in (
        call("where", "--database", "postgresql://desk:sec:r@et@host/x", *more) for more in ((), ("--json",))
    ):
        assert answer.code == 0
        assert "postgresql://desk:…@host/x" in answer.out
        assert "sec" not in answer.out


def test_where_names_a_server_without_the_password_that_is_asked_of_it(call: Call) -> None:
    document = call(
        "where", "--json", "--database", "postgresql://desk@host/x?password=geheim&sslmode=require"
    ).document
    assert document["ledger"] == "postgresql://desk@host/x?password=…&sslmode=require"
    assert "geheim" not in str(document)


def test_where_needs_no_ledger(call: Call, data: Path) -> None:
    (data / "ledger.db").write_bytes(b"broken")
    document = call("where", "--json").document
    assert document["data"] == str(data)
    assert set(document) >= {"data", "settings", "log", "policy", "resources", "ledger", "backups"}
    assert document["values"]["appearance"] == {"value": "system", "source": "default", "locked": False}
    assert str(data) in call("where").out


def run_program(*arguments: str, data: Path, **settings: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "complaint_desk", "--data", str(data), *arguments],
        capture_output=True,
        check=False,
        **settings,
    )


def test_the_command_line_never_loads_qt(data: Path) -> None:
    script = (
        "import sys; from complaint_desk.bootstrap import main\n"
        f"code = main(['--data', {str(data)!r}, 'find', '--json'])\n"
        "assert not [name for name in sys.modules if 'PySide6' in name or 'shiboken' in name]\n"
        "late = {'alembic', 'openpyxl', 'pypinyin', 'python_calamine'} & set(sys.modules)\n"
        "assert not late, late\n"
        "sys.exit(code)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (told.returncode, told.stderr) == (0, b"")


def test_output_is_utf8_whatever_the_locale_says(data: Path) -> None:
    import os

    environ = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    told = run_program("register", "--json", data=data, env=environ, input=line(name="张三\u200d𠮷").encode())
    assert (told.returncode, told.stderr) == (0, b"")
    found = run_program("find", "--json", data=data, env=environ)
    assert "张三" in found.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes the streams")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_streams_that_the_caller_has_closed(data: Path, closed: str) -> None:
    command = (
        f'"{sys.executable}" -m complaint_desk --data "{data}" {"register" if closed == "<&-" else "find"} {closed}'
    )
    answer = subprocess.run(command, shell=True, check=False, capture_output=True, text=True, timeout=60)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_numbers_and_choices_are_asked_for_in_words(call: Call) -> None:
    assert "“x”不是大于 0 的整数" in call("undo-import", "x").err
    assert "“x”不是整数" in call("sample", "--rows", "1", "--seed", "x").err
    period = ("--from", "2026-01-01", "--to", "2026-01-31")
    assert "'previous', 'last_year'" in call("figures", *period, "--compare", "both").err
    assert call("figures", *period, "--basis", "closed", "--json").code == 0


def test_a_reader_that_goes_away_is_no_error(data: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "complaint_desk", "--data", str(data), "register", "--json"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stdin.write(line().encode() * 3)
    process.stdin.close()
    assert process.stderr.read() == b""
    assert process.wait() == 5
    process.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process there")
def test_ctrl_c_while_waiting_for_input(data: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "complaint_desk", "--data", str(data), "register", "--json"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line().encode())
    process.stdin.flush()
    assert process.stdout.readline() == b'{"number": "TS2026000001"}\n'
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 5
    assert b'"stopped"' in out
    assert b"Traceback" not in err


def test_ctrl_c_stops_a_long_deed_and_leaves_nothing(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from complaint_desk.services import exchange

    really = exchange.sample

    def pressed(*arguments: object, **more: object) -> object:
        signal.raise_signal(signal.SIGINT)
        return really(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(exchange, "sample", pressed)
    answer = call("sample", "--rows", "5000", "--json")
    assert (answer.code, answer.document["error"]["code"]) == (5, "stopped")
    assert call("find", "--json").document["count"] == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk on demand is Linux's")
def test_answer_that_finds_a_full_disk(data: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run(
            [sys.executable, "-m", "complaint_desk", "--data", str(data), "find", "--json"],
            stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert told.returncode == 4
    assert b"Traceback" not in told.stderr
    assert told.stderr


def test_progress_only_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    from complaint_desk.cli.output import Output

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    with Output(as_json=True, out=io.StringIO(), err=terminal).progress("导入") as progress:
        progress(1000, 20000)
    assert "导入 1,000 / 20,000" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")
    both = Terminal()
    output = Output(as_json=True, out=io.StringIO(), err=both)
    with output.progress("正在复制账本") as first, output.progress("检查") as second:
        first(1000, 20000)
        second(1, 2)
    last = both.getvalue().split("\r")[2]
    assert last.startswith("检查 1 / 2")
    assert len(last) > len("检查 1 / 2"), "nothing is left of the longer line before"
    quiet = io.StringIO()
    with Output(as_json=True, out=io.StringIO(), err=quiet).progress("导入") as progress:
        progress(1000, 20000)
    assert quiet.getvalue() == ""
