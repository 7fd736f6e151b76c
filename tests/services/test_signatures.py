"""What the clinic signs: whoever changes a letter, or holds another clinic's keys, is found out."""

from hms.config import settings
from hms.security import keys, signatures
from tests.support.cast import Cast


def test_a_signature_holds_for_its_message_and_purpose_alone(clinic_on_sqlite: Cast) -> None:
    signed = signatures.sign("prescription", b"1 tablet")
    assert len(signed) == signatures.SIGNATURE_BYTES
    assert signatures.holds("prescription", b"1 tablet", signed)
    assert not signatures.holds("prescription", b"9 tablet", signed)
    assert not signatures.holds("certificate", b"1 tablet", signed)
    assert not signatures.holds("prescription", b"1 tablet", signed[:-1])
    assert not signatures.holds("prescription", b"1 tablet", b"")


def test_the_key_stays_the_same_and_is_another_clinics_own(clinic_on_sqlite: Cast) -> None:
    signed, public = signatures.sign("prescription", b"x"), signatures.public_key("prescription")
    keys.forget()
    assert signatures.sign("prescription", b"x") == signed and signatures.public_key("prescription") == public
    settings().key_file.unlink()
    keys.create(settings().key_file)
    keys.forget()
    assert not signatures.holds("prescription", b"x", signed)
