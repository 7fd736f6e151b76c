"""The clinic's e-mail against a real mail server: it arrives whole, trouble is told apart, and nobody smuggles in a header."""

import datetime as dt
import ssl
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from icalendar import Calendar
from sqlmodel import select

from hms.config import reset_settings, settings
from hms.db import transaction
from hms.models import Clinic, Patient, PatientContact
from hms.services import health, scheduling
from hms.services.outbox.sending import send_due
from tests.support.cast import ELEVEN, Cast, later
from tests.support.mail import SENDER, Mailroom, pointed, serving
from tests.support.post import outbox
from tests.support.processes import free_port

TOMORROW = ELEVEN + timedelta(days=1)


def test_a_letter_arrives_whole(clinic_on_sqlite: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    card = clinic_on_sqlite.book(clinic_on_sqlite.asha, TOMORROW)
    room = Mailroom()
    with serving(room, monkeypatch):
        send_due(later(1))
    (letter,) = room.letters
    assert (
        letter["From"] == f"Alder Valley <{SENDER}>" and letter["To"] == letter["X-Envelope-To"] == "asha@post.example"
    )
    assert letter["Subject"] == "Your appointment: Tuesday, 24 November 2026, 11:00"
    assert letter["Message-ID"] == f"<{outbox()[0].id}@alder.example>" and letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_body(("plain",)).get_content()
    assert "With: Dr Meera Rao" in text and f"/patient/appointments/{card.id}" in text
    (file,) = letter.iter_attachments()
    invited = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    assert file.get_filename() == "appointment-2026-11-24.ics" and invited.get_param("method") == "REQUEST"
    (event,) = Calendar.from_ical(file.get_content()).walk("VEVENT")
    assert event["uid"] == f"{card.id}@appointments" and event.decoded("dtstart") == TOMORROW
    assert "Palpitations" not in letter.as_string()


def test_a_cancelled_one_is_struck_out_of_calendars(clinic_on_sqlite: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic, room = clinic_on_sqlite, Mailroom()
    card = clinic.book(clinic.asha, TOMORROW)
    with serving(room, monkeypatch):
        send_due(later(1))
        form = scheduling.CancelRequest(appointment_id=card.id, reason="Well again", version=card.version)
        clinic.do(clinic.asha, scheduling.cancel, form)
        send_due(later(2))
    methods = [p.get_param("method") for letter in room.letters for p in letter.walk() if p.get_param("method")]
    assert methods == ["REQUEST", "CANCEL"]


def test_a_busy_server_is_asked_again_and_the_letter_keeps_its_name(
    clinic_on_sqlite: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic_on_sqlite.book(clinic_on_sqlite.asha, TOMORROW)
    room = Mailroom(answers={"asha@post.example": ["451 try later"]}, data_answers=["452 full"])
    with serving(room, monkeypatch):
        now = later(1)
        for problem in ("later", "later", None):
            send_due(now)
            (row,) = outbox()
            assert row.problem == problem
            now = row.due_at
    assert row.outcome == "sent" and row.tries == 3 and len(room.letters) == 1


def test_a_lasting_no_is_given_up_and_stops_no_other(clinic_on_sqlite: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for n, who in enumerate((clinic_on_sqlite.asha, clinic_on_sqlite.bilal, clinic_on_sqlite.asha)):
        clinic_on_sqlite.book(who, TOMORROW + timedelta(minutes=20 * n))
    room = Mailroom(answers={"asha@post.example": ["550 no such person"]}, data_answers=["554 we do not take this"])
    with serving(room, monkeypatch):
        send_due(later(1))
    assert [(row.outcome, row.problem) for row in outbox()] == [
        ("given_up", "address"), ("given_up", "refused"), ("sent", None),
    ]  # fmt: skip
    assert room.connections == 1, "a batch asks for one connection"


def test_a_server_that_is_away_is_asked_once_for_a_batch_and_costs_no_message(
    clinic_on_sqlite: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        clinic_on_sqlite.book(clinic_on_sqlite.asha, TOMORROW + timedelta(minutes=20 * n))
    pointed(monkeypatch, free_port())
    send_due(later(1))
    assert [(row.outcome, row.problem, row.tries) for row in outbox()] == [(None, "unreachable", 1)] * 3
    room = Mailroom()
    with serving(room, monkeypatch):
        send_due(later(10))
    assert len(room.letters) == 3


def test_nobody_smuggles_in_a_header(clinic_on_sqlite: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic, room = clinic_on_sqlite, Mailroom()
    clinic.book(clinic.asha, TOMORROW)
    clinic.book(clinic.bilal, TOMORROW + timedelta(minutes=20))
    with transaction() as db:
        db.exec(select(Clinic)).one().name = "Alder\r\nBcc: everybody@post.example\r\n\r\nHello\u2028Valley"
        db.get_one(Patient, clinic.asha.patient_id).given_names = "Asha\r\nBcc: everybody@post.example"
        where = select(PatientContact).where(PatientContact.patient_id == clinic.bilal.patient_id)
        for contact in db.exec(where.where(PatientContact.system == "email")):
            contact.value = "bilal@post.example\r\nRCPT TO:<everybody@post.example>"
    with serving(room, monkeypatch):
        send_due(later(1))
    (letter,) = room.letters
    assert letter["X-Envelope-To"] == "asha@post.example" and letter["Bcc"] is None
    assert str(letter["From"]).endswith(f"<{SENDER}>") and "\n" not in str(letter["From"])
    assert [(row.outcome, row.problem) for row in outbox()] == [("sent", None), ("given_up", "address")]


@pytest.mark.parametrize("address", ["", "asha", "a@b, c@d", "Asha <asha@post.example>, x@y.example", "@", "a b@c"])
def test_what_is_no_address_is_given_up(clinic_on_sqlite: Cast, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    clinic, room = clinic_on_sqlite, Mailroom()
    clinic.book(clinic.asha, TOMORROW)
    with transaction() as db:
        where = select(PatientContact).where(PatientContact.patient_id == clinic.asha.patient_id)
        db.exec(where.where(PatientContact.system == "email")).one().value = address
    with serving(room, monkeypatch):
        send_due(later(1))
    assert room.letters == [] and outbox()[0].outcome in {"given_up", "no_address"}


def certificate(folder: Path) -> Path:
    """Make a certificate of this machine for itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, form = folder / "certificate.pem", serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, form)
    file.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return file


def authenticator(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    """Let the clinic in with its password, which has a sign in it that addresses must escape."""
    right = (data.login, data.password) == (b"clinic@alder.example", b"p@ss:w/rd")
    return AuthResult(success=right, handled=right)


LOGIN = "clinic%40alder.example:p%40ss%3Aw%2Frd@"


@pytest.mark.parametrize(
    ("login", "trusted", "problem"),
    [
        (LOGIN, True, None),
        ("clinic%40alder.example:wrong@", True, "sender"),
        (LOGIN, False, "insecure"),
    ],
    ids=["right", "wrong password", "unknown certificate"],
)
def test_with_starttls_and_a_password(
    clinic_on_sqlite: Cast,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    login: str,
    trusted: bool,
    problem: str | None,
) -> None:
    clinic_on_sqlite.book(clinic_on_sqlite.asha, TOMORROW)
    file, room = certificate(tmp_path), Mailroom()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    how: dict[str, Any] = {"tls_context": context, "require_starttls": True, "auth_required": True}
    with serving(room, monkeypatch, "smtp+starttls", login, authenticator=authenticator, **how):
        words, fault = health.mail()
        assert ("answers" in words, fault) == (problem is None, problem is not None)
        send_due(later(1))
    (row,) = outbox()
    assert (row.problem, row.outcome) == (problem, None if problem else "sent")


def test_a_server_without_starttls_is_not_trusted_with_anything(
    clinic_on_sqlite: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic_on_sqlite.book(clinic_on_sqlite.asha, TOMORROW)
    room = Mailroom()
    with serving(room, monkeypatch, "smtp+starttls", LOGIN):
        send_due(later(1))
    assert room.letters == [] and outbox()[0].problem == "insecure"


def test_a_set_up_is_told_what_is_wrong_with_its_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HMS_SMTP_URL", raising=False)
    reset_settings()
    assert "No mail server is set up" in health.mail()[0] and not health.mail()[1]
    pointed(monkeypatch, free_port())
    assert "does not answer" in health.mail()[0] and health.mail()[1]
    for url in ("mail.example", "http://mail.example?from=a@b", "smtp://mail.example", "smtp://:25?from=a@b"):
        monkeypatch.setenv("HMS_SMTP_URL", url.replace("://", "://clinic:hunter2@"))
        reset_settings()
        with pytest.raises(ValueError, match="HMS_SMTP_URL") as refused:
            settings()
        assert "hunter2" not in str(refused.value)
    monkeypatch.setenv("HMS_SMTP_URL", "smtp+starttls://clinic:hunter2@mail.example?from=a@b.example")
    reset_settings()
    assert "hunter2" not in repr(settings())
    monkeypatch.delenv("HMS_SMTP_URL")
    reset_settings()


def test_a_demo_writes_to_nobody(clinic_on_sqlite: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_on_sqlite.book(clinic_on_sqlite.asha, TOMORROW)
    monkeypatch.setenv("HMS_DEMO", "1")
    room = Mailroom()
    with serving(room, monkeypatch):
        send_due(later(1))
    assert room.letters == [] and outbox()[0].channel == "console"


def test_without_a_mail_server_a_line_says_so_and_names_nobody(
    clinic_on_sqlite: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    clinic_on_sqlite.book(clinic_on_sqlite.asha, TOMORROW)
    clinic_on_sqlite.book(clinic_on_sqlite.bilal, TOMORROW + timedelta(minutes=20))
    send_due(later(1))
    assert "messages not mailed: booked 2" in caplog.text
    assert not any(word in caplog.text for word in ("asha", "Asha", "Nair", "Bilal", "post.example"))
    assert [row.channel for row in outbox()] == ["console"] * 2
