"""The one stylesheet, for Reflex pages and plain HTML alike, made of the tokens and the files in css/."""

from pathlib import Path

from hms.components.statuses import STATUS
from hms.components.theme import PALETTE, READING, TONES, TYPE, colours, measures

CSS = Path(__file__).parent / "css"
ORDER = (
    "base",
    "layout",
    "shell",
    "menu",
    "subnav",
    "controls",
    "forms",
    "surfaces",
    "feedback",
    "tables",
    "requests",
    "board",
    "booking",
    "calendar",
    "waiting_room",
    "time",
    "people",
    "talking",
    "charts",
    "documents",
)
FAMILY = 'Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif'
# The parts of Inter, and the characters each one holds: a browser fetches only those it meets.
FACES = {
    "cyrillic": "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116",
    "greek": "U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF",
    "vietnamese": "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,"
    "U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,"
    "U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,"
    "U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
}


def font_file(part: str) -> str:
    """Name the file that holds one part of Inter."""
    return f"inter-{part}-wght-normal.woff2"


def fonts() -> str:
    """Declare the parts of Inter, served from /fonts; a reader whose script is not in them gets a system font."""
    face = "@font-face{{font-family:Inter;font-style:normal;font-weight:100 900;font-display:swap;"
    face += 'src:url("/fonts/{}") format("woff2");unicode-range:{}}}'
    return "\n".join(face.format(font_file(part), reach) for part, reach in FACES.items())


def _face(kind: tuple[str, str, int, str]) -> str:
    size, height, weight, tracking = kind
    # In rem, so that a reader who asks the browser for larger letters gets them.
    grown = "font-size:{}rem;line-height:{}rem;".format(*(int(px.removesuffix("px")) / 16 for px in (size, height)))
    return f"{grown}font-weight:{weight};letter-spacing:{tracking};"


def classes() -> str:
    """Write the classes that follow from the tables: type, text colour, tone, status."""
    kinds = [f".t-{name}{{{_face(kind)}}}" for name, kind in TYPE.items()]
    kinds += [f".h-reading .t-{name}{{{_face(kind)}}}" for name, kind in READING.items()]
    inks = [f".c-{role.replace('_', '-')}{{color:var(--h-{role.replace('_', '-')})}}" for role in PALETTE]
    users = {tone: [f".tone-{tone}", *(f".is-{k}" for k, s in STATUS.items() if s.tone == tone)] for tone in TONES}
    tones = [
        f"{','.join(who)}{{--tone:var(--h-{tone});--tone-ink:var(--h-{tone}-ink);--tone-soft:var(--h-{tone}-soft)}}"
        for tone, who in users.items()
    ]
    return "\n".join([*kinds, ".t-number{font-variant-numeric:tabular-nums}", *inks, *tones])


def stylesheet() -> str:
    """Put the stylesheet together. Dark follows the .dark class, or the system where no class says otherwise."""
    dark = f"color-scheme:dark;{colours(1)}"
    head = [
        fonts(),
        f":root{{color-scheme:light;--h-family:{FAMILY};{measures()}{colours(0)}}}",
        f"@media screen{{.dark{{{dark}}}}}",
        f"@media screen and (prefers-color-scheme:dark){{:root:not(.light){{{dark}}}}}",
        classes(),
    ]
    parts = [(CSS / f"{name}.css").read_text("utf-8") for name in (*ORDER, "plain", "print")]
    return "\n".join([*head, *parts])


def write(assets: Path) -> None:
    """Write tokens.css into the assets folder."""
    assets.mkdir(parents=True, exist_ok=True)
    (assets / "tokens.css").write_text(stylesheet(), "utf-8")
