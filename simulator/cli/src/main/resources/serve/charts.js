// Line charts in SVG, drawn at the width they are shown at. Whatever comes from a scenario enters as
// text only.

const NS = 'http://www.w3.org/2000/svg';
const LEFT = 52;
const RIGHT = 10;
const TOP = 8;
const BOTTOM = 22;

/** How high a chart is, in pixels. */
export const HEIGHT = 190;

/** An element with attributes and children. */
export function svg(name, attributes, ...children) {
  const element = document.createElementNS(NS, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
}

export const CHARTS = [
  {
    id: 'load', title: 'Requests per second', unit: '/s', band: 'completed',
    lines: [['offered', 'offered', 'grey'], ['completed', 'served', 'blue'], ['failed', 'failed', 'red']],
  },
  {
    id: 'instances', title: 'Instances', unit: '', band: 'ready',
    lines: [['ready', 'ready', 'green'], ['starting', 'starting', 'purple']],
    limit: (p) => p.numbers.instancesLimit,
  },
  {
    id: 'concurrency', title: 'Requests inside', unit: '', band: 'inService',
    lines: [['inService', 'in service', 'blue'], ['queued', 'waiting for an instance', 'red']],
  },
  {
    id: 'latency', title: 'Latency', unit: 'ms', log: true, band: 'p99',
    lines: [['p50', 'p50', 'blue', 1], ['p95', 'p95', 'blue', 1.7], ['p99', 'p99', 'blue', 2.6]],
    limit: (p) => latencyLimit(p),
  },
  {
    id: 'connections', title: 'Database connections', unit: '', band: 'connections',
    lines: [['connections', 'held', 'blue']],
    limit: (p) => p.numbers.connectionsLimit,
  },
  {
    id: 'cost', title: 'Cost per minute', unit: 'USD', band: 'cost',
    lines: [['cost', 'all components', 'green']],
  },
  {
    id: 'total', title: 'Cost so far', unit: 'USD', band: 'costSum',
    lines: [['costSum', 'all components', 'green']],
  },
];

function latencyLimit(picture) {
  const one = (picture.objectives || []).find((o) => /^p99\(latency\)/.test(o.expr));
  return one ? one.limit : null;
}

/** Three significant digits, with thousands. */
export function number(value) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return '–';
  }
  if (value === 0) {
    return '0';
  }
  const digits = Math.abs(value) >= 100 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', { maximumFractionDigits: Math.min(digits, 8) });
}

/** A value beside its line, where there is room for six characters. */
const beside = (value) => (value > 0 && value < 0.0001 ? Number(value.toPrecision(3)).toExponential() : number(value));

/** Minutes and seconds of simulated time. */
export function clock(seconds) {
  const s = Math.round(seconds);
  const part = (n) => String(n).padStart(2, '0');
  return s >= 3600
    ? `${Math.floor(s / 3600)}:${part(Math.floor(s / 60) % 60)}:${part(s % 60)}`
    : `${Math.floor(s / 60)}:${part(s % 60)}`;
}

const LETTER = (side) => side.toUpperCase();
const seriesOf = (p, key) => p.series[key] || [];
const shownOf = (pictures) => Object.entries(pictures).filter(([, p]) => p);

/** The band of a chart's chief line over several days; null where there is none. */
function bandOf(chart, picture) {
  return (picture.bands && picture.bands[chart.band]) || null;
}

/** Whether any side has a band in this chart. */
export function hasBand(chart, pictures) {
  return shownOf(pictures).some(([, p]) => bandOf(chart, p));
}

/** Where instants lie across a chart, in pixels. */
export function across(range, width) {
  const inside = width - LEFT - RIGHT;
  return {
    of: (seconds) => LEFT + inside * (seconds - range[0]) / (range[1] - range[0]),
    at: (pixel) => range[0] + Math.min(1, Math.max(0, (pixel - LEFT) / inside)) * (range[1] - range[0]),
    top: TOP, bottom: HEIGHT - BOTTOM, left: LEFT, right: width - RIGHT,
  };
}

/** Draws one chart of A (solid) and B (dashed). */
export function draw(chart, pictures, range, width) {
  const shown = shownOf(pictures).filter(([, p]) => p.series[chart.lines[0][0]]);
  const y = scaleY(chart, shown, range);
  const x = across(range, width);
  const root = svg('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'font-size': 11, fill: 'currentColor' });
  root.append(svg('title', {}, chart.title), svg('desc', {}, describe(chart, shown)));
  root.append(hatch(chart.id));
  axes(root, x, y, range);
  limits(root, chart, shown, x, y);
  shown.forEach(([side, picture]) => band(root, chart, side, picture, x, y, range));
  shown.forEach(([side, picture]) => chart.lines.forEach(([key, , colour, stroke]) => {
    const d = path(seriesOf(picture, key), picture.step, x, y, range);
    root.append(svg('path', { d, class: 'data', fill: 'none', stroke: `var(--${colour})`, 'stroke-width': stroke || 1.8,
      'stroke-dasharray': side === 'b' ? '6 4' : 'none', 'stroke-linejoin': 'round',
      opacity: picture.stale ? 0.45 : 1 }));
  }));
  const rough = shown.filter(([, p]) => p.rough || p.stale);
  if (rough.length) {
    root.append(svg('rect', { x: x.left, y: x.top, width: x.right - x.left, height: x.bottom - x.top,
      fill: `url(#hatch-${chart.id})` }));
    const words = rough.map(([side, p]) => LETTER(side)
      + (p.stale ? ': before this change' : `: rough, a model at 1:${p.times}`));
    root.append(svg('text', { x: x.left + 6, y: x.top + 12, 'font-weight': 600 }, words.join('; ')));
  }
  return root;
}

function limits(root, chart, shown, x, y) {
  const all = shown.map(([, picture]) => chart.limit && chart.limit(picture));
  const same = all.length === 2 && all[0] === all[1];
  shown.forEach(([side], i) => {
    const limit = all[i];
    if ((same && i === 1) || !limit || limit > y.most * 1.001 || limit < y.least) {
      return;
    }
    root.append(svg('line', { x1: x.left, x2: x.right, y1: y.at(limit), y2: y.at(limit),
      stroke: 'var(--red)', 'stroke-width': 1.2, 'stroke-dasharray': side === 'b' ? '7 4' : 'none' }));
    const end = same || side === 'a';
    root.append(svg('text', { x: end ? x.right - 2 : x.left + 4, y: y.at(limit) + 11, 'text-anchor': end ? 'end' : 'start' },
      `limit ${same ? '' : LETTER(side)} ${number(limit)}`));
  });
}

/** The middle 80 % of days around the chief line. */
function band(root, chart, side, picture, x, y, range) {
  const both = bandOf(chart, picture);
  if (!both) {
    return;
  }
  const { step } = picture.bands;
  const colour = chart.lines.find(([key]) => key === chart.band)[2];
  const inside = both.low.map((low, i) => [i * step, low, both.high[i]])
    .filter(([t, low]) => low !== null && t >= range[0] && t <= range[1]);
  if (inside.length) {
    const point = (t, v) => `${x.of(t).toFixed(1)} ${y.at(v).toFixed(1)}`;
    const d = `M${inside.map(([t, low]) => point(t, low)).join('L')}L${inside.reverse().map(([t, , high]) => point(t, high)).join('L')}Z`;
    root.append(svg('path', { d, class: 'band', fill: `var(--${colour})`, 'fill-opacity': 0.2,
      stroke: `var(--${colour})`, 'stroke-width': 0.8, 'stroke-dasharray': side === 'b' ? '3 3' : 'none' }));
  }
}

function hatch(id) {
  const pattern = svg('pattern', { id: `hatch-${id}`, width: 8, height: 8,
    patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
  svg('line', { x1: 0, y1: 0, x2: 0, y2: 8, stroke: 'var(--grey)', 'stroke-width': 1.2, opacity: 0.55 }));
  return svg('defs', {}, pattern);
}

function scaleY(chart, shown, range) {
  let most = 0;
  let low = Infinity;
  const look = (values, step) => values.forEach((v, i) => {
    const t = i * step;
    if (v !== null && t >= range[0] && t <= range[1]) {
      most = Math.max(most, v);
      low = v > 0 ? Math.min(low, v) : low;
    }
  });
  shown.forEach(([, p]) => {
    chart.lines.forEach(([key]) => look(seriesOf(p, key), p.step));
    const both = bandOf(chart, p);
    if (both) {
      look(both.low, p.bands.step);
      look(both.high, p.bands.step);
    }
  });
  shown.forEach(([, p]) => {
    const limit = chart.limit && chart.limit(p);
    // A limit far above everything would flatten the lines.
    most = limit && limit < most * 4 ? Math.max(most, limit) : most;
  });
  const height = HEIGHT - TOP - BOTTOM;
  if (chart.log) {
    const least = 10 ** Math.floor(Math.log10(Number.isFinite(low) ? low : 1));
    const top = Math.max(10 ** Math.ceil(Math.log10(most || 10)), least * 10);
    const ticks = [];
    for (let t = least; t <= top * 1.001; t *= 10) {
      ticks.push(t);
    }
    const span = Math.log10(top / least);
    return { most: top, least, ticks,
      at: (v) => TOP + height * (1 - Math.log10(Math.max(v, least) / least) / span) };
  }
  const step = nice(most / 4 || 0.25);
  const top = Math.max(step, Math.ceil(most / step - 1e-9) * step);
  const ticks = [];
  for (let t = 0; t <= top * 1.001; t += step) {
    ticks.push(t);
  }
  return { most: top, least: 0, ticks, at: (v) => TOP + height * (1 - v / top) };
}

function nice(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].map((m) => m * power).find((s) => s >= step * 0.999);
}

function axes(root, x, y, range) {
  y.ticks.forEach((tick) => {
    root.append(svg('line', { x1: x.left, x2: x.right, y1: y.at(tick), y2: y.at(tick),
      stroke: 'var(--edge)', 'stroke-width': 1 }));
    root.append(svg('text', { x: LEFT - 5, y: y.at(tick) + 4, 'text-anchor': 'end' }, beside(tick)));
  });
  const steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400, 604800];
  const span = range[1] - range[0];
  const most = Math.max(2, Math.min(7, (x.right - x.left) / 62));
  const step = steps.find((s) => span / s <= most) || span / most;
  for (let t = Math.ceil(range[0] / step) * step; t <= range[1]; t += step) {
    // At the right end its text would stand out of the picture.
    const anchor = x.of(t) > x.right - 8 ? 'end' : 'middle';
    root.append(svg('text', { x: x.of(t) + (anchor === 'end' ? RIGHT : 0), y: HEIGHT - 6, 'text-anchor': anchor }, clock(t)));
  }
}

/** A line from value to value; one that stands alone is as long as its step. */
function path(values, step, x, y, range) {
  const shown = (i) => i >= 0 && i < values.length && values[i] !== null && i * step >= range[0] && i * step <= range[1];
  let d = '';
  values.forEach((value, i) => {
    if (shown(i)) {
      d += `${shown(i - 1) ? 'L' : 'M'}${x.of(i * step).toFixed(1)} ${y.at(value).toFixed(1)}`;
      if (!shown(i - 1) && !shown(i + 1)) {
        d += `H${x.of(Math.min(range[1], (i + 1) * step)).toFixed(1)}`;
      }
    }
  });
  return d;
}

function describe(chart, shown) {
  return shown.map(([side, p]) => {
    const peaks = chart.lines.map(([key, label]) =>
      `${label} at most ${number(Math.max(0, ...seriesOf(p, key).filter((v) => v !== null)))} ${chart.unit}`);
    return `${LETTER(side)}: ${peaks.join(', ')}.`;
  }).join(' ');
}

/** The values of a chart at an instant, in words. */
export function reading(chart, pictures, at) {
  return Object.entries(pictures).filter(([, p]) => p).map(([side, p]) => {
    const i = Math.floor(at / p.step);
    const parts = chart.lines.map(([key, label]) => `${label} ${number(seriesOf(p, key)[i])}`);
    return `${LETTER(side)} ${parts.join(', ')}`;
  }).join(' · ');
}

/** What is drawn of a chart in a range: the header, then one row for each instant. */
export function rows(chart, pictures, range) {
  const shown = shownOf(pictures);
  const columns = [];
  shown.forEach(([side, p]) => {
    const at = (values, step) => (t) => values[Math.floor(t / step + 1e-9)] ?? null;
    chart.lines.forEach(([key, label]) => columns.push([`${LETTER(side)} ${label}`, at(seriesOf(p, key), p.step)]));
    const both = bandOf(chart, p);
    const label = both && chart.lines.find(([key]) => key === chart.band)[1];
    if (both) {
      columns.push([`${LETTER(side)} ${label} 10 % of days`, at(both.low, p.bands.step)],
        [`${LETTER(side)} ${label} 90 % of days`, at(both.high, p.bands.step)]);
    }
  });
  const step = Math.min(...shown.map(([, p]) => p.step));
  const end = Math.max(...shown.map(([, p]) => p.step * p.series.offered.length));
  const body = [];
  for (let i = Math.ceil(range[0] / step - 1e-9); i * step < end && i * step <= range[1]; i += 1) {
    body.push([i * step, ...columns.map(([, value]) => value(i * step))]);
  }
  return [['seconds', ...columns.map(([name]) => name)], ...body];
}
