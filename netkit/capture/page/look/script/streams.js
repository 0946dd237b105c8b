// Conversations: who spoke with whom, what both sides said in turn, and when. Who spoke stands in words, and at whose side it stands.

const MOST_SHOWN = 4000;
const MOST_TURNS = 100;
const MOST_RUNGS = 200;
const SIDES = { client: 'Client', server: 'Server' };

class Streams {
  constructor(capture, onPacket, onFilter) {
    this.capture = capture;
    this.onPacket = onPacket;
    this.onFilter = onFilter;
    this.entries = [...capture.data.streams.map((stream) => ({ protocol: 'tcp', ...stream })), ...datagramStreams(capture)];
    this.detail = element('div', { class: 'talk', 'aria-live': 'off', tabindex: -1 });
    this.list = element('ul', { class: 'talks' }, ...this.entries.map((entry) => this.line(entry)));
    this.element = element('div', { class: 'conversations' },
      element('nav', { 'aria-label': 'Conversations' }, this.entries.length ? this.list : element('p', { class: 'empty' }, 'No conversation over TCP or UDP is in this capture.')),
      this.detail);
    if (this.entries.length) this.show(this.entries[0], { focus: false });
  }

  line(entry) {
    const count = packetsOf(this.capture, entry).length;
    entry.button = element('button', { type: 'button', click: () => this.show(entry) },
      element('span', { class: 'badge' }, `${entry.protocol.toUpperCase()} ${entry.number}`),
      element('bdi', {}, entry.client), element('span', { class: 'unseen' }, 'to '), element('span', { 'aria-hidden': 'true' }, ' → '), element('bdi', {}, entry.server),
      element('span', { class: 'note' }, counted(count, 'packet')));
    return element('li', {}, entry.button);
  }

  pick(protocol, number) {
    const entry = this.entries.find((each) => each.protocol === protocol && each.number === number);
    if (entry) this.show(entry);
  }

  show(entry, { focus = true } = {}) {
    for (const each of this.entries) each.button.setAttribute('aria-current', each === entry ? 'true' : 'false');
    const filter = `${entry.protocol}.stream == ${entry.number}`;
    filled(this.detail,
      element('header', {},
        element('h2', {}, `${entry.protocol.toUpperCase()} conversation ${entry.number}`),
        element('p', { class: 'sentence' }, this.sentence(entry)),
        element('button', { type: 'button', class: 'quiet', click: () => this.onFilter(filter) }, 'Its packets: ', element('code', {}, filter)),
        ...entry.problems.map((text) => element('p', { class: 'trouble' }, element('strong', {}, 'Note: '), this.capture.strings[text]))),
      ...this.messages(entry), ...this.said(entry), ...this.drawn(entry));
    if (focus) this.detail.focus({ preventScroll: true });
  }

  sentence(entry) {
    const told = Object.keys(SIDES).map((side) => {
      const [said, missing] = entry.said[side];
      return `the ${side} said ${counted(said, 'byte')}${missing ? `, and ${counted(missing, 'byte')} of it ${missing === 1 ? 'is' : 'are'} missing` : ''}`;
    });
    return `Client ${entry.client}, server ${entry.server}: ${told.join('; ')}${entry.ended ? `; ${entry.ended}` : ''}.`;
  }

  messages(entry) {
    if (!entry.messages.length) return [];
    const rows = entry.messages.map(([side, protocol, text, packets]) => element('tr', {},
      element('td', {}, `${side === 'client' ? '→' : '←'} ${SIDES[side]}`), element('td', {}, this.capture.strings[protocol]),
      element('td', {}, element('bdi', {}, this.capture.strings[text])), element('td', {}, ...packets.slice(0, 4).map((place) => this.link(place)), packets.length > 4 ? ' …' : '')));
    return [element('h3', {}, 'Messages'), element('div', { class: 'wide' }, element('table', { class: 'messages' },
      element('thead', {}, element('tr', {}, ...['Who', 'Protocol', 'What it says', 'Packets'].map((name) => element('th', { scope: 'col' }, name)))),
      element('tbody', {}, ...rows))),
    entry.more_messages && element('p', { class: 'hint' }, 'There are more messages than are listed here: netkit capture follow … --messages lists them.')];
  }

  link(place) {
    const packet = this.capture.packets[place];
    return element('button', { type: 'button', class: 'link', click: () => this.onPacket(packet) }, `packet ${packet.number}`);
  }

  said(entry) {
    const turns = element('ol', { class: 'turns' });
    const fill = (first, last) => turns.append(...entry.chunks.slice(first, last).map(([side, start, length, pieces]) => this.turn(side, start, length, pieces)));
    fill(0, MOST_TURNS);
    const left = entry.chunks.length - MOST_TURNS;
    const more = element('button', { type: 'button', class: 'quiet', click: () => { fill(MOST_TURNS); more.remove(); } }, `Show ${counted(left, 'more turn')}`);
    return [element('h3', {}, 'What they said, in turn'), entry.chunks.length ? turns : element('p', { class: 'hint' }, 'Neither side said anything: no byte of data was captured.'), left > 0 && more];
  }

  turn(side, start, length, pieces) {
    const place = length ? placeOf(start * 8, length * 8) : '';
    if (!pieces.length && length) {
      return element('li', { class: `turn ${side} gap` }, element('p', { class: 'trouble' }, element('strong', {}, 'Missing: '), `${counted(length, 'byte')} of the ${side} ${length === 1 ? 'is' : 'are'} not in the capture (${place}).`));
    }
    const body = element('pre', { class: 'speech', tabindex: 0, 'aria-label': `What the ${side} says` });
    const whole = this.octets(pieces);
    const binary = isBinary(whole);
    const fill = (most) => {
      const part = whole.subarray(0, most);
      body.replaceChildren(element('bdi', {}, binary ? dumped(part, start) : visible(new TextDecoder().decode(part).replaceAll('\r\n', '\n'))));
    };
    const more = element('button', { type: 'button', class: 'quiet', click: () => { fill(whole.length); more.remove(); } }, `Show all ${counted(whole.length, 'byte')}`);
    fill(MOST_SHOWN);
    const packets = [...new Set(pieces.map(([packet]) => packet))];
    return element('li', { class: `turn ${side}` },
      element('p', { class: 'who' }, element('strong', {}, side === 'client' ? 'Client says →' : '← Server says'), ' ', element('span', { class: 'place' }, place), ' ',
        ...packets.slice(0, 3).map((packet) => this.link(packet)), packets.length > 3 ? ` and ${counted(packets.length - 3, 'more packet')}` : ''),
      whole.length ? body : element('p', { class: 'hint' }, 'An empty datagram.'), whole.length > MOST_SHOWN && more);
  }

  octets(pieces) {
    const parts = pieces.map(([place, at, length]) => (length === undefined
      ? Uint8Array.from(hexBytes(at), (sign) => sign.charCodeAt(0))
      : this.capture.packets[place].bytes.subarray(at, at + length)));
    const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  drawn(entry) {
    const packets = packetsOf(this.capture, entry);
    const steps = packets.slice(0, MOST_RUNGS).map((packet) => {
      const [label, note] = entry.protocol === 'tcp' ? segmentLabel(this.capture, packet) : [packet.protocol, packet.summary];
      return { seconds: packet.seconds, fromClient: fromClient(this.capture, packet, entry), label, note, packet };
    });
    const left = packets.length - steps.length;
    return [element('h3', {}, 'When they said it'), ladder(steps, [entry.client, entry.server], (packet) => this.onPacket(packet)),
      left > 0 && element('p', { class: 'hint' }, `${counted(left, 'more packet')} follow: the filter above lists them all.`)];
  }
}

function packetsOf(capture, entry) {
  const key = `${entry.protocol}.stream`;
  capture.byStream ??= new Map();
  if (!capture.byStream.has(key)) {
    const found = new Map();
    for (const packet of capture.packets) {
      readerOf(capture, key).each(packet, (number) => {
        if (!found.has(number)) found.set(number, []);
        if (found.get(number).at(-1) !== packet) found.get(number).push(packet);
      });
    }
    capture.byStream.set(key, found);
  }
  return capture.byStream.get(key).get(entry.number) ?? [];
}

const portEnd = (address, port) => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
const senderOf = (capture, packet, protocol) => portEnd(packet.from, capture.first(packet, `${protocol}.srcport`));
const fromClient = (capture, packet, entry) => senderOf(capture, packet, entry.protocol) === entry.client;

// UDP conversations, made of their datagrams, each of which is whole in its packet.
function datagramStreams(capture) {
  const numbers = new Set();
  for (const packet of capture.packets) readerOf(capture, 'udp.stream').each(packet, (number) => numbers.add(number));
  return [...numbers].sort((one, other) => one - other).map((number) => {
    const entry = { protocol: 'udp', number, said: { client: [0, 0], server: [0, 0] }, ended: '', problems: [], messages: [], chunks: [] };
    const packets = packetsOf(capture, entry);
    const first = packets[0];
    entry.client = senderOf(capture, first, 'udp');
    entry.server = portEnd(first.to, capture.first(first, 'udp.dstport'));
    for (const packet of packets) {
      const side = fromClient(capture, packet, entry) ? 'client' : 'server';
      for (const place of packet.entry[10]) {
        const answer = capture.data.answers[place];
        if (answer[0] !== 'udp.payload' || answer.length !== 3) continue;
        entry.chunks.push([side, entry.said[side][0], answer[2], [[packet.place, answer[1], answer[2]]]]);
        entry.said[side][0] += answer[2];
      }
    }
    return entry;
  });
}

// Whether bytes are better read as numbers: a twentieth of them can't be text.
function isBinary(octets) {
  const start = octets.subarray(0, 4096);
  const odd = start.reduce((count, byte) => count + ((byte < 0x20 && ![9, 10, 13, 27].includes(byte)) || byte === 0x7f ? 1 : 0), 0);
  const broken = new TextDecoder().decode(start).split('\ufffd').length - 1;
  return (odd + broken) * 20 > start.length;
}

function dumped(octets, first) {
  const lines = [];
  for (let at = 0; at < octets.length; at += 16) {
    const chunk = [...octets.subarray(at, at + 16)];
    const signs = chunk.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${String(first + at).padStart(6)}  ${chunk.map(hexOf).join(' ').padEnd(47)}  ${signs}`);
  }
  return lines.join('\n');
}
