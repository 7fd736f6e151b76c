// On paper: only the hours that are in use, as high as the sheet allows, and no weekend that nobody works on.
import { dayOf, later, minuteOf, number, wall } from "./time.js";

const SHEET_PX = 820, LEAST_PX = 13, MOST_PX = 30, WEEKEND = [6, 0];
const hour = (minute, round) => round(minute / 60) * 60;
const weekday = (moment) => new Date(number(moment)).getUTCDay();

function onPaper({ days, shown, props, hours }) {
  const inView = [...shown.values()].map(({ one }) => one).filter((one) => days.includes(dayOf(one.start)));
  const visits = inView.filter((one) => !one.kind), last = (one) => minuteOf(later(one.end, -1_000)) + 1 / 60;
  const from = Math.min(hours[1], ...visits.map((one) => hour(minuteOf(one.start), Math.floor)));
  const to = Math.max(hours[0], ...visits.map((one) => hour(last(one), Math.ceil)));
  const worked = new Set(visits.map((one) => weekday(one.start)));
  const hiddenDays = props.view === "timeGridWeek" ? WEEKEND.filter((day) => !worked.has(day)) : [];
  if (to <= from) return { height: "auto", hiddenDays };
  const slotHeight = Math.floor(Math.max(LEAST_PX, Math.min(MOST_PX, (SHEET_PX * props.slotMin) / (to - from))));
  return { height: "auto", hiddenDays, slotMinTime: wall(from), slotMaxTime: wall(to), slotHeight };
}

export function watchPrinter(desk) {
  const use = (options) => Object.entries(options).forEach(([name, value]) => desk.cal.setOption(name, value));
  const before = () => {
    desk.cancel();
    desk.abandon();
    use(onPaper(desk));
  };
  const after = () => {
    const { slotHeight, height } = desk.props, [opens, closes] = desk.hours.map(wall);
    use({ height, hiddenDays: [], slotMinTime: opens, slotMaxTime: closes, slotHeight });
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}
