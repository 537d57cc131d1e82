// The what-if page: state in, moves to the server, pictures back over one stream of events.

import { CHARTS, clock, draw, instant, number, reading, rows, scatter } from './charts.js';
import { Controls, el } from './controls.js';
import { fromFragment, toFragment } from './state.js';

const $ = (id) => document.getElementById(id);
const session = crypto.randomUUID();
const SIDES = ['a', 'b'];
const other = (side) => (side === 'a' ? 'b' : 'a');

const state = { a: null, b: null, active: 'b', runs: 1, theme: '' };
const pictures = { a: null, b: null };
const replies = { a: null, b: null };
const moves = { a: 0, b: 0 };
const dots = new Map();
let move = 0;
let zoom = null;
let cross = null;
let strips = 0;
let linkTrace = null;

const controls = new Controls($('controls'), turned);

// ---- moves

/** What a side has changed goes to the server; the old picture stays, marked as old. */
async function send(side, more = {}) {
  move += 1;
  const mine = move;
  moves[side] = mine;
  if (pictures[side] && !more.strips) {
    pictures[side].stale = true;
    render();
  }
  const began = performance.now();
  const reply = await post({ op: 'move', session, move: mine, side, runs: state.runs, ...state[side], ...more });
  if (moves[side] !== mine) {
    return;
  }
  problem(reply.error ? `${side.toUpperCase()}: ${reply.error}` : '');
  if (!reply.error) {
    replies[side] = reply;
    window.replyMs = performance.now() - began;
    if (side === state.active) {
      shown();
    }
  }
  remember();
}

async function post(body) {
  try {
    const response = await fetch('api', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    return response.ok ? response.json() : { error: await response.text() };
  } catch (e) {
    return { error: 'the server has ended; start it again with headroom serve' };
  }
}

/** One thing was turned. Moves are sent one at a time, the newest of what came meanwhile. */
let waiting = null;
let busy = false;
async function turned(path, text) {
  const side = state[state.active];
  if (path === 'traffic') {
    side.traffic = Number(text) || 1;
  } else if (text === '') {
    delete side.sets[path];
  } else {
    side.sets[path] = text;
  }
  window.movedAt = performance.now();
  waiting = state.active;
  clearTimeout(strips);
  controls.clearStrips();
  while (waiting && !busy) {
    const now = waiting;
    waiting = null;
    busy = true;
    await send(now);
    busy = false;
  }
}

/** Strips cost as much as a hundred runs: only once nobody turns anything for a while. */
function wantStrips() {
  clearTimeout(strips);
  strips = setTimeout(() => send(state.active, { strips: true }), 1200);
}

// ---- pictures

function listen() {
  const stream = new EventSource(`stream?session=${session}`);
  const on = (kind, handle) => stream.addEventListener(kind, (event) => {
    const data = JSON.parse(event.data);
    if (data.move === moves[data.side]) {
      handle(data);
    }
  });
  on('rough', picture);
  on('full', picture);
  on('progress', (data) => { $('status').textContent = `${data.side.toUpperCase()}: ${data.done} of ${data.of} days`; });
  on('problem', (data) => problem(`${data.side.toUpperCase()}: ${data.message}`));
  on('strip', (data) => {
    if (data.side === state.active) {
      controls.strip(data, (point) => load(data, point));
    }
    dots.set(`${data.side} ${data.path}`, data);
    pareto();
  });
  on('done', (data) => {
    $('status').textContent = '';
    if (data.side === state.active) {
      wantStrips();
    }
  });
  return new Promise((resolve) => { stream.onopen = resolve; });
}

function picture(data) {
  pictures[data.side] = data;
  if (window.movedAt) {
    window.pictureMs = performance.now() - window.movedAt;
    window.movedAt = 0;
  }
  if (data.side === 'a' && linkTrace && !data.rough && data.trace && data.trace.sha256 !== linkTrace) {
    $('shared').textContent = 'The link was made with another trace of this name: figures differ.';
  }
  render();
  remember();
}

function render() {
  const range = zoom || [0, Math.max(1, ...SIDES.map((s) => (pictures[s] ? pictures[s].step * pictures[s].series.offered.length : 0)))];
  CHARTS.forEach((chart) => {
    const figure = $(`chart-${chart.id}`);
    const old = figure.querySelector('svg');
    const next = draw(chart, pictures, range, cross);
    old.replaceWith(next);
    next.addEventListener('pointermove', (e) => { cross = instant(e, range); crosshair(range); });
    next.addEventListener('pointerdown', (e) => { figure.dragFrom = instant(e, range); });
    next.addEventListener('pointerup', (e) => {
      const to = instant(e, range);
      if (Math.abs(to - figure.dragFrom) > (range[1] - range[0]) / 40) {
        zoom = [Math.min(to, figure.dragFrom), Math.max(to, figure.dragFrom)];
        render();
      }
    });
    next.addEventListener('dblclick', () => { zoom = null; render(); });
    figure.range = range;
    const details = figure.querySelector('details');
    if (details.open) {
      table(chart, details);
    }
  });
  verdicts();
  numbers();
}

function crosshair(range) {
  CHARTS.forEach((chart) => {
    const svg = $(`chart-${chart.id}`).querySelector('svg');
    let line = svg.querySelector('.cross');
    if (!line) {
      line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
      line.setAttribute('class', 'cross');
      line.setAttribute('stroke', 'currentColor');
      line.setAttribute('y1', 8);
      line.setAttribute('y2', 168);
      svg.append(line);
    }
    const x = 52 + 500 * (cross - range[0]) / (range[1] - range[0]);
    line.setAttribute('x1', x);
    line.setAttribute('x2', x);
    $(`chart-${chart.id}`).querySelector('.now').textContent = `${clock(cross)} ${reading(chart, pictures, cross)}`;
  });
}

function table(chart, details) {
  const body = el('table', {}, ...rows(chart, pictures).slice(0, 401).map((row, i) =>
    el('tr', {}, ...row.map((cell) => el(i ? 'td' : 'th', { textContent: i ? number(cell) : cell, className: i ? 'n' : '' })))));
  details.querySelector('.scroll').replaceChildren(body);
}

function figures() {
  CHARTS.forEach((chart) => {
    const details = el('details', {}, el('summary', { textContent: 'Table, SVG, PNG, CSV' }),
      el('div', { className: 'buttons' }, ...['svg', 'png', 'csv'].map((kind) => el('button', { textContent: `Save ${kind.toUpperCase()}`, onclick: () => save(chart, kind) }))),
      el('div', { className: 'scroll' }));
    details.addEventListener('toggle', () => details.open && table(chart, details));
    const legend = el('span', { className: 'read' }, ...chart.lines.map(([, label, colour, width]) => {
      const key = el('span', { className: 'key' });
      key.style.borderTopColor = `var(--${colour})`;
      key.style.borderTopWidth = `${width || 2}px`;
      return el('span', { className: 'name' }, key, label);
    }));
    const figure = el('figure', { id: `chart-${chart.id}`, tabIndex: 0 },
      el('figcaption', {}, el('span', { textContent: chart.title }), legend, el('span', { className: 'read now' })), document.createElementNS('http://www.w3.org/2000/svg', 'svg'), details);
    figure.addEventListener('keydown', (e) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
      if (step && e.target === figure) {
        e.preventDefault();
        cross = Math.min(figure.range[1], Math.max(figure.range[0], (cross ?? figure.range[0]) + step * (figure.range[1] - figure.range[0]) / 100));
        crosshair(figure.range);
      }
    });
    $('charts').append(figure);
  });
}

// ---- words and numbers

function verdicts() {
  $('verdicts').replaceChildren(...SIDES.filter((s) => pictures[s]).map((side) => {
    const p = pictures[side];
    const word = { pass: '✓ PASS', fail: '✗ FAIL', inconclusive: '? UNDECIDED', none: 'no objective' }[p.verdict.state];
    const rough = p.stale ? ' (before this change)' : p.rough ? ` (rough, a model at 1:${p.times})` : '';
    return el('div', { className: `verdict ${p.verdict.state}` },
      el('h3', {}, `${side.toUpperCase()}: `, el('strong', { textContent: word }), rough),
      // A small model's sentences count a small model's requests.
      ...(p.rough ? [] : p.verdict.sentences.slice(0, 4).map((s) => el('p', { textContent: s }))),
      el('ul', {}, ...p.objectives.map((o) => el('li', { textContent: `${o.verdict === 'pass' ? '✓' : o.verdict === 'fail' ? '✗' : '?'} ${o.expr}: ${o.measured ?? number(o.value)}` }))),
      ...(p.fixes || []).map((f) => el('p', { textContent: `Fix: ${f.change}` })));
  }));
}

const FIGURES = [['Requests', 'offered', ''], ['Failed', 'failed', ''], ['p50', 'p50Ms', 'ms'], ['p99', 'p99Ms', 'ms'],
  ['Peak instances', 'peakInstances', ''], ['Peak connections', 'peakConnections', ''], ['Cost of the run', 'cost', 'USD'], ['Cost per month', 'costPerMonth', 'USD']];

function numbers() {
  const value = (side, key) => (pictures[side] ? pictures[side].numbers[key] ?? null : null);
  const label = (s) => `${s.toUpperCase()}${pictures[s] && (pictures[s].rough || pictures[s].stale) ? ' (rough)' : ''}`;
  $('numbers').replaceChildren(
    el('tr', {}, ...['', label('a'), label('b'), 'B - A'].map((h) => el('th', { textContent: h }))),
    ...FIGURES.map(([name, key, unit]) => {
      const a = value('a', key);
      const b = value('b', key);
      return el('tr', {}, el('th', { textContent: unit ? `${name}, ${unit}` : name }),
        ...[a, b, a === null || b === null ? null : b - a].map((v) => el('td', { className: 'n', textContent: number(v) })));
    }));
  const of = (s) => new Map(((pictures[s] || {}).settings || []).map((x) => [x.path, x.value]));
  const [a, b] = [of('a'), of('b')];
  const paths = [...new Set([...a.keys(), ...b.keys()])].filter((p) => a.get(p) !== b.get(p) && !pictures.a?.rough && !pictures.b?.rough);
  $('settings').replaceChildren(el('tr', {}, ...['Setting', 'A', 'B'].map((h) => el('th', { textContent: h }))),
    ...paths.map((p) => el('tr', {}, ...[p, a.get(p) ?? '–', b.get(p) ?? '–'].map((t) => el('td', { textContent: t })))));
}

function pareto() {
  const points = [...dots.values()].filter((d) => d.side === state.active)
    .flatMap((d) => d.points.map((p) => ({ ...p, data: d, label: `${d.path} ${p.text || p.value}` })));
  $('pareto').replaceChildren(scatter(points, (p) => load(p.data, p)));
}

/** A dot of the last sweep into B. */
function load(data, point) {
  state.b = structuredClone(state[data.side]);
  choose('b');
  turned(data.path, data.path === 'traffic' ? String(point.value) : point.text);
}

function problem(text) {
  $('problem').hidden = !text;
  $('problem').textContent = text;
}

// ---- the side that is turned, its file and its link

function shown() {
  const reply = replies[state.active];
  if (!reply) {
    return;
  }
  $('name').textContent = reply.name;
  document.title = `${reply.name}: what if`;
  controls.show(reply.controls, reply.objectives, state[state.active].traffic);
  $('command').value = reply.command;
  if (document.activeElement !== $('yaml')) {
    $('yaml').value = reply.yaml;
  }
  if (document.activeElement !== $('seed')) {
    $('seed').value = reply.seed;
  }
  $('notes').hidden = !reply.notes.length;
  $('notes').textContent = reply.notes.join(' ');
}

function choose(side) {
  state.active = side;
  document.querySelector(`input[name=side][value=${side}]`).checked = true;
  shown();
}

let remembering = 0;
function remember() {
  clearTimeout(remembering);
  remembering = setTimeout(async () => {
    const trace = pictures.a && pictures.a.trace ? pictures.a.trace.sha256 : null;
    history.replaceState(null, '', `#${await toFragment({ ...state, trace })}`);
  }, 250);
}

function download(name, blob) {
  const link = el('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function fileName() {
  return replies[state.active].file.split(/[\\/]/).pop();
}

async function save(chart, kind) {
  const name = `${fileName().replace(/\.ya?ml$/, '')}-${chart.id}`;
  if (kind === 'csv') {
    const text = rows(chart, pictures).map((r) => r.map((c) => c ?? '').join(',')).join('\n');
    download(`${name}.csv`, new Blob([`${text}\n`], { type: 'text/csv' }));
    return;
  }
  const copy = $(`chart-${chart.id}`).querySelector('svg').cloneNode(true);
  const style = getComputedStyle(document.documentElement);
  const text = new XMLSerializer().serializeToString(copy)
    .replace(/var\((--\w+)\)/g, (_, v) => style.getPropertyValue(v).trim())
    .replaceAll('currentColor', style.getPropertyValue('--front').trim())
    .replace('<svg ', '<svg width="1120" height="380" font-family="sans-serif" ');
  const image = new Blob([text], { type: 'image/svg+xml' });
  if (kind === 'svg') {
    download(`${name}.svg`, image);
    return;
  }
  const picture = new Image();
  picture.src = URL.createObjectURL(image);
  await picture.decode();
  const canvas = el('canvas', { width: 1120, height: 420 });
  const pen = canvas.getContext('2d');
  pen.fillStyle = style.getPropertyValue('--back');
  pen.fillRect(0, 0, 1120, 420);
  pen.drawImage(picture, 0, 0);
  pen.fillStyle = style.getPropertyValue('--front');
  pen.font = '18px sans-serif';
  pen.fillText(`${chart.title}: ${replies[state.active].name}, seed ${replies[state.active].seed}`, 12, 408);
  canvas.toBlob((png) => download(`${name}.png`, png));
}

async function openText(name, text) {
  state[state.active] = { file: name, yaml: text, sets: {}, traffic: 1 };
  dots.clear();
  await send(state.active);
}

/** A trace takes the place of the traffic; the server keeps it in memory. */
async function dropTrace(file) {
  const name = file.name.replace(/[^A-Za-z0-9_.-]/g, '-').replace(/^[.-]+/, '');
  const response = await fetch(`trace/${name}`, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: file });
  const answer = response.ok ? await response.json() : { error: await response.text() };
  if (answer.error) {
    problem(answer.error);
  } else {
    turned('workload.trace.file', answer.file);
  }
}

function wire() {
  document.querySelectorAll('input[name=side]').forEach((radio) => radio.addEventListener('change', () => { choose(radio.value); pareto(); wantStrips(); }));
  $('copy').onclick = () => { state[other(state.active)] = structuredClone(state[state.active]); send(other(state.active)); };
  $('seed').onchange = () => SIDES.forEach((s) => { state[s].sets['run.seed'] = $('seed').value.trim(); send(s); });
  $('runs').onchange = () => { state.runs = Number($('runs').value) || 1; SIDES.forEach((s) => send(s)); };
  $('theme').onclick = () => { state.theme = document.documentElement.classList.toggle('dark') ? 'dark' : 'light'; remember(); };
  $('share').onclick = async () => {
    await new Promise((r) => setTimeout(r, 300));
    await navigator.clipboard.writeText(location.href).catch(() => {});
    $('shared').textContent = 'The link holds the whole state and stays in this browser\'s address line. It names the trace by its checksum; the other side needs the same file, and its own headroom serve.';
  };
  $('save').onclick = () => download(fileName(), new Blob([replies[state.active].yaml], { type: 'application/yaml' }));
  $('json').onclick = async () => {
    const response = await fetch('api', { method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ op: 'run', side: state.active, runs: state.runs, ...state[state.active] }) });
    download('run.json', await response.blob());
  };
  $('fixes').onclick = () => { $('status').textContent = 'Looking for cause and fixes…'; send(state.active, { fixes: true }); };
  $('apply').onclick = () => openText(state[state.active].file, $('yaml').value);
  $('open').onchange = async () => { const [file] = $('open').files; if (file) { openText(file.name, await file.text()); } };
  $('trace').onchange = () => { const [file] = $('trace').files; if (file) { dropTrace(file); } };
  document.addEventListener('dragover', (e) => e.preventDefault());
  document.addEventListener('drop', async (e) => {
    e.preventDefault();
    const [file] = e.dataTransfer.files;
    if (file && /\.ya?ml$/i.test(file.name)) {
      openText(file.name, await file.text());
    } else if (file) {
      dropTrace(file);
    }
  });
}

async function begin() {
  figures();
  wire();
  const start = await post({ op: 'start' });
  const fresh = () => ({ file: start.file, yaml: start.yaml, sets: {}, traffic: 1 });
  Object.assign(state, { a: fresh(), b: fresh() });
  try {
    const linked = location.hash ? await fromFragment(location.hash) : null;
    if (linked) {
      linkTrace = linked.trace;
      ['a', 'b', 'active', 'runs', 'theme'].forEach((key) => { state[key] = linked[key]; });
    }
  } catch (e) {
    problem('The link is damaged; this is the scenario that the server was started with.');
  }
  const dark = state.theme ? state.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.classList.toggle('dark', dark);
  $('runs').value = state.runs;
  choose(state.active === 'a' ? 'a' : 'b');
  await listen();
  await send('a');
  await send('b');
}

begin();
