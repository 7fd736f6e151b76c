"""Codes as they came. They stand plain beside what is sealed, so that only what looks like a code is taken for one."""

import re
from collections.abc import Collection
from typing import Any

from hms.services.importing.wording import plain

LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
ICD_10_CM, CVX = "http://hl7.org/fhir/sid/icd-10-cm", "http://hl7.org/fhir/sid/cvx"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,39}")
_SYSTEM = re.compile(r"(https?://|urn:)[\w.:/~%+#-]{1,190}", re.ASCII)


def is_code(said: str) -> bool:
    """Tell whether a text looks like a code: letters, digits and a few signs, 40 at most, no words."""
    return _CODE.fullmatch(said) is not None


def coding_of(concept: Any, *first: str) -> tuple[str, str]:
    """Choose the system and code of a CodeableConcept: of the systems named first, else the first that there is."""
    found = [
        (plain(one.system), plain(one.code))
        for one in (getattr(concept, "coding", None) or [])
        if is_code(plain(one.code)) and _SYSTEM.fullmatch(plain(one.system))
    ]
    ranked = sorted(found, key=lambda one: first.index(one[0]) if one[0] in first else len(first))
    return ranked[0] if ranked else ("", "")


def one_of(concept: Any, known: Collection[str]) -> str:
    """Give the first code of a CodeableConcept that is among the known ones; "" where none is."""
    return next((str(one.code) for one in getattr(concept, "coding", None) or [] if one.code in known), "")
