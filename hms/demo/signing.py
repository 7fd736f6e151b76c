"""How the demo's doctors write and sign their notes."""

import re

from hms.access import Scope, requires
from hms.permissions import Permission
from hms.schemas.notes import NoteForm
from hms.schemas.visits import VisitPage
from hms.services.notes import signing


@requires(Permission.WRITE_VISIT)
def sign(scope: Scope, form: NoteForm) -> VisitPage:
    """Sign as people sign, without a password: some hundred signatures would take a minute to hash. Raises as they do."""
    return signing.sign_proven(scope, form)


def in_fields(note: str) -> dict[str, str]:
    """Share a note out: what is told comes first, what is made of it last, what was found between."""
    told, *found = re.split(r"(?<=[.;]) (?=[A-Z{])", note)
    made_of_it = found.pop() if found else ""
    return {"subjective": told, "objective": " ".join(found), "assessment": made_of_it}
