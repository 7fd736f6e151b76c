"""A signed prescription as a paper: PDF, with the patient's own words and the code by which it is checked."""

import json
from importlib import resources
from uuid import UUID

from hms.access import Scope, requires
from hms.errors import NotPossible
from hms.models import MedicationRequest
from hms.permissions import Permission
from hms.schemas.prescriptions import Paper
from hms.services import typesetting
from hms.services.prescriptions import content, papers
from hms.texts import t


@requires(Permission.PRINT_PRESCRIPTION)
def take(scope: Scope, prescription_id: UUID) -> Paper:
    """Give the paper on which a signed prescription stands, with all of its visit. Raises NotFound or NotPossible.

    It is worded from what was signed, never from what the record says by now.
    """
    paper = papers.of_prescription(scope, scope.one(MedicationRequest, prescription_id))
    facts = papers.facts_of(paper)
    if facts is None:
        raise NotPossible(
            t("This prescription cannot be printed"),
            t("What is stored is not what was signed. Tell the administrator, and prescribe it anew."),
        )
    lines = [content.line(one, facts["language"]) for one in facts["lines"]]
    return papers.worded(scope, paper, facts, lines)


def pdf(paper: Paper) -> bytes:
    """Set a paper as PDF/A-2u. Raises NotPossible where a letter of it is in no typeface."""
    drawn = {"qr": typesetting.code(paper.link), "words": _words(paper), "link_lines": typesetting.lines(paper.link)}
    given = json.dumps({**paper.model_dump(), **drawn}, ensure_ascii=False)
    template = resources.files("hms.services.prescriptions").joinpath("prescription.typ").read_bytes()
    return typesetting.pdf(template, given, t("This prescription cannot be printed"))


def _words(paper: Paper) -> dict[str, str]:
    return {
        "title": t("Prescription"), "patient": t("Patient"), "born": t("Date of birth"), "number": t("Record number"),
        "doctor": t("Doctor"), "department": t("Department"), "day": t("Day"), "quantity": t("To hand out"),
        "advice": t("Advice"), "nothing_more": t("Nothing more is prescribed on this paper."),
        "check": t("Is this paper real? Scan the code, or open the address below, and type the {proof}. The page says "
                   "whether the clinic signed these very words and whether they still hold.", proof=paper.proof),
        "page": t("Page"),
    }  # fmt: skip
