// The stream: it is read until it ends, and opened again, after longer and longer pauses.

import { element, setAttribute, setText, showState } from './dom.js';
import { forgetToken, headers } from './orders.js';

const LONGEST_SILENCE = 25_000; // the server sends something every ten seconds
const LONGEST_PAUSE = 15_000;

let attempt = 0; // of opening it, since it last worked
let wakeUp = () => {};
let lastState = '';
let hasStopped = false; // and was not seen again

export async function watch(show) {
  for (;;) {
    const abort = new AbortController();
    await read(abort, show).catch(() => {});
    abort.abort();
    hasStopped ||= lastState === 'STOPPED';
    showLink(hasStopped ? 'stopped' : 'lost');
    const pause = Math.min(LONGEST_PAUSE, 1000 * 2 ** attempt++);
    await new Promise(resolve => {
      wakeUp = resolve;
      setTimeout(resolve, pause);
    });
  }
}

export function tryNow() {
  wakeUp();
}

/** Until its end; throws if it breaks off. */
async function read(abort, show) {
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
        return;
      }
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), LONGEST_SILENCE);
      const messages = (text + value).split('\n\n');
      text = messages.pop();
      messages.filter(message => message.startsWith('data: ')).slice(-1).forEach(message => {
        const view = JSON.parse(message.slice('data: '.length));
        hasStopped = false;
        lastState = view.host.state;
        if (lastState !== 'STOPPED') {
          attempt = 0; // else each try would give the last snapshot once more, at once
        }
        showLink(lastState === 'STOPPED' ? 'stopped' : 'live');
        show(view);
      });
    }
  } finally {
    clearTimeout(silence);
  }
}

function showLink(link) {
  const words = {
    live: 'live',
    lost: 'connection lost; reconnecting …',
    stopped: 'the host has stopped; waiting for it to come back …'
  };
  setAttribute(element('link'), 'data-link', link);
  setText(element('link'), words[link]);
  document.body.classList.toggle('stale', link === 'lost');
  if (link === 'stopped') {
    showState(element('host-state'), 'stopped');
  }
}
