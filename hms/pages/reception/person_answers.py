"""From the fields of a form about a person to what the services ask for."""

from collections.abc import Mapping
from typing import Any

from hms.schemas.addresses import PARTS
from hms.schemas.duplicates import NumberTyped, PersonTyped
from hms.services.personal.national import system_of

Answers = Mapping[str, str]
MOST = 8


def numbered(answers: Answers, kind: str, *parts: str) -> list[dict[str, str]]:
    """Gather the rows of a list from fields such as phones-0 and phones-0-use; the bare field is the row's value."""
    found = []
    for n in range(2 * MOST):
        name = f"{kind}-{n}"
        row = {part: str(answers[f"{name}-{part}"]) for part in parts if f"{name}-{part}" in answers}
        if name in answers:
            row["value"] = str(answers[name])
        if row:
            found.append(row)
    return found


def filled(rows: list[dict[str, str]], *needed: str) -> list[dict[str, str]]:
    """Leave out rows in which nothing that counts was typed."""
    return [row for row in rows if any(row.get(part, "").strip() for part in needed)]


def address(answers: Answers, name: str = "addresses-0") -> dict[str, str]:
    """Gather the parts of an address."""
    parts = {part: str(answers.get(f"{name}-{part}", "")) for part in PARTS}
    return {**parts, "country": str(answers.get(f"{name}-country", ""))}


def identifier(answers: Answers, name: str = "identifiers-0") -> dict[str, str]:
    """Gather a number, with what it is."""
    country, _, kind = str(answers.get(f"{name}-kind", "")).partition("/")
    return {"country": country, "kind": kind, "value": str(answers.get(name, ""))}


def picked(answers: Answers, *names: str) -> dict[str, str]:
    """Take some fields as they are."""
    return {name: str(answers[name]) for name in names if name in answers}


def registration(answers: Answers) -> dict[str, Any]:
    """Gather the whole form by which somebody is registered."""
    plain = picked(
        answers, "prefix", "given_names", "family_name", "suffix", "preferred", "former", "born", "age", "gender",
        "language", "despite",
    )  # fmt: skip
    number, payer = identifier(answers), numbered(answers, "coverages", "kind", "payer", "member")
    home = address(answers)
    paid = [row for row in payer if row.get("kind")]
    return {
        **plain,
        "sex": answers.get("sex") or None,
        "interpreter": bool(answers.get("interpreter")),
        "phones": filled(numbered(answers, "phones", "use"), "value"),
        "emails": filled(numbered(answers, "emails"), "value"),
        "address": home if any(home[part] for part in PARTS) else None,
        "identifier": number if number["value"] else None,
        "relations": filled(numbered(answers, "relations", "kind", "name", "relation", "phone"), "name", "phone"),
        "coverage": paid[0] if paid else None,
    }


def so_far(answers: Answers) -> PersonTyped:
    """Gather what is known of a person while the form is being filled in."""
    number, home = identifier(answers), address(answers)
    known = (
        NumberTyped(system=system_of(number["country"], number["kind"]), kind=number["kind"], value=number["value"]),
    )
    return PersonTyped(
        given_names=str(answers.get("given_names", "")),
        family_name=str(answers.get("family_name", "")),
        other_names=tuple(filter(None, (str(answers.get(name, "")) for name in ("former", "preferred")))),
        sex=str(answers.get("sex", "") or "unknown"),
        phones=tuple(row["value"] for row in filled(numbered(answers, "phones"), "value")),
        emails=tuple(row["value"] for row in filled(numbered(answers, "emails"), "value")),
        identifiers=known if number["value"].strip() else (),
        city=home["city"],
        postal_code=home["code"],
    )
