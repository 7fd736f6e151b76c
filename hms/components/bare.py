"""The frame of a screen that belongs to a room and not to a person: no navigation, no menu, no way out."""

import reflex as rx

from hms.components.feedback import connection_lost


def bare(looks: str, *content: rx.Component) -> rx.Component:
    """Frame what a screen or a kiosk shows, under the word that the connection is lost."""
    main = rx.el.main(*content, id="main", tab_index=-1, class_name=looks)
    return rx.el.div(connection_lost(), main, class_name="h-bare")
