// Recurring and scheduled jobs.

import { cell, element, part, setText, showButton, showFailure, showRows } from './dom.js';
import { path, post } from './orders.js';
import { clock, duration, next, word } from './words.js';

export function showJobs(view) {
  element('jobs-section').hidden = view.jobs.length === 0;
  showRows('jobs', view.jobs, idOf, (row, job) =>
    job.more ? showMore(row, job, view) : showJob(row, job, view.host.now));
}

/** A key may be any text, and so may the name of a service; but names have no line breaks. */
function idOf(job) {
  return job.more ? `${job.service}\n\n` : job.key === undefined ? job.service : `${job.service}\n${job.key}`;
}

function showMore(row, job, view) {
  const name = cell(row, 'Job', 'name');
  setText(part(name, 'span', 'service'), job.service);
  setText(part(name, 'small'), view.isOpen ? `${job.more} more jobs` : `${job.more} jobs; the token shows them`);
}

function showJob(row, job, now) {
  const name = cell(row, 'Job', 'name');
  setText(part(name, 'span', 'service'), job.service);
  setText(part(name, 'small'), job.key ?? '');
  const last = cell(row, 'Last run');
  setText(part(last, 'span', 'outcome'), job.running ? 'running now' : job.lastOutcome === undefined ? '–' : word(job.lastOutcome));
  setText(part(last, 'small'), lastWords(job, now));
  setText(cell(row, 'Next', 'number'), job.paused ? 'paused' : next(job.next, now));
  setText(cell(row, 'Runs', 'number'), job.runs);
  setText(cell(row, 'Failures', 'number'), failures(job));
  setText(cell(row, 'Skipped', 'number'), job.skipped || '–');
  showFailure(cell(row, 'Last failure', 'failure'), job.failure, '–');
  const operations = cell(row, 'Operations', 'buttons');
  const of = job.key === undefined ? job.service : `${job.service} ${job.key}`;
  const address = job.key === undefined ? ['jobs', job.service] : ['jobs', job.service, job.key];
  showButton(operations, 'run now', of, job.operations.includes('run'), () => post(path(...address, 'run')));
  showButton(operations, 'pause', of, job.operations.includes('pause'), () => post(path(...address, 'pause')));
  showButton(operations, 'resume', of, job.operations.includes('resume'), () => post(path(...address, 'resume')));
}

function lastWords(job, now) {
  const at = job.lastStart === undefined ? '' : `at ${clock(job.lastStart, now)}`;
  return job.running || job.lastTook === undefined ? at : `${at}, took ${duration(job.lastTook)}`;
}

function failures(job) {
  return job.failures === 0 ? '–'
    : job.failuresInARow > 1 ? `${job.failures}, ${job.failuresInARow} in a row` : job.failures;
}
