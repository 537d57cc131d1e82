// The what-if page: state in, moves to the server, pictures back over one stream of events.

import { Controls, el, say, visible } from './controls.js';
import { Figures, download } from './figures.js';
import { fromFragment, toFragment } from './state.js';
import { MEASURES, scatter, tornado } from './sweeps.js';
import { events, figures, settings, verdicts } from './words.js';

const $ = (id) => document.getElementById(id);
const session = crypto.randomUUID();
const SIDES = ['a', 'b'];
const other = (side) => (side === 'a' ? 'b' : 'a');

const state = { a: null, b: null, active: 'b', runs: 1, theme: '' };
const pictures = { a: null, b: null };
/** Settings of each side's last whole run: a small model's are not the scenario's. */
const effective = { a: null, b: null };
const replies = { a: null, b: null };
const moves = { a: 0, b: 0 };
const dots = new Map();
let move = 0;
let strips = 0;
let linkTrace = null;
let hatching = 0;

/** After so long without an answer the old picture is marked as old. */
const PATIENCE_MS = 100;

const controls = new Controls($('controls'), turned);
const charts = new Figures($('charts'), pictures, () => remember());
charts.source = () => ({ name: replies[state.active].name, seed: replies[state.active].seed, file: fileName() });

// ---- moves

/** What a side has changed goes to the server; the old picture stays, marked as old. */
async function send(side, more = {}) {
  move += 1;
  const mine = move;
  moves[side] = mine;
  // Strips that are due would end the work for this.
  clearTimeout(strips);
  if (!more.strips) {
    // Not once the reply is there: the stream may have told by then what is wrong with this move.
    problem('');
    // Whoever waits for a picture compares this with the move that is on screen.
    $('charts').dataset[`asked${side.toUpperCase()}`] = mine;
  }
  if (pictures[side] && !more.strips) {
    pictures[side].stale = true;
    clearTimeout(hatching);
    // Most answers are here sooner than the old picture could be drawn as an old one.
    hatching = setTimeout(render, PATIENCE_MS);
  }
  const reply = await post({ op: 'move', session, move: mine, side, runs: state.runs, ...state[side], ...more });
  if (moves[side] !== mine) {
    return;
  }
  if (reply.error) {
    problem(`${side.toUpperCase()}: ${reply.error}`);
  } else {
    replies[side] = reply;
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
  waiting = state.active;
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
    const swept = { ...data, base: structuredClone(state[data.side]) };
    dots.set(`${data.side} ${data.path}`, swept);
    if (data.side === state.active) {
      mark(swept);
    }
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
  effective[data.side] = data.rough ? effective[data.side] : data.settings;
  if (data.side === 'a' && linkTrace && !data.rough && data.trace && data.trace.sha256 !== linkTrace) {
    $('shared').textContent = 'The link was made with another trace of this name: figures differ.';
  }
  render();
  // Which move is on screen, for whoever waits for it.
  $('charts').dataset[data.side] = data.move;
  remember();
}

function render() {
  clearTimeout(hatching);
  charts.render();
  $('verdicts').replaceChildren(...verdicts(pictures));
  $('numbers').replaceChildren(...figures(pictures));
  const log = events(pictures);
  $('events-summary').textContent = `Events: ${log.count}`;
  if ($('events').open) {
    $('events-table').replaceChildren(...log.parts);
    $('events-note').textContent = log.note;
  }
  const all = settings(effective, $('differing').checked);
  $('settings-summary').textContent = `Effective settings: ${all.total}, of which ${all.different} differ between A and B`;
  if ($('settings').open) {
    $('settings-table').replaceChildren(...all.parts);
  }
}

function labelOf(path) {
  const row = controls.rows.get(path);
  return row ? row.label : path;
}

function pareto() {
  const swept = [...dots.values()].filter((d) => d.side === state.active);
  const points = swept.flatMap((d) => d.points.map((p) => ({ ...p, data: d, label: `${labelOf(d.path)} ${p.text || `${p.value}×`}` })));
  const focused = $('pareto').contains(document.activeElement);
  $('pareto').replaceChildren(scatter(points, (p) => load(p.data, p)));
  if (focused) {
    $('pareto').querySelector('[tabindex="0"]')?.focus();
  }
  $('tornado').replaceChildren(tornado(swept, $('measure').value, labelOf));
}

/** Shows a strip, if it is of what the sliders stand at. */
function mark(swept) {
  if (JSON.stringify(swept.base) === JSON.stringify(state[swept.side])) {
    controls.strip(swept, (point) => load(swept, point));
  }
}

/** A dot of the last sweep into B. */
function load(data, point) {
  state.b = structuredClone(data.base);
  choose('b');
  turned(data.path, data.path === 'traffic' ? String(point.value) : point.text);
}

function problem(text) {
  $('problem').hidden = !text;
  say($('problem'), text);
}

// ---- the side that is turned, its file and its link

function shown() {
  const reply = replies[state.active];
  if (!reply) {
    return;
  }
  say($('name'), reply.name);
  document.title = `${visible(reply.name)}: what if`;
  controls.show(reply.controls, reply.objectives, state[state.active].traffic);
  $('services').hidden = reply.services.length < 2;
  $('service').replaceChildren(...reply.services.map((name, i) => el('option', { value: i, textContent: name, selected: i === (state[state.active].service || 0) })));
  $('command').value = reply.command;
  if (document.activeElement !== $('yaml')) {
    $('yaml').value = reply.yaml;
  }
  if (document.activeElement !== $('seed')) {
    $('seed').value = reply.seed;
  }
  $('notes').hidden = !reply.notes.length;
  say($('notes'), reply.notes.join(' '));
}

function choose(side) {
  state.active = side;
  document.querySelector(`input[name=side][value=${side}]`).checked = true;
  shown();
  controls.clearStrips();
  [...dots.values()].filter((swept) => swept.side === side).forEach(mark);
}

let remembering = 0;
function remember() {
  clearTimeout(remembering);
  remembering = setTimeout(async () => {
    const trace = pictures.a && pictures.a.trace ? pictures.a.trace.sha256 : null;
    const view = { zoom: charts.zoom, cross: charts.cross };
    history.replaceState(null, '', `#${await toFragment({ ...state, trace, view })}`);
  }, 250);
}

function fileName() {
  return replies[state.active].file.split(/[\\/]/).pop();
}

function dress() {
  const dark = state.theme ? state.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.classList.toggle('dark', dark);
}

async function copy(text, said) {
  const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
  $('shared').textContent = done ? said : 'This browser does not let the page copy.';
}

async function openText(name, text) {
  state[state.active] = { file: name, yaml: text, sets: {}, traffic: 1, service: 0 };
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
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', dress);
  $('service').onchange = () => { state[state.active].service = Number($('service').value); dots.clear(); send(state.active); };
  $('measure').replaceChildren(...Object.entries(MEASURES).map(([key, [name]]) => el('option', { value: key, textContent: name })));
  $('measure').onchange = pareto;
  $('differing').onchange = render;
  $('events').addEventListener('toggle', render);
  $('settings').addEventListener('toggle', render);
  $('copy-events').onclick = () => copy(events(pictures).markdown, 'Copied the events as a Markdown table.');
  $('share').onclick = async () => {
    await new Promise((r) => setTimeout(r, 300));
    copy(location.href, 'The link holds the whole state and stays in this browser\'s address line. It names the trace by its checksum; the other side needs the same file, and its own headroom serve.');
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
  wire();
  const start = await post({ op: 'start' });
  const fresh = () => ({ file: start.file, yaml: start.yaml, sets: {}, traffic: 1, service: 0 });
  Object.assign(state, { a: fresh(), b: fresh() });
  let damaged = '';
  try {
    const linked = location.hash ? await fromFragment(location.hash) : null;
    if (linked) {
      linkTrace = linked.trace;
      ['a', 'b', 'active', 'runs', 'theme'].forEach((key) => { state[key] = linked[key]; });
      charts.zoom = linked.view?.zoom ?? null;
      charts.cross = linked.view?.cross ?? null;
    }
  } catch (e) {
    damaged = 'The link is damaged; this is the scenario that the server was started with.';
  }
  dress();
  $('runs').value = state.runs;
  choose(state.active === 'a' ? 'a' : 'b');
  await listen();
  await send('a');
  await send('b');
  if (damaged) {
    problem(damaged);
  }
}

begin();
