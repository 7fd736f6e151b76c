"""Letters on paper: as PDF, and as pictures of its pages for whoever reads it before it is signed."""

import json
from importlib import resources

from hms.schemas.letters import LetterPaper
from hms.services import typesetting
from hms.texts import t

READING, SMALL = 96.0, 24.0  # dots per inch


def pdf(paper: LetterPaper) -> bytes:
    """Set a letter as PDF/A-2u. Raises NotPossible where no typeface knows its letters."""
    return typesetting.pdf(_template(), _facts(paper), t("This letter cannot be printed"))


def pages(paper: LetterPaper, dots_per_inch: float = READING) -> list[bytes]:
    """Set a letter as pictures of its pages, PNG."""
    return typesetting.pictures(_template(), _facts(paper), dots_per_inch)


def _template() -> bytes:
    return resources.files("hms.services.letters").joinpath("letter.typ").read_bytes()


def _facts(paper: LetterPaper) -> str:
    code = {"qr": typesetting.code(paper.link), "link_lines": typesetting.lines(paper.link)} if paper.link else {}
    words = {
        "patient": t("Patient"), "born": t("Date of birth"), "number": t("Record number"), "doctor": t("Doctor"),
        "department": t("Department"), "day": t("Day"), "to": t("To"), "page": t("Page"),
        "draft": t("Not signed yet: this is a draft."),
        "check": t("Is this paper real? Scan the code, or open the address below, and type the {proof}. The page says "
                   "whether the clinic signed these very words and whether they still stand.", proof=paper.proof),
    }  # fmt: skip
    return json.dumps({**paper.model_dump(), **code, "words": words}, ensure_ascii=False)
