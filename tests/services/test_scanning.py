"""`hms check` says how the virus scanner stands, before somebody's file is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hms.cli import app
from hms.config import reset_settings
from hms.services import health
from hms.services.uploads import scanning
from tests.support.cast import Cast
from tests.support.clamd import clamd


@pytest.fixture
def listens_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Say where ClamAV listens, for a while."""

    def change(where: object) -> None:
        monkeypatch.setenv("HMS_CLAMAV_SOCKET", str(where))
        reset_settings()

    yield change
    monkeypatch.undo()
    reset_settings()


def test_a_scanner_that_answers_is_named_with_its_signatures(listens_at: Any, tmp_path: Path) -> None:
    with clamd(tmp_path) as daemon:
        listens_at(daemon.path)
        words, fault = scanning.standing()
    assert not fault
    assert "ClamAV 1.4.3 answers" in words and "signatures 27829 of Wed Nov 25 09:26:14 2026" in words


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"ClamAV 1.4.3", "has no signatures"), (b"", "is not ClamAV"), (b"SSH-2.0-OpenSSH_9.2", "is not ClamAV"),
        (b"ClamAV \x1b[31m1/2/3", "is not ClamAV"), (b"x" * 10_000, "is not ClamAV"),
    ],
)  # fmt: skip
def test_what_answers_otherwise_is_a_fault(listens_at: Any, tmp_path: Path, answer: bytes, told: str) -> None:
    with clamd(tmp_path, answer) as daemon:
        listens_at(daemon.path)
        words, fault = scanning.standing()
    assert fault and told in words


def test_a_scanner_that_is_away_is_a_fault_and_none_at_all_is_said(listens_at: Any, tmp_path: Path) -> None:
    for where in (tmp_path / "nobody.ctl", "tcp://127.0.0.1:1", "tcp://127.0.0.1:no"):
        listens_at(where)
        words, fault = scanning.standing()
        assert fault and "files will be refused" in words and str(where) in words
    listens_at("")
    words, fault = scanning.standing()
    assert not fault and "HMS_CLAMAV_SOCKET" in words


def test_the_report_holds_the_fault_and_the_command_says_what_answers(
    clinic_on_sqlite: Cast, listens_at: Any, tmp_path: Path
) -> None:
    listens_at(tmp_path / "nobody.ctl")
    assert any("ClamAV at" in one for one in health.report())
    with clamd(tmp_path) as daemon:
        listens_at(daemon.path)
        told = CliRunner().invoke(app, ["check"])
    assert (told.exit_code, "ClamAV 1.4.3 answers" in told.output) == (0, True), told.output
