// Queues, their depth over the last minutes, and the jobs that have failed for good.

import { cell, element, part, setAttribute, setText, showButton, showRows, svg } from './dom.js';
import { path, post } from './orders.js';
import { clock, duration } from './words.js';

const SAMPLES = 60;
const HEIGHT = 24;

export function showQueues(view) {
  element('queues-section').hidden = view.queues.length === 0;
  showRows('queues', view.queues, queue => queue.name, showQueue);
  const failed = view.queues.flatMap(queue => queue.failedJobs.map(job => ({ ...job, queue })));
  element('failed-jobs-part').hidden = failed.length === 0;
  showRows('failed-jobs', failed, job => `${job.queue.name}\n${job.number}`, (row, job) => showFailed(row, job, view.host.now));
}

function showQueue(row, queue) {
  setText(cell(row, 'Queue', 'name'), queue.name);
  const depth = cell(row, 'Depth', 'number');
  setText(part(depth, 'span', 'depth'), queue.depth);
  const limit = queue.capacity === undefined ? '' : `of ${queue.capacity}`; // one in a database has none
  const later = queue.delayed ? `${queue.delayed} for later` : '';
  setText(part(depth, 'small'), [limit, later].filter(it => it).join(', '));
  showDepths(cell(row, 'Last 5 minutes', 'spark'), queue);
  setText(cell(row, 'Oldest waits', 'number'), queue.oldest === undefined ? '–' : duration(queue.oldest));
  const workers = cell(row, 'Workers', 'number');
  setText(part(workers, 'span', 'workers'), `${queue.running} of ${queue.workers} busy`);
  setText(cell(row, 'Succeeded', 'number'), queue.succeeded);
  setText(cell(row, 'Failed', 'number'), queue.failed || '–');
  setText(cell(row, 'Retries', 'number'), queue.retries || '–');
}

/** A bar for each sample, the latest at the right. */
function showDepths(place, queue) {
  const depths = [...queue.depths, queue.depth].slice(-SAMPLES);
  const shown = depths.join();
  const most = Math.max(...depths, 0);
  if (place.dataset.shown !== shown || !place.firstChild) {
    place.dataset.shown = shown;
    const first = SAMPLES - depths.length;
    const bars = depths.map((depth, i) => {
      const height = depth === 0 ? 1 : 2 + depth / most * (HEIGHT - 2);
      return `M${(first + i) * 2 + 1} ${HEIGHT}v-${height.toFixed(1)}`;
    });
    const picture = svg('svg', {
      class: 'bars', viewBox: `0 0 ${SAMPLES * 2} ${HEIGHT}`, role: 'img',
      'aria-label': `depth over the last ${duration(depths.length * queue.sampledEvery)}: at most ${most}`
    }, svg('path', { d: bars.join('') }));
    place.querySelector('svg')?.remove();
    place.prepend(picture);
  }
  setText(part(place, 'small'), `up to ${most}`);
}

function showFailed(row, job, now) {
  const name = cell(row, 'Job', 'name');
  setText(part(name, 'span', 'service'), job.queue.name);
  setText(part(name, 'small'), job.id);
  setText(cell(row, 'Failed at', 'number'), clock(job.at, now));
  setText(cell(row, 'Attempts', 'number'), job.attempts);
  setText(cell(row, 'Failure', 'failure'), job.failure);
  setAttribute(row.cells[3], 'title', job.failure);
  showButton(cell(row, 'Operations', 'buttons'), 'put back', job.id, job.queue.canPutBack,
    () => post(path('queues', job.queue.name, 'failed', job.number, 'put-back')));
}
