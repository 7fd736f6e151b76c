"""Passwords cost what they should."""

from hms.security.passwords import hash_password, matches, outdated


def test_a_hash_is_argon2id_with_64_mib_and_matches_only_its_password() -> None:
    hashed = hash_password("seven quiet herons waded")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert matches("seven quiet herons waded", hashed)
    assert not matches("seven quiet herons wade", hashed)
    assert not outdated(hashed)


def test_nobodys_password_never_matches() -> None:
    assert not matches("nobody has this password", None)


def test_a_weaker_hash_is_renewed_at_the_next_sign_in() -> None:
    assert outdated("$argon2id$v=19$m=8,t=1,p=1$sXauNSZESOm9l/L+35vTeg$VnFDzee2kdmF2gVnJ3QbfOD1bJAROKoU2MGmKEnQvbk")
