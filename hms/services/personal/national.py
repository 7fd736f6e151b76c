"""Numbers that a country gives its people, held to the public rule of each where there is one."""

from typing import NamedTuple

from babel import Locale
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from hms.errors import Invalid
from hms.texts import LANGUAGE, t

PASSPORT, OTHER = "passport", "other"


class Kind(NamedTuple):
    """A kind of number: the module of python-stdnum that knows its rule, how it is called, FHIR's system of it."""

    module: str
    name: str
    system: str = ""


KINDS: dict[str, tuple[Kind, ...]] = {
    "AR": (Kind("dni", "DNI"),),
    "AT": (Kind("vnr", "Sozialversicherungsnummer"),),
    "BE": (Kind("nn", "Rijksregisternummer"),),
    "BG": (Kind("egn", "EGN"),),
    "BR": (Kind("cpf", "CPF", "http://rnds.saude.gov.br/fhir/r4/NamingSystem/cpf"),),
    "CA": (Kind("bc_phn", "BC personal health number"), Kind("sin", "Social insurance number")),
    "CH": (Kind("ssn", "AHV-Nummer", "urn:oid:2.16.756.5.32"),),
    "CL": (Kind("rut", "RUT"),),
    "CN": (Kind("ric", "居民身份证"),),
    "CR": (Kind("cpf", "Cédula"),),
    "CU": (Kind("ni", "Número de identidad"),),
    "CZ": (Kind("rc", "Rodné číslo"),),
    "DE": (Kind("idnr", "Steuer-Identifikationsnummer"),),
    "DK": (Kind("cpr", "CPR-nummer", "urn:oid:1.2.208.176.1.2"),),
    "DO": (Kind("cedula", "Cédula"),),
    "EC": (Kind("ci", "Cédula"),),
    "EE": (Kind("ik", "Isikukood"),),
    "ES": (Kind("dni", "DNI"), Kind("nie", "NIE")),
    "FI": (Kind("hetu", "Henkilötunnus", "urn:oid:1.2.246.21"),),
    "FR": (Kind("nir", "Numéro de sécurité sociale", "urn:oid:1.2.250.1.213.1.4.8"),),
    "GB": (Kind("nhs", "NHS number", "https://fhir.nhs.uk/Id/nhs-number"),),
    "GR": (Kind("amka", "ΑΜΚΑ"),),
    "HR": (Kind("oib", "OIB"),),
    "ID": (Kind("nik", "NIK"),),
    "IE": (Kind("pps", "PPS number"),),
    "IL": (Kind("idnr", "Mispar zehut"),),
    "IN": (Kind("aadhaar", "Aadhaar"), Kind("epic", "Voter ID"), Kind("pan", "PAN")),
    "IS": (Kind("kennitala", "Kennitala"),),
    "IT": (Kind("codicefiscale", "Codice fiscale", "http://hl7.it/sid/codiceFiscale"),),
    "KR": (Kind("rrn", "주민등록번호"),),
    "LT": (Kind("asmens", "Asmens kodas"),),
    "MX": (Kind("curp", "CURP"),),
    "MY": (Kind("nric", "NRIC"),),
    "NL": (Kind("bsn", "BSN", "http://fhir.nl/fhir/NamingSystem/bsn"),),
    "NO": (Kind("fodselsnummer", "Fødselsnummer", "urn:oid:2.16.578.1.12.4.1.4.1"),),
    "PE": (Kind("cui", "CUI"),),
    "PK": (Kind("cnic", "CNIC"),),
    "PL": (Kind("pesel", "PESEL", "urn:oid:2.16.840.1.113883.3.4424.1.1.616"),),
    "PT": (Kind("cc", "Cartão de cidadão"),),
    "RO": (Kind("cnp", "CNP"),),
    "SE": (Kind("personnummer", "Personnummer", "urn:oid:1.2.752.129.2.1.3.1"),),
    "SI": (Kind("emso", "EMŠO"),),
    "SK": (Kind("rc", "Rodné číslo"),),
    "TH": (Kind("pin", "Personal number"),),
    "TR": (Kind("tckimlik", "T.C. kimlik numarası"),),
    "UA": (Kind("rntrc", "РНОКПП"),),
    "US": (Kind("ssn", "Social security number", "http://hl7.org/fhir/sid/us-ssn"),),
    "ZA": (Kind("idnr", "ID number"),),
}
ANYWHERE = ((PASSPORT, t("Passport")), (OTHER, t("Other number")))


def kinds_of(country: str) -> list[tuple[str, str]]:
    """List (kind, name) of the numbers that can be taken down for a country."""
    return [*((kind.module, kind.name) for kind in KINDS.get(country, ())), *((k, t(name)) for k, name in ANYWHERE)]


def kind_words(country: str, kind: str) -> str:
    """Say what a number is, with the country that gave it."""
    name = dict(kinds_of(country)).get(kind, kind) or t("Number")
    where = Locale.parse(LANGUAGE.get()).territories.get(country, "") if country else ""
    return t("{kind}, {country}", kind=name, country=where) if where else name


def system_of(country: str, kind: str) -> str:
    """Name the system of a number as FHIR does; "" for one that says nothing by itself."""
    if kind == OTHER:
        return ""
    if kind == PASSPORT:
        return f"urn:hms:passport:{country}"
    known = next((one for one in KINDS.get(country, ()) if one.module == kind), None)
    return (known and known.system) or f"urn:hms:national:{country}:{kind}"


def checked(country: str, kind: str, value: str, field: str) -> str:
    """Give a number in its usual form. Raises Invalid, in words, for one that breaks its country's rule."""
    if kind not in dict(kinds_of(country)):
        raise Invalid(**{field: t("Choose which number this is.")})
    if kind == PASSPORT and not country:
        raise Invalid(**{field: t("Choose the country of the passport.")})
    module = None if kind in {PASSPORT, OTHER} else get_cc_module(country.lower(), kind)
    if module is None:
        return " ".join(value.split())
    try:
        valid = module.validate(value)
    except ValidationError as problem:
        name = kind_words(country, kind)
        words = t("This is no {name}: a digit is wrong, or one is missing.", name=name)
        raise Invalid(**{field: words}) from problem
    return str(module.format(valid)) if hasattr(module, "format") else str(valid)
