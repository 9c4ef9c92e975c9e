// The host, its services and its stop.

import { cell, element, part, setAttribute, setText, showButton, showFailure, showRows, showState } from './dom.js';
import { operate, showThreads } from './orders.js';
import { clock, duration, word } from './words.js';

export function showHost(view) {
  const host = view.host;
  document.title = `${host.name}: ${word(host.state)}`;
  setText(element('name'), host.name);
  showState(element('host-state'), word(host.state));
  showHealth(element('host-health'), host.health);
  setText(element('host-words'), `${host.isLive ? 'live' : 'not live'}, ${host.isReady ? 'ready' : 'not ready'}`);
  element('token-form').hidden = view.isOpen;
  element('read-only').hidden = !view.readOnly;
  element('host-failure').hidden = !host.failure;
  if (host.failure) {
    setText(part(element('host-failure'), 'span'), 'The host has failed: ');
    showFailure(element('host-failure'), host.failure, '');
  }
}

function showHealth(place, health) {
  setAttribute(place, 'data-health', health.status);
  setText(place, health.status === 'UP' ? 'healthy' : word(health.status));
}

const known = new Map(); // the state of each service, to tell what has changed

export function tellChanges(services) {
  const changed = services.filter(({ name, state }) => known.has(name) && known.get(name) !== state);
  services.forEach(({ name, state }) => known.set(name, state));
  if (changed.length > 0) {
    setText(element('said'), changed.map(({ name, state }) => `${name} is ${word(state)}`).join(', '));
  }
}

export function showServices(view) {
  showRows('services', view.services, service => service.name, (row, service) => showService(row, service, view));
}

function showService(row, service, view) {
  row.id = `service-${service.name}`;
  row.tabIndex = -1; // the picture leads here
  setText(cell(row, 'Service', 'name'), service.name);
  const state = cell(row, 'State', 'state-cell');
  showState(part(state, 'span', 'state'), word(service.state));
  setText(part(state, 'small'), service.since === undefined ? '' : `since ${clock(service.since, view.host.now)}`);
  const health = cell(row, 'Health', 'health-cell');
  showHealth(part(health, 'span', 'health'), service.health);
  setText(part(health, 'small'), service.health.reason ?? '');
  setText(cell(row, 'Restarts', 'number'), service.restarts || '–');
  setText(cell(row, 'Depends on', 'needs'), service.dependsOn.join(', ') || '–');
  showFailure(cell(row, 'Last failure', 'failure'), service.failure,
    service.hasFailed ? (view.isOpen ? '–' : 'yes; the token shows it') : '–');
  const operations = cell(row, 'Operations', 'buttons');
  for (const operation of ['start', 'stop', 'restart']) {
    showButton(operations, operation, service.name, service.operations.includes(operation),
      () => operate(service, operation));
  }
  showButton(operations, 'threads', `of ${service.name}`, view.isOpen, () => showThreads(service.name));
}

export function showFigures(figures) {
  element('figures-section').hidden = figures.length === 0;
  const list = element('figures');
  figures.forEach(({ label, value }) => {
    const pair = part(list, 'div', `figure-${label}`);
    setText(part(pair, 'dt'), label);
    setText(part(pair, 'dd'), value);
  });
}

export function showStop(stop, now) {
  element('stop').hidden = !stop;
  if (!stop) {
    return;
  }
  const reason = stop.reason ? `: ${stop.reason}` : '';
  setText(element('stop-words'), stop.summary ?? `The host is stopping${reason}.`);
  showRows('steps', stop.steps, step => step.name, (row, step) => {
    setText(cell(row, 'Service', 'name'), step.name);
    setText(cell(row, 'Asked', 'number'), `at ${clock(step.asked, now)}`);
    setText(cell(row, 'Interrupted', 'number'), step.interrupted === undefined ? '–' : `after ${duration(step.interrupted)}`);
    const ended = cell(row, 'Ended');
    showState(part(ended, 'span', 'state'), step.outcome ?? 'stopping');
    setText(part(ended, 'small'), step.took === undefined ? '' : `after ${duration(step.took)}`);
    setText(part(cell(row, 'Stuck in', 'failure'), 'pre'), step.stuckIn ?? '');
    row.cells[4].firstElementChild.hidden = !step.stuckIn;
  });
}
