"""Papers of the demo: a report that the patient's doctor filed and shared, and a photo of a letter that the patient brought."""

from datetime import datetime, timedelta
from importlib import resources
from io import BytesIO

import typst
from PIL import Image, ImageDraw

from hms.demo.acting import Acting
from hms.schemas.documents import DocumentForm, OwnDocumentForm
from hms.services.documents import filing
from hms.services.threads import seeing
from hms.services.uploads import taking

DAY = timedelta(days=1)
MOST = 10_000_000


def bring(acting: Acting, now: datetime) -> None:
    """Let the patient's doctor file a report and the patient add a photo."""
    choices = acting.do(acting.patient, now - 9 * DAY, seeing.beginning).whom
    doctor = next((one for one in acting.doctors if str(one.practitioner_id) == choices[0].id), None)
    if doctor is None or acting.patient.patient_id is None:
        return
    report = DocumentForm(
        patient_id=acting.patient.patient_id, type="imaging", title="Ultrasound of the heart", shared=True,
        author="Heart clinic at the harbour", happened=(now - 20 * DAY).date(), key=acting.new_key(),
    )  # fmt: skip
    template = resources.files("hms.demo").joinpath("report.typ").read_bytes()
    body = bytes(typst.compile(template, format="pdf"))
    acting.do(doctor, now - 9 * DAY, filing.file, report, taking.take("report.pdf", body, MOST))
    photo = OwnDocumentForm(type="vaccination", title="My vaccination card", key=acting.new_key())
    acting.do(acting.patient, now - 8 * DAY, filing.add_own, photo, taking.take("card.jpg", _card(), MOST))


def _card() -> bytes:
    """Draw a card as a phone would photograph it."""
    card, body = Image.new("RGB", (900, 1_200), "#f4efe4"), BytesIO()
    pen = ImageDraw.Draw(card)
    pen.rectangle((60, 60, 840, 1_140), outline="#8a7f66", width=6)
    for line, words in enumerate(("VACCINATION CARD", "Tetanus, diphtheria", "Influenza", "Hepatitis B")):
        pen.text((110, 120 + 160 * line), words, fill="#2d2a24", font_size=48)
    card.save(body, "JPEG")
    return body.getvalue()
