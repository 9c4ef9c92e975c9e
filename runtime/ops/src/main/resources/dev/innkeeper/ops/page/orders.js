// What one may press, and the token for it: from the part of the address that is not sent to the
// server, and kept for this tab only.

import { element, setText } from './dom.js';
import { capital } from './words.js';

export function takeTokenFromAddress() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    sessionStorage.setItem('token', token);
    history.replaceState(null, '', location.pathname);
  }
  return Boolean(token);
}

export function headers() {
  const token = sessionStorage.getItem('token');
  return token ? { Authorization: `Bearer ${token}` } : {};
}

export function forgetToken() {
  const hadOne = sessionStorage.getItem('token') !== null;
  sessionStorage.removeItem('token');
  element('token-form').hidden = false;
  if (hadOne) {
    tellProblem('The token is not, or no longer, the right one: the program makes a new one at each start, unless it is given one.');
  }
}

export function tellProblem(text) {
  setText(element('problem'), text);
  element('problem').hidden = text === '';
}

/** A path of these parts. */
export function path(...parts) {
  return parts.map(encodeURIComponent).join('/');
}

export async function post(address) {
  tellProblem('');
  try {
    const answer = await fetch(address, { method: 'POST', headers: headers() });
    if (answer.status === 401) {
      forgetToken();
    } else if (!answer.ok) {
      tellProblem(await answer.text());
    }
  } catch {
    tellProblem('There was no answer.');
  }
}

export async function operate(service, operation) {
  const others =
    { start: service.alsoStarts, stop: service.alsoStops, restart: service.alsoRestarts }[operation];
  if (others.length === 0 || await isConfirmed(service.name, operation, others)) {
    await post(path('services', service.name, operation));
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

export async function showThreads(service) {
  tellProblem('');
  const answer = await fetch(path('services', service, 'threads'), { headers: headers() }).catch(() => null);
  if (!answer?.ok) {
    tellProblem(answer ? await answer.text() : 'There was no answer.');
    return;
  }
  setText(element('threads-title'), `Threads of ${service}`);
  setText(element('threads-text'), await answer.text());
  element('threads').showModal();
}
