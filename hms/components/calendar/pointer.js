// A gesture ends cleanly however it ends: dropped, Escape, cancelled by the system, or the window left in the middle.
export function watchPointer(desk) {
  let last = null;
  const down = (event) => {
    if (!event.isPrimary || event.button || !desk.host.contains(event.target)) return;
    desk.cancel();
    desk.cancelled = false;
    last = event;
    desk.take("pointer");
  };
  const moves = (event) => {
    if (desk.busy !== "pointer" || !event.isPrimary) return;
    if (event.pointerType === "mouse" && !event.buttons) abandon(); // the release was somewhere else
    else last = event;
  };
  const up = (event) => { if (event.isTrusted && event.isPrimary) setTimeout(done, 0); }; // after the click
  const done = () => {
    if (desk.busy === "pointer" && desk.cal) desk.release();
    desk.cancelled = false;
  };
  // Event Calendar would leave its shadows behind. Let go where it is instead, with no effect.
  const abandon = () => {
    if (desk.busy !== "pointer") return false;
    desk.cancelled = true;
    const { pointerType, clientX, clientY } = last;
    window.dispatchEvent(new PointerEvent("pointerup", { isPrimary: true, pointerType, clientX, clientY }));
    desk.release();
    return true;
  };
  const cancelled = (event) => {
    if (desk.busy !== "pointer") return;
    event.stopImmediatePropagation();
    abandon();
    desk.cancelled = false; // no click will follow
  };
  const key = (event) => {
    if (event.key !== "Escape" || !abandon()) return;
    event.stopPropagation();
    desk.say(desk.props.words.cancelled);
  };
  const left = () => abandon();
  desk.abandon = abandon;
  window.addEventListener("pointerdown", down, true);
  window.addEventListener("pointermove", moves, true);
  window.addEventListener("pointerup", up);
  window.addEventListener("pointercancel", cancelled, true);
  window.addEventListener("keydown", key, true);
  window.addEventListener("blur", left);
  return () => {
    abandon();
    window.removeEventListener("pointerdown", down, true);
    window.removeEventListener("pointermove", moves, true);
    window.removeEventListener("pointerup", up);
    window.removeEventListener("pointercancel", cancelled, true);
    window.removeEventListener("keydown", key, true);
    window.removeEventListener("blur", left);
  };
}
