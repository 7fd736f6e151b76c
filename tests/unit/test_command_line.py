"""The `hms` command refuses in words, before anything is touched."""

import os
import socket
import tempfile

import pytest
from typer import Exit
from typer.testing import CliRunner

from hms.cli import app, demo_folder, place
from hms.config import reset_settings


@pytest.fixture(autouse=True)
def own_environment(tmp_path, monkeypatch):
    """Keep what the command tells the settings to this test."""
    monkeypatch.chdir(tmp_path)
    before = dict(os.environ)
    reset_settings()
    yield
    os.environ.clear()
    os.environ.update(before)
    reset_settings()


def said(*words, code=1):
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result.output


def test_help_names_every_command():
    output = said("--help", code=0)
    assert all(name in output for name in ("run", "demo", "migrate", "user", "import", "check"))


def test_several_workers_need_postgresql(tmp_path):
    assert "Several workers need PostgreSQL" in said("run", "--data", tmp_path / "data", "--workers", 2)
    assert not (tmp_path / "data").exists()


def test_a_port_in_use_is_refused_before_anything_is_made(tmp_path):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        output = said("run", "--data", tmp_path / "data", "--port", port)
    assert f"Port {port} on 127.0.0.1 cannot be used" in output and "PORT=" in output
    assert not (tmp_path / "data").exists()


def test_a_demo_is_not_run_as_the_real_thing(tmp_path):
    demo_folder.mark(tmp_path, demo_folder.facts(1, "head"))
    assert "This folder holds a demo" in said("run", "--data", tmp_path)


def test_made_up_people_never_go_into_a_folder_that_holds_something(tmp_path):
    (tmp_path / "clinic.db").touch()
    assert "holds no demo" in said("demo", "--data", tmp_path)


def test_a_demo_of_another_schema_is_not_used_again(tmp_path):
    demo_folder.mark(tmp_path, demo_folder.facts(1, "an older head"))
    assert "made by another version" in said("demo", "--data", tmp_path)


def test_one_folder_is_served_once(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HMS_DATA_DIR", str(tmp_path / "data"))
    reset_settings()
    with place.held(), pytest.raises(Exit) as refused, place.held():
        pass
    assert refused.value.exit_code == 1
    assert "being served already" in capsys.readouterr().err


def test_the_usual_demo_folder_depends_on_what_the_demo_is_made_of(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    usual = {str(demo_folder.usual(demo_folder.facts(seed, head))) for seed in (1, 2) for head in ("a", "b")}
    assert len(usual) == 4
