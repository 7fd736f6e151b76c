"""FHIR's dosage instructions: as the clinic's own dose and frequency where they fit exactly, else in words."""

from decimal import Decimal
from typing import Any

from hms.schemas.visits import FREQUENCIES
from hms.services.importing.wording import concept, joined, plain
from hms.texts import t

# (times, every how many, of what) -> the clinic's code; "every 6 hours" is not "4 times a day" and stays in words
_BY_RHYTHM = {
    (1, Decimal(1), "d"): "QD",
    (2, Decimal(1), "d"): "BID",
    (3, Decimal(1), "d"): "TID",
    (4, Decimal(1), "d"): "QID",
    (1, Decimal(2), "d"): "QOD",
    (1, Decimal(1), "wk"): "WK",
}
EVERY = {  # FHIR's units of time: for one of them, and for several
    "s": (t("every second"), t("every {n} seconds")),
    "min": (t("every minute"), t("every {n} minutes")),
    "h": (t("every hour"), t("every {n} hours")),
    "d": (t("every day"), t("every {n} days")),
    "wk": (t("every week"), t("every {n} weeks")),
    "mo": (t("every month"), t("every {n} months")),
    "a": (t("every year"), t("every {n} years")),
}
DAY = {"d", "day", "days"}
_EXACT = {"boundsDuration", "frequency", "period", "periodUnit"}


def frequency(dosage: Any) -> str:
    """Give the clinic's code for how often; "" where none says exactly the same."""
    timing = dosage.timing
    if timing is None or dosage.asNeededBoolean or dosage.asNeededCodeableConcept:
        return ""
    codes = [c.code for c in (timing.code.coding or [] if timing.code else []) if c.code in FREQUENCIES]
    if codes:
        return str(codes[0])
    repeat = timing.repeat
    if repeat is None or set(repeat.model_dump(exclude_none=True)) - {"resourceType"} - _EXACT:
        return ""
    return _BY_RHYTHM.get((repeat.frequency or 1, repeat.period, repeat.periodUnit), "")


def dose(dosage: Any) -> tuple[str, str]:
    """Give the one quantity of a dose and its unit; nothing where there is none, several, or a range."""
    quantities = [part.doseQuantity for part in dosage.doseAndRate or []]
    if len(quantities) != 1 or quantities[0] is None or quantities[0].value is None or quantities[0].comparator:
        return "", ""
    return f"{quantities[0].value.normalize():f}", plain(quantities[0].unit or quantities[0].code)


def days(request: Any, dosage: Any) -> int:
    """Give for how many whole days it is to be taken; 0 where nobody says so."""
    repeat = dosage.timing.repeat if dosage.timing else None
    supply = request.dispenseRequest.expectedSupplyDuration if request.dispenseRequest else None
    lengths: list[Any] = [repeat.boundsDuration if repeat else None, supply]
    for length in lengths:
        exact = length is not None and length.value is not None and not length.comparator
        if exact and (length.code or length.unit) in DAY and length.value == int(length.value):
            return int(length.value)
    return 0


def words(dosage: Any) -> str:
    """Say a dosage in words: its own, or what its parts tell."""
    extra = [concept(more) for more in dosage.additionalInstruction or []]
    return joined([dosage.text or _parts(dosage), dosage.patientInstruction, *dict.fromkeys(extra)], ". ")


def _parts(dosage: Any) -> str:
    number, unit = dose(dosage)
    amount = t("dose {amount}", amount=joined([number, unit])) if number else ""
    told = [amount, _rhythm(dosage.timing)]
    if dosage.asNeededCodeableConcept:
        told.append(t("as needed: {why}", why=concept(dosage.asNeededCodeableConcept)))
    elif dosage.asNeededBoolean:
        told.append(t("as needed"))
    return joined([*told, concept(dosage.route), concept(dosage.site)], ", ")


def _rhythm(timing: Any) -> str:
    if timing is None:
        return ""
    repeat = timing.repeat
    if timing.code or repeat is None or repeat.period is None or repeat.periodUnit not in EVERY:
        return concept(timing.code)
    one, several = EVERY[repeat.periodUnit]
    every = one if repeat.period == 1 else t(several, n=f"{repeat.period.normalize():f}")
    return every if (repeat.frequency or 1) == 1 else t("{n} times {every}", n=repeat.frequency, every=every)
