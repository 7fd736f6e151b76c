// Sends the files of a laboratory one after another and tells what became of each; what was not sent when it stops is not filed.
function ResultsSender({ to, most, words, onCame }) {
  const picker = useRef(null), running = useRef(null), live = useRef({});
  const [at, setAt] = useState(null), [share, setShare] = useState(0), [problem, setProblem] = useState("");
  live.current = { to, most, words, onCame };

  const one = (file) => new Promise((done) => {
    const { to, words } = live.current, request = running.current = new XMLHttpRequest();
    request.open("POST", to);
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
    request.upload.onprogress = (e) => e.lengthComputable && setShare(Math.floor((100 * e.loaded) / e.total));
    request.onerror = () => done(words.lost);
    request.onabort = () => done(words.stopped);
    request.onload = () => {
      let told = {};
      try { told = JSON.parse(request.responseText); } catch { /* the gate answers with a page */ }
      if (request.status === 201) { live.current.onCame(request.responseText); done(""); }
      else done(request.status === 413 ? words.large : [told.title || words.lost, told.body].filter(Boolean).join(". "));
    };
    setShare(0);
    request.send(file);
  });

  const wrong = (said) => { setProblem(said); picker.current?.focus(); };
  const send = async () => {
    const { most, words } = live.current, files = Array.from(picker.current.files);
    if (running.current) return;
    if (!files.length) return wrong(words.none);
    const large = files.find((file) => file.size > most);
    if (large) return wrong(large.name + ": " + words.large);
    setProblem("");
    let failed = "";
    for (const [place, file] of files.entries()) {
      setAt([place + 1, files.length]);
      if ((failed = await one(file))) { failed = file.name + ": " + failed; break; }
    }
    running.current = null;
    setAt(null);
    if (failed) wrong(failed);
    else if (picker.current) picker.current.value = "";
  };

  useEffect(() => {
    const form = picker.current.form;
    const submitted = (event) => { event.preventDefault(); event.stopImmediatePropagation(); send(); };
    form.addEventListener("submit", submitted, true);
    return () => { form.removeEventListener("submit", submitted, true); running.current?.abort(); };
  }, []);

  const label = jsx("label", { htmlFor: "results-files", className: "h-label t-strong" }, words.label);
  const hint = jsx("p", { id: "results-files-hint", className: "t-small c-ink-2" }, words.hint);
  const input = jsx("input", { type: "file", id: "results-files", multiple: true, accept: ".json,application/json,application/fhir+json",
    ref: picker, className: "h-input h-file-input", onChange: () => setProblem(""), disabled: at !== null,
    "aria-describedby": problem ? "results-files-hint results-files-error" : "results-files-hint", "aria-invalid": problem ? "true" : "false" });
  const error = jsx("p", { id: "results-files-error", role: "alert", className: "h-field-error t-strong" }, problem);
  const said = at && words.of.replace("{n}", at[0]).replace("{all}", at[1]) + ". " + (share < 100 ? words.sending : words.filing);
  const bar = jsx("progress", { max: 100, value: share < 100 ? share : undefined, className: "h-progress", "aria-label": words.sending });
  const stop = jsx("button", { type: "button", className: "h-btn", onClick: () => running.current?.abort() }, words.stop);
  const way = at && jsx("div", { className: "h-row h-wrap h-sending" }, bar, stop);
  const status = jsx("span", { role: "status", className: "t-small c-ink-2" }, said || "");
  return jsx("div", { className: "h-field" }, label, hint, jsx("div", { className: "h-control" }, input, error, way, status));
}
