"""Every design decision of the product: colour, space, radius, size, type. No other file invents a number."""

from types import SimpleNamespace

# role: (light, dark). Text roles reach 4.5:1 on every ground they are used on; line_strong reaches 3:1.
PALETTE: dict[str, tuple[str, str]] = {
    "page": ("#f6f7f8", "#0f1214"),
    "surface": ("#ffffff", "#171b1e"),
    "sunken": ("#f0f2f4", "#1e2327"),
    "line": ("#e2e6e9", "#2b3236"),
    "line_mid": ("#c6ced3", "#414b51"),
    "line_strong": ("#7f8a92", "#738088"),
    "ink": ("#12181b", "#eceff1"),
    "ink_2": ("#47525a", "#b6c0c6"),
    "ink_3": ("#5d6870", "#97a3aa"),
    "accent": ("#0d6170", "#53b7c5"),
    "accent_hover": ("#094c58", "#74c9d5"),
    "accent_ink": ("#0b5562", "#79ccd8"),
    "accent_soft": ("#e2f0f2", "#12323a"),
    "accent_line": ("#a9d0d6", "#24565f"),
    "on_accent": ("#ffffff", "#05252b"),
    "danger": ("#c22b23", "#f0685f"),
    "danger_ink": ("#a8201a", "#ff9d95"),
    "danger_soft": ("#fcebea", "#331a19"),
    "on_danger": ("#ffffff", "#2b0805"),
    "warn": ("#c67c00", "#e0a13a"),
    "warn_ink": ("#7a4b00", "#f3bd63"),
    "warn_soft": ("#fdf1db", "#372810"),
    "ok": ("#2b8a50", "#4fb877"),
    "ok_ink": ("#1b6538", "#7fd39d"),
    "ok_soft": ("#e4f4ea", "#142f1f"),
    "info": ("#3a72c8", "#6c9fea"),
    "info_ink": ("#24539c", "#9ac0f8"),
    "info_soft": ("#e8f0fb", "#182a45"),
    "quiet": ("#7f8a92", "#738088"),
    "quiet_ink": ("#47525a", "#b6c0c6"),
    "quiet_soft": ("#f0f2f4", "#1e2327"),
}
SPACES = {"0": "0", "hair": "2px", "xs": "4px", "sm": "8px", "md": "12px", "lg": "16px", "xl": "24px", "xxl": "32px"}
SPACES["huge"] = "48px"
RADII = {"sm": "4px", "control": "6px", "md": "8px", "lg": "12px", "full": "999px"}
SIZES = {
    "nav": "216px",
    "rail": "64px",
    "top": "56px",
    "bottom": "64px",
    "head": "138px",  # what stands above the day board
    "thumb-head": "194px",  # the same on phones
    "side": "320px",
    "note": "360px",
    "form": "744px",
    "read": "680px",
    "page": "1320px",
    "sign": "440px",
    "tap": "44px",
    "control": "36px",
    "row": "40px",
    "tile": "36px",
    "avatar": "32px",
    "time": "56px",
    "column": "156px",
    "slot": "12px",  # five minutes on the board
    "minute": "1.9px",  # a minute on a doctor's day
    "edge": "3px",
    # What is read from five metres grows with the screen: a letter of 25 mm, which is 1/25 of a wall screen's height.
    "call": "min(36vh, 22vw)",
    "calls": "min(10vh, 7vw)",
    "wait": "min(7vh, 5vw)",
    "aside": "min(3.6vh, 3.2vw)",
    "gap": "min(3.4vh, 2.4vw)",
    "key": "min(88px, 9vh)",  # of a kiosk
}
ICONS = SimpleNamespace(xs=14, sm=16, md=18, lg=22, xl=28)

# kind: size, line height, weight, tracking
TYPE: dict[str, tuple[str, str, int, str]] = {
    "display": ("28px", "34px", 650, "-0.021em"),
    "title": ("20px", "28px", 620, "-0.014em"),
    "heading": ("15px", "22px", 620, "-0.008em"),
    "figure": ("24px", "30px", 600, "-0.02em"),
    "reading": ("16px", "24px", 420, "-0.006em"),
    "body": ("14px", "20px", 420, "-0.004em"),
    "strong": ("14px", "20px", 580, "-0.004em"),
    "number": ("14px", "20px", 480, "0"),
    "small": ("13px", "18px", 420, "0"),
    "label": ("12px", "16px", 540, "0.005em"),
    "tiny": ("11px", "14px", 520, "0.01em"),
}
# What a patient reads is larger: the same kinds inside .h-reading.
READING: dict[str, tuple[str, str, int, str]] = {
    "heading": ("17px", "24px", 620, "-0.01em"),
    "body": ("16px", "24px", 420, "-0.006em"),
    "strong": ("16px", "24px", 580, "-0.006em"),
    "number": ("16px", "24px", 480, "0"),
    "small": ("14px", "20px", 420, "-0.004em"),
    "label": ("13px", "18px", 540, "0"),
    "tiny": ("12px", "16px", 520, "0.005em"),
}
TONES = ("accent", "info", "ok", "warn", "danger", "quiet")


def _name(role: str) -> str:
    return f"--h-{role.replace('_', '-')}"


C = SimpleNamespace(**{role: f"var({_name(role)})" for role in PALETTE}, none="transparent")
SPACE = SimpleNamespace(**{k if k != "0" else "zero": f"var(--h-space-{k})" for k in SPACES})
RADIUS = SimpleNamespace(**{k: f"var(--h-radius-{k})" for k in RADII})
SIZE = SimpleNamespace(**{k: f"var(--h-size-{k})" for k in SIZES})
LINE = SimpleNamespace(hair=f"1px solid {C.line}", strong=f"1px solid {C.line_strong}", accent=f"1px solid {C.accent}")


def colours(column: int) -> str:
    """Write the palette as custom properties; column 0 is light, 1 is dark."""
    return "".join(f"{_name(role)}:{pair[column]};" for role, pair in PALETTE.items())


def measures() -> str:
    """Write space, radius and size as custom properties."""
    groups = (("space", SPACES), ("radius", RADII), ("size", SIZES))
    return "".join(f"--h-{group}-{name}:{value};" for group, values in groups for name, value in values.items())
