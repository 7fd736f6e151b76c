// What Event Calendar's own markup lacks: one tab stop, sound roles, names in clinic time, our cursor and now-line.
import { clock } from "./time.js";

const ENTRY = ".ec-event:not(.ec-preview, .ec-pointer, .h-cal-ground)";
// Its table has buttons for cells and no rows: a plain group of buttons is what it is.
const ROLES = "[role=row], [role=rowgroup], [role=cell], [role=columnheader], [role=rowheader], [role=listitem]";

export const entries = (desk) => [...desk.host.querySelectorAll(ENTRY)];
export const nodeOf = (desk, id) => entries(desk).find((node) => node.dataset.id === id);
export const idOf = (node, host) => (node && host.contains(node) ? node.closest(ENTRY)?.dataset.id ?? null : null);

const put = (node, name, value) => {
  if (value === null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
};

export function furnish(desk) {
  const root = desk.host.querySelector(".ec");
  if (!root) return;
  put(root, "role", "group");
  put(root, "aria-label", desk.props.label);
  put(root, "aria-describedby", desk.help);
  for (const node of root.querySelectorAll(ROLES))
    for (const name of ["role", "aria-colindex", "aria-colspan"]) node.removeAttribute(name);
  for (const named of root.querySelectorAll(".ec-header [aria-label]")) named.removeAttribute("aria-label");
  for (const head of root.querySelectorAll(".ec-list h4")) put(head, "aria-level", "2");
  for (const ground of root.querySelectorAll(".ec-list .h-cal-ground"))
    for (const name of ["role", "tabindex"]) ground.removeAttribute(name);
  for (const time of root.querySelectorAll(".ec-slot time"))
    if (time.textContent !== clock(time.dateTime)) time.textContent = clock(time.dateTime);
  const all = entries(desk);
  for (const node of all) dress(desk, node);
  desk.cursor.attach();
  desk.now.attach();
  focusAgain(desk);
  keepOneStop(desk, all);
}

function dress(desk, node) {
  const { id } = node.dataset, one = desk.shows(id);
  put(node, "aria-pressed", desk.props.picked ? String(id === desk.props.picked) : null);
  put(node, "data-waiting", desk.waiting.has(id) ? "" : null);
  put(node, "aria-disabled", one?.held ? "true" : null);
}

// An entry that was drawn anew has lost the focus, and one that is gone has taken it along.
function focusAgain(desk) {
  const id = desk.focus;
  if (id === null) return;
  desk.focus = null;
  const active = document.activeElement;
  if (active && active !== document.body && !desk.host.contains(active)) return;
  const node = nodeOf(desk, id) ?? entries(desk)[0] ?? desk.cursor.node;
  if (node && node !== active) node.focus({ preventScroll: true });
}

function keepOneStop(desk, all) {
  const active = document.activeElement;
  const stop = desk.cursor.isActive() ? null : all.find((node) => node === active)
    ?? all.find((node) => node.dataset.id === desk.stop) ?? all[0] ?? null;
  for (const node of all) put(node, "tabindex", node === stop ? "0" : "-1");
  desk.cursor.stop(!stop);
}
