"""The parts of a record: what they are called, and what to expect where there is nothing yet."""

from collections.abc import Callable
from typing import NamedTuple

from hms.services.record import parts
from hms.texts import t


class PartWords(NamedTuple):
    """How one part is drawn and read."""

    name: str
    mark: str
    none: str
    expect: str
    read: Callable[..., object]


PARTS: dict[str, PartWords] = {
    "results": PartWords(
        t("Results"), "test-tube", t("No results yet"),
        t("What the laboratory finds and what is measured at the clinic comes here, in words, with what is usual."),
        parts.results,
    ),
    "visits": PartWords(
        t("Visit summaries"), "file-text", t("No visits yet"),
        t("After each visit, as soon as the doctor has signed it, you read here what was written for you."),
        parts.summaries,
    ),
    "prescriptions": PartWords(
        t("Prescriptions"), "pill", t("No prescriptions yet"),
        t("Medicines that a doctor prescribes here are listed with how to take them, also those that have run out."),
        parts.prescriptions,
    ),
    "vaccinations": PartWords(
        t("Vaccinations"), "syringe", t("No vaccinations yet"),
        t("Vaccinations that the clinic knows of come here. Bring your vaccination card to your next visit."),
        parts.vaccinations,
    ),
    "documents": PartWords(
        t("Documents"), "folder", t("No documents yet"),
        t("Letters and reports from other clinics come here when they are brought into your record."),
        parts.documents,
    ),
}  # fmt: skip
