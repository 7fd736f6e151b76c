"""Setting a paper as PDF: the data is handed over as JSON and never becomes a part of the template."""

import io
from functools import cache
from typing import Any, Literal

import fontpkg_noto_sans_devanagari as devanagari
import segno
import typst

from hms.errors import NotPossible
from hms.texts import t

LINE = 68  # signs of an address beside its code
# PDF/A-2u: to be kept for years, each sign of it readable by machines, and none drawn as an empty box.
KIND: Literal["a-2u"] = "a-2u"


@cache
def _fonts(of_this_machine: bool) -> typst.Fonts:
    own = devanagari.ROOT / "files"
    return typst.Fonts(include_system_fonts=of_this_machine, include_embedded_fonts=True, font_paths=[str(own)])


def pdf(template: bytes, given: str, cannot: str) -> bytes:
    """Set a paper as PDF/A-2u from its template and its data as JSON.

    Letters that neither typst nor the clinic brings along are looked for among this machine's own. Raises NotPossible,
    worded by `cannot`, where they are not there either: a name with a gap in it must not leave the house.
    """
    return bytes(_set(template, given, cannot, {"format": "pdf", "pdf_standards": KIND}))


def whole(template: bytes, given: str) -> bytes:
    """Set a paper that nothing may keep from its reader: as pdf() does, and where a letter is in no typeface of this
    machine, as a plain PDF with an empty box in its place.
    """
    try:
        return pdf(template, given, "")
    except NotPossible:
        return bytes(_compiled(template, given, True, {"format": "pdf"}))


def pictures(template: bytes, given: str, dots_per_inch: float) -> list[bytes]:
    """Set a paper as pictures of its pages, PNG, to be looked at before it is one."""
    made = _set(template, given, "", {"format": "png", "ppi": dots_per_inch})
    return made if isinstance(made, list) else [made]


def _set(template: bytes, given: str, cannot: str, how: dict[str, Any]) -> Any:
    for of_this_machine in (False, True):
        try:
            return _compiled(template, given, of_this_machine, how)
        except typst.TypstError as problem:
            if "could not be displayed" not in problem.message:
                raise
    raise NotPossible(
        cannot, t("It has letters that no typeface of this machine knows. Ask the administrator to install one.")
    )


def _compiled(template: bytes, given: str, of_this_machine: bool, how: dict[str, Any]) -> Any:
    return typst.compile(
        template, sys_inputs={"paper": given}, font_paths=_fonts(of_this_machine), ignore_system_fonts=not of_this_machine,
        **how,
    )  # fmt: skip


def lines(link: str) -> list[str]:
    """Break an address to fit beside its code; a break that a reader could take for a sign of it is none."""
    return [link[at : at + LINE] for at in range(0, len(link), LINE)]


def code(link: str) -> str:
    """Draw an address as a QR code, in SVG."""
    drawn = io.BytesIO()
    segno.make_qr(link, error="l").save(drawn, kind="svg", border=0, xmldecl=False, nl=False)
    return drawn.getvalue().decode()
