// How Event Calendar is set up. It is told no zone: it would shift what it shows whenever an offset changes.
import { drawn } from "./drawing.js";
import { DAY, dayOf, dayWords, later, MINUTE, minuteOf, minutes, wall } from "./time.js";

const two = (n) => String(n).padStart(2, "0");
// Event Calendar hands over days as the browser's local dates; only their day is to be trusted.
const dayFrom = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const seconds = (length) => (length ? (length.days * 86_400 + length.seconds) * 1_000 : 0);

const hourOf = (one) => Math.floor(minuteOf(one.start) / 60) * 60;
export function firstHour(events) {
  const found = [...events].filter((one) => !one.kind).map(hourOf);
  return found.length ? Math.min(...found) : null;
}

// From when to when a day is shown: the hours given, and those of every visit, so that none is out of sight.
export function hours({ opens, closes }, events) {
  let [from, to] = [minutes(opens), minutes(closes)];
  for (const one of events) {
    if (one.kind) continue;
    const last = later(one.end, -1_000);
    from = Math.min(from, hourOf(one));
    to = Math.max(to, dayOf(last) > dayOf(one.start) ? 1_440 : Math.floor(minuteOf(last) / 60) * 60 + 60);
  }
  return [from, to];
}

const labelled = (slot) => [30, 60].find((step) => step > slot && step % slot === 0) ?? slot;

// What may change while the calendar is open.
export function changing(props, [opens, closes]) {
  return {
    resources: props.resources.map(({ id, title, ...more }) => ({ id, title, extendedProps: more })),
    view: props.view,
    date: props.date,
    slotDuration: wall(props.slotMin),
    snapDuration: wall(props.snapMin || props.slotMin),
    slotLabelInterval: wall(labelled(props.slotMin)),
    slotHeight: props.slotHeight,
    slotMinTime: wall(opens),
    slotMaxTime: wall(closes),
    columnWidth: props.columnWidth,
    height: props.height,
    firstDay: props.firstDay,
    selectable: !!props.onSelectRange,
  };
}

function label(desk, resource) {
  const { note, late } = resource.extendedProps;
  const name = Object.assign(document.createElement("span"), { className: "t-strong h-cal-name", textContent: resource.title });
  const below = Object.assign(document.createElement("span"), { className: "t-tiny h-cal-under", textContent: note ?? "" });
  if (late) below.classList.add("h-plain", "tone-warn");
  return { domNodes: note ? [name, below] : [name] };
}

// What never changes: how things are written and drawn, and what happens to a gesture.
export function fixed(desk) {
  const words = (kind) => (date) => dayWords(dayFrom(date), desk.props.locale, kind);
  // Reckoned from our own text, as Event Calendar's times pass through the browser's zone.
  const moved = ({ event, delta, startDelta, endDelta, newResource }) => {
    const one = desk.shows(event.id);
    const start = later(one.start, seconds(delta ?? startDelta)), end = later(one.end, seconds(delta ?? endDelta));
    return { start, end, resource: newResource?.id ?? one.resource };
  };
  const follows = (info) => { desk.dragged = moved(info); };
  const dropped = (info) => {
    const one = desk.shows(info.event.id);
    if (desk.cancelled) desk.restore(one.id);
    else desk.move(one, moved(info));
  };
  const views = { dayGridMonth: { dayHeaderFormat: words("weekday"), eventDurationEditable: false } };
  return {
    timeZone: "UTC",
    headerToolbar: { start: "", center: "", end: "" },
    views,
    allDaySlot: false,
    dayMaxEvents: false,
    slotEventOverlap: false,
    eventResizableFromStart: false,
    longPressDelay: 400,
    dayHeaderFormat: words("short"),
    dayHeaderAriaLabelFormat: words("long"),
    dayCellFormat: (date) => String(date.getDate()),
    listDayFormat: words("long"),
    listDaySideFormat: () => "",
    slotLabelFormat: (date) => `${two(date.getHours())}:${two(date.getMinutes())}`,
    noEventsContent: desk.props.words.nothing,
    resourceLabelContent: ({ resource }) => label(desk, resource),
    eventTimeFormat: () => "", // costly, and wrong in a gap of the browser's zone: drawn() writes the times
    titleFormat: () => "",
    eventContent: ({ event }) => drawn(desk, event),
    eventClassNames: ({ event }) => (desk.isLit(event.id) ? ["h-changed"] : []),
    eventDidMount: ({ event, el }) => { el.dataset.id = event.id; },
    eventClick: ({ event }) => { if (!desk.cancelled) desk.open(event.id); },
    datesSet: ({ startStr, endStr }) => desk.setDays(startStr, endStr),
    dragConstraint: follows,
    resizeConstraint: follows,
    selectConstraint: ({ startStr, endStr, resource }) => {
      desk.dragged = { start: startStr, end: endStr, resource: resource?.id ?? "" };
    },
    eventDrop: dropped,
    eventResize: dropped,
    select: ({ startStr, endStr, resource }) => {
      if (desk.cancelled) desk.cal.unselect();
      else desk.choose(startStr, endStr, resource?.id);
    },
    dateClick: ({ dateStr, allDay, resource }) => {
      if (desk.cancelled || !desk.props.onSelectRange || desk.props.view.startsWith("list")) return;
      desk.cursor.put(dateStr, resource?.id ?? "");
      desk.choose(dateStr, later(dateStr, allDay ? DAY : desk.props.slotMin * MINUTE), resource?.id);
    },
  };
}
