// Line charts and a scatter plot in SVG. Whatever comes from a scenario enters as text only.

const NS = 'http://www.w3.org/2000/svg';
const W = 560;
const H = 190;
const LEFT = 52;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 22;

/** An element with attributes and children. */
export function svg(name, attributes, ...children) {
  const element = document.createElementNS(NS, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
}

export const CHARTS = [
  {
    id: 'load', title: 'Requests per second', unit: '/s',
    lines: [['offered', 'offered', 'grey'], ['completed', 'served', 'blue'], ['failed', 'failed', 'red']],
  },
  {
    id: 'instances', title: 'Instances', unit: '',
    lines: [['ready', 'ready', 'green'], ['starting', 'starting', 'purple'], ['queued', 'requests waiting', 'grey']],
    limit: (p) => p.numbers.instancesLimit,
  },
  {
    id: 'latency', title: 'Latency', unit: 'ms', log: true,
    lines: [['p50', 'p50', 'blue', 1], ['p95', 'p95', 'blue', 1.7], ['p99', 'p99', 'blue', 2.6]],
    limit: (p) => latencyLimit(p),
  },
  {
    id: 'connections', title: 'Database connections', unit: '',
    lines: [['connections', 'held', 'blue']],
    limit: (p) => p.numbers.connectionsLimit,
  },
  {
    id: 'cost', title: 'Cost per minute', unit: 'USD',
    lines: [['cost', 'all components', 'green']],
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

/** Minutes and seconds of simulated time. */
export function clock(seconds) {
  const s = Math.round(seconds);
  const part = (n) => String(n).padStart(2, '0');
  return s >= 3600
    ? `${Math.floor(s / 3600)}:${part(Math.floor(s / 60) % 60)}:${part(s % 60)}`
    : `${Math.floor(s / 60)}:${part(s % 60)}`;
}

/** Draws one chart of A (solid) and B (dashed); at is the crosshair in seconds, or null. */
export function draw(chart, pictures, range, at) {
  const shown = Object.entries(pictures).filter(([, p]) => p && p.series[chart.lines[0][0]]);
  const y = scaleY(chart, shown, range);
  const x = (seconds) => LEFT + (W - LEFT - RIGHT) * (seconds - range[0]) / (range[1] - range[0]);
  const root = svg('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'font-size': 11, fill: 'currentColor' });
  root.append(svg('title', {}, chart.title), svg('desc', {}, describe(chart, shown)));
  root.append(hatch(chart.id));
  axes(root, x, y, range);
  const limits = shown.map(([, picture]) => chart.limit && chart.limit(picture));
  const same = limits.length === 2 && limits[0] === limits[1];
  shown.forEach(([side, picture], i) => {
    const limit = limits[i];
    if (!(same && i === 1) && limit && limit <= y.most * 1.001 && limit >= y.least) {
      root.append(svg('line', { x1: LEFT, x2: W - RIGHT, y1: y.at(limit), y2: y.at(limit),
        stroke: 'var(--red)', 'stroke-width': 1.2, 'stroke-dasharray': side === 'b' ? '7 4' : 'none' }));
      root.append(svg('text', { x: W - RIGHT - 2, y: y.at(limit) + 11,
        'text-anchor': same || side === 'a' ? 'end' : 'start', ...(same || side === 'a' ? {} : { x: LEFT + 4 }) },
      `limit ${same ? '' : side.toUpperCase()} ${number(limit)}`));
    }
    chart.lines.forEach(([key, , colour, width]) => {
      const d = path(picture.series[key] || [], picture.step, x, y, range);
      root.append(svg('path', { d, fill: 'none', stroke: `var(--${colour})`, 'stroke-width': width || 1.8,
        'stroke-dasharray': side === 'b' ? '6 4' : 'none', 'stroke-linejoin': 'round',
        opacity: picture.stale ? 0.45 : 1 }));
    });
  });
  const rough = shown.filter(([, p]) => p.rough || p.stale);
  if (rough.length) {
    root.append(svg('rect', { x: LEFT, y: TOP, width: W - LEFT - RIGHT, height: H - TOP - BOTTOM,
      fill: `url(#hatch-${chart.id})` }));
    const words = rough.map(([side, p]) => side.toUpperCase()
      + (p.stale ? ': before this change' : `: rough, a model at 1:${p.times}`));
    root.append(svg('text', { x: LEFT + 6, y: TOP + 12, 'font-weight': 600 }, words.join('; ')));
  }
  if (at !== null && at >= range[0] && at <= range[1]) {
    root.append(svg('line', { x1: x(at), x2: x(at), y1: TOP, y2: H - BOTTOM, stroke: 'currentColor', opacity: 0.6 }));
  }
  return root;
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
  shown.forEach(([, p]) => chart.lines.forEach(([key]) => (p.series[key] || []).forEach((v, i) => {
    const t = i * p.step;
    if (v !== null && t >= range[0] && t <= range[1]) {
      most = Math.max(most, v);
      low = v > 0 ? Math.min(low, v) : low;
    }
  })));
  shown.forEach(([, p]) => {
    const limit = chart.limit && chart.limit(p);
    // A limit far above everything would flatten the lines.
    most = limit && limit < most * 4 ? Math.max(most, limit) : most;
  });
  const height = H - TOP - BOTTOM;
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
    root.append(svg('line', { x1: LEFT, x2: W - RIGHT, y1: y.at(tick), y2: y.at(tick),
      stroke: 'var(--edge)', 'stroke-width': 1 }));
    root.append(svg('text', { x: LEFT - 5, y: y.at(tick) + 4, 'text-anchor': 'end' }, number(tick)));
  });
  const steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400, 604800];
  const span = range[1] - range[0];
  const step = steps.find((s) => span / s <= 7) || span / 6;
  for (let t = Math.ceil(range[0] / step) * step; t <= range[1]; t += step) {
    root.append(svg('text', { x: x(t), y: H - 6, 'text-anchor': 'middle' }, clock(t)));
  }
}

function path(values, step, x, y, range) {
  let d = '';
  let pen = 'M';
  values.forEach((value, i) => {
    const t = i * step;
    if (value === null || t < range[0] || t > range[1]) {
      pen = 'M';
    } else {
      d += `${pen}${x(t).toFixed(1)} ${y.at(value).toFixed(1)}`;
      pen = 'L';
    }
  });
  return d;
}

function describe(chart, shown) {
  return shown.map(([side, p]) => {
    const peaks = chart.lines.map(([key, label]) =>
      `${label} at most ${number(Math.max(0, ...(p.series[key] || []).filter((v) => v !== null)))} ${chart.unit}`);
    return `${side.toUpperCase()}: ${peaks.join(', ')}.`;
  }).join(' ');
}

/** The values of a chart at an instant, in words. */
export function reading(chart, pictures, at) {
  return Object.entries(pictures).filter(([, p]) => p).map(([side, p]) => {
    const i = Math.floor(at / p.step);
    const parts = chart.lines.map(([key, label]) => `${label} ${number((p.series[key] || [])[i])}`);
    return `${side.toUpperCase()} ${parts.join(', ')}`;
  }).join(' · ');
}

/** A chart's rows: the header, then one row for each instant. */
export function rows(chart, pictures) {
  const shown = Object.entries(pictures).filter(([, p]) => p);
  const head = ['seconds'];
  shown.forEach(([side]) => chart.lines.forEach(([, label]) => head.push(`${side.toUpperCase()} ${label}`)));
  const [, longest] = shown.reduce((a, b) => (a[1].series.offered.length >= b[1].series.offered.length ? a : b));
  const body = longest.series.offered.map((_, i) => {
    const t = i * longest.step;
    const row = [t];
    shown.forEach(([, p]) => chart.lines.forEach(([key]) => row.push((p.series[key] || [])[Math.floor(t / p.step)] ?? null)));
    return row;
  });
  return [head, ...body];
}

/** The instant under a pointer, in seconds. */
export function instant(event, range) {
  const box = event.currentTarget.getBoundingClientRect();
  const share = ((event.clientX - box.left) / box.width * W - LEFT) / (W - LEFT - RIGHT);
  return range[0] + Math.min(1, Math.max(0, share)) * (range[1] - range[0]);
}

/** Cost across, p99 up; each point is {cost, p99Ms, holds, label}. */
export function scatter(points, chosen) {
  const good = points.filter((p) => p.cost > 0 && p.p99Ms > 0);
  const root = svg('svg', { viewBox: `0 0 ${W} ${H + 30}`, 'font-size': 11, fill: 'currentColor' });
  if (!good.length) {
    return root;
  }
  const bounds = (key) => [Math.min(...good.map((p) => p[key])) * 0.93, Math.max(...good.map((p) => p[key])) * 1.07];
  const [x0, x1] = bounds('cost');
  const [y0, y1] = bounds('p99Ms');
  const x = (v) => LEFT + (W - LEFT - RIGHT) * Math.log(v / x0) / Math.log(x1 / x0);
  const y = (v) => TOP + (H - TOP - BOTTOM) * (1 - Math.log(v / y0) / Math.log(y1 / y0));
  [0.1, 0.5, 0.9].forEach((share) => {
    const cost = x0 * (x1 / x0) ** share;
    const p99 = y0 * (y1 / y0) ** share;
    root.append(svg('text', { x: x(cost), y: H - 5, 'text-anchor': 'middle' }, `$${number(cost)}`));
    root.append(svg('text', { x: LEFT - 5, y: y(p99) + 4, 'text-anchor': 'end' }, number(p99)));
  });
  root.append(svg('text', { x: W / 2, y: H + 14, 'text-anchor': 'middle' }, 'cost of the run; up: p99 in ms; ✗ misses an objective'));
  good.forEach((point) => {
    const front = !good.some((o) => o.cost <= point.cost && o.p99Ms <= point.p99Ms && o.holds === 'yes'
      && (o.cost < point.cost || o.p99Ms < point.p99Ms));
    const ok = point.holds === 'yes';
    const g = svg('g', { tabindex: 0, role: 'button', 'aria-label': `${point.label}: $${number(point.cost)}, p99 ${number(point.p99Ms)} ms, ${ok ? 'holds' : 'fails'}` },
      svg('title', {}, `${point.label}: $${number(point.cost)}, p99 ${number(point.p99Ms)} ms`),
      svg('circle', { cx: x(point.cost), cy: y(point.p99Ms), r: front && ok ? 6 : 4,
        fill: ok ? 'var(--blue)' : 'none', stroke: ok ? 'var(--blue)' : 'none', opacity: front ? 1 : 0.45 }));
    if (!ok) {
      g.append(svg('text', { x: x(point.cost), y: y(point.p99Ms) + 4, 'text-anchor': 'middle', fill: 'var(--red)' }, '✗'));
    }
    g.addEventListener('click', () => chosen(point));
    g.addEventListener('keydown', (e) => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); chosen(point); } });
    root.append(g);
  });
  return root;
}
