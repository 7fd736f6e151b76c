"""Inter (SIL Open Font Licence) comes with the frontend packages and is copied beside the built pages."""

import shutil
from pathlib import Path

import reflex as rx
from reflex.utils import prerequisites

from hms.components.stylesheet import FACES, font_file

PACKAGE = "@fontsource-variable/inter"
VERSION = "5.3.0"


def copy_fonts(node_modules: Path, site: Path) -> list[Path]:
    """Copy the parts of Inter that the stylesheet names, and their licence, to /fonts of a site."""
    source, target = node_modules / PACKAGE, site / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    names = {source / "files" / font_file(part): font_file(part) for part in FACES}
    names[source / "LICENSE"] = "OFL.txt"
    return [Path(shutil.copyfile(path, target / name)) for path, name in names.items()]


class InterFont(rx.plugins.Plugin):
    """The build step that installs Inter with the other frontend packages and publishes it."""

    def get_frontend_development_dependencies(self, **context: object) -> list[str]:
        """Name the package to install; as a development dependency it is not bundled into the pages a second time."""
        return [f"{PACKAGE}@{VERSION}"]

    def post_build(self, **context: object) -> None:
        """Copy the fonts beside the finished pages."""
        copy_fonts(prerequisites.get_web_dir() / "node_modules", Path(str(context["static_dir"])))
