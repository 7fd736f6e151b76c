"""What a person's name may hold: letters of any script as they are written, nothing that only looks like one."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from hms.texts import t

MOST = 200  # characters of one part of a name
MOST_MARKS = 4  # on one letter; more hide the letter
SIGNS = frozenset("'’ʼ‘`´.-‐‑–·・,()/&")
JOINERS = frozenset("\u200c\u200d")  # invisible, and needed in the words of some scripts
JOINING = frozenset({
    "ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA",
    "MALAYALAM", "SINHALA", "MYANMAR", "KHMER", "MONGOLIAN",
})  # fmt: skip
EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"})
DRAWN = frozenset({"MATHEMATICAL", "CIRCLED", "SQUARED", "NEGATIVE", "PARENTHESIZED", "REGIONAL", "DOUBLE-STRUCK"})
BETWEEN_WORDS = re.compile(r"[\s'’ʼ‘`´.\-‐‑–·・,()/&]+")
SPOKEN = {"LATIN": t("Latin"), "CYRILLIC": t("Cyrillic"), "GREEK": t("Greek"), "ARMENIAN": t("Armenian")}


def script_of(letter: str) -> str:
    """Name the script of a letter, such as LATIN; "" for signs, digits and marks that any script uses."""
    if unicodedata.category(letter) not in {"Lu", "Ll", "Lt", "Lo"}:
        return ""
    word = unicodedata.name(letter, "").split(" ")[0]
    return "EAST ASIAN" if word in EAST_ASIAN else word


def scripts_mixed(text: str) -> tuple[str, list[str]]:
    """Find the first word whose letters come from several scripts, and name them; ("", []) where there is none."""
    for word in BETWEEN_WORDS.split(text):
        found = sorted({script for letter in word if (script := script_of(letter))})
        if len(found) > 1:
            return word, found
    return "", []


def _odd(text: str) -> bool:
    """Tell whether a character is no part of any written name: invisible, a picture, a control character."""
    for place, letter in enumerate(text):
        if letter in JOINERS and _joins(text, place):
            continue
        kind = unicodedata.category(letter)
        if not (kind[0] in "LM" or kind == "Nd" or letter == " " or letter in SIGNS):
            return True
        if unicodedata.name(letter, "").split(" ")[0] in DRAWN:
            return True
    return False


def _joins(text: str, place: int) -> bool:
    """Tell whether an invisible joiner stands inside a word of a script that is written with it."""
    before = [letter for letter in text[:place] if unicodedata.category(letter)[0] != "M"]
    return bool(before) and place + 1 < len(text) and script_of(before[-1]) in JOINING


def _crowded(text: str) -> bool:
    row = 0
    for letter in unicodedata.normalize("NFD", text):
        row = row + 1 if unicodedata.category(letter) == "Mn" else 0
        if row > MOST_MARKS:
            return True
    return False


def written_name(value: str) -> str:
    """Judge a part of a name, and give it with single spaces in Unicode's composed form. Raises ValueError in words."""
    if len(value) > MOST:
        raise ValueError(t("Use at most {n} characters.", n=MOST))
    text = " ".join(unicodedata.normalize("NFC", value).split(" ")).strip()
    if _odd(text) or _crowded(text):
        raise ValueError(
            t("Use letters as they are written in the name, without invisible or control characters, and no pictures.")
        )
    word, scripts = scripts_mixed(text)
    if scripts:
        named = t(" and ").join(t(SPOKEN.get(one, one.capitalize())) for one in scripts)
        raise ValueError(
            t("“{word}” mixes {scripts} letters, which may look alike. Type the word anew.", word=word, scripts=named)
        )
    if text and not any(unicodedata.category(letter)[0] == "L" for letter in text):
        raise ValueError(t("Write the name in letters."))
    return " ".join(text.split())


def _short(value: object) -> object:
    """Look at no more than a name can be long, however much was sent."""
    if isinstance(value, str) and len(value) > 10 * MOST:
        raise ValueError(t("Use at most {n} characters.", n=MOST))
    return value


def _given(value: str) -> str:
    if not value:
        raise ValueError(t("Please fill this in."))
    return value


PersonName = Annotated[str, BeforeValidator(_short), AfterValidator(written_name)]  # may be empty
NeededName = Annotated[PersonName, AfterValidator(_given)]
