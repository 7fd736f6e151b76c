// Sends the file of a form with what the form says of it. What was typed stays through every refusal and lost connection;
// the key is a new one only after the file is there, so that sending once more never makes two of it.
const uploadKey = () => // randomUUID is not there over plain http
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");

function Uploader({ to, most, words, onDone, onNotTaken }) {
  const picker = useRef(null), running = useRef(null), key = useRef(uploadKey()), live = useRef({});
  const [share, setShare] = useState(-1), [problem, setProblem] = useState("");
  live.current = { to, most, words, onDone, onNotTaken };

  const wrong = (said) => { setProblem(said); picker.current?.focus(); };
  const send = (form) => {
    const { to, most, words } = live.current, file = picker.current.files[0];
    if (running.current) return;
    if (!file) return wrong(words.none);
    if (file.size > most) return wrong(words.large);
    setProblem("");
    const about = { key: key.current };
    for (const [name, value] of new FormData(form)) if (typeof value === "string") about[name] = value;
    const request = running.current = new XMLHttpRequest();
    const end = () => { running.current = null; setShare(-1); };
    request.open("POST", to);
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
    request.setRequestHeader("x-about", encodeURIComponent(JSON.stringify(about)));
    request.upload.onprogress = (e) => e.lengthComputable && setShare(Math.floor((100 * e.loaded) / e.total));
    request.onerror = () => { end(); wrong(words.lost); };
    request.onabort = () => { end(); setProblem(words.stopped); };
    request.onload = () => {
      end();
      let told = {};
      try { told = JSON.parse(request.responseText); } catch { /* the gate answers with a page */ }
      if (request.status === 201) {
        form.reset();
        key.current = uploadKey();
        live.current.onDone(told.id);
      } else if (request.status === 413) wrong(words.large);
      else if (!told.title) wrong(words.lost);
      else {
        const { file: ofFile, ...fields } = told.fields ?? {};
        if (Object.keys(fields).length) live.current.onNotTaken(told.title, told.body, fields);
        else wrong(ofFile || [told.title, told.body].filter(Boolean).join(". "));
      }
    };
    setShare(0);
    request.send(file);
  };

  useEffect(() => {
    const form = picker.current.form;
    const submitted = (event) => { event.preventDefault(); event.stopImmediatePropagation(); send(form); };
    form.addEventListener("submit", submitted, true);
    return () => { form.removeEventListener("submit", submitted, true); running.current?.abort(); };
  }, []);

  const kinds = ".pdf,.jpg,.jpeg,.png,.webp,.txt,image/jpeg,image/png,image/webp,application/pdf,text/plain";
  const label = jsx("label", { htmlFor: "file", className: "h-label t-strong" }, words.label);
  const hint = jsx("p", { id: "file-hint", className: "t-small c-ink-2" }, words.hint);
  const input = jsx("input", { type: "file", id: "file", accept: kinds, ref: picker, className: "h-input h-file-input",
    onChange: () => setProblem(""), "aria-describedby": problem ? "file-hint file-error" : "file-hint",
    "aria-invalid": problem ? "true" : "false", disabled: share >= 0 });
  const error = jsx("p", { id: "file-error", role: "alert", className: "h-field-error t-strong" }, problem);
  const stop = jsx("button", { type: "button", className: "h-btn", onClick: () => running.current?.abort() }, words.stop);
  const bar = jsx("progress", { max: 100, value: share, className: "h-progress", "aria-label": words.sending });
  const said = jsx("span", { role: "status", className: "t-small c-ink-2" },
    share < 0 ? "" : share < 100 ? words.sending : words.judging);
  const way = share < 0 ? null : jsx("div", { className: "h-row h-wrap h-sending" }, bar, stop);
  return jsx("div", { className: "h-field" }, label, hint, jsx("div", { className: "h-control" }, input, error, way, said));
}
