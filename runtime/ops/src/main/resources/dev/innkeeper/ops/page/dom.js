// The document: what is there is changed in place, so that focus and open stacks stay. All that is
// shown is set as text; the server's policy forbids anything else.

const SVG = 'http://www.w3.org/2000/svg';

export const element = id => document.getElementById(id);

export function setText(place, value) {
  if (place.textContent !== String(value)) {
    place.textContent = value;
  }
}

export function setAttribute(place, name, value) {
  if (place.getAttribute(name) !== String(value)) {
    place.setAttribute(name, value);
  }
}

/** The child of this kind, made when it is first asked for. */
export function part(place, tag, kind = tag) {
  let found = [...place.children].find(each => each.getAttribute('class') === kind);
  if (!found) {
    found = document.createElement(tag);
    found.setAttribute('class', kind);
    place.append(found);
  }
  return found;
}

/** A new element of a picture. */
export function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

/** The rows of a table: one for each item, by its id. */
export function showRows(table, items, idOf, showRow) {
  const body = element(table).tBodies[0];
  const rows = new Map([...body.rows].map(row => [row.dataset.name, row]));
  items.forEach((item, i) => {
    const id = idOf(item);
    let row = rows.get(id);
    if (!row) {
      row = document.createElement('tr');
      row.dataset.name = id;
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
export function cell(row, title, kind = 'text') {
  let found = [...row.cells].find(each => each.dataset.title === title);
  if (!found) {
    found = row.insertCell();
    found.dataset.title = title;
    found.className = kind;
    found.setAttribute('role', 'cell');
  }
  return found;
}

export function showFailure(place, failure, otherwise) {
  setText(part(place, 'span', 'none'), failure ? '' : otherwise);
  const details = part(place, 'details');
  details.hidden = !failure;
  if (failure) {
    setText(part(details, 'summary'), failure.message);
    setText(part(details, 'pre'), failure.stack);
  }
}

/** A state: a colour and a word. */
export function showState(place, state) {
  setAttribute(place, 'data-state', state);
  setText(place, state);
}

/** A button that cannot be pressed twice before the first has been answered. */
export function showButton(place, operation, of, isThere, act) {
  const button = part(place, 'button', operation.replaceAll(' ', '-'));
  button.type = 'button';
  button.hidden = !isThere;
  button.onclick = async () => {
    button.disabled = true;
    try {
      await act();
    } finally {
      button.disabled = false;
    }
  };
  setText(button, operation[0].toUpperCase() + operation.slice(1));
  setAttribute(button, 'aria-label', `${operation} ${of}`);
}
