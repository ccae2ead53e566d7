"""`try-out`: a window on samples alone, whatever ledger the settings name, and nothing of it left."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaint_desk import bootstrap, cli
from complaint_desk.cli.context import Builders
from complaint_desk.services import ledger
from complaint_desk.services.program import Premises, Wishes


@pytest.mark.parametrize("database", ["", "postgresql+psycopg://nobody@127.0.0.1:9/nothing"])
def test_the_window_shows_samples_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    shown: list[tuple[Path, int, bool]] = []

    def window(premises: Premises, _wishes: Wishes) -> int:
        with bootstrap.opened(premises) as program:
            shown.append((premises.places.data, ledger.total(program.desk), premises.trial))
        return 0

    if database:
        monkeypatch.setenv("COMPLAINT_DESK_DATABASE", database)
    own = tmp_path / "own"
    builders = Builders(bootstrap.premises, bootstrap.opened, window)
    assert cli.run(["--data", str(own), "try-out", "--rows", "12"], builders) == 0
    [(folder, count, trial)] = shown
    assert (count, trial) == (12, True)
    assert not folder.exists()
    assert not (own / "ledger.db").exists()
