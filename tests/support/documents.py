"""What the tests of every service ask of those for documents and letters; papers and pictures to send."""

import io
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import typst
from PIL import Image

from hms.access import Actor
from hms.schemas.documents import DocumentForm, OwnDocumentForm, ShareForm
from hms.schemas.letters import SickNoteForm
from hms.services.documents import filing
from hms.services.uploads import taking
from hms.services.uploads.taking import Taken
from tests.support.cast import PASSWORD, Cast

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "documents.filing.keep", "documents.filing.room", "documents.listing.count_mine", "documents.listing.small_picture",
    "exports.documents.filed", "documents.filing.key_of", "letters.content.facts_for", "letters.content.worded",
    "letters.wording.judge", "paper_codes.prove",
}  # fmt: skip
MOST = 10_000_000


def key() -> str:
    return str(uuid4())


@cache
def paper(*said: str) -> bytes:
    """Set a PDF with a page for each text."""
    pages = "\n#pagebreak()\n".join(said or ("From the heart clinic",))
    return bytes(typst.compile(f"#set page(width: 12cm, height: 16cm)\n{pages}".encode(), format="pdf"))


def photo(kind: str = "JPEG", size: tuple[int, int] = (600, 400), colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


@cache
def taken(name: str = "letter.pdf", body: bytes = b"") -> Taken:
    """Take a file in as an upload does."""
    return taking.take(name, body or paper(), MOST)


def sick_note(patient_id: Any, **said: Any) -> SickNoteForm:
    """Write a sick note for the days around NOW."""
    days = {"from_on": date(2026, 11, 23), "until_on": date(2026, 11, 27)}
    return SickNoteForm(**{"patient_id": patient_id, "key": key(), **days, **said})


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service for documents and letters is asked with."""
    text = taken("note.txt", b"Plain words")
    return {
        "documents.filing.file": (DocumentForm(patient_id=nobody, type="letter", key=key()), text),
        "documents.filing.add_own": (OwnDocumentForm(type="letter", key=key()), text),
        "documents.listing.listed": (nobody,), "documents.listing.mine": (), "documents.listing.most_mb": (),
        "documents.opening.view": (nobody,), "documents.opening.look": (nobody,), "documents.opening.fetch": (nobody,),
        "letters.beginning.begin": (nobody,), "letters.signing.preview": (sick_note(nobody),),
        "letters.signing.sign": (sick_note(nobody), PASSWORD), "letters.checking.look": ("code", "192.0.2.9"),
        "letters.checking.show": ("code", "1980-02-03", "192.0.2.9"),
        "documents.sharing.share": (ShareForm(entry_id=nobody, version=1, shared=True),),
    }  # fmt: skip


def filed(clinic: Cast, whose: Actor, file: Taken | None = None, who: str = "dr_rao", **said: Any) -> UUID:
    """Let a doctor file a document of a patient; gives its number."""
    form = DocumentForm(patient_id=whose.patient_id, **{"type": "letter", "key": key(), **said})
    document_id: UUID = clinic.do(clinic.people[who], filing.file, form, file or taken())
    return document_id


def brought(clinic: Cast, who: Actor, file: Taken | None = None, **said: Any) -> UUID:
    """Let a patient add a document; gives its number."""
    form = OwnDocumentForm(**{"type": "picture", "key": key(), **said})
    document_id: UUID = clinic.do(who, filing.add_own, form, file or taken("skin.jpg", photo()))
    return document_id
