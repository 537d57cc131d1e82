// The panels of the page: one time axis for all, a crosshair, zoom, tables and files to save.
// Without scripting none of this runs and the page shows its static pictures and tables instead.

const MOST_ROWS = 500;

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGIT = new Uint8Array(128);
[...BASE64].forEach((c, value) => { DIGIT[c.charCodeAt(0)] = value; });
const POWERS = Array.from({ length: 20 }, (none, i) => Number("1e" + Math.abs(i - 9)));

/** Three characters a bin; see SeriesText, which writes them. */
function unpack(text, bins) {
  const values = new Float64Array(bins);
  let bin = 0;
  const codeAt = i => DIGIT[text.charCodeAt(i)] << 12 | DIGIT[text.charCodeAt(i + 1)] << 6
    | DIGIT[text.charCodeAt(i + 2)];
  for (let i = 1; i < text.length; i += 3) {
    const code = codeAt(i);
    if (code === 262143) {
      values[bin++] = NaN;
    } else if (code === 262142) {
      values[bin++] = codeAt(i + 3) * 262144 + codeAt(i + 6);
      i += 6;
    } else if (code >= 200000) {
      const end = bin + code - 199999;
      values.fill(values[bin - 1], bin, end);
      bin = end;
    } else {
      const exponent = Math.floor(code / 10000);
      // A division by an exact power of ten gives the number that its digits would be read as.
      values[bin++] = exponent < 9 ? code % 10000 / POWERS[exponent]
        : code % 10000 * POWERS[exponent];
    }
  }
  return values;
}

function decode(text, bins) {
  if (text.startsWith("~")) {
    return unpack(text, bins);
  }
  let last = NaN;
  return Float64Array.from(text === "" ? [] : text.split(","), field => {
    last = field === "" ? last : field === "-" ? NaN : Number(field);
    return last;
  });
}

const data = JSON.parse(document.getElementById("panel-data").textContent);
data.panels.forEach(panel => [...panel.bands, ...panel.lines].forEach(series => {
  series.values = decode(series.values, data.bins);
}));

const whole = { from: data.from, to: data.to };
const state = { view: { ...whole }, at: null, theme: "" };
const darkScreen = window.matchMedia("(prefers-color-scheme: dark)");
const theme = () => state.theme || (darkScreen.matches ? "dark" : "light");
const statusLine = document.getElementById("panel-status");
const panels = [];

function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

// ---- view state in the fragment ----------------------------------------------------------------

function readFragment() {
  const fragment = location.hash.slice(1);
  if (!fragment.startsWith("v1;")) {
    return;
  }
  const given = new Map(fragment.slice(3).split(";").map(part => part.split("=")));
  const from = Number(given.get("from") ?? NaN);
  const to = Number(given.get("to") ?? NaN);
  state.view = from < to ? clamp(from, to) : { ...whole };
  const at = Number(given.get("at") ?? NaN);
  state.at = at >= data.from && at <= data.to ? binAt(at) : null;
  const wanted = given.get("theme");
  state.theme = wanted === "dark" || wanted === "light" ? wanted : "";
}

function writeFragment() {
  const parts = [];
  if (zoomed()) {
    parts.push("from=" + round(state.view.from), "to=" + round(state.view.to));
  }
  if (state.at !== null) {
    parts.push("at=" + (data.start + state.at * data.bin));
  }
  if (state.theme) {
    parts.push("theme=" + state.theme);
  }
  const base = location.href.split("#")[0];
  history.replaceState(null, "", parts.length === 0 ? base : base + "#v1;" + parts.join(";"));
}

// ---- time --------------------------------------------------------------------------------------

const zoomed = () => state.view.from > whole.from || state.view.to < whole.to;

function binAt(seconds) {
  return Math.min(data.bins - 1, Math.max(0, Math.floor((seconds - data.start) / data.bin + 1e-9)));
}

/** Inside the run, and no shorter than two bins. */
function clamp(from, to) {
  const least = Math.min(2 * data.bin, whole.to - whole.from);
  const length = Math.min(Math.max(to - from, least), whole.to - whole.from);
  const middle = (from + to) / 2;
  const start = Math.min(Math.max(middle - length / 2, whole.from), whole.to - length);
  return { from: start, to: start + length };
}

const binText = bin => moment(data, data.start + bin * data.bin, 1) + " to "
  + moment(data, Math.min(data.to, data.start + (bin + 1) * data.bin), 1);

// ---- drawing -----------------------------------------------------------------------------------

function drawAll() {
  const begun = performance.now();
  const width = panels.length === 0 ? 0 : panels[0].box.clientWidth;
  if (width < 50) {
    return;
  }
  const narrow = width < 600;
  const size = { width, left: narrow ? 50 : 66, right: narrow ? 40 : 62 };
  panels.forEach(p => {
    const drawn = drawPanel(data, p.panel, state.view, size, theme(), "live-" + p.panel.id);
    p.box.innerHTML = drawn.svg;
    p.plot = drawn.plot;
    if (p.details && p.details.open) {
      fillTable(p);
    }
  });
  document.getElementById("zoom-reset").disabled = !zoomed();
  statusLine.textContent = zoomed() ? "Shown: " + moment(data, state.view.from, 1) + " to "
    + moment(data, state.view.to, 1) + ", of " + moment(data, whole.from, 1) + " to "
    + moment(data, whole.to, 1) + "." : "Shown: the whole run.";
  moveCursor();
  document.documentElement.dataset.drawnMs = (performance.now() - begun).toFixed(1);
}

function show(view) {
  state.view = view;
  writeFragment();
  drawAll();
}

function valueText(panel, series, bin) {
  const value = series.values[bin];
  return panel.log && !series.right ? milliseconds(value) : significant(value);
}

function moveCursor() {
  const begins = data.start + state.at * data.bin;
  // A bin that is only in part in sight has its cursor at the edge.
  const inside = state.at !== null && begins < state.view.to
    && begins + data.bin > state.view.from;
  const middle = Math.min(state.view.to, Math.max(state.view.from, begins + data.bin / 2));
  panels.forEach(p => {
    p.cursor.hidden = !inside;
    p.readout.textContent = "";
    if (!inside) {
      return;
    }
    p.cursor.style.left = p.plot.x + (middle - state.view.from)
      / (state.view.to - state.view.from) * p.plot.width + "px";
    p.cursor.style.top = p.plot.y + "px";
    p.cursor.style.height = p.plot.height + "px";
    p.readout.append(element("b", { textContent: binText(state.at) }));
    [...p.panel.lines, ...p.panel.bands].forEach(series => p.readout.append(" · "
      + series.name + "\u00a0",
    element("b", { textContent: valueText(p.panel, series, state.at) })));
    nearMarks(p.panel).forEach(mark => p.readout.append(element("span",
      { className: "mark", textContent: "▼ " + moment(data, mark[0], 1) + " " + mark[1] })));
  });
}

/** What was decided in the bin under the cursor, or a few pixels beside it. */
function nearMarks(panel) {
  const reach = Math.max(data.bin / 2, (state.view.to - state.view.from) / 250);
  const at = data.start + (state.at + 0.5) * data.bin;
  return panel.marks.filter(m => Math.abs(m[0] - at) <= reach).slice(0, 3);
}

function setCursor(bin) {
  if (bin !== state.at) {
    state.at = bin;
    moveCursor();
  }
}

// ---- pointer and keys --------------------------------------------------------------------------

function secondsAt(p, event) {
  const x = event.clientX - p.box.getBoundingClientRect().left - p.plot.x;
  const share = Math.min(1, Math.max(0, x / p.plot.width));
  return state.view.from + share * (state.view.to - state.view.from);
}

function listen(p) {
  let from = null;
  const stop = () => {
    from = null;
    panels.forEach(other => { other.selection.hidden = true; });
  };
  p.frame.addEventListener("pointerdown", event => {
    if (event.button === 0) {
      from = secondsAt(p, event);
      p.frame.setPointerCapture(event.pointerId);
    }
  });
  p.frame.addEventListener("pointermove", event => {
    const seconds = secondsAt(p, event);
    setCursor(binAt(seconds));
    if (from !== null) {
      const pixel = s => p.plot.x + (s - state.view.from)
        / (state.view.to - state.view.from) * p.plot.width;
      panels.forEach(other => {
        other.selection.hidden = false;
        other.selection.style.left = pixel(Math.min(from, seconds)) + "px";
        other.selection.style.width = pixel(Math.max(from, seconds))
          - pixel(Math.min(from, seconds)) + "px";
        other.selection.style.top = other.plot.y + "px";
        other.selection.style.height = other.plot.height + "px";
      });
    }
  });
  p.frame.addEventListener("pointerup", event => {
    if (from !== null) {
      const to = secondsAt(p, event);
      const dragged = Math.abs(to - from) / (state.view.to - state.view.from) * p.plot.width > 5;
      const view = clamp(Math.min(from, to), Math.max(from, to));
      stop();
      if (dragged) {
        show(view);
      } else {
        writeFragment();
      }
    }
  });
  p.frame.addEventListener("pointercancel", stop);
  p.frame.addEventListener("dblclick", () => show({ ...whole }));
  p.frame.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || !key(event.key, event.shiftKey)) {
      return;
    }
    event.preventDefault();
    p.readout.setAttribute("aria-live", "polite");
  });
  p.frame.addEventListener("blur", () => p.readout.removeAttribute("aria-live"));
}

/** Acts on a key; false where it means nothing here. */
function key(name, far) {
  const { from, to } = state.view;
  const length = to - from;
  const at = state.at === null ? binAt((from + to) / 2) : state.at;
  const middle = data.start + (at + 0.5) * data.bin;
  const step = far ? Math.max(1, Math.round(length / data.bin / 10)) : 1;
  switch (name) {
    case "ArrowLeft": goTo(at - step); return true;
    case "ArrowRight": goTo(at + step); return true;
    case "Home": goTo(0); return true;
    case "End": goTo(data.bins - 1); return true;
    case "+": case "=": show(clamp(middle - length / 4, middle + length / 4)); return true;
    case "-": show(clamp(middle - length, middle + length)); return true;
    case "0": case "Escape": show({ ...whole }); return true;
    default: return false;
  }
}

/** Puts the cursor on a bin and brings it into sight. */
function goTo(bin) {
  state.at = Math.min(data.bins - 1, Math.max(0, bin));
  const middle = data.start + (state.at + 0.5) * data.bin;
  const half = (state.view.to - state.view.from) / 2;
  if (middle < state.view.from || middle > state.view.to) {
    show(clamp(middle - half, middle + half));
  } else {
    moveCursor();
    writeFragment();
  }
}

// ---- tables and files --------------------------------------------------------------------------

function inView() {
  const end = Math.ceil((state.view.to - data.start) / data.bin - 1e-9);
  return { first: binAt(state.view.from), last: Math.min(data.bins, end) };
}

function columns(panel) {
  return [...panel.lines, ...panel.bands];
}

function fillTable(p) {
  const { first, last } = inView();
  const end = Math.min(last, first + MOST_ROWS);
  const cell = (tag, text, style) => element(tag, { textContent: text, className: style });
  const head = element("tr", {}, cell("th", "From", "time"),
    ...columns(p.panel).map(s => cell("th", s.name, "num")));
  const body = element("tbody", {});
  for (let bin = first; bin < end; bin++) {
    body.append(element("tr", {}, cell("td", moment(data, data.start + bin * data.bin, 1),
      "mono time"), ...columns(p.panel).map(s => cell("td", valueText(p.panel, s, bin), "num"))));
  }
  p.details.querySelector("table").replaceChildren(element("thead", {}, head), body);
  p.details.querySelector(".note").textContent = "Every bin in sight (" + significant(data.bin)
    + " s each), in " + p.panel.unit
    + (p.panel.rightUnit ? " (right: " + p.panel.rightUnit + ")" : "")
    + (end < last ? "; the first " + MOST_ROWS + " of " + significant(last - first)
      + ", the CSV has all." : ".");
}

function csv(p) {
  const { first, last } = inView();
  // A text that a spreadsheet would take for a formula gets a quote in front.
  const field = text => "\"" + (/^[=+\-@\t\r]/.test(text) ? "'" : "") + text.replace(/"/g, "\"\"")
    + "\"";
  const names = columns(p.panel).map(s => field(s.name + " ["
    + (p.panel.log && !s.right ? "ms" : s.right ? p.panel.rightUnit : p.panel.unit) + "]"));
  const rows = ["seconds," + names.join(",")];
  for (let bin = first; bin < last; bin++) {
    rows.push([data.start + bin * data.bin, ...columns(p.panel).map(s =>
      Number.isNaN(s.values[bin]) ? "" : s.values[bin])].join(","));
  }
  return rows.join("\n") + "\n";
}

function svgFile(p) {
  const svg = p.box.querySelector("svg");
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + new XMLSerializer().serializeToString(svg)
    + "\n";
}

function save(name, type, content) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const url = URL.createObjectURL(blob);
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** The SVG painted on a canvas of twice the size. */
function png(p, done) {
  const svg = p.box.querySelector("svg");
  const image = new Image();
  image.onload = () => {
    const canvas = element("canvas", { width: svg.width.baseVal.value * 2,
      height: svg.height.baseVal.value * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(done, "image/png");
  };
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svgFile(p));
}

function announce(text) {
  statusLine.textContent = text;
}

function copy(text, what) {
  const area = element("textarea", { value: text, className: "offscreen" });
  document.body.append(area);
  area.select();
  // The older way also works in a file that was opened from a disk.
  const done = document.execCommand("copy");
  area.remove();
  return done ? what + " copied." : "Copying is not allowed here.";
}

// ---- putting it together -----------------------------------------------------------------------

function build(panel) {
  const figure = document.getElementById(panel.id);
  const box = element("div", { className: "picture" });
  const cursor = element("div", { className: "cursor", hidden: true });
  const selection = element("div", { className: "selection", hidden: true });
  const frame = element("div", { className: "live", tabIndex: 0 }, box, cursor, selection);
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", panel.title
    + ": arrows move the crosshair, plus and minus zoom, 0 shows the whole run");
  const readout = element("p", { className: "readout" });
  const p = { panel, box, frame, cursor, selection, readout, plot: null,
    details: figure.querySelector("details") };
  const button = (label, description, action) => {
    const node = element("button", { type: "button", textContent: label, onclick: action });
    node.setAttribute("aria-label", description + " of " + panel.title);
    return node;
  };
  const tools = element("div", { className: "tools" },
    button("PNG", "Save a PNG", () => png(p, blob => save(panel.id + ".png", "", blob))),
    button("SVG", "Save an SVG", () => save(panel.id + ".svg", "image/svg+xml", svgFile(p))),
    button("CSV", "Save the figures", () => save(panel.id + ".csv", "text/csv", csv(p))));
  figure.classList.add("interactive");
  figure.prepend(frame, readout);
  if (p.details) {
    p.details.before(tools);
    p.details.querySelector("summary").textContent = "Table: " + panel.title;
    p.details.addEventListener("toggle", () => p.details.open && fillTable(p));
  } else {
    figure.append(tools);
  }
  listen(p);
  panels.push(p);
}

function applyTheme() {
  if (state.theme) {
    document.documentElement.dataset.theme = state.theme;
  } else {
    delete document.documentElement.dataset.theme;
  }
  document.getElementById("theme").value = state.theme;
}

function start() {
  readFragment();
  applyTheme();
  document.documentElement.classList.add("script");
  if (data.bins > 0) {
    data.panels.forEach(build);
    drawAll();
  }
  document.getElementById("zoom-reset").onclick = () => show({ ...whole });
  document.getElementById("theme").onchange = event => {
    state.theme = event.target.value;
    applyTheme();
    writeFragment();
    drawAll();
  };
  const timeline = document.getElementById("copy-events");
  if (timeline) {
    timeline.onclick = () => {
      timeline.nextElementSibling.textContent =
        copy(document.getElementById("events-markdown").textContent, "Timeline");
    };
  }
  document.querySelectorAll("input.filter").forEach(input => {
    const rows = document.querySelectorAll("#" + input.dataset.of + " tbody tr");
    input.oninput = () => rows.forEach(row => {
      row.hidden = !row.textContent.toLowerCase().includes(input.value.toLowerCase());
    });
  });
  darkScreen.addEventListener("change", drawAll);
  window.addEventListener("hashchange", () => {
    readFragment();
    applyTheme();
    drawAll();
  });
  let pending = 0;
  window.addEventListener("resize", () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(drawAll);
  });
}

start();
