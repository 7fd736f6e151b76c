"""A patient's photo, and the way to take one: a camera where the device has one, else a file."""

import json

import reflex as rx

from hms.components.layout import Text, icon, row
from hms.components.theme import ICONS
from hms.texts import t

MOST_BYTES = 10 * 1024 * 1024
# The record tells its pages that there is another photo; here only what went wrong is said, beside the button.
SEND = """async () => {
  const [input, said] = ["photo-file", "photo-said"].map((id) => document.getElementById(id)), words = WORDS;
  const file = input?.files?.[0];
  if (!file) return;
  const type = file.type || "application/octet-stream", url = input.dataset.to;
  input.value = "";
  said.textContent = words.busy;
  const sent = async () => {
    if (file.size > MOST) return words.large;
    const answer = await fetch(url, { method: "POST", body: file, headers: { "Content-Type": type } });
    if (answer.status === 401) location.assign("/sign-in");
    if (answer.ok) return "";
    if (answer.status === 422) return (await answer.json()).body;
    return answer.status === 413 ? words.large : words.lost;
  };
  said.textContent = await sent().catch(() => words.lost);
}"""


def photo(patient_id: rx.Var, version: rx.Var, initials: Text, name: Text) -> rx.Component:
    """Show the photo of a patient; their initials where there is none. Version is the file that is shown, or nothing."""
    address = "/patients/" + patient_id.to(str) + "/photo?v=" + version.to(str)
    shown = rx.el.img(src=address, alt=t("Photo of {name}", name=name), key=version.to(str))
    return rx.el.div(
        rx.cond(version, shown, rx.el.span(initials, class_name="t-title", aria_hidden="true")), class_name="h-photo"
    )


def photo_taker(patient_id: rx.Var) -> rx.Component:
    """Draw the way to take a photo, and the place where it says why one cannot be kept."""
    words = {
        "busy": t("One moment…"),
        "large": t("It is larger than 10 MB. Take a smaller one."),
        "lost": t("The clinic does not answer. Try again."),
    }
    code = SEND.replace("WORDS", json.dumps(words)).replace("MOST", str(MOST_BYTES))
    looks = {
        "id": "photo-file", "type": "file", "accept": "image/jpeg,image/png,image/webp", "class_name": "h-file",
        "aria_label": t("Photo from the camera or a file"), "aria_describedby": "photo-said",
    }  # fmt: skip
    to = "/patients/" + patient_id.to(str) + "/photo"
    asked = rx.el.input(
        **looks, on_change=rx.call_function(rx.Var(code)), custom_attrs={"capture": "user", "data-to": to}
    )
    word = rx.el.label(
        icon("camera", "", ICONS.sm), rx.el.span(t("Take or choose a photo")), html_for="photo-file",
        class_name="h-btn h-btn-small",
    )  # fmt: skip
    said = rx.el.p(id="photo-said", role="alert", class_name="h-photo-said t-strong")
    return rx.fragment(row(asked, word), said)
