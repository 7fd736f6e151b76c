// The line of now and the mark of today, by the clinic's clock; a list begins with who is there now.
import { nodeOf } from "./furnish.js";
import { clock, dayOf, MINUTE, minuteOf, wallClock } from "./time.js";

export function nowLine(desk) {
  const line = document.createElement("div"), pill = document.createElement("span");
  line.className = "h-cal-now";
  pill.className = "h-cal-now-pill t-tiny";
  for (const node of [line, pill]) node.setAttribute("aria-hidden", "true");
  let timer = 0, today = "", now = wallClock(desk.props.zone);

  const column = () => {
    const { view } = desk.props, at = desk.days.indexOf(dayOf(now));
    if (at < 0 || view.startsWith("list") || view.startsWith("dayGrid")) return "";
    return view.startsWith("resource") ? "1 / -1" : `${at + 1} / span 1`;
  };
  const attach = () => {
    const room = desk.host.querySelector(".ec-time-grid .ec-body .ec-events");
    const side = desk.host.querySelector(".ec-time-grid .ec-body .ec-sidebar");
    const { slotMin, slotHeight } = desk.props, [opens, closes] = desk.hours, minute = minuteOf(now), where = column();
    if (!room || !where || minute < opens || minute > closes) {
      line.remove();
      return pill.remove();
    }
    const top = `${((minute - opens) / slotMin) * slotHeight}px`;
    Object.assign(line.style, { gridColumn: where, top });
    pill.style.top = top;
    if (pill.textContent !== clock(now)) pill.textContent = clock(now);
    if (line.parentElement !== room) room.append(line);
    if (pill.parentElement !== side) side.append(pill);
    return undefined;
  };
  const draw = () => {
    now = wallClock(desk.props.zone);
    if (today !== dayOf(now)) {
      today = dayOf(now);
      desk.cal.setOption("highlightedDates", [today]);
    }
    attach();
  };
  const again = () => {
    clearTimeout(timer);
    draw();
    timer = setTimeout(again, MINUTE - (Date.now() % MINUTE) + 50);
  };
  const inList = () => {
    const main = desk.host.querySelector(".ec-list .ec-main"), times = [...desk.known.want.values()];
    const next = times.filter((one) => !one.kind && one.end > now).sort((a, b) => a.start.localeCompare(b.start))[0];
    const node = next && nodeOf(desk, next.id);
    if (main && node) main.scrollTop += node.getBoundingClientRect().top - main.getBoundingClientRect().top;
  };
  return {
    attach,
    draw,
    inList,
    moment: () => now,
    isShown: () => dayOf(now) === dayOf(desk.props.date) || desk.days.includes(dayOf(now)),
    start: () => {
      again();
      document.addEventListener("visibilitychange", again); // a machine that slept has missed its minutes
      return () => {
        clearTimeout(timer);
        document.removeEventListener("visibilitychange", again);
      };
    },
  };
}
