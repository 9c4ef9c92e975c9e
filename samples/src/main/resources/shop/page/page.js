// The shop's page. All that is shown is set as text; the server's policy forbids anything else.

const LONGEST_SILENCE = 25_000; // the server sends something every ten seconds
const LONGEST_PAUSE = 15_000;

const element = id => document.getElementById(id);

// ---- the token: from the part of the address that is not sent, for this tab only

function takeTokenFromAddress() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    sessionStorage.setItem('token', token);
    history.replaceState(null, '', location.pathname);
  }
}

function headers() {
  const token = sessionStorage.getItem('token');
  return token ? { Authorization: `Bearer ${token}` } : {};
}

function forgetToken() {
  const hadOne = sessionStorage.getItem('token') !== null;
  sessionStorage.removeItem('token');
  element('token-form').hidden = false;
  if (hadOne) {
    tellProblem('The token is not, or no longer, the right one: the shop makes a new one at each start, unless it is given one.');
  }
}

// ---- the stream: it is read until it ends, and opened again, after longer and longer pauses

let attempt = 0; // of opening it, since it last worked
let wakeUp = () => {};
let lastState = '';
let hasStopped = false; // and was not seen again

async function watch() {
  for (;;) {
    const abort = new AbortController();
    const ended = await read(abort).catch(() => false);
    abort.abort();
    hasStopped ||= ended && lastState === 'stopping';
    showLink(hasStopped ? 'stopped' : 'lost');
    const pause = Math.min(LONGEST_PAUSE, 1000 * 2 ** attempt++);
    await new Promise(resolve => {
      wakeUp = resolve;
      setTimeout(resolve, pause);
    });
  }
}

/** Whether it came to its end; throws if it broke off. */
async function read(abort) {
  let silence = setTimeout(() => abort.abort(), LONGEST_SILENCE);
  try {
    const answer = await fetch('events', { headers: headers(), signal: abort.signal });
    if (answer.status === 401) {
      forgetToken();
    }
    if (!answer.ok) {
      throw new Error(await answer.text());
    }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return true;
      }
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), LONGEST_SILENCE);
      const messages = (text + value).split('\n\n');
      text = messages.pop();
      messages.filter(message => message.startsWith('data: ')).slice(-1).forEach(message => {
        attempt = 0;
        show(JSON.parse(message.slice('data: '.length)));
      });
    }
  } finally {
    clearTimeout(silence);
  }
}

function showLink(link) {
  const words = {
    live: 'live',
    lost: 'connection lost, trying again …',
    stopped: 'the shop has stopped; looking for it now and then …'
  };
  setAttribute(element('link'), 'data-link', link);
  setText(element('link'), words[link]);
  document.body.classList.toggle('stale', link !== 'live');
  if (link === 'stopped') {
    showState(element('host-state'), 'stopped');
  }
}

// ---- showing a snapshot: what is there is changed in place, so that focus and open stacks stay

function show(view) {
  lastState = view.host.state;
  hasStopped = false;
  showLink('live');
  document.title = `${view.host.name}: ${view.host.state}`;
  setText(element('name'), view.host.name);
  showState(element('host-state'), view.host.state);
  setText(element('host-since'),
    `since ${clock(view.host.since)}, ${view.host.isLive ? 'live' : 'not live'}, ${view.host.isReady ? 'ready' : 'not ready'}`);
  element('token-form').hidden = view.isOpen;
  tellChanges(view.services);
  showRows('services', view.services, (row, service) => showService(row, service, view));
  showRows('ticks', view.ticks, (row, ticks) => showTicks(row, ticks, view.host.now));
  showRows('jobs', view.jobs, (row, job) => showJob(row, job, view.host.now));
  setText(element('orders'), view.figures.orders);
  setText(element('mails'), view.figures.mails);
  setText(element('waiting'), view.figures.waiting ?? 'nobody can tell now');
  setText(element('mail-server'), view.figures.mailServer);
  showEvents(view.events);
}

const known = new Map(); // the state of each service, to tell what has changed

function tellChanges(services) {
  const changed = services.filter(({ name, state }) => known.has(name) && known.get(name) !== state);
  services.forEach(({ name, state }) => known.set(name, state));
  if (changed.length > 0) {
    setText(element('said'), changed.map(({ name, state }) => `${name} is ${state.toLowerCase()}`).join(', '));
  }
}

function showService(row, service, view) {
  setText(cell(row, 'Service', 'name'), service.name);
  const state = cell(row, 'State', 'state-cell');
  showState(part(state, 'span', 'state'), service.state.toLowerCase());
  setText(cell(row, 'Start took', 'number'), service.startTook === undefined ? '–' : duration(service.startTook));
  setText(cell(row, 'Restarts', 'number'), service.restarts || '–');
  setText(cell(row, 'Depends on'), service.dependsOn.join(', ') || '–');
  showFailure(cell(row, 'Last failure', 'failure'), service.failure,
    service.hasFailed ? (view.isOpen ? '–' : 'yes; the token shows it') : '–');
  const operations = cell(row, 'Operations', 'buttons');
  setText(part(operations, 'small'), service.name === view.host.page ? 'this page' : '');
  for (const operation of ['start', 'stop', 'restart']) {
    showButton(operations, operation, service.name, service.operations.includes(operation),
      () => operate(service, operation));
  }
}

function showTicks(row, ticks, now) {
  const last = ticks.lateness.at(-1);
  setText(cell(row, 'Service', 'name'), ticks.name);
  setText(cell(row, 'Last due', 'number'), ticks.scheduled === undefined ? '–' : clock(ticks.scheduled));
  setText(cell(row, 'Came late by', 'number'), last === undefined ? '–' : duration(last));
  showSparkline(cell(row, 'The last 60', 'spark'), ticks.lateness);
  setText(cell(row, 'Missed', 'number'), ticks.missed || '–');
  setText(cell(row, 'Next', 'number'), next(ticks.next, now));
}

function showJob(row, job, now) {
  setText(cell(row, 'Job', 'name'), job.name);
  setText(cell(row, 'Runs', 'number'), job.runs);
  setText(cell(row, 'Failures', 'number'), job.failures || '–');
  setText(cell(row, 'Skipped', 'number'), job.skipped || '–');
  setText(cell(row, 'Last run'), job.isRunning ? 'runs now'
    : job.lastOutcome === undefined ? '–' : `${job.lastOutcome.toLowerCase()}, ${duration(job.lastTook)}`);
  setText(cell(row, 'Next', 'number'), next(job.next, now));
  showFailure(cell(row, 'Last failure', 'failure'), job.lastFailure, '–');
  showButton(cell(row, 'Operations', 'buttons'), 'run now', job.name, job.canRun,
    () => post(`jobs/${encodeURIComponent(job.name)}/run`));
}

function showEvents(events) {
  const list = element('events');
  const lines = events.map(event => JSON.stringify(event));
  if (list.dataset.shown === lines.join()) {
    return;
  }
  list.dataset.shown = lines.join();
  list.replaceChildren(...events.map(event => {
    const item = document.createElement('li');
    setText(part(item, 'time'), clock(event.at));
    setText(part(item, 'b'), event.who);
    setText(part(item, 'span'), event.what);
    if (event.why !== undefined) {
      setText(part(item, 'small'), event.why);
    }
    return item;
  }));
}

function showState(place, state) {
  setAttribute(place, 'data-state', state);
  setText(place, state);
}

function showFailure(place, failure, otherwise) {
  setText(part(place, 'span', 'none'), failure ? '' : otherwise);
  const details = part(place, 'details');
  details.hidden = !failure;
  if (failure) {
    setText(part(details, 'summary'), failure.message);
    setText(part(details, 'pre'), failure.stack);
  }
}

function showButton(place, operation, of, isThere, act) {
  const button = part(place, 'button', operation.replace(' ', '-'));
  button.hidden = !isThere;
  button.onclick = () => whileDisabled(button, act);
  setText(button, capital(operation));
  setAttribute(button, 'aria-label', `${operation} ${of}`);
}

/** A bar for each tick, as high as it was late. */
function showSparkline(place, lateness) {
  const most = Math.max(...lateness, 1);
  const svg = part(place, 'svg', 'bars', 'http://www.w3.org/2000/svg');
  const path = part(svg, 'path', 'bar', 'http://www.w3.org/2000/svg');
  setAttribute(svg, 'viewBox', '0 0 120 20');
  setAttribute(svg, 'role', 'img');
  setAttribute(svg, 'aria-label', lateness.length === 0 ? 'no tick yet'
    : `${lateness.length} ticks, the latest at most ${duration(Math.max(...lateness))} late`);
  setAttribute(path, 'd', lateness
    .map((late, i) => `M${i * 2 + 1} 20v-${(1 + late / most * 18).toFixed(1)}`).join(''));
  setText(part(place, 'small'), lateness.length === 0 ? '' : `up to ${duration(Math.max(...lateness))}`);
}

// ---- operations

async function operate(service, operation) {
  const others = operation === 'start' ? service.alsoStarts : service.alsoStops;
  if (others.length === 0 || await isConfirmed(service.name, operation, others)) {
    await post(`services/${encodeURIComponent(service.name)}/${operation}`);
  }
}

function isConfirmed(name, operation, others) {
  const dialog = element('confirm');
  const words = {
    start: 'It depends on others, which are started first:',
    stop: 'Others depend on it, and are stopped first:',
    restart: 'Others depend on it, and are restarted with it:'
  };
  setText(element('confirm-title'), `${capital(operation)} ${name}?`);
  setText(element('confirm-text'), `${words[operation]} ${others.join(', ')}.`);
  setText(element('confirm-yes'), capital(operation));
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.onclose = () => resolve(dialog.returnValue === 'yes');
  });
}

async function post(path) {
  tellProblem('');
  try {
    const answer = await fetch(path, { method: 'POST', headers: headers() });
    if (answer.status === 401) {
      forgetToken();
    } else if (!answer.ok) {
      tellProblem(await answer.text());
    }
  } catch {
    tellProblem('There was no answer.');
  }
}

async function whileDisabled(button, act) {
  button.disabled = true;
  try {
    await act();
  } finally {
    button.disabled = false;
  }
}

function tellProblem(text) {
  setText(element('problem'), text);
  element('problem').hidden = text === '';
}

// ---- words

function duration(ms) {
  return ms < 1 ? `${ms.toFixed(2)} ms` : ms < 10 ? `${ms.toFixed(1)} ms`
    : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

function clock(ms) {
  return new Date(ms).toLocaleTimeString([], { hour12: false });
}

function next(due, now) {
  if (due === undefined) {
    return '–';
  }
  const seconds = Math.max(0, Math.round((due - now) / 1000));
  return seconds < 100 ? `in ${seconds} s` : new Date(due).toLocaleString([], {
    hour12: false, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
}

// ---- the document

/** The rows of a table: one for each, by its name. */
function showRows(table, items, showRow) {
  const body = element(table).tBodies[0];
  items.forEach((item, i) => {
    let row = [...body.rows].find(each => each.dataset.name === item.name);
    if (!row) {
      row = document.createElement('tr');
      row.dataset.name = item.name;
      row.setAttribute('role', 'row');
    }
    if (body.rows[i] !== row) {
      body.insertBefore(row, body.rows[i] ?? null);
    }
    showRow(row, item);
    [...row.cells].forEach(each => each.classList.toggle('empty', ['–', ''].includes(each.textContent)));
  });
  while (body.rows.length > items.length) {
    body.lastElementChild.remove();
  }
}

/** A cell that knows its column's title, for narrow windows. */
function cell(row, title, kind = '') {
  let found = [...row.cells].find(each => each.dataset.title === title);
  if (!found) {
    found = row.insertCell();
    found.dataset.title = title;
    found.className = kind || 'text';
    found.setAttribute('role', 'cell');
  }
  return found;
}

/** The child of this kind, made when it is first asked for. */
function part(place, tag, kind = tag, namespace = 'http://www.w3.org/1999/xhtml') {
  let found = [...place.children].find(each => each.getAttribute('class') === kind);
  if (!found) {
    found = document.createElementNS(namespace, tag);
    found.setAttribute('class', kind);
    place.append(found);
  }
  return found;
}

function setText(place, value) {
  if (place.textContent !== String(value)) {
    place.textContent = value;
  }
}

function setAttribute(place, name, value) {
  if (place.getAttribute(name) !== value) {
    place.setAttribute(name, value);
  }
}

// ---- here it begins

element('token-form').onsubmit = event => {
  event.preventDefault();
  tellProblem('');
  sessionStorage.setItem('token', element('token').value);
  element('token').value = '';
  location.reload();
};
takeTokenFromAddress();
window.addEventListener('hashchange', () => {
  takeTokenFromAddress();
  location.reload();
});
window.addEventListener('online', () => wakeUp());
watch();
