// Numbers and times as people read them.

export function duration(ms) {
  if (ms < 1) {
    return `${ms.toFixed(2)} ms`;
  }
  if (ms < 1000) {
    return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  }
  const seconds = ms / 1000;
  if (seconds < 100) {
    return `${seconds.toFixed(1)} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : minutes < 2880 ? `${Math.round(minutes / 60)} h`
    : `${Math.round(minutes / 1440)} days`;
}

export function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

/** A time of today; with its date if it is another day. */
export function clock(ms, now = Date.now()) {
  const time = new Date(ms);
  return time.toDateString() === new Date(now).toDateString()
    ? time.toLocaleTimeString([], { hour12: false })
    : time.toLocaleString([], { hour12: false, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
}

export function next(due, now) {
  if (due === undefined) {
    return '–';
  }
  const seconds = Math.max(0, Math.round((due - now) / 1000));
  return seconds < 100 ? `in ${seconds} s` : clock(due, now);
}

/** The name of an enum constant, as a word or two. */
export function word(name) {
  return name.toLowerCase().replaceAll('_', ' ');
}
