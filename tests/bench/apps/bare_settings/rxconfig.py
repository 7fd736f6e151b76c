"""What bare Reflex is told: the same as the clinic's own settings, as far as they bear on an event."""

import reflex as rx

config = rx.Config(
    app_name="bare",
    app_module_import="tests.bench.apps.bare",
    transport="websocket",
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    disable_plugins=[rx.plugins.SitemapPlugin],
    telemetry_enabled=False,
    show_built_with_reflex=False,
)
