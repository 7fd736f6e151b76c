"""Postal addresses by country: which parts one has, how they are called, in which order they stand in a line."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from hms.texts import t

STREET, DISTRICT, CITY, REGION, CODE = "street", "district", "city", "region", "code"
PARTS = (STREET, DISTRICT, CITY, REGION, CODE)
MOST = {STREET: 200, DISTRICT: 100, CITY: 100, REGION: 100, CODE: 20}
USUAL = {
    STREET: t("Street and number"),
    DISTRICT: t("District"),
    CITY: t("Town or city"),
    REGION: t("State or region"),
    CODE: t("Postal code"),
}


class Shape(NamedTuple):
    """How the addresses of a country are written: parts with a comma or a space between them, as they are spoken of."""

    order: str
    names: Mapping[str, str] = {}
    code: str = ""  # a pattern, where the country has one rule
    example: str = ""

    @property
    def parts(self) -> list[str]:
        """The parts, in the order in which they are asked for."""
        return re.findall(r"[a-z]+", self.order)


CODE_FIRST, CODE_LAST = "street, code city", "street, city code"
STATE_LAST = "street, city, region code"
ZIP, PIN, POSTCODE = {CODE: t("ZIP code")}, {CODE: t("PIN code")}, {CODE: t("Postcode")}
FIVE, FOUR, SIX = r"\d{5}", r"\d{4}", r"\d{6}"
GENERIC = Shape("street, district, code city, region")
SHAPES: dict[str, Shape] = {
    "AE": Shape("street, district, city, region", {REGION: t("Emirate")}),
    "AR": Shape("street, code city, region", {REGION: t("Province")}),
    "AT": Shape(CODE_FIRST, code=FOUR, example="1010"),
    "AU": Shape(STATE_LAST, POSTCODE | {REGION: t("State or territory"), CITY: t("Suburb")}, FOUR, "2000"),
    "BD": Shape("street, district, city code", POSTCODE, FOUR, "1000"),
    "BE": Shape(CODE_FIRST, code=FOUR, example="1000"),
    "BR": Shape("street, district, city, region, code", {DISTRICT: t("Neighbourhood"), REGION: t("State"),
                CODE: t("CEP")}, r"\d{5}-?\d{3}", "01310-100"),
    "CA": Shape(STATE_LAST, {REGION: t("Province or territory")}, r"[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d", "K1A 0B1"),
    "CH": Shape(CODE_FIRST, {REGION: t("Canton")}, FOUR, "3003"),
    "CN": Shape("region, city, district, street, code", {REGION: t("Province")}, SIX, "100000"),
    "CZ": Shape(CODE_FIRST, code=r"\d{3} ?\d{2}", example="110 00"),
    "DE": Shape(CODE_FIRST, code=FIVE, example="10115"),
    "DK": Shape(CODE_FIRST, code=FOUR, example="1050"),
    "EG": Shape("street, district, city, region code", {REGION: t("Governorate")}),
    "ES": Shape("street, code city, region", {REGION: t("Province")}, FIVE, "28001"),
    "FI": Shape(CODE_FIRST, code=FIVE, example="00100"),
    "FR": Shape(CODE_FIRST, code=FIVE, example="75001"),
    "GB": Shape("street, district, city, region, code", POSTCODE | {DISTRICT: t("Locality"), REGION: t("County")},
                r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}", "SW1A 1AA"),
    "GH": Shape("street, district, city, region, code", {CODE: t("Digital address")}),
    "GR": Shape(CODE_FIRST, code=r"\d{3} ?\d{2}", example="104 31"),
    "HK": Shape("street, district, region", {REGION: t("Area")}),
    "ID": Shape("street, district, city, region code", {REGION: t("Province")}, FIVE, "10110"),
    "IE": Shape("street, city, region, code", {REGION: t("County"), CODE: t("Eircode")},
                r"[A-Za-z]\d[\dWw] ?[A-Za-z\d]{4}", "D02 AF30"),
    "IL": Shape(CODE_LAST, code=r"\d{5}(\d{2})?", example="9195016"),
    "IN": Shape("street, district, city, region code", PIN | {DISTRICT: t("Locality"), REGION: t("State")},
                r"\d{3} ?\d{3}", "110001"),
    "IT": Shape("street, code city, region", {REGION: t("Province")}, FIVE, "00184"),
    "JP": Shape("code, region, city, street", {REGION: t("Prefecture")}, r"\d{3}-?\d{4}", "100-0001"),
    "KE": Shape("street, district, city, code", {REGION: t("County")}, FIVE, "00100"),
    "KR": Shape("region, city, district, street, code", {REGION: t("Province")}, FIVE, "03051"),
    "LK": Shape("street, district, city code", code=FIVE, example="00100"),
    "MX": Shape("street, district, code city, region", {DISTRICT: t("Neighbourhood"), REGION: t("State")}, FIVE,
                "06000"),
    "MY": Shape("street, code city, region", POSTCODE | {REGION: t("State")}, FIVE, "50000"),
    "NG": Shape("street, district, city code, region", {REGION: t("State")}, SIX, "900001"),
    "NL": Shape(CODE_FIRST, code=r"\d{4} ?[A-Za-z]{2}", example="1011 AC"),
    "NO": Shape(CODE_FIRST, code=FOUR, example="0010"),
    "NZ": Shape("street, district, city code", POSTCODE | {DISTRICT: t("Suburb")}, FOUR, "6011"),
    "PH": Shape("street, district, code city, region", ZIP | {DISTRICT: t("Barangay"), REGION: t("Province")}, FOUR,
                "1000"),
    "PK": Shape("street, district, city code, region", POSTCODE | {REGION: t("Province")}, FIVE, "44000"),
    "PL": Shape(CODE_FIRST, code=r"\d{2}-?\d{3}", example="00-001"),
    "PT": Shape(CODE_FIRST, code=r"\d{4}-?\d{3}", example="1000-001"),
    "RO": Shape("street, code city, region", {REGION: t("County")}, SIX, "010011"),
    "RU": Shape("street, city, region, code", code=SIX, example="101000"),
    "SA": Shape("street, district, city code", code=r"\d{5}(-\d{4})?", example="11564"),
    "SE": Shape(CODE_FIRST, code=r"\d{3} ?\d{2}", example="111 22"),
    "SG": Shape(CODE_LAST, code=SIX, example="018956"),
    "TH": Shape("street, district, city, region code", {REGION: t("Province")}, FIVE, "10100"),
    "TR": Shape("street, district, code city, region", {REGION: t("Province")}, FIVE, "06100"),
    "TW": Shape("code, region, district, street", {REGION: t("City or county")}),
    "UA": Shape("street, city, region, code", {REGION: t("Oblast")}, FIVE, "01001"),
    "US": Shape(STATE_LAST, ZIP | {REGION: t("State")}, r"\d{5}(-\d{4})?", "20500"),
    "VN": Shape("street, district, city, region", {REGION: t("Province")}),
    "ZA": Shape("street, district, city code", {DISTRICT: t("Suburb")}, FOUR, "0001"),
}  # fmt: skip


def shape_of(country: str) -> Shape:
    """Say how addresses of a country are written; one that is not known here has all parts."""
    return SHAPES.get(country, GENERIC)


def fields_of(country: str) -> list[tuple[str, str]]:
    """List the parts of an address of a country in its order, each with what it is called there."""
    shape = shape_of(country)
    return [(part, t(shape.names.get(part, USUAL[part]))) for part in shape.parts]


def written(country: str, parts: Mapping[str, str], country_name: str = "") -> str:
    """Write an address in one line, as its country orders it; parts that it does not use come after them."""
    shape = shape_of(country)
    groups = [" ".join(filter(None, (parts.get(p, "") for p in group.split()))) for group in shape.order.split(", ")]
    others = [parts[part] for part in PARTS if parts.get(part) and part not in shape.parts]
    return ", ".join(filter(None, [*groups, *others, country_name]))


def wrong_code(country: str, code: str) -> str:
    """Say what is wrong with a postal code; "" where its country has no rule, or it keeps to it."""
    shape = shape_of(country)
    if not code or not shape.code or re.fullmatch(shape.code, code):
        return ""
    name = t(shape.names.get(CODE, USUAL[CODE]))
    return t("This is no {name} of that country. It looks like {example}.", name=name, example=shape.example)
