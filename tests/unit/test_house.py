"""The rules of the house that a machine can hold."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 250
SAID_IN_DOCSTRINGS = ("hms/services", "hms/access.py", "hms/reaching.py", "hms/models", "hms/security")
# What would complete "This function will ..." badly: a third person, a noun phrase, a name.
NO_VERB = {
    "a",
    "an",
    "the",
    "this",
    "that",
    "it",
    "if",
    "when",
    "for",
    "in",
    "on",
    "of",
    "all",
    "every",
    "each",
    "whether",
}
NO_VERB |= {"who", "what", "which", "one", "some", "any", "helper", "function", "method", "class", "new"}
VERBS_IN_S = {
    "address",
    "pass",
    "press",
    "process",
    "discuss",
    "access",
    "dismiss",
    "express",
    "focus",
    "guess",
    "bypass",
}

FOREIGN = {
    "a path of somebody's machine": re.compile(
        "/ho" + r"me/\w|/Use" + r"rs/\w|/ro" + r"ot/\w|/wo" + r"rk/\w|/tm" + r"p/[a-z]\w*/"
    ),
    "the address of a registry": re.compile(
        "py" + r"pi\.org|file\.pythonhos" + r"ted|registry\.np" + r"mjs|index-" + r"url\s*=?\s*http"
    ),
}


def _files() -> list[Path]:
    """List what git tracks or would track; on a copy without git, what lies here."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if listed.returncode:
        made, here = {"node_modules", "__pycache__"}, {"data", "uploaded_files"}
        parts = {p: p.relative_to(ROOT).parts for p in ROOT.rglob("*") if p.is_file()}
        return [
            p for p, at in parts.items() if at[0] == ".ci" or not (made & set(at) or at[0] in here or at[0][0] == ".")
        ]
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def _code() -> list[Path]:
    return sorted((ROOT / "hms").rglob("*.py"))


def _public_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield what others may call. A property is no verb: it is read like a fact and said like one."""
    module = ast.parse(path.read_text("utf-8"))
    bodies = [module.body, *(node.body for node in module.body if isinstance(node, ast.ClassDef))]
    for body in bodies:
        for node in body:
            is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            if is_function and not node.name.startswith("_") and not _is_property(node):
                yield node


def _is_property(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(mark, ast.Name) and mark.id in {"property", "cached_property"} for mark in node.decorator_list
    )


def _begins_with_a_verb(docstring: str) -> bool:
    word = docstring.split(maxsplit=1)[0].rstrip(".,:;")
    plain = word.lower()
    third_person = plain.endswith("s") and not plain.endswith("ss") and plain not in VERBS_IN_S
    return word[:1].isupper() and plain.isalpha() and plain not in NO_VERB and not third_person


def test_rooms_are_small() -> None:
    lines = {path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in _code()}
    filled = [n for n in lines.values() if n]
    sys.stdout.write(f"\n{len(filled)} files in hms/, median {statistics.median(filled):.0f} lines\n")
    assert not {str(path): n for path, n in lines.items() if n > MOST_LINES}


def test_every_public_function_says_what_it_will_do() -> None:
    places = [path for path in _code() if str(path.relative_to(ROOT)).startswith(SAID_IN_DOCSTRINGS)]
    assert places
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {ast.get_docstring(node) or '(nothing)'}"
        for path in places
        for node in _public_functions(path)
        if not _begins_with_a_verb(ast.get_docstring(node) or "-")
    ]
    assert not silent, "\n".join(silent)


def test_alembic_is_no_package() -> None:
    assert not list((ROOT / "alembic").rglob("__init__.py")), "it would hide the alembic that is installed"


@pytest.mark.parametrize("kind", FOREIGN)
def test_nothing_tells_of_the_machine_it_was_made_on(kind: str) -> None:
    found = []
    for path in _files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in FOREIGN[kind].finditer(text)]
    assert not found, "\n".join(found)


def test_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    said = subprocess.run([program, "--no-cache"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr


def test_lists_hold_the_versions_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for name, wanted in (("run", project["dependencies"]), ("test", project["optional-dependencies"]["test"])):
        listed = (ROOT / ".ci" / "lock" / f"{name}.txt").read_text("utf-8")
        pins = {re.sub(r"\[.*?\]", "", pin).lower().replace("fhir.", "fhir-") for pin in wanted}
        missing = [pin for pin in pins if f"\n{pin} " not in f"\n{listed}"]
        assert not missing, f"run `make lock`: {missing}"
