// The tree of a packet: its layers, and in each the fields with value, note and place. One item has the focus; arrows move it.

class FieldTree {
  // `lit` is called with a field that is pointed at (null for none), `picked` with one that was clicked or has the focus.
  constructor(packet, layers, { lit, picked }) {
    this.items = [];
    this.lit = lit;
    this.picked = picked;
    this.problems = packet.problems;
    this.element = element('ul', { class: 'tree', role: 'tree', 'aria-label': `Fields of packet ${packet.number}`, keydown: (event) => this.keyed(event) },
      ...[frameLayer(packet), ...layers].map((layer) => this.layer(layer)));
    this.items[0].element.tabIndex = 0;
  }

  layer(layer) {
    const problems = this.problems.filter((problem) => !problem.placed && this.sitsIn(layer, problem));
    const children = element('ul', { role: 'group' });
    const name = layer.quoted ? `${layer.name}, quoted in the message above` : layer.name;
    const place = placeOf(layer.start * 8, layer.length * 8);
    const field = { name, key: layer.key, start: layer.start * 8, width: layer.length * 8, text: '', rfc: layer.rfc, also: [], whole: true };
    const head = element('div', { class: 'head' },
      element('span', { class: 'fold', 'aria-hidden': 'true' }), element('strong', {}, name),
      element('span', { class: 'source' }, layer.rfc), element('span', { class: 'place' }, place));
    const item = this.item(field, element('li', { role: 'treeitem', class: 'layer', 'aria-expanded': 'true', 'aria-label': [name, layer.rfc, place].filter(Boolean).join(', ') }, head, children), head);
    head.addEventListener('click', () => this.fold(item));
    let group = '';
    for (const each of layer.fields) {
      const named = each.group && each.group !== group ? each.group : '';
      group = each.group;
      children.append(this.leaf(each, named));
    }
    // What sits in no field of the layer stands at its end.
    for (const problem of problems.filter((each) => !each.placed)) children.append(this.trouble(problem));
    item.children = children;
    // What the capture file says is there for who wants it; the packet comes first.
    if (layer.frame) this.fold(item, false);
    return item.element;
  }

  sitsIn(layer, problem) {
    if (layer.frame) return false;
    const byte = problem.start / 8;
    return layer.fields.some((field) => field.key === problem.key && field.start === problem.start) || (byte >= layer.start && byte <= layer.start + layer.length);
  }

  leaf(field, group) {
    const mine = this.problems.filter((problem) => problem.key === field.key && problem.start === field.start);
    for (const problem of mine) problem.placed = true;
    const place = field.place ?? placeOf(field.start, field.width);
    const label = [group && `${group}:`, `${field.name}: ${field.text}`, field.note, place, ...mine.map((each) => `Problem: ${each.text}`)].filter(Boolean).join(', ');
    const row = element('div', { class: 'line' },
      element('span', { class: 'name' }, field.name), element('bdi', { class: 'value' }, field.text),
      field.note && element('span', { class: 'note' }, element('bdi', {}, field.note)),
      element('span', { class: 'place' }, place.replace(/^bytes? /, '')));
    const made = element('li', { role: 'treeitem', class: `field${field.minor ? ' minor' : ''}${mine.length ? ' troubled' : ''}`, 'aria-label': label, 'data-key': field.key, 'data-start': field.start, 'data-width': field.width },
      group && element('div', { class: 'group' }, group), row, ...mine.map((each) => troubleNote(each)));
    return this.item(field, made, made).element;
  }

  trouble(problem) {
    problem.placed = true;
    const field = { ...problem, name: 'Problem', text: problem.text, also: [] };
    const made = element('li', { role: 'treeitem', class: 'field troubled', 'aria-label': `Problem: ${problem.text}` }, troubleNote(problem));
    return this.item(field, made, made).element;
  }

  item(field, made, target) {
    const item = { field, element: made };
    made.tabIndex = -1;
    target.addEventListener('mousemove', (event) => this.pointed(field, event));
    target.addEventListener('mouseleave', () => this.pointed(null));
    target.addEventListener('click', (event) => { event.stopPropagation(); this.focus(item); });
    made.addEventListener('focus', (event) => { if (event.target === made) this.picked(field); });
    this.items.push(item);
    return item;
  }

  pointed(field, event = null) {
    if (field === this.hover || (event && isStill(event))) return;
    this.hover = field;
    this.lit(field);
  }

  focus(item) {
    for (const each of this.items) each.element.tabIndex = each === item ? 0 : -1;
    item.element.focus({ preventScroll: false });
  }

  fold(item, open = item.element.getAttribute('aria-expanded') === 'false') {
    item.element.setAttribute('aria-expanded', String(open));
    item.children.hidden = !open;
  }

  // The item of a field, marked; null marks none.
  mark(field, name) {
    for (const item of this.items) item.element.classList.toggle(name, item.field === field);
  }

  // Shows a field without giving it the focus.
  reveal(field) {
    const item = this.items.find((each) => each.field === field);
    const parent = item && this.items.find((each) => each.children?.contains(item.element));
    if (parent) this.fold(parent, true);
    item?.element.scrollIntoView({ block: 'nearest' });
    for (const each of this.items) if (item) each.element.tabIndex = each === item ? 0 : -1;
  }

  keyed(event) {
    const seen = this.items.filter((item) => !item.element.parentElement.hidden);
    const at = seen.findIndex((item) => item.element === document.activeElement);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = seen[at];
    const parent = this.items.find((each) => each.children?.contains(item.element));
    const moves = {
      ArrowDown: () => this.focus(seen[Math.min(at + 1, seen.length - 1)]),
      ArrowUp: () => this.focus(seen[Math.max(at - 1, 0)]),
      Home: () => this.focus(seen[0]),
      End: () => this.focus(seen.at(-1)),
      ArrowLeft: () => (item.children && !item.children.hidden ? this.fold(item, false) : parent && this.focus(parent)),
      ArrowRight: () => item.children && this.fold(item, true),
      Enter: () => item.children && this.fold(item),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  }
}

function troubleNote(problem) {
  return element('div', { class: 'trouble' }, element('strong', {}, 'Problem: '), problem.text,
    problem.rfc && element('span', { class: 'source' }, ' ', problem.rfc), ...problem.details.map((each) => element('div', {}, each)));
}

// What the capture says of a packet, as a layer before the first.
function frameLayer(packet) {
  const facts = [
    ['frame.number', 'Number', String(packet.number), 'its place in the capture, from 1'],
    ['frame.time', 'Time', momentOf(packet.capture, packet), 'when it was captured'],
    ['frame.time_relative', 'After the first packet', packet.seconds && `${packet.seconds} seconds`, 'seconds since the first packet of the capture'],
    ['frame.len', 'Length', counted(packet.length, 'byte'), 'bytes that there were on the wire'],
    ['frame.cap_len', 'Kept', counted(packet.captured, 'byte'), 'bytes of it that the capture kept'],
    ['frame.interface_name', 'Interface', packet.interfaceName, 'where it was captured'],
    ...packet.comments.map((comment) => ['frame.comment', 'Comment', comment, 'what somebody wrote about it in the capture file']),
  ];
  const fields = facts.filter(([, , text]) => text).map(([key, name, text, meaning]) => ({ key, name, text, meaning, note: '', place: '', rfc: '', effect: '', group: '', start: 0, width: 0, value: null, also: [] }));
  return { key: 'frame', name: 'Frame', rfc: `${packet.seconds ? `${packet.seconds} s, ` : ''}${counted(packet.length, 'byte')} on the wire`, quoted: 0, start: 0, length: packet.captured, fields, frame: true };
}
