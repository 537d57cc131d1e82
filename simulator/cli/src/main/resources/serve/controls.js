// The sliders, boxes and lists, each with its unit, default, explanation and strip.

const TRAFFIC = { group: 'Traffic', path: 'traffic', label: 'Traffic', unit: '×', min: 0.1, max: 10,
  standardNumber: 1, explain: 'All traffic of the scenario, a multiple of what it says. Requests of a lower multiple are among those of a higher one.' };

const LONG_TEXT = 300;

/** Text in which characters that turn the direction of what stands around them can be seen. */
export const visible = (text) => text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
  (c) => `[U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);

/** An element with properties and children; text only ever becomes text. */
export function el(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  if (typeof properties.textContent === 'string') {
    element.textContent = visible(properties.textContent);
  }
  element.append(...children.map((child) => (typeof child === 'string' ? visible(child) : child)));
  return element;
}

/** Puts a text into an element; a very long one scrolls in its place, by the keyboard too. */
export function say(element, text) {
  const long = text.length > LONG_TEXT;
  element.textContent = visible(text);
  element.classList.toggle('capped', long);
  if (long) {
    element.tabIndex = 0;
  } else {
    element.removeAttribute('tabindex');
  }
  return element;
}

// Finer where values are low, as the strips are.
const valueAt = (c, share) => round(c.min + (c.max - c.min) * share * share, c);
const shareOf = (c, value) => Math.sqrt(Math.min(1, Math.max(0, (value - c.min) / (c.max - c.min))));

function round(value, c) {
  if (c.path === 'traffic') {
    return Number(value.toPrecision(2));
  }
  if (c.unit === '' || value >= 20) {
    return Math.round(value);
  }
  return Math.round(value * 10) / 10;
}

/** The form of one side; calls turned(path, text) on every change. */
export class Controls {
  constructor(form, turned) {
    this.form = form;
    this.turned = turned;
    this.rows = new Map();
    this.shape = '';
    form.addEventListener('submit', (event) => event.preventDefault());
  }

  /** Shows where everything stands. Rows are kept, so that the focus stays where it is. */
  show(controls, objectives, traffic) {
    const all = [{ ...TRAFFIC, number: traffic, value: String(traffic) }, ...controls];
    const shape = JSON.stringify([all.map((c) => [c.path, c.choices]), objectives.length]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.build(all, objectives);
    }
    all.forEach((c) => this.rows.get(c.path).update(c));
    this.objectives.forEach((input, i) => {
      if (document.activeElement !== input && i < objectives.length) {
        input.value = objectives[i];
      }
    });
  }

  build(all, objectives) {
    const focused = document.activeElement && document.activeElement.id;
    this.rows.clear();
    this.form.replaceChildren();
    const groups = new Map();
    all.forEach((c) => {
      if (!groups.has(c.group)) {
        const set = el('fieldset', {}, el('legend', { textContent: c.group }));
        groups.set(c.group, set);
        this.form.append(set);
      }
      const row = c.choices ? this.choice(c) : this.slider(c);
      this.rows.set(c.path, row);
      groups.get(c.group).append(row.element);
    });
    this.form.append(this.slo(objectives));
    if (focused && document.getElementById(focused)) {
      document.getElementById(focused).focus();
    }
  }

  head(c, input) {
    input.id = `c-${c.path}`;
    const unit = c.unit ? ` (${c.unit})` : '';
    const row = el('div', { className: 'row' }, el('label', { htmlFor: input.id, textContent: c.label + unit }), input);
    if (c.explain) {
      row.append(el('details', { className: 'explain' },
        el('summary', { textContent: '?', title: `What ${c.label} means` }), `${c.explain} `, el('code', { textContent: c.path })));
    }
    return row;
  }

  slider(c) {
    const scale = { ...c };
    const box = el('input', { type: 'text', inputMode: 'decimal' });
    const travel = el('input', { type: 'range', min: 0, max: 1000, step: 1 });
    travel.setAttribute('aria-label', `${c.label}, slider`);
    const tick = el('span', { className: 'tick', hidden: true });
    const strip = el('div', { className: 'strip' });
    const text = (value) => (c.path === 'traffic' ? String(value) : value + c.unit);
    travel.addEventListener('input', () => {
      const value = valueAt(scale, travel.value / 1000);
      box.value = text(value);
      travel.setAttribute('aria-valuetext', text(value));
      this.turned(c.path, text(value));
    });
    box.addEventListener('change', () => {
      const plain = /^\d+(\.\d+)?$/.test(box.value.trim());
      this.turned(c.path, plain ? text(Number(box.value)) : box.value.trim());
    });
    const update = (now) => {
      const value = now.number ?? now.standardNumber;
      if (value > scale.max || !scale.seen) {
        scale.max = Math.max(now.max, value || 0);
        scale.seen = true;
      }
      if (document.activeElement !== travel && value !== null && value !== undefined) {
        travel.value = shareOf(scale, value) * 1000;
      }
      if (document.activeElement !== box) {
        box.value = now.value || now.standard || '';
        box.placeholder = 'as modelled';
      }
      travel.setAttribute('aria-valuetext', box.value || 'as modelled');
      tick.hidden = now.standardNumber === null || now.standardNumber === undefined || now.standardNumber > scale.max;
      if (!tick.hidden) {
        tick.style.left = this.left(scale, now.standardNumber);
        tick.title = `default ${now.standard || text(now.standardNumber)}`;
      }
    };
    const marks = (points, rough, chosen) => {
      strip.classList.toggle('rough', rough);
      strip.replaceChildren(...points.filter((p) => p.value <= scale.max).map((p) => {
        const word = { yes: 'holds', no: 'fails', impossible: 'not possible' }[p.holds] || 'unknown';
        const mark = el('button', { type: 'button', className: p.holds, tabIndex: -1,
          textContent: { yes: '✓', no: '✗' }[p.holds] || '·' });
        mark.title = `${text(p.value)}: ${word}${p.p99Ms ? `, p99 ${p.p99Ms} ms` : ''}${rough ? ' (rough)' : ''}`;
        mark.setAttribute('aria-label', `${c.label} ${mark.title}`);
        mark.style.left = this.left(scale, p.value);
        mark.addEventListener('click', () => chosen(p));
        return mark;
      }));
    };
    const element = el('div', { className: 'control' }, this.head(c, box),
      el('div', { className: 'travel' }, travel, tick), strip);
    return { element, update, marks, label: c.label };
  }

  /** The middle of a slider's thumb at a value. */
  left(scale, value) {
    const share = shareOf(scale, value);
    return `calc(${share * 100}% + ${8 - 16 * share}px)`;
  }

  choice(c) {
    const list = el('select', {});
    list.addEventListener('change', () => this.turned(c.path, list.value));
    const update = (now) => {
      const names = now.choices.includes(now.value) ? now.choices : [now.value, ...now.choices];
      list.replaceChildren(...names.map((name) => el('option', { value: name, textContent: name || 'as modelled', selected: name === now.value })));
    };
    return { element: el('div', { className: 'control' }, this.head(c, list)), update, marks: () => {}, label: c.label };
  }

  slo(objectives) {
    const set = el('fieldset', {}, el('legend', { textContent: 'Objectives' }));
    this.objectives = [...objectives, ''].map((expression, i) => {
      const input = el('input', { type: 'text', value: expression, id: `slo-${i}`, placeholder: 'p99(latency) < 500ms' });
      input.setAttribute('aria-label', `Objective ${i + 1}`);
      input.addEventListener('change', () => {
        const all = this.objectives.map((o) => o.value.trim()).filter(Boolean);
        this.turned('slo', `[${all.map((e) => `{expr: ${JSON.stringify(e)}}`).join(', ')}]`);
      });
      set.append(el('div', { className: 'control' }, input));
      return input;
    });
    return set;
  }

  /** A strip has come: where the objectives hold along one slider. */
  strip(data, chosen) {
    const row = this.rows.get(data.path);
    if (row) {
      row.marks(data.points, data.rough, chosen);
    }
  }

  /** What the strips say is no longer so. */
  clearStrips() {
    this.rows.forEach((row) => row.marks([], false));
  }
}
