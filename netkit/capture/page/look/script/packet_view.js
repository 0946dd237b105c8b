// One packet: what it says, its fields beside its bytes, and what the field that is pointed at means. Each part lights the others.

class PacketView {
  constructor({ onStep, onFilter, onStream }) {
    this.onStep = onStep;
    this.onFilter = onFilter;
    this.onStream = onStream;
    this.element = element('section', { class: 'packet', id: 'packet', 'aria-label': 'The chosen packet', tabindex: -1 },
      element('p', { class: 'empty' }, 'Choose a packet in the list: its fields and its bytes are shown here.'));
  }

  show(packet) {
    const handlers = { lit: (field) => this.light(field), picked: (field) => this.pick(field) };
    const layers = packet.layers;
    this.packet = packet;
    this.picked = null;
    this.tree = new FieldTree(packet, layers, handlers);
    this.bytes = new ByteMap(packet, layers, handlers);
    this.card = element('div', { class: 'card', id: 'meaning', role: 'region', 'aria-label': 'What it means', 'aria-live': 'polite' });
    filled(this.element, this.head(packet),
      element('div', { class: 'panes' },
        element('section', { class: 'pane fields', 'aria-label': 'Fields' }, this.tree.element),
        element('section', { class: 'pane octets', 'aria-label': 'Bytes and meaning' }, this.bytes.element, this.card)));
    this.tell(null);
  }

  head(packet) {
    const streams = [['tcp', 'TCP'], ['udp', 'UDP']].map(([key, name]) => [key, name, packet.capture.first(packet, `${key}.stream`)]).filter(([, , number]) => number !== undefined);
    return element('header', {},
      element('div', { class: 'steps' },
        element('h2', {}, `Packet ${packet.number}`), element('span', { class: 'badge' }, packet.protocol),
        element('button', { type: 'button', class: 'quiet', click: () => this.onStep(-1) }, '← Previous'),
        element('button', { type: 'button', class: 'quiet', click: () => this.onStep(1) }, 'Next →'),
        ...streams.map(([key, name, number]) => element('button', { type: 'button', class: 'quiet', click: () => this.onStream(key, number) }, `Its conversation (${name} ${number})`))),
      element('p', { class: 'sentence' }, element('bdi', {}, sentenceOf(packet.summary))),
      ...packet.comments.map((comment) => element('p', { class: 'comment' }, element('strong', {}, 'Comment in the capture: '), element('bdi', {}, comment))),
      ...packet.problems.map((problem) => troubleNote(problem)));
  }

  // What the pointer is over; null is nothing, and what was picked is shown again.
  light(field) {
    const shown = field ?? this.picked;
    this.bytes.light(shown);
    this.tree.mark(shown, 'lit');
    this.tell(shown);
  }

  pick(field) {
    if (!field) return;
    this.picked = field;
    this.light(field);
    this.tree.mark(field, 'picked');
    if (this.tree.element.contains(document.activeElement)) this.bytes.reveal(field);
    else this.tree.reveal(field);
  }

  tell(field) {
    if (!field) {
      filled(this.card, element('p', { class: 'hint' }, 'Point at a field or at a byte, or move there with the arrow keys: this is where it says what it means.'));
      return;
    }
    const filter = filterFor(field, this.packet);
    filled(this.card,
      element('h3', {}, field.name, ' ', field.text && element('bdi', { class: 'value' }, field.text)),
      bitsOf(field, this.packet),
      field.meaning && element('p', {}, element('span', { class: 'asks' }, field.key, ': '), sentenceOf(field.meaning)),
      field.note && element('p', {}, element('strong', {}, 'Here: '), element('bdi', {}, sentenceOf(field.note))),
      field.effect && element('p', { class: 'effect' }, element('strong', {}, 'What it does: '), element('bdi', {}, field.effect)),
      element('p', { class: 'facts' },
        element('span', { class: 'place' }, placeOf(field.start, field.width) || 'not in the bytes: the capture file says it'),
        ...field.also.map((each) => element('span', { class: 'place' }, `and ${placeOf(each.start, each.width)}`)),
        (field.effectSource || field.rfc) && sourceLink(field.rfc || field.effectSource),
        filter && element('button', { type: 'button', class: 'quiet', title: 'Put this into the filter box', click: () => this.onFilter(filter) }, 'Filter: ', element('code', {}, filter))));
  }
}

// The bits of a field that is not whole bytes, among the others of its bytes.
function bitsOf(field, packet) {
  if (!field.width || field.whole || (field.start % 8 === 0 && field.width % 8 === 0) || field.width > 32) return null;
  const first = Math.floor(field.start / 8);
  const last = Math.floor((field.start + field.width - 1) / 8);
  const bits = [...packet.bytes.subarray(first, last + 1)].map((byte) => byte.toString(2).padStart(8, '0'));
  const own = bits.join('').slice(field.start - first * 8, field.start - first * 8 + field.width);
  const cells = bits.map((byte, index) => element('span', { class: 'octet' }, ...[...byte].map((bit, at) => {
    const place = (first + index) * 8 + at;
    return element('span', { class: place >= field.start && place < field.start + field.width ? 'bit own' : 'bit' }, bit);
  })));
  return element('p', { class: 'bits', role: 'img', 'aria-label': `bits ${own}` }, ...cells);
}

// A filter that selects the packets with this very value; the field's key where the value is no short one.
function filterFor(field, packet) {
  const known = packet.capture.vocabulary.sorts.get(field.key);
  if (!known || packet.capture.vocabulary.left_out.includes(field.key)) return '';
  if (field.whole || known.sort === 'protocol' || known.sort === 'label') return field.key;
  const found = [];
  readerOf(packet.capture, field.key).each(packet, (value) => found.push(value));
  const text = { frame: '' }[field.key] ?? constantFor(known.sort, field, packet);
  return text && found.length ? `${field.key} == ${text}` : found.length ? field.key : '';
}

function constantFor(sort, field, packet) {
  const text = String(field.value ?? field.text);
  if (sort === 'text') return /^[\x20-\x7e]{1,60}$/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : '';
  if (sort === 'bytes') {
    const bytes = packet.bytes.subarray(Math.floor(field.start / 8), Math.ceil((field.start + field.width) / 8));
    return bytes.length && bytes.length <= 8 && field.value === null ? [...bytes].map(hexOf).join(':') : '';
  }
  if (field.key === 'frame.number') return String(packet.number);
  if (field.key === 'frame.len' || field.key === 'frame.cap_len') return String(field.key === 'frame.len' ? packet.length : packet.captured);
  return ['moment', 'span'].includes(sort) ? '' : text;
}
