"""The frontend is built once, with the Node of its own package, and talks to wherever it came from."""

import gzip
import json
import os
import subprocess
from pathlib import Path

import pytest

from hms.web import build, frontend
from hms.web.headers import POLICY, script_hashes, security
from hms.web.paths import safe_next


def test_node_and_npm_are_found_without_a_venv_on_the_path(tmp_path: Path) -> None:
    frontend.lay_out_node(tmp_path)
    bare = {"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path)}
    said = {
        name: subprocess.run([name, "--version"], env=bare, capture_output=True, text=True, check=True).stdout.strip()
        for name in (str(tmp_path / "node"), str(tmp_path / "npm"))
    }
    assert tuple(int(n) for n in said[str(tmp_path / "node")].lstrip("v").split(".")) >= (22, 22)
    assert said[str(tmp_path / "npm")][0].isdigit()


def test_the_packages_are_locked_and_no_index_is_named() -> None:
    lock = json.loads(frontend.LOCK.read_text("utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert packages and all("integrity" in p and "resolved" not in p for p in packages if not p.get("link"))
    assert (frontend.ROOT / ".npmrc").read_text("utf-8").startswith("omit-lockfile-registry-resolved=true")


def test_the_built_address_gives_way_to_the_one_in_the_browser(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    chunk = tmp_path / "assets" / "reflex-env-x.js"
    chunk.write_text("a={PING:`http://localhost:8000/ping`,EVENT:`ws://localhost:8000/_event`}")
    chunk.with_name(chunk.name + ".gz").write_bytes(b"old")
    build.patch_address(tmp_path)
    wanted = "a={PING:location.origin+`/ping`,EVENT:location.origin.replace(/^http/,`ws`)+`/_event`}"
    assert chunk.read_text() == wanted
    assert gzip.decompress(chunk.with_name(chunk.name + ".gz").read_bytes()).decode() == wanted
    chunk.write_text("nothing to replace")
    with pytest.raises(build.BuildFailed):
        build.patch_address(tmp_path)


def test_only_what_pages_are_drawn_from_builds_them_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("hms/pages/patient/book.py", "hms/services/scheduling.py", "rxconfig.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    first = frontend.fingerprint()
    (tmp_path / "hms/services/scheduling.py").write_text("2")
    assert frontend.fingerprint() == first
    (tmp_path / "hms/pages/patient/book.py").write_text("2")
    assert frontend.fingerprint() != first


def test_serving_needs_no_node_and_building_asks_one_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frontend.lay_out_node(tmp_path)
    monkeypatch.setenv("__REFLEX_SKIP_COMPILE", "true")  # as in a process that serves, or in these tests
    building = frontend.build_environment(tmp_path)
    assert building["PATH"].split(os.pathsep)[0] == str(tmp_path) and building["REFLEX_USE_NPM"] == "1"
    assert "__REFLEX_SKIP_COMPILE" not in building
    assert building["NPM_CONFIG_REGISTRY"].startswith("http")
    assert frontend.serving_environment()["__REFLEX_SKIP_COMPILE"] == "true"


def test_inline_scripts_are_allowed_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<script>one()</script><script src="/x.js"></script><script type="m">two()</script>'
    )
    (tmp_path / "b.html").write_text("<script>one()</script>")
    assert len(script_hashes(tmp_path)) == 2
    pages, plain = (dict(headers)[b"content-security-policy"].decode() for headers in security(tmp_path, https=True))
    assert pages.count("'sha256-") == 2 and "'sha256-" not in plain
    assert "unsafe-eval" not in POLICY
    assert b"strict-transport-security" in dict(security(tmp_path, https=True)[1])
    assert b"strict-transport-security" not in dict(security(tmp_path, https=False)[1])


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/patient/book?doctor=7", "/patient/book?doctor=7"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/patient/../admin", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nset-cookie: x", "/"),
        ("/" + "a" * 600, "/"),
        ("", "/"),
    ],
)
def test_only_addresses_of_ours_are_gone_on_to(asked: str, given: str) -> None:
    assert safe_next(asked) == given
