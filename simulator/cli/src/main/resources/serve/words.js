// Verdicts, figures, events and settings of A and B as text and tables.

import { clock, number } from './charts.js';
import { el, say } from './controls.js';

const SIDES = ['a', 'b'];
const FIGURES = [['Requests', 'offered', ''], ['Failed', 'failed', ''], ['p50', 'p50Ms', 'ms'], ['p99', 'p99Ms', 'ms'],
  ['Peak instances', 'peakInstances', ''], ['Peak connections', 'peakConnections', ''], ['Cost of the run', 'cost', 'USD'], ['Cost per month', 'costPerMonth', 'USD']];

const head = (...names) => el('thead', {}, el('tr', {}, ...names.map((name) => el('th', { scope: 'col', textContent: name }))));

/** One card for each side that has a picture. */
export function verdicts(pictures) {
  return SIDES.filter((s) => pictures[s]).map((side) => {
    const p = pictures[side];
    const word = { pass: '✓ PASS', fail: '✗ FAIL', inconclusive: '? UNDECIDED', none: 'no objective' }[p.verdict.state];
    const rough = p.stale ? ' (before this change)' : p.rough ? ` (rough, a model at 1:${p.times})` : '';
    return el('div', { className: `verdict ${p.verdict.state}` },
      el('h2', {}, `${side.toUpperCase()}: `, el('strong', { textContent: word }), rough),
      // A small model's sentences count a small model's requests.
      ...(p.rough ? [] : p.verdict.sentences.slice(0, 4).map((s) => say(el('p', {}), s))),
      el('ul', {}, ...p.objectives.map((o) => el('li', { textContent: `${o.verdict === 'pass' ? '✓' : o.verdict === 'fail' ? '✗' : '?'} ${o.expr}: ${o.measured ?? number(o.value)}` }))),
      ...(p.fixes || []).map((f) => say(el('p', {}), `Fix: ${f.change}`)));
  });
}

/** The figures of A and B, and what B adds. */
export function figures(pictures) {
  const value = (side, key) => (pictures[side] ? pictures[side].numbers[key] ?? null : null);
  const label = (s) => `${s.toUpperCase()}${pictures[s] && (pictures[s].rough || pictures[s].stale) ? ' (rough)' : ''}`;
  return [head('Figure', label('a'), label('b'), 'B - A'),
    el('tbody', {}, ...FIGURES.map(([name, key, unit]) => {
      const a = value('a', key);
      const b = value('b', key);
      return el('tr', {}, el('th', { scope: 'row', textContent: unit ? `${name}, ${unit}` : name }),
        ...[a, b, a === null || b === null ? null : b - a].map((v) => el('td', { className: 'n', textContent: number(v) })));
    }))];
}

/** Events of both sides in order of time; what happened in both alike stands once. */
export function events(pictures) {
  const rows = new Map();
  SIDES.filter((s) => pictures[s] && !pictures[s].rough).forEach((side) => pictures[side].events.forEach((e) => {
    const key = JSON.stringify([e.seconds, e.service, e.text]);
    const row = rows.get(key) || { ...e, sides: [] };
    row.sides.push(side.toUpperCase());
    rows.set(key, row);
  }));
  const all = [...rows.values()].sort((a, b) => a.seconds - b.seconds);
  const many = all.some((row) => row.service);
  const more = SIDES.filter((s) => pictures[s] && pictures[s].eventCount > pictures[s].events.length);
  return {
    markdown: ['| time | side | event |', '|---|---|---|', ...all.map((row) =>
      `| ${clock(row.seconds)} | ${row.sides.join(' ')} | ${(row.service ? `${row.service}: ` : '') + row.text.replace(/[|\\`<>]/g, '\\$&')} |`)].join('\n'),
    count: all.length,
    note: more.map((s) => `${s.toUpperCase()}: the first ${pictures[s].events.length} of ${number(pictures[s].eventCount)}.`).join(' '),
    parts: [head(...['Time', 'Side', ...(many ? ['Service'] : []), 'What happened']),
      el('tbody', {}, ...all.map((row) => el('tr', { className: row.sides.length === 1 ? `only ${row.sides[0].toLowerCase()}` : '' },
        el('td', { className: 'n', textContent: clock(row.seconds) }), el('td', { textContent: row.sides.join(' ') }),
        ...(many ? [el('td', { textContent: row.service })] : []), el('td', { textContent: row.text }))))],
  };
}

/** Effective settings of both sides; those that differ are marked and come first. */
export function settings(known, differing) {
  const of = (s) => new Map((known[s] || []).map((x) => [x.path, x]));
  const [a, b] = [of('a'), of('b')];
  const paths = [...new Set([...a.keys(), ...b.keys()])];
  const differs = (p) => (a.get(p) || {}).value !== (b.get(p) || {}).value;
  const different = paths.filter(differs);
  const shown = differing ? different : [...different, ...paths.filter((p) => !differs(p))];
  const origin = (p) => [...new Set([a.get(p), b.get(p)].filter(Boolean).map((x) => x.origin))].join('; ');
  return {
    total: paths.length,
    different: different.length,
    parts: [head('A, B', 'Setting', 'A', 'B', 'Said by'),
      el('tbody', {}, ...shown.map((p) => el('tr', { className: differs(p) ? 'differs' : '' },
        el('td', { textContent: differs(p) ? '≠' : '=', title: differs(p) ? 'A and B differ' : 'the same in A and B' }),
        el('th', { scope: 'row' }, el('code', { textContent: p })),
        ...[a, b].map((side) => el('td', { textContent: (side.get(p) || { value: '–' }).value })),
        el('td', { className: 'dim', textContent: origin(p) }))))],
  };
}
