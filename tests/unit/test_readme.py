"""The README says what the code does."""

import re
from pathlib import Path

from hms.permissions import GRANTS, Role

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
SHOWN = {
    Role.PATIENT: "patient",
    Role.DOCTOR: "doctor",
    Role.RECEPTIONIST: "receptionist",
    Role.ADMINISTRATOR: "administrator",
    Role.DISPLAY: "wall screen",
    Role.KIOSK: "kiosk",
    Role.VISITOR: "not signed in",
    Role.SYSTEM: "command line, clockwork",
}


def access_table() -> str:
    """Write GRANTS as a table."""
    heads = ["", *SHOWN.values()]
    rows = [[str(permission), *(str(GRANTS[permission].get(role, "")) for role in SHOWN)] for permission in GRANTS]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def test_the_access_table_is_the_codes() -> None:
    told = re.search(r"<!-- access:.*?-->\n(.*?)\n?<!-- /access -->", README, re.S)
    assert told
    assert told[1].strip() == access_table()


def test_every_setting_it_names_is_read_and_every_one_read_is_named() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (Path(__file__).parents[2] / "hms").rglob("*.py"))
    set_by_people = set(re.findall(r"HMS_[A-Z_]+", code)) - {"HMS_DEMO", "HMS_WORKERS"}  # set by the command itself
    assert set(re.findall(r"HMS_[A-Z_]+", README)) == set_by_people


def test_every_make_target_it_names_is_there() -> None:
    makefile = (Path(__file__).parents[2] / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:^ {4}|`)make ([a-z]+)", README, re.M):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_every_room_of_the_map_is_there() -> None:
    house = README.split("## Map of the house")[1].split("## How to add")[0].split("    alembic/")[0]
    for name in re.findall(r"\b([a-z]+(?:\.py|/))", house):
        assert name == "hms/" or (Path(__file__).parents[2] / "hms" / name).exists(), name
