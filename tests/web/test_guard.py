"""The app does not start open: a handler without a policy, an argument without a type, a foreign configuration."""

from types import SimpleNamespace
from typing import Any

import pytest

from hms.permissions import GRANTS, Permission, Role
from hms.web import arguments, guard
from hms.web.policies import POLICIES, Rule, declared, marked
from hms.web.reflex_private import handlers
from hms.web.screen import Screen


def test_a_handler_without_a_policy_keeps_the_app_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def delete_everything(self: Any) -> None: ...

    naked = SimpleNamespace(fn=delete_everything, state=None)
    monkeypatch.setattr(guard, "handlers", lambda: {"hms.pages.admin.wipe": naked})
    with pytest.raises(guard.UndeclaredHandler, match=r"hms\.pages\.admin\.wipe"):
        guard.harden(SimpleNamespace())  # type: ignore[arg-type]


def test_a_screen_that_does_not_say_what_it_needs_has_no_policy() -> None:
    async def book(self: Any) -> None: ...

    assert declared(SimpleNamespace(fn=marked(book, Rule.SCREEN), state=SimpleNamespace())) is None


def test_an_argument_without_a_type_is_refused() -> None:
    def open_record(self: Any, number) -> None: ...  # type: ignore[no-untyped-def]

    handler = SimpleNamespace(fn=open_record, _get_type_hints=dict)
    with pytest.raises(TypeError, match="number"):
        arguments.known_arguments(handler)


def test_a_configuration_that_is_not_ours_is_refused() -> None:
    ours = {"app_name": "hms", "cors_allowed_origins": ("http://127.0.0.1:8000",), "transport": "websocket"}
    guard.check_config(SimpleNamespace(**ours))
    for wrong in ({"app_name": ""}, {"cors_allowed_origins": ("*",)}, {"transport": "polling"}):
        with pytest.raises(RuntimeError):
            guard.check_config(SimpleNamespace(**{**ours, **wrong}))


def test_every_handler_has_a_policy_and_none_sets_vars(put_together: Any) -> None:
    assert set(handlers()) == set(POLICIES)
    assert not any(name.endswith(".setvar") or ".set_" in name.replace("set_is_hydrated", "") for name in POLICIES)


def test_the_policy_of_a_screens_handlers_is_what_the_screen_needs(put_together: Any) -> None:
    ours = {
        name: handler for name, handler in handlers().items() if handler.state and issubclass(handler.state, Screen)
    }
    assert ours
    for name, handler in ours.items():
        expected = Rule.INTERNAL if name.endswith(".refresh") else handler.state.needs
        assert POLICIES[name] is expected and (expected is Rule.INTERNAL or isinstance(expected, Permission))


def test_pages_lie_under_the_address_of_the_role_they_are_for(put_together: Any) -> None:
    from hms.pages import all_pages
    from hms.web.paths import role_of

    for page in all_pages():
        role = role_of(page.route)
        assert role in GRANTS[page.screen.needs], page.route
        assert role is not Role.VISITOR
