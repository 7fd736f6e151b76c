"""Phone numbers by the rules of each country: kept in E.164, and as they were typed."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from hms.errors import Invalid
from hms.schemas.accounts import ODD
from hms.texts import t

MOST = 40


def read_phone(typed: str, country: str, field: str = "phone") -> tuple[str, str]:
    """Read a phone number as (E.164, as typed); without a country code it is one of the country given. Raises Invalid."""
    text = " ".join(typed.split())
    if len(text) > MOST or ODD.search(text):
        raise Invalid(**{field: t("Write a phone number in at most {n} characters.", n=MOST)})
    found = _parsed(text, country)
    if found is None:
        words = t("This is no phone number. Begin with + and the country code if it is from elsewhere.")
        raise Invalid(**{field: words})
    return phonenumbers.format_number(found, PhoneNumberFormat.E164), text


def kept(typed: str, country: str) -> tuple[str, str]:
    """Give (E.164, as typed) where it can be read, else what was typed for both."""
    found = _parsed(typed, country)
    return (phonenumbers.format_number(found, PhoneNumberFormat.E164) if found else typed), typed


def shown_phone(value: str, country: str) -> str:
    """Write a phone number as people read it: as at home in its own country, else with the country code."""
    found = _parsed(value, country) if value.startswith("+") else None
    if found is None:
        return value
    at_home = phonenumbers.region_code_for_number(found) == country
    way = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(found, way)


def _parsed(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        found = phonenumbers.parse(text, country or None)
    except NumberParseException:
        return None
    return found if phonenumbers.is_possible_number(found) else None
