"""The look holds its promises: readable colours, one stylesheet, states that are never colour alone."""

import re

import pytest
import reflex as rx
from jinja2 import Environment, FileSystemLoader
from pydantic import BaseModel

import hms.web
from hms.components import stylesheet
from hms.components.badges import allergies, status
from hms.components.forms import error_of, field
from hms.components.native_form import native_form
from hms.components.nav import NAV
from hms.components.shell import shell
from hms.components.statuses import STATUS
from hms.components.theme import PALETTE, TONES
from hms.permissions import Role
from hms.texts import t


class Me(BaseModel):
    name: str
    initials: str
    subtitle: str
    acting: str


GROUNDS = ("page", "surface", "sunken", "accent_soft")
TEXT = [(ink, ground) for ink in ("ink", "ink_2", "ink_3", "accent_ink") for ground in GROUNDS]
TEXT += [(f"{tone}_ink", f"{tone}_soft") for tone in TONES] + [(f"{tone}_ink", "surface") for tone in TONES]
TEXT += [("ink", f"{tone}_soft") for tone in TONES] + [("on_accent", "accent"), ("on_danger", "danger")]
EDGES = [("line_strong", "surface"), ("accent", "surface"), *[(tone, "surface") for tone in TONES]]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_readable_on_every_ground_it_stands_on(ink, ground, mode):
    assert contrast(PALETTE[ink][mode], PALETTE[ground][mode]) >= 4.5


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_that_carry_meaning_are_visible(edge, ground, mode):
    assert contrast(PALETTE[edge][mode], PALETTE[ground][mode]) >= 3


def test_every_state_has_a_tone_an_icon_and_a_word_of_its_own():
    assert all(state.tone in TONES and state.mark and state.word for state in STATUS.values())
    assert len({(state.mark, state.word) for state in STATUS.values()}) == len(STATUS)


def test_a_status_shows_its_word_also_when_only_the_browser_knows_it():
    assert "Waiting" in str(status("arrived"))
    late = str(status(rx.Var("state.status", _var_type=str)))
    assert all(state.word in late for state in STATUS.values())


def test_no_known_allergies_is_said_and_an_allergy_is_red():
    drawn = str(allergies(rx.Var("state.allergies", _var_type=list[str])))
    assert "No allergies recorded" in drawn
    assert "tone-danger" in drawn


def test_a_field_points_to_its_hint_and_its_error():
    drawn = str(field("Email", "email", hint="We write rarely", errors={"email": "Write an address"}))
    assert '"aria-describedby":"email-hint email-error"' in drawn.replace(" :", ":").replace(": ", ":")
    assert "Write an address" in drawn
    assert error_of({}, "email") == ""


def test_signing_out_is_a_native_form():
    drawn = str(native_form("/sign-out"))
    assert '"form"' in drawn
    assert "onSubmit" not in drawn


def test_the_shell_lists_only_what_the_role_may_open():
    me = rx.Var("state.me").to(Me)
    for role, places in NAV.items():
        drawn = str(shell(me, role, places[0].href, clinic="Hillside"))
        others = {place.href for other, listed in NAV.items() if other is not role for place in listed}
        assert all(f'"{place.href}"' in drawn for place in places)
        assert not any(f'"{href}"' in drawn for href in others)


def test_the_stylesheet_knows_every_variable_it_uses():
    css = stylesheet.stylesheet()
    used, known = set(re.findall(r"var\((--h-[\w-]+)", css)), set(re.findall(r"(--h-[\w-]+):", css))
    assert used <= known


def test_the_stylesheet_asks_nobody_else_for_anything(tmp_path):
    stylesheet.write(tmp_path)
    css = (tmp_path / "tokens.css").read_text("utf-8")
    assert set(re.findall(r'url\("([^"]+)"\)', css)) == {
        f"/fonts/{stylesheet.font_file(part)}" for part in stylesheet.FACES
    }
    assert "@import" not in css


PAGE = """{% extends "base.html" %}{% import "_form.html" as f with context %}{% block title %}Sign in{% endblock %}
{% block main %}{{ f.error_summary(errors) }}
{{ f.field("email", "Email", value=typed, error=errors.email) }}{% endblock %}"""


def test_a_plain_page_keeps_what_was_typed_escaped_and_ties_the_error_to_its_field():
    folder = f"{next(iter(hms.web.__path__))}/templates"
    pages = Environment(loader=FileSystemLoader(folder), autoescape=True)
    pages.globals["t"] = t
    said = pages.from_string(PAGE).render(clinic="Hill <side>", typed='"><b>', errors={"email": "Write an address"})
    assert "Hill &lt;side&gt;" in said
    assert "<b>" not in said
    assert 'aria-describedby="email-error" aria-invalid="true"' in said
    assert "<script" not in said


def test_every_role_that_signs_in_has_somewhere_to_go():
    assert set(NAV) == {Role.PATIENT, Role.DOCTOR, Role.RECEPTIONIST, Role.ADMINISTRATOR}
