"""The one-page summary as PDF."""

import json
from importlib import resources

from hms.schemas.handover import SummaryPaper
from hms.services import typesetting
from hms.texts import t


def pdf(paper: SummaryPaper) -> bytes:
    """Set a summary on one page: what does not fit gives way from the last section on, and how much is said.

    Raises NotPossible where a letter of it is in no typeface.
    """
    words = {
        "title": t("Patient summary"), "born": t("Born"), "sex": t("Sex"), "number": t("Record number"),
        "made": t("made by"), "more": t("and {n} more"), "foot": t(
            "One page of the record as it was at that moment, in the sections of the International Patient Summary. "
            "The record may hold more."
        ),
    }  # fmt: skip
    given = json.dumps({**paper.model_dump(), "words": words}, ensure_ascii=False)
    template = resources.files("hms.services.handover").joinpath("summary.typ").read_bytes()
    return typesetting.pdf(template, given, t("This summary cannot be printed"))
