// What the strips' runs say together: cost against p99, and which slider matters.

import { number, svg } from './charts.js';
import { el } from './controls.js';

const WIDTH = 560;
const HEIGHT = 240;
const EDGE = { left: 56, right: 12, top: 10, bottom: 44 };
const ROWS_MAX = 14;

/** Cost across, p99 up; each point is {cost, p99Ms, holds, label}. Arrow keys go from dot to dot. */
export function scatter(points, chosen) {
  const good = points.filter((p) => p.cost > 0 && p.p99Ms > 0).sort((a, b) => a.cost - b.cost);
  const root = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'font-size': 11, fill: 'currentColor', role: 'group',
    'aria-label': 'Cost of the run against p99' });
  if (!good.length) {
    return el('p', { className: 'dim', textContent: 'Comes once nothing has been turned for a second.' });
  }
  const bounds = (key) => [Math.min(...good.map((p) => p[key])) * 0.93, Math.max(...good.map((p) => p[key])) * 1.07];
  const [x0, x1] = bounds('cost');
  const [y0, y1] = bounds('p99Ms');
  const [bottom, right] = [HEIGHT - EDGE.bottom, WIDTH - EDGE.right];
  const x = (v) => EDGE.left + (right - EDGE.left) * Math.log(v / x0) / Math.log(x1 / x0);
  const y = (v) => bottom - (bottom - EDGE.top) * Math.log(v / y0) / Math.log(y1 / y0);
  root.append(svg('path', { d: `M${EDGE.left} ${EDGE.top}V${bottom}H${right}`, fill: 'none', stroke: 'var(--edge)' }));
  [0.05, 0.5, 0.95].forEach((share) => {
    const cost = x0 * (x1 / x0) ** share;
    const p99 = y0 * (y1 / y0) ** share;
    root.append(svg('text', { x: x(cost), y: bottom + 14, 'text-anchor': 'middle' }, `$${number(cost)}`),
      svg('text', { x: EDGE.left - 5, y: y(p99) + 4, 'text-anchor': 'end' }, `${number(p99)} ms`));
  });
  root.append(svg('text', { x: (EDGE.left + right) / 2, y: bottom + 32, 'text-anchor': 'middle' },
    'cost of the run; up: p99; ✗ misses an objective; large: nothing is both cheaper and faster'));
  const dots = good.map((point, i) => dot(point, i, good, x, y, chosen));
  dots.forEach((g, i) => {
    g.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      const next = step && dots[i + step];
      if (next) {
        event.preventDefault();
        g.setAttribute('tabindex', -1);
        next.setAttribute('tabindex', 0);
        next.focus();
      }
    });
  });
  root.append(...dots);
  return root;
}

function dot(point, i, good, x, y, chosen) {
  const ok = point.holds === 'yes';
  const front = ok && !good.some((o) => o.holds === 'yes' && o.cost <= point.cost && o.p99Ms <= point.p99Ms
    && (o.cost < point.cost || o.p99Ms < point.p99Ms));
  const said = `${point.label}: $${number(point.cost)}, p99 ${number(point.p99Ms)} ms`;
  const g = svg('g', { tabindex: i ? -1 : 0, role: 'button', 'aria-label': `${said}, ${ok ? 'holds' : 'fails'}` },
    svg('title', {}, said),
    svg('circle', { cx: x(point.cost), cy: y(point.p99Ms), r: front ? 6 : 4.5,
      fill: ok ? 'var(--blue)' : 'transparent', 'fill-opacity': front ? 1 : 0.5 }));
  if (!ok) {
    g.append(svg('text', { x: x(point.cost), y: y(point.p99Ms) + 4, 'text-anchor': 'middle', fill: 'var(--red)' }, '✗'));
  }
  g.addEventListener('click', () => chosen(point));
  g.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      chosen(point);
    }
  });
  return g;
}

/** What the tornado can be about: a point's key, its name, and how it is said. */
export const MEASURES = {
  p99Ms: ['p99', (v) => `${number(v)} ms`],
  errors: ['share of failed requests', (v) => `${number(v * 100)} %`],
  cost: ['cost of the run', (v) => `$${number(v)}`],
};

/**
 * Which slider matters: for each strip how far a measure goes between the slider's ends, the widest
 * first. A table, whose last column is the picture.
 */
export function tornado(strips, measure, label) {
  const [, say] = MEASURES[measure];
  const all = strips.map((strip) => {
    const points = strip.points.filter((p) => Number.isFinite(p[measure])).sort((a, b) => a[measure] - b[measure]);
    return { strip, low: points[0], high: points[points.length - 1] };
  }).filter((row) => row.low)
    .sort((a, b) => (b.high[measure] - b.low[measure]) - (a.high[measure] - a.low[measure]))
    .slice(0, ROWS_MAX);
  if (!all.length) {
    return el('p', { className: 'dim', textContent: 'Comes once nothing has been turned for a second.' });
  }
  const most = Math.max(...all.map((row) => row.high[measure])) || 1;
  const end = (point) => `${say(point[measure])} at ${point.text || `${point.value}×`}`;
  return el('table', { className: 'tornado' },
    el('thead', {}, el('tr', {}, ...['Slider', 'Lowest', 'Highest', `0 to ${say(most)}`].map((h) => el('th', { scope: 'col', textContent: h })))),
    el('tbody', {}, ...all.map(({ strip, low, high }) => {
      const bar = el('span', { className: strip.rough ? 'bar rough' : 'bar' });
      bar.style.left = `${100 * low[measure] / most}%`;
      bar.style.width = `${Math.max(0.6, 100 * (high[measure] - low[measure]) / most)}%`;
      return el('tr', {}, el('th', { scope: 'row', textContent: label(strip.path) }),
        el('td', { className: 'n', textContent: end(low) }), el('td', { className: 'n', textContent: end(high) }),
        el('td', {}, el('span', { className: 'bars' }, bar)));
    })));
}
