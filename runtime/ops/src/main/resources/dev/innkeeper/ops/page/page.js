// The page of a host: it shows one snapshot after the other.

import { element, part, setText } from './dom.js';
import { redrawGraph, showGraph } from './graph.js';
import { showJobs } from './jobs.js';
import { takeTokenFromAddress, tellProblem } from './orders.js';
import { showQueues } from './queues.js';
import { showFigures, showHost, showServices, showStop, tellChanges } from './services.js';
import { tryNow, watch } from './stream.js';
import { clock } from './words.js';

function show(view) {
  showHost(view);
  tellChanges(view.services);
  showStop(view.stop, view.host.now);
  showFigures(view.figures);
  showServices(view);
  showGraph(view);
  showJobs(view);
  showQueues(view);
  showEvents(view.events, view.host.now);
}

function showEvents(events, now) {
  const list = element('events');
  const shown = JSON.stringify(events);
  if (list.dataset.shown === shown) {
    return;
  }
  list.dataset.shown = shown;
  list.replaceChildren(...events.map(event => {
    const item = document.createElement('li');
    setText(part(item, 'time'), clock(event.at, now));
    setText(part(item, 'b'), event.who);
    setText(part(item, 'span'), event.what);
    if (event.why !== undefined) {
      setText(part(item, 'small'), event.why);
    }
    return item;
  }));
}

element('token-form').onsubmit = event => {
  event.preventDefault();
  tellProblem('');
  sessionStorage.setItem('token', element('token').value);
  element('token').value = '';
  location.reload();
};
takeTokenFromAddress();
window.addEventListener('hashchange', () => {
  if (takeTokenFromAddress()) {
    location.reload();
  }
});
window.addEventListener('online', tryNow);
new ResizeObserver(redrawGraph).observe(element('graph'));
watch(show);
