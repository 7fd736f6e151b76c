"""Bringing the reader to what a screen has to say: the first wrong field, else the notice on top of the page."""

import reflex as rx

LOOK = """
  const find = (what) => document.querySelector(what);
  const wrong = find('main [aria-invalid="true"], main .h-field-error');
  const place = wrong || find('main .h-notices .h-notice');
  if (wrong) wrong.focus({ preventScroll: true });
  if (place) place.scrollIntoView({ block: 'center' });
"""


class Attention(rx.Fragment):
    """Draws nothing; moves the page whenever a new notice or new errors come, and only then."""

    title: rx.Var[str]
    errors: rx.Var[dict[str, str]]

    def add_imports(self) -> dict[str, str]:
        """Name what the hook below uses."""
        return {"react": "useEffect"}

    def add_hooks(self) -> list[rx.Var]:
        """Look for the place after each answer that says something."""
        hook = f"useEffect(() => {{ if ({self.title!s}) {{ {LOOK} }} }}, [{self.title!s}, {self.errors!s}])"
        return [
            rx.Var(hook, _var_data=rx.vars.VarData.merge(*(v._get_all_var_data() for v in (self.title, self.errors))))
        ]

    def _exclude_props(self) -> list[str]:
        return ["title", "errors"]
