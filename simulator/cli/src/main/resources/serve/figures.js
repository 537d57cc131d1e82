// The charts on the page: one crosshair and one zoom for all of them, tables behind them, and files
// of exactly what is drawn.

import { CHARTS, HEIGHT, across, clock, draw, hasBand, number, reading, rows, svg } from './charts.js';
import { el, visible } from './controls.js';

const ROWS_MAX = 400;
const TITLE_HEIGHT = 44;
const FOOT_HEIGHT = 24;

/** All charts below an element; calls changed() when somebody zooms or moves the crosshair. */
export class Figures {
  constructor(holder, pictures, changed) {
    this.holder = holder;
    this.pictures = pictures;
    this.changed = changed;
    this.zoom = null;
    this.cross = null;
    this.source = () => ({ name: '', seed: '', file: 'scenario.yaml' });
    this.reset = el('button', { type: 'button', textContent: 'Whole run', hidden: true, onclick: () => this.show(null) });
    this.sight = el('span', { className: 'dim' });
    this.sight.setAttribute('role', 'status');
    holder.append(el('p', { className: 'dim hint' },
      'Drag across a chart to zoom all of them; double-click or 0 shows the whole run. On a focused chart the arrow keys move the crosshair, + and - zoom. ',
      this.sight, ' ', this.reset));
    this.grid = el('div', { className: 'grid' });
    holder.append(this.grid);
    this.all = CHARTS.map((chart) => this.figure(chart));
    new ResizeObserver(() => this.render()).observe(this.grid);
  }

  /** Seconds in sight. */
  range() {
    const ends = Object.values(this.pictures).filter(Boolean).map((p) => p.step * p.series.offered.length);
    return this.zoom || [0, Math.max(1, ...ends)];
  }

  /** Shows a range, or the whole run where it is null. */
  show(zoom) {
    this.zoom = zoom;
    this.render();
    this.changed();
  }

  /** Puts the crosshair at an instant. */
  at(seconds) {
    const [from, to] = this.range();
    this.cross = Math.min(to, Math.max(from, seconds));
    this.crosshair();
    this.changed();
  }

  figure(chart) {
    const svgs = el('div', { className: 'plot' });
    const now = el('span', { className: 'read now' });
    const bandKey = el('span', { className: 'name', hidden: true }, el('span', { className: 'key area' }), '10 to 90 % of days');
    const legend = el('span', { className: 'read' }, ...chart.lines.map(([, label, colour, width]) => {
      const key = el('span', { className: 'key' });
      key.style.borderTopColor = `var(--${colour})`;
      key.style.borderTopWidth = `${width || 2}px`;
      return el('span', { className: 'name' }, key, label);
    }), bandKey);
    const scroll = el('div', { className: 'scroll', tabIndex: 0 });
    scroll.setAttribute('role', 'region');
    scroll.setAttribute('aria-label', `Table of ${chart.title}`);
    const details = el('details', {}, el('summary', { textContent: 'Table, SVG, PNG, CSV' }),
      el('div', { className: 'buttons' }, ...['svg', 'png', 'csv'].map((kind) =>
        el('button', { type: 'button', textContent: `Save ${kind.toUpperCase()}`, onclick: () => this.save(chart, kind) }))),
      scroll);
    const figure = el('figure', { id: `chart-${chart.id}`, tabIndex: 0 },
      el('figcaption', {}, el('span', { textContent: chart.unit ? `${chart.title} (${chart.unit})` : chart.title }), legend, now), svgs, details);
    const one = { chart, figure, svgs, now, details, scroll, bandKey };
    details.addEventListener('toggle', () => details.open && this.table(one));
    figure.addEventListener('keydown', (event) => event.target === figure && this.key(event));
    this.pointer(svgs);
    this.grid.append(figure);
    return one;
  }

  key(event) {
    const [from, to] = this.range();
    const at = this.cross === null ? (from + to) / 2 : this.cross;
    const zoomed = (factor) => this.show([at - (at - from) * factor, at + (to - at) * factor]);
    const actions = {
      ArrowLeft: () => this.at(at - (to - from) / 100),
      ArrowRight: () => this.at(at + (to - from) / 100),
      Home: () => this.at(from),
      End: () => this.at(to),
      '+': () => zoomed(0.5),
      '=': () => zoomed(0.5),
      '-': () => { this.zoom && this.wider(at, from, to); },
      0: () => this.show(null),
      Escape: () => this.show(null),
    };
    if (actions[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      actions[event.key]();
    }
  }

  wider(at, from, to) {
    this.zoom = null;
    const [first, last] = this.range();
    const next = [Math.max(first, at - (at - from) * 2), Math.min(last, at + (to - at) * 2)];
    this.show(next[0] <= first && next[1] >= last ? null : next);
  }

  pointer(plot) {
    let from = null;
    const second = (event) => {
      const box = plot.getBoundingClientRect();
      return across(this.range(), box.width).at(event.clientX - box.left);
    };
    const brush = el('div', { className: 'brush', hidden: true });
    plot.append(brush);
    plot.addEventListener('pointerdown', (event) => {
      if (event.button === 0) {
        from = second(event);
        plot.setPointerCapture(event.pointerId);
      }
    });
    plot.addEventListener('pointermove', (event) => {
      const to = second(event);
      this.at(to);
      if (from !== null) {
        const x = across(this.range(), plot.getBoundingClientRect().width);
        brush.hidden = false;
        brush.style.left = `${x.of(Math.min(from, to))}px`;
        brush.style.width = `${x.of(Math.max(from, to)) - x.of(Math.min(from, to))}px`;
      }
    });
    const end = (event) => {
      brush.hidden = true;
      const [first, last] = this.range();
      const to = second(event);
      if (from !== null && event.type === 'pointerup' && Math.abs(to - from) > (last - first) / 40) {
        this.show([Math.min(from, to), Math.max(from, to)]);
      }
      from = null;
    };
    plot.addEventListener('pointerup', end);
    plot.addEventListener('pointercancel', end);
    plot.addEventListener('dblclick', () => this.show(null));
  }

  /** Draws everything anew. */
  render() {
    const range = this.range();
    this.all.forEach((one) => {
      const width = Math.max(260, Math.round(one.svgs.clientWidth));
      const next = draw(one.chart, this.pictures, range, width);
      const old = one.svgs.querySelector('svg');
      if (old) {
        old.replaceWith(next);
      } else {
        one.svgs.prepend(next);
      }
      one.bandKey.hidden = !hasBand(one.chart, this.pictures);
      if (one.details.open) {
        this.table(one);
      }
    });
    this.reset.hidden = !this.zoom;
    this.sight.textContent = this.zoom ? `Shown: ${clock(range[0])} to ${clock(range[1])}.` : '';
    if (this.cross !== null) {
      this.crosshair();
    }
  }

  crosshair() {
    const range = this.range();
    const inside = this.cross >= range[0] && this.cross <= range[1];
    this.all.forEach((one) => {
      const root = one.svgs.querySelector('svg');
      const x = across(range, Number(root.getAttribute('viewBox').split(' ')[2]));
      let line = root.querySelector('.cross');
      if (!line) {
        line = svg('line', { class: 'cross', stroke: 'currentColor', opacity: 0.7, y1: x.top, y2: x.bottom });
        root.append(line);
      }
      line.setAttribute('x1', x.of(this.cross));
      line.setAttribute('x2', x.of(this.cross));
      line.setAttribute('visibility', inside ? 'visible' : 'hidden');
      one.now.textContent = inside ? `${clock(this.cross)} ${reading(one.chart, this.pictures, this.cross)}` : '';
    });
  }

  table(one) {
    const [head, ...body] = rows(one.chart, this.pictures, this.range());
    one.scroll.replaceChildren(el('table', {},
      el('thead', {}, el('tr', {}, ...head.map((name) => el('th', { scope: 'col', textContent: name })))),
      el('tbody', {}, ...body.slice(0, ROWS_MAX + 1).map((row) =>
        el('tr', {}, ...row.map((value) => el('td', { className: 'n', textContent: number(value) })))))));
  }

  /** Saves what a chart shows, with its title, its key and where it comes from. */
  async save(chart, kind) {
    const source = this.source();
    const name = `${source.file.replace(/\.ya?ml$/, '')}-${chart.id}.${kind}`;
    if (kind === 'csv') {
      const cell = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : value ?? '');
      const lines = rows(chart, this.pictures, this.range()).map((row) => row.map(cell).join(','));
      download(name, new Blob([`${lines.join('\n')}\n`], { type: 'text/csv' }));
      return;
    }
    const whole = this.framed(chart, source);
    const image = new Blob([whole.text], { type: 'image/svg+xml' });
    if (kind === 'svg') {
      download(name, image);
      return;
    }
    const picture = new Image();
    const address = URL.createObjectURL(image);
    picture.src = address;
    await picture.decode();
    const canvas = el('canvas', { width: whole.width * 2, height: whole.height * 2 });
    canvas.getContext('2d').drawImage(picture, 0, 0, whole.width * 2, whole.height * 2);
    URL.revokeObjectURL(address);
    canvas.toBlob((png) => download(name, png));
  }

  framed(chart, source) {
    const inner = draw(chart, this.pictures, this.range(), 640);
    const [width, height] = [640, HEIGHT + TITLE_HEIGHT + FOOT_HEIGHT];
    const outer = svg('svg', { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`,
      'font-family': 'sans-serif', 'font-size': 11, fill: 'currentColor', color: 'var(--front)' });
    outer.append(svg('rect', { width, height, fill: 'var(--back)' }),
      svg('text', { x: 8, y: 18, 'font-size': 14, 'font-weight': 600 }, chart.unit ? `${chart.title} (${chart.unit})` : chart.title));
    let x = 8;
    const key = (label, style, area) => {
      outer.append(area ? svg('rect', { x, y: 28, width: 18, height: 9, ...style }) : svg('line', { x1: x, x2: x + 18, y1: 33, y2: 33, ...style }),
        svg('text', { x: x + 23, y: 37 }, label));
      x += 34 + label.length * 6.2;
    };
    chart.lines.forEach(([, label, colour, stroke]) => key(label, { stroke: `var(--${colour})`, 'stroke-width': stroke || 2 }));
    if (hasBand(chart, this.pictures)) {
      key('10 to 90 % of days', { fill: 'var(--dim)', 'fill-opacity': 0.3 }, true);
    }
    key('A', { stroke: 'currentColor', 'stroke-width': 1.5 });
    key('B', { stroke: 'currentColor', 'stroke-width': 1.5, 'stroke-dasharray': '6 4' });
    inner.setAttribute('y', TITLE_HEIGHT);
    inner.setAttribute('width', width);
    inner.setAttribute('height', HEIGHT);
    outer.append(inner, svg('text', { x: 8, y: height - 8, fill: 'var(--dim)' },
      `${visible(source.name.slice(0, 60))}, seed ${source.seed}; time from start (m:ss); simulated, not measured`));
    const style = getComputedStyle(document.documentElement);
    const text = new XMLSerializer().serializeToString(outer)
      .replace(/var\((--\w+)\)/g, (_, name) => style.getPropertyValue(name).trim());
    return { text, width, height };
  }
}

/** Hands a file to the browser. */
export function download(name, blob) {
  const link = el('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
