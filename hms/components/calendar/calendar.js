// The calendar as a React component: it keeps a desk (desk.js) in step with its props, and draws nothing itself.
import { createElement as h, useEffect, useId, useRef } from "react";
import "@event-calendar/core/index.css";
import { open } from "./desk.js";

export function HmsCalendar(props) {
  const host = useRef(null), icons = useRef(null), live = useRef(null), desk = useRef(null), help = useId();
  useEffect(() => {
    const places = { host: host.current, icons: icons.current, live: live.current, help };
    const opened = (desk.current = open(places, props));
    return () => { desk.current = null; opened.close(); };
  }, []);
  useEffect(() => desk.current?.update(props));
  return h("div", { className: "h-cal", id: props.id, "data-books": props.onSelectRange ? "" : undefined },
    h("p", { className: "h-hidden", id: help }, props.words.keys),
    h("div", { className: "h-cal-host", ref: host }),
    h("div", { className: "h-hidden", role: "status", "aria-live": "assertive", ref: live }),
    h("div", { hidden: true, ref: icons }, props.children));
}
