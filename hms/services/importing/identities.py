"""What tells two records from elsewhere apart, so that a second run finds each again."""

import hashlib

from hms.security.fingerprints import fingerprint, normal
from hms.services.importing.bundles import Bundle
from hms.services.importing.resources import Entry

URN = "urn:uuid:"


def source_index(bundle: Bundle, entry: Entry) -> str:
    """Compute the blind index of a record: its source, type and id."""
    source, name = _identity(bundle, entry)
    return fingerprint("import", source, entry.kind, name)


def _identity(bundle: Bundle, entry: Entry) -> tuple[str, str]:
    """Name source and id. An id without an address is only unique together with whose record it stands in."""
    if entry.url.startswith(URN):
        return "urn:uuid", entry.url.removeprefix(URN).casefold()
    base, _, rest = entry.url.partition(f"/{entry.kind}/")
    if "://" in base and rest:
        return base, rest
    if entry.url:
        return "address", entry.url
    return _whose(bundle), entry.id or hashlib.sha256(entry.text.encode()).hexdigest()


def _whose(bundle: Bundle) -> str:
    person = bundle.patient.model
    numbers = [f"{i.system or ''}|{value_key(i.value)}" for i in person.identifier or [] if i.value]
    names = [f"{name.family or ''} {' '.join(filter(None, name.given or []))}" for name in person.name or []]
    return "\x1e".join(sorted(numbers) or [*names, str(person.birthDate or "")])


def value_key(value: str) -> str:
    """Reduce a number to what its writings share; one without letters and digits stays as it is."""
    return normal(value) or value.strip()
