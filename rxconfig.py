"""What Reflex must know; everything else is in hms/config.py."""

import reflex as rx

from hms.components.calendar.code import CalendarCode
from hms.components.fonts import InterFont
from hms.config import settings

config = rx.Config(
    app_name="hms",
    app_module_import="hms.app",
    transport="websocket",  # polling would need every request of a socket to reach the same worker
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,  # the default writes every state to disk
    redis_token_expiration=900,  # seconds; also how long the memory manager keeps an abandoned state
    cors_allowed_origins=settings().origins,
    plugins=[InterFont(), CalendarCode()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    react_strict_mode=False,
)
