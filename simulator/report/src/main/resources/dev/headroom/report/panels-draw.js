// Draws one panel as the text of an SVG element. Nothing here reads the page: the same text is the
// picture on the screen, the SVG that is saved and, painted on a canvas, the PNG.

const DASHES = {
  THIN: [1.1, ""], MEDIUM: [1.7, ""], THICK: [2.6, ""], DASHED: [1.8, "7 4.5"],
  DOTTED: [1.8, "0.6 4"],
};
// A limit far above the data is named, but would flatten everything if it were drawn.
const LIMIT_REACH = 2.5;
// Beyond so many incidents their edges would hide the data.
const MOST_EDGES = 12;
const MOST_MARKS = 200;
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600,
  43200, 86400];
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

const ruler = document.createElement("canvas").getContext("2d");

function textWidth(text, size, bold) {
  ruler.font = (bold ? "600 " : "") + size + "px " + FONT;
  return ruler.measureText(text).width;
}

function fit(text, size, room) {
  if (textWidth(text, size) <= room) {
    return text;
  }
  let end = Math.max(1, Math.floor(text.length * room / textWidth(text, size)));
  while (end > 1 && textWidth(text.slice(0, end) + "…", size) > room) {
    end--;
  }
  return text.slice(0, end) + "…";
}

function escapeText(text) {
  return String(text).replace(/[&<>"']/g, c => "&#" + c.charCodeAt(0) + ";");
}

/** Three significant digits with thousands separators; whole numbers keep all their digits. */
function significant(value) {
  if (!Number.isFinite(value)) {
    return "n/a";
  }
  const whole = Math.abs(value) >= 1000 || value === Math.round(value);
  const text = whole ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
  const plain = text.includes("e") ? Number(text).toFixed(9).replace(/0+$/, "") : text;
  const [integer, fraction] = plain.split(".");
  return integer.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction ? "." + fraction : "");
}

function milliseconds(ms) {
  return !Number.isFinite(ms) ? "n/a"
    : Math.abs(ms) < 999.5 ? significant(ms) + "\u00a0ms" : significant(ms / 1000) + "\u00a0s";
}

function tickLabel(value) {
  return value >= 1e9 ? significant(value / 1e9) + "G"
    : value >= 1e6 ? significant(value / 1e6) + "M"
    : value >= 1e5 ? significant(value / 1e3) + "k" : significant(value);
}

const two = n => String(n).padStart(2, "0");

/** A moment on the clock if the trace has one, else from the start; the step sets the detail. */
function moment(data, seconds, step) {
  if (data.clockMs !== null) {
    const at = new Date(data.clockMs + Math.floor(seconds * 1000));
    const clock = two(at.getUTCHours()) + ":" + two(at.getUTCMinutes())
      + (step % 60 === 0 ? "" : ":" + two(at.getUTCSeconds()));
    const day = two(at.getUTCMonth() + 1) + "-" + two(at.getUTCDate());
    return data.to - data.from > 86400 ? step >= 86400 ? day : day + " " + clock : clock;
  }
  const s = Math.floor(seconds);
  const days = data.to >= 2 * 86400 ? Math.floor(s / 86400) : 0;
  const hours = Math.floor(s / 3600) - days * 24;
  const text = data.to < 3600 ? Math.floor(s / 60) + ":" + two(s % 60)
    : hours + ":" + two(Math.floor(s / 60) % 60) + (step % 60 === 0 ? "" : ":" + two(s % 60));
  return days > 0 || data.to >= 2 * 86400 ? days + "d " + text : text;
}

function timeTitle(data, step) {
  if (data.clockMs !== null) {
    return "time of day, " + (data.zone || "the trace's own time zone");
  }
  return "time from start (" + (data.to < 3600 ? "m:ss" : data.to >= 2 * 86400 ? "d h:mm"
    : step % 60 === 0 ? "h:mm" : "h:mm:ss") + ")";
}

function timeTicks(data, from, to, most) {
  const span = to - from;
  const step = TIME_STEPS.find(s => span / s <= most)
    || 86400 * Math.ceil(span / 86400 / most);
  const offset = data.clockMs === null ? 0 : data.clockMs / 1000 % Math.min(step, 86400);
  const ticks = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to + 1e-9; at += step) {
    ticks.push({ at, text: moment(data, at, step) });
  }
  return { step, ticks };
}

/** Round numbers from zero to at least {@code max}. */
function linearScale(max, most) {
  if (!(max > 0)) {
    return { low: 0, high: 1, ticks: [0, 1].map(at => ({ at, text: String(at) })) };
  }
  const top = max * 1.04;
  const decade = 10 ** Math.floor(Math.log10(top / most));
  const step = decade * ([1, 2, 2.5, 5].find(f => top / (decade * f) <= most) || 10);
  const count = Math.ceil(top / step - 1e-9);
  const ticks = [];
  for (let i = 0; i <= count; i++) {
    ticks.push({ at: i * step, text: tickLabel(i * step) });
  }
  return { low: 0, high: count * step, ticks };
}

/** Whole decades around the values, in milliseconds. */
function logScale(min, max, most) {
  const low = min > 0 ? min : 1;
  const high = max > low ? max : low * 10;
  const from = Math.floor(Math.log10(Math.max(low, 1e-3)) + 1e-9);
  const to = Math.max(Math.ceil(Math.log10(Math.min(high, 1e11)) - 1e-9), from + 1);
  const every = Math.ceil((to - from + 1) / most);
  const label = ms => ms >= 999 ? tickLabel(ms / 1000) + " s" : tickLabel(ms) + " ms";
  const ticks = [];
  for (let e = from; e <= to; e++) {
    const parts = to - from <= 2 && e < to ? [1, 2, 5] : [1];
    if ((e - from) % every === 0) {
      parts.forEach(p => ticks.push({ at: p * 10 ** e, text: label(p * 10 ** e) }));
    }
  }
  return { low: 10 ** from, high: 10 ** to, ticks, log: true };
}

/**
 * The bins to draw between two moments: all where they are no more than columns of pixels, else of
 * every two columns the bin with the least and the one with the greatest value.
 */
function chooseBins(values, first, last, columns) {
  const n = last - first;
  const chosen = [];
  if (n <= columns) {
    for (let i = first; i < last; i++) {
      chosen.push(i);
    }
    return chosen;
  }
  const pairs = columns >> 1;
  for (let c = 0; c < pairs; c++) {
    const from = first + Math.floor(c * n / pairs);
    const to = first + Math.floor((c + 1) * n / pairs);
    let least = -1;
    let most = -1;
    for (let i = from; i < to; i++) {
      if (!Number.isNaN(values[i])) {
        least = least < 0 || values[i] < values[least] ? i : least;
        most = most < 0 || values[i] > values[most] ? i : most;
      }
    }
    if (least < 0) {
      chosen.push(from);
    } else {
      chosen.push(Math.min(least, most));
      if (least !== most) {
        chosen.push(Math.max(least, most));
      }
    }
  }
  return chosen;
}

const round = value => Math.round(value * 10) / 10;

/** A line with a step for each bin; a bin without a value is a gap. */
function linePath(values, chosen, left, right, x, y) {
  let path = "";
  let open = false;
  chosen.forEach((bin, k) => {
    const value = values[bin];
    if (Number.isNaN(value) || y.log && !(value > 0)) {
      open = false;
      return;
    }
    const at = round(y.of(value));
    path += (open ? "V" : "M" + round(x.of(left(k))) + " ") + at + "H" + round(x.of(right(k)));
    open = true;
  });
  return path;
}

function areaPath(top, bottom, chosen, left, right, x, y) {
  let path = "";
  chosen.forEach((bin, k) => {
    path += (k === 0 ? "M" + round(x.of(left(k))) + " " : "V") + round(y.of(top[bin]))
      + "H" + round(x.of(right(k)));
  });
  for (let k = chosen.length - 1; k >= 0; k--) {
    path += "V" + round(y.of(bottom[chosen[k]])) + "H" + round(x.of(left(k)));
  }
  return path + "Z";
}

/** Tops and bottoms of the stacked areas; they do not depend on what is in sight. */
function stackTops(panel, bins) {
  if (panel.tops) {
    return panel.tops;
  }
  let below = new Float64Array(bins);
  panel.tops = panel.bands.map(band => {
    const top = below.slice();
    for (let i = 0; i < bins; i++) {
      top[i] += band.values[i] > 0 ? band.values[i] : 0;
    }
    const result = { top, bottom: below };
    below = top;
    return result;
  });
  return panel.tops;
}

/** The greatest and the least positive value of what is in sight. */
function extent(arrays, first, last) {
  let max = NaN;
  let min = NaN;
  for (const values of arrays) {
    for (let i = first; i < last; i++) {
      const v = values[i];
      if (!Number.isNaN(v)) {
        max = v <= max ? max : v;
        min = v > 0 && !(v >= min) ? v : min;
      }
    }
  }
  return { max, min };
}

function fillStyle(id, band, tone) {
  const opacity = band.texture === "SOLID" ? 0.85 : 0.32;
  const hatch = band.texture === "HATCH" || band.texture === "COUNTER_HATCH";
  return hatch ? `fill="url(#${id}-${band.tone}-${band.texture})"`
    : `fill="${tone}" fill-opacity="${opacity}"`;
}

function patterns(id, panel, tones) {
  const seen = new Map();
  panel.bands.filter(b => b.texture.endsWith("HATCH")).forEach(b => {
    const path = b.texture === "HATCH" ? "M-2 2L2 -2M0 7L7 0M5 9L9 5"
      : "M-2 5L2 9M0 0L7 7M5 -2L9 2";
    seen.set(b.tone + b.texture, `<pattern id="${id}-${b.tone}-${b.texture}" width="7" height="7" `
      + `patternUnits="userSpaceOnUse"><rect width="7" height="7" fill="${tones[b.tone]}" `
      + `fill-opacity="0.14"/><path d="${path}" stroke="${tones[b.tone]}" `
      + `stroke-width="1" fill="none"/></pattern>`);
  });
  return "<defs>" + [...seen.values()].join("") + "</defs>";
}

/** Title and key; returns where they end. */
function drawLegend(out, data, panel, look, id) {
  const { size, font, ink, tones } = look;
  const edge = font * 0.8;
  let y = font * 1.5;
  out.push(`<text x="${edge}" y="${y}" font-size="${font * 1.15}" font-weight="600" `
    + `fill="${ink}">${escapeText(panel.title)}</text>`);
  let x = edge + textWidth(panel.title, font * 1.15, true) + font * 1.6;
  const entry = (name, symbol) => {
    const shown = fit(name, font * 0.95, size.width - edge * 2 - font * 2.2);
    const width = font * 2.2 + textWidth(shown, font * 0.95);
    if (x + width > size.width - edge) {
      x = edge;
      y += font * 1.45;
    }
    out.push(symbol(x, y), `<text x="${round(x + font * 2.1)}" y="${round(y)}" `
      + `font-size="${font * 0.95}" fill="${ink}">${escapeText(shown)}</text>`);
    x += width + font * 1.1;
  };
  const stroke = (tone, dash) => (px, py) => `<path d="M${round(px)} ${round(py - font * 0.33)}h`
    + `${font * 1.6}" ${strokeStyle(tone, dash)}/>`;
  panel.lines.forEach(l => entry(l.name, stroke(tones[l.tone], l.dash)));
  for (let top = panel.bands.length; top > 0;) {
    // Neighbours with one key share an entry; the top of the stack is named first.
    let bottom = top - 1;
    while (bottom > 0 && panel.bands[bottom - 1].key === panel.bands[top - 1].key) {
      bottom--;
    }
    const shared = panel.bands.slice(bottom, top);
    entry(shared[0].key, (px, py) => shared.map((band, k) => {
      const fill = fillStyle(id, band, tones[band.tone]);
      const width = font * 1.6 / shared.length;
      const box = `x="${round(px + k * width)}" y="${round(py - font * 0.78)}" `
        + `width="${round(width)}" height="${round(font * 0.9)}"`;
      return `<rect ${box} ${fill} stroke="${tones[band.tone]}"/>`;
    }).join(""));
    top = bottom;
  }
  panel.limits.forEach(l => entry(l.label, stroke(tones.VERMILLION, l.dash)));
  if (data.exhausted.length > 0) {
    entry("database exhausted", (px, py) => `<rect x="${round(px)}" y="${round(py - font * 0.78)}" `
      + `width="${font * 1.6}" height="${round(font * 0.9)}" fill="${tones.VERMILLION}" `
      + `fill-opacity="0.1" stroke="${tones.VERMILLION}"/>`);
  }
  return y + font * 0.5;
}

function strokeStyle(color, dash) {
  const [width, pattern] = DASHES[dash];
  return `fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="round"`
    + (pattern ? ` stroke-dasharray="${pattern}" stroke-linecap="round"` : "");
}

// Places of a name's baseline above and below the end of its line, in heights of the text.
const PLACES = [-0.45, 1.15, -1.65, 2.35, -2.85, 3.55, -4.05, 4.75, -5.25, -6.45];
// The same behind the end of a line, where its own height comes first.
const PLACES_AFTER = [0.3, 1.45, -0.85, 2.6, -2, 3.75, -3.15];

/** A mark of the line's own shape; tone and shape are the same at the line and at its name. */
function markPath(shape, x, y, r) {
  const at = points => "M" + points.map(([dx, dy]) => round(x + dx * r) + " " + round(y + dy * r))
    .join("L") + "Z";
  switch (shape % 5) {
    case 0: return `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 `
      + `${-2 * r} 0Z`;
    case 1: return at([[0, -1], [1, 1], [-1, 1]]);
    case 2: return at([[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]]);
    case 3: return at([[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]]);
    default: return at([[0, 1], [1, -1], [-1, -1]]);
  }
}

/**
 * Names lines where they end. A name that finds no free place is left to the key.
 *
 * @param ends each {@code label}, {@code tone}, {@code x}, {@code y}
 * @param taken rectangles {@code [left, top, right, bottom]} that are not free
 */
function endLabels(out, ends, taken, plot, look, background) {
  const font = look.font;
  const text = font * 0.85;
  const mark = font * 0.9;
  const bottom = plot.y + plot.height;
  const rightEnd = plot.x + plot.width;
  ends.forEach((end, shape) => {
    const label = fit(end.label, text, plot.width * 0.3);
    const width = textWidth(label, text) + mark + font * 0.4;
    const after = end.x + width + font * 0.6 <= rightEnd;
    const left = after ? end.x + font * 0.5 : end.x - width - font * 0.5;
    for (const place of after ? PLACES_AFTER : PLACES) {
      const base = end.y + place * font;
      const box = [left, base - font * 0.85, left + width, base + font * 0.25];
      if (box[1] < plot.y || box[3] > bottom || taken.some(t =>
        t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3])) {
        continue;
      }
      taken.push(box);
      const r = round(font * 0.28);
      out.push(`<rect x="${round(left)}" y="${round(box[1])}" width="${round(width)}" `
        + `height="${round(font * 1.1)}" fill="${background}" fill-opacity="0.78"/>`
        + `<path fill="${end.tone}" d="${markPath(shape, end.x, end.y, r)}`
        + `${markPath(shape, left + mark / 2, base - font * 0.3, r)}"/>`
        + `<text x="${round(left + mark + font * 0.1)}" y="${round(base)}" `
        + `font-size="${round(text)}" fill="${look.ink}">${escapeText(label)}</text>`);
      return;
    }
  });
}

/**
 * Draws a panel.
 *
 * @param view the moments {@code from} and {@code to} in seconds
 * @param size {@code width}, {@code left} and {@code right} inset in pixels
 * @returns the text, the height and the plot's rectangle
 */
function drawPanel(data, panel, view, size, theme, id) {
  const narrow = size.width < 600;
  const font = narrow ? 12 : 13;
  const colors = data.themes[theme];
  const tones = { ...data.tones, INK: colors.ink };
  const look = { size, font, ink: colors.ink, tones };
  const out = [];
  const legendEnd = drawLegend(out, data, panel, look, id);
  const top = Math.round(legendEnd + font * 1.9);
  const plotHeight = narrow ? 150 : size.width > 1500 ? 240 : 200;
  const bottom = top + plotHeight;
  const height = Math.round(bottom + font * 3.4);
  const plot = { x: size.left, y: top, width: size.width - size.left - size.right,
    height: plotHeight };
  const bins = data.bins;
  const first = Math.max(0, Math.floor((view.from - data.start) / data.bin + 1e-9));
  const last = Math.min(bins, Math.ceil((view.to - data.start) / data.bin - 1e-9));
  const x = { of: s => plot.x + (s - view.from) / (view.to - view.from) * plot.width };
  const tops = stackTops(panel, bins);
  const onLeft = panel.lines.filter(l => !l.right);
  const range = extent([...onLeft.map(l => l.values), ...tops.slice(-1).map(t => t.top)], first,
    last);
  let max = range.max;
  panel.limits.forEach(l => {
    max = (panel.log || !(l.value > max * LIMIT_REACH)) && !(l.value <= max) ? l.value : max;
  });
  const most = Math.max(2, Math.floor(plotHeight / (font * 3)));
  const scale = panel.log ? logScale(range.min, max, most) : linearScale(max, most);
  const span = scale.log ? Math.log(scale.high / scale.low) : scale.high - scale.low;
  const y = { log: scale.log, of: v => {
    const share = scale.log ? Math.log(v / scale.low) / span : (v - scale.low) / span;
    return bottom - Math.min(1.02, Math.max(-0.02, share)) * plotHeight;
  } };
  const text = (px, py, anchor, value, fill) => out.push(`<text x="${round(px)}" y="${round(py)}" `
    + `text-anchor="${anchor}" font-size="${font * 0.92}" fill="${fill || colors.muted}">`
    + `${escapeText(value)}</text>`);
  text(font * 0.8, legendEnd + font * 0.9, "start", panel.unit);
  if (panel.rightUnit) {
    text(size.width - font * 0.8, legendEnd + font * 0.9, "end", panel.rightUnit);
  }
  scale.ticks.forEach(t => {
    const at = round(y.of(t.at));
    out.push(`<path d="M${plot.x} ${at}h${plot.width}" stroke="${colors.grid}"/>`);
    text(plot.x - font * 0.5, at + font * 0.35, "end", t.text);
  });
  out.push(`<clipPath id="${id}-clip"><rect x="${plot.x}" y="${top - 1}" width="${plot.width}" `
    + `height="${plotHeight + 2}"/></clipPath><g clip-path="url(#${id}-clip)">`);
  data.exhausted.forEach(([from, to]) => {
    const left = round(x.of(from));
    out.push(`<rect x="${left}" y="${top}" width="${Math.max(0.5, round(x.of(to) - left))}" `
      + `height="${plotHeight}" fill="${tones.VERMILLION}" fill-opacity="0.1"/>`);
  });
  // A point for 1.7 pixels: more cannot be seen, and costs time on each zoom.
  const columns = Math.max(50, Math.floor(plot.width * 0.6));
  const edges = chosen => [
    k => data.start + chosen[k] * data.bin,
    k => data.start + (k + 1 < chosen.length ? chosen[k + 1] : chosen[k] + 1) * data.bin,
  ];
  if (tops.length > 0 && last > first) {
    const chosen = chooseBins(tops[tops.length - 1].top, first, last, columns);
    const [left, right] = edges(chosen);
    panel.bands.forEach((band, b) => {
      const path = areaPath(tops[b].top, tops[b].bottom, chosen, left, right, x, y);
      const fill = fillStyle(id, band, tones[band.tone]);
      out.push(`<path d="${path}" ${fill}/><path d="${linePath(tops[b].top, chosen, left, right, x, y)}" fill="none" `
        + `stroke="${tones[band.tone]}"/>`);
    });
  }
  const ends = [];
  const lines = (list, axis) => list.forEach(line => {
    let end = last - 1;
    while (end >= first && Number.isNaN(line.values[end])) {
      end--;
    }
    if (end >= first && !(axis.log && !(line.values[end] > 0))) {
      ends.push({ label: line.label, tone: tones[line.tone],
        x: Math.min(plot.x + plot.width, x.of(data.start + (end + 1) * data.bin)),
        y: Math.max(top, axis.of(line.values[end])) });
    }
    const chosen = chooseBins(line.values, first, last, columns);
    const [left, right] = edges(chosen);
    out.push(`<path d="${linePath(line.values, chosen, left, right, x, axis)}" `
      + `${strokeStyle(tones[line.tone], line.dash)}/>`);
  });
  lines(onLeft, y);
  const onRight = panel.lines.filter(l => l.right);
  if (onRight.length > 0) {
    const second = linearScale(extent(onRight.map(l => l.values), first, last).max, most);
    const axis = { of: v => bottom - v / second.high * plotHeight };
    lines(onRight, axis);
    out.push("</g>");
    second.ticks.forEach(t => text(plot.x + plot.width + font * 0.5, axis.of(t.at) + font * 0.35,
      "start", t.text));
  } else {
    out.push("</g>");
  }
  if (data.exhausted.length <= MOST_EDGES) {
    data.exhausted.flat().filter(s => s >= view.from && s <= view.to).forEach(s => out.push(
      `<path d="M${round(x.of(s))} ${top}v${plotHeight}" stroke="${tones.VERMILLION}"/>`));
  }
  let lowest = 0;
  const taken = [];
  panel.limits.filter(l => l.value <= scale.high && l.value >= scale.low).forEach(l => {
    const at = round(y.of(l.value));
    out.push(`<path d="M${plot.x} ${at}h${plot.width}" ${strokeStyle(tones.VERMILLION, l.dash)}/>`);
    const label = at - font * 1.4 > top - font * 0.4 && lowest === 0 ? at - font * 0.4
      : Math.max(at + font * 1.1, lowest + font * 1.2);
    text(plot.x + plot.width - font * 0.4, label, "end", l.label, colors.ink);
    taken.push([plot.x + plot.width - font - textWidth(l.label, font * 0.92), label - font * 0.85,
      plot.x + plot.width, label + font * 0.25]);
    lowest = label;
  });
  endLabels(out, ends, taken, plot, look, colors.background);
  // So many marks would be a bar; they come with zooming in.
  const marks = panel.marks.filter(m => m[0] >= view.from && m[0] <= view.to);
  (marks.length > MOST_MARKS ? [] : marks).forEach(m => out.push(
    `<path d="M${round(x.of(m[0]))} ${bottom}l-3.5 -7h7z" fill="${colors.ink}"/>`));
  const times = timeTicks(data, view.from, view.to, Math.floor(plot.width / (font * 6)));
  out.push(`<path d="M${plot.x} ${bottom}h${plot.width}" stroke="${colors.muted}"/>`);
  times.ticks.forEach(t => text(x.of(t.at), bottom + font * 1.35, "middle", t.text));
  const axisTitle = timeTitle(data, times.step);
  text(size.width - font * 0.8, height - font * 0.6, "end", axisTitle);
  text(font * 0.8, height - font * 0.6, "start", fit(data.source, font * 0.92,
    size.width - font * 3 - textWidth(axisTitle, font * 0.92)));
  if (panel.bands.length + panel.lines.length === 0) {
    text(plot.x + plot.width / 2, top + plotHeight / 2, "middle", "no values in this result");
  }
  const head = `<svg viewBox="0 0 ${size.width} ${height}" width="${size.width}" `
    + `height="${height}" role="img" aria-labelledby="${id}-t ${id}-d" font-family="${FONT}">`
    + `<title id="${id}-t">${escapeText(panel.title)}</title>`
    + `<desc id="${id}-d">${escapeText(panel.description)}</desc>`
    + `<rect width="${size.width}" height="${height}" fill="${colors.background}"/>`
    + patterns(id, panel, tones);
  return { svg: head + out.join("") + "</svg>", height, plot };
}
