// The search that Ctrl-K opens: people by the server's word, places by their names; all of it by arrows and Enter.
const [dialog, input, list, said] = ["palette", "palette-input", "palette-list", "palette-said"].map((id) => document.getElementById(id));
if (!dialog) return;
const WAIT_MS = 150, words = JSON.parse(dialog.dataset.words), places = JSON.parse(dialog.dataset.places);
let hits = [], at = -1, due, asked = 0, answered = 0, wanted = false, last = null;
const rows = () => [...list.querySelectorAll('[role="option"]')];
const pick = (place) => {
  at = place;
  rows().forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
  const row = rows()[at];
  row?.scrollIntoView({ block: "nearest" });
  if (row) input.setAttribute("aria-activedescendant", row.id); else input.removeAttribute("aria-activedescendant");
};
const part = (tag, looks, text) => { const made = document.createElement(tag); made.className = looks; made.textContent = text; return made; };
const line = (one, n) => {
  const row = part("li", "h-palette-row", "");
  row.id = `palette-${n}`;
  row.setAttribute("role", "option");
  row.append(part("span", "t-strong", one.name), part("span", "t-small c-ink-2", one.note));
  row.addEventListener("mousemove", () => { if (at !== n) pick(n); });
  row.addEventListener("click", () => go(n));
  return row;
};
const go = (n) => {
  const one = hits[n];
  if (!one) return;
  last = null;
  dialog.close();
  navigate(one.href);
};
const draw = (people) => {
  const typed = input.value.trim().toLowerCase();
  hits = [...people, ...places.filter((one) => one.name.toLowerCase().includes(typed)).map((one) => ({ ...one, note: words.place }))];
  list.replaceChildren(...hits.map(line));
  said.textContent = typed.length < 2 ? words.begin : people.length ? words.found.replace("{n}", people.length) : words.nobody;
  pick(hits.length ? 0 : -1);
};
const seek = async () => {
  clearTimeout(due);
  due = undefined;
  const typed = input.value.trim(), number = ++asked;
  let people = [];
  if (typed.length > 1) {
    try {
      const answer = await fetch("/find", { method: "POST", body: JSON.stringify({ sought: typed }), headers: { "Content-Type": "application/json" } });
      if (answer.status === 401) { location.assign("/sign-in"); return; }
      if (!answer.ok) throw new Error();
      people = (await answer.json()).hits.map((one) => ({ ...one, note: [one.facts, one.born, one.record_number, one.deceased ? words.deceased : ""].filter(Boolean).join(", ") }));
    } catch {
      if (number === asked) said.textContent = words.lost;
      return;
    }
  }
  if (number !== asked || !dialog.open) return;  // something else was typed meanwhile
  answered = number;
  draw(people);
  if (wanted && (people.length === 1 || (!people.length && hits.length === 1))) go(0);
  wanted = false;
};
const open = () => {
  if (dialog.open) return;
  last = document.activeElement;
  input.value = "";
  wanted = false;
  dialog.showModal();
  input.focus();
  seek();
};
const shortcut = (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key?.toLowerCase() !== "k") return;
  event.preventDefault();
  if (dialog.open) dialog.close(); else open();
};
const typed = () => { clearTimeout(due); wanted = false; due = setTimeout(seek, WAIT_MS); };
const pressed = (event) => {
  const many = hits.length;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (many) pick((at + (event.key === "ArrowDown" ? 1 : many - 1)) % many);
  } else if (event.key === "Escape") {
    event.preventDefault();  // a search field would only be emptied by it
    dialog.close();
  } else if (event.key === "Enter") {
    event.preventDefault();
    // A scanner presses Enter before the answer is there: then the only one who fits is meant.
    if (due !== undefined || answered !== asked) { wanted = true; if (due !== undefined) seek(); } else go(at);
  }
};
const closed = () => {
  clearTimeout(due);
  due = undefined;
  asked += 1;
  list.replaceChildren();
  hits = [];
  if (last?.isConnected) last.focus();
};
const beside = (event) => { if (event.target === dialog) dialog.close(); };
document.addEventListener("keydown", shortcut, true);
document.addEventListener("hms-find", open);
input.addEventListener("input", typed);
input.addEventListener("keydown", pressed);
dialog.addEventListener("close", closed);
dialog.addEventListener("click", beside);
return () => {
  clearTimeout(due);
  document.removeEventListener("keydown", shortcut, true);
  document.removeEventListener("hms-find", open);
  input.removeEventListener("input", typed);
  input.removeEventListener("keydown", pressed);
  dialog.removeEventListener("close", closed);
  dialog.removeEventListener("click", beside);
};
