"""What hms/web/reflex_private.py relies on in this very version of Reflex. When one of these fails, read that module."""

import importlib
import inspect
import logging
from importlib.metadata import version
from typing import Any

import pytest
import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex.state import State
from reflex_base.environment import environment

from hms.web import frontend, reflex_private
from tests.web.trial import Trial


def test_the_version() -> None:
    assert version("reflex") == "0.10.1"


def test_the_socket_namespace_and_the_server_have_the_parts_we_stand_before(put_together: Any) -> None:
    app = put_together[0]
    space = type(app.event_namespace)
    expected = {
        space.on_connect: ["self", "sid", "environ", "auth"],
        space.on_disconnect: ["self", "sid"],
        space.on_event: ["self", "sid", "data"],
        space.emit_update: ["self", "update", "token"],
        type(app.sio)._handle_event: ["self", "eio_sid", "namespace", "id", "data"],
    }
    for function, names in expected.items():
        assert list(inspect.signature(function).parameters) == names, function
    ours = {name for name in dir(space) if name.startswith("on_")}
    assert ours == {"on_connect", "on_disconnect", "on_event", "on_ping", "on_client_error"}  # a new one needs a guard
    assert isinstance(app.event_namespace._token_manager.token_to_socket, dict)
    assert isinstance(app.event_namespace.sid_to_token, dict)


def test_only_websockets_are_spoken(put_together: Any) -> None:
    app = put_together[0]
    assert app.sio.eio.transports == ["websocket"] and app.sio.eio.allow_upgrades is False


def test_states_are_kept_in_memory_and_can_be_dropped(put_together: Any) -> None:
    manager = put_together[0].state_manager
    assert isinstance(manager, StateManagerMemory)
    assert list(inspect.signature(manager._purge_token).parameters) == ["token"]
    assert manager.token_expiration == 900 and isinstance(manager._states_locks, dict)


def test_the_frameworks_own_handlers_are_the_ones_we_know(put_together: Any) -> None:
    known = {reflex_private.HYDRATE, reflex_private.NAVIGATE, *reflex_private.BY_SERVER}
    assert {name for name in reflex_private.handlers() if name.split(".")[-2].startswith("reflex___")} == known


def test_every_state_gets_a_setvar_and_loses_it(put_together: Any) -> None:
    assert "setvar" in State.event_handlers  # so removing it from the registry is still needed
    assert not any(name.endswith("setvar") for name in reflex_private.handlers())


def test_the_methods_of_a_screen_are_not_callable(put_together: Any) -> None:
    assert {"ask", "say", "go", "watches", "route_arg"}.isdisjoint(Trial.event_handlers)
    assert {"load", "open", "refresh", "dismiss", "echo"} <= set(Trial.event_handlers)
    assert "needs" not in Trial.vars and Trial.get_parent_state() is State


def test_the_frame_of_every_page_has_no_toasts() -> None:
    assert [name for _, name in reflex_private.FRAME] == ["ErrorBoundary"]
    names = {name for _, name in rx.App.__dataclass_fields__["app_wraps"].default_factory()}
    assert names == {"ErrorBoundary", "Overlay", "ExtraOverlay"}


def test_the_inner_settings_still_have_their_names() -> None:
    inner = {name for name in frontend.serving_environment() if name.startswith("__")}
    assert inner == {"__REFLEX_SKIP_COMPILE", "__REFLEX_MOUNT_FRONTEND_COMPILED_APP"}
    assert {getattr(environment, name.strip("_")).name for name in inner} == inner


def test_the_logs_that_would_quote_an_event_keep_only_their_place(
    put_together: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for name in reflex_private.QUOTING:
        logger = logging.getLogger(name)
        assert importlib.import_module(name).logger is logger
        logger.error("Error in %s", "asha's own words", exc_info=OSError("asha's own words"))
    assert len(caplog.records) == len(reflex_private.QUOTING)
    assert "asha" not in caplog.text


def test_a_page_that_connects_again_is_not_sent_the_defaults_first(put_together: Any) -> None:
    names = {state.get_full_name() for state in _all_states(State)}
    digest, *hashes = reflex_private.held_already()
    assert digest and len(hashes) == len(names)


def _all_states(root: type[State]) -> list[type[State]]:
    return [root, *(below for child in root.get_substates() for below in _all_states(child))]
