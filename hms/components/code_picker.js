// A field in which a diagnosis is written in words or found by code: the server finds, arrows and Enter choose.
// What is chosen stands in the field as words, its code beside it; whoever types on writes words of their own again.
function CodePicker({ place, name, start, code, words, onFavour, ...props }) {
  const WAIT_MS = 120;
  const input = useRef(null), due = useRef(0), asked = useRef(0);
  const [hits, setHits] = useState(null), [at, setAt] = useState(-1), [said, setSaid] = useState("");
  const [chosen, setChosen] = useState(null);
  const list = `${place}-list`;

  useEffect(() => {
    input.current.value = start;
    setChosen(code ? { code, favourite: null } : null);
  }, [start, code]);

  useEffect(() => {
    const form = input.current.form, reset = () => { close(); setChosen(null); setSaid(""); };
    form.addEventListener("reset", reset);
    return () => { clearTimeout(due.current); form.removeEventListener("reset", reset); };
  }, []);

  const close = () => { clearTimeout(due.current); asked.current += 1; setHits(null); setAt(-1); };
  const seek = async () => {
    const number = ++asked.current;
    let found;
    try {
      const answer = await fetch("/codes", { method: "POST", body: JSON.stringify({ sought: input.current.value }), headers: { "Content-Type": "application/json" } });
      if (answer.status === 401) { location.assign("/sign-in"); return; }
      if (!answer.ok) throw new Error();
      found = await answer.json();
    } catch {
      if (number === asked.current) { close(); setSaid(words.lost); }
      return;
    }
    if (number !== asked.current) return; // something else was typed meanwhile
    setHits(found.hits);
    setAt(found.hits.length ? 0 : -1);
    setSaid(found.said || (found.hits.length ? words.found.replace("{n}", found.hits.length) : words.none));
  };
  const typed = () => {
    setChosen(null);
    clearTimeout(due.current);
    if (input.current.value.trim()) due.current = setTimeout(seek, WAIT_MS);
    else { close(); setSaid(""); }
  };
  const pick = (one) => {
    input.current.value = one.title;
    setChosen(one);
    close();
    setSaid(words.chosen.replace("{code}", one.code));
    input.current.focus();
  };
  const move = (to) => {
    setAt(to);
    document.getElementById(`${list}-${to}`)?.scrollIntoView({ block: "nearest" });
  };
  const pressed = (event) => {
    const many = hits?.length ?? 0;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!hits) seek(); // with nothing typed: what this doctor likes and uses
      else if (many) move((at + (event.key === "ArrowDown" ? 1 : many - 1)) % many);
    } else if (event.key === "Enter" && hits && at >= 0) {
      event.preventDefault();
      pick(hits[at]);
    } else if (event.key === "Escape" && hits) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  const favour = () => {
    const wanted = !chosen.favourite;
    onFavour(chosen.code, wanted);
    setChosen({ ...chosen, favourite: wanted });
    setSaid(wanted ? words.kept : words.dropped);
  };

  const row = (one, n) => jsx("li", {
    key: one.code, id: `${list}-${n}`, role: "option", "aria-selected": n === at, className: "h-palette-row",
    onMouseDown: (event) => event.preventDefault(), onMouseMove: () => n !== at && setAt(n), onClick: () => pick(one),
  },
    jsx("span", { className: "t-number h-picker-code" }, one.code), jsx("span", { className: "t-strong" }, one.title),
    jsx("span", { className: "t-small c-ink-2" }, [one.also && words.also.replace("{term}", one.also), one.favourite ? words.favourite : one.used ? words.used.replace("{n}", one.used) : "", one.billable ? "" : words.header].filter(Boolean).join(", ")));
  const field = jsx("input", {
    ...props, ref: input, id: place, name, type: "text", className: "h-input", autoComplete: "off", spellCheck: false, defaultValue: start,
    role: "combobox", "aria-controls": list, "aria-expanded": hits !== null, "aria-autocomplete": "list",
    "aria-activedescendant": at >= 0 ? `${list}-${at}` : undefined, onChange: typed, onKeyDown: pressed, onBlur: close,
  });
  const star = chosen && chosen.favourite !== null && jsx("button", { type: "button", className: "h-btn h-btn-small", "aria-pressed": !!chosen.favourite, onClick: favour }, chosen.favourite ? words.drop : words.keep);
  const beside = chosen && jsx("span", { className: "h-row h-wrap g-sm" }, jsx("span", { className: "h-tag t-label tone-accent" }, `ICD-10-CM ${chosen.code}`), star);
  return jsx("span", { className: "h-picker" }, field, jsx("input", { type: "hidden", name: "code", value: chosen?.code ?? "" }),
    jsx("ul", { id: list, role: "listbox", "aria-label": words.list, className: "h-picker-list", hidden: !hits?.length }, (hits ?? []).map(row)),
    jsx("span", { role: "status", className: "h-picker-said t-small c-ink-2" }, said), beside);
}
