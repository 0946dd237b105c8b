// The capture's data: read when they are asked for, a packet at a time.

async function inflated(id) {
  const text = atob(document.getElementById(id).textContent.trim());
  const packed = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

class Capture {
  constructor(data, octets) {
    this.data = data;
    this.strings = data.strings;
    this.octets = octets;
    this.start = data.start === null ? null : nanoseconds(data.start);
    let at = 0;
    this.packets = data.packets.map((entry, place) => {
      const packet = new Packet(this, entry, place, at);
      at += packet.captured;
      return packet;
    });
    this.vocabulary = vocabularyOf(data.vocabulary);
    this.readers = new Map();
  }

  // The first value that a filter would see under a key, or undefined.
  first(packet, key) {
    let found;
    readerOf(this, key).each(packet, (value) => { found ??= value; });
    return found;
  }
}

// Every key with its sort and the bits of its numbers, and what else the page knows of them.
function vocabularyOf({ sorts, derived, ...rest }) {
  const found = new Map();
  for (const [told, keys] of Object.entries(sorts)) {
    const [sort, width] = told.split(' ');
    for (const key of keys) found.set(key, { sort, width: Number(width) });
  }
  return { ...rest, sorts: found, derived: new Set(derived) };
}

const nanoseconds = (text) => {
  const sign = text.startsWith('-') ? -1n : 1n;
  const [whole, part = ''] = text.replace('-', '').split('.');
  return sign * (BigInt(whole) * 1000000000n + BigInt(part.padEnd(9, '0')));
};

class Packet {
  constructor(capture, entry, place, at) {
    this.capture = capture;
    this.entry = entry;
    this.place = place;
    this.at = at;
    this.number = entry[0];
    this.after = typeof entry[1] === 'string' ? BigInt(entry[1]) : entry[1];
    this.length = entry[2];
    this.captured = entry[3];
  }

  get from() { return this.capture.strings[this.entry[4]]; }
  get to() { return this.capture.strings[this.entry[5]]; }
  get protocol() { return this.capture.strings[this.entry[6]]; }
  get summary() { return this.capture.strings[this.entry[7]]; }
  get troubled() { return this.entry[9].length > 0; }
  get comments() { return this.entry[11].map((place) => this.capture.strings[place]); }
  get interfaceName() { return this.capture.strings[this.entry[12]]; }
  get bytes() { return this.capture.octets.subarray(this.at, this.at + this.captured); }

  // Seconds since the capture's first packet, as text with six digits.
  get seconds() { return this.after === null ? '' : (Number(this.after) / 1e9).toFixed(6); }

  get problems() {
    const strings = this.capture.strings;
    return this.entry[9].map(([key, start, width, text, rfc, details]) => (
      { key, start, width, text: strings[text], rfc: strings[rfc], details: details.map((each) => strings[each]) }
    ));
  }

  // The layers with their fields; each field knows its first bit.
  get layers() {
    const { data, strings } = this.capture;
    return this.entry[8].map((coded) => {
      const [key, name, rfc, quoted] = data.layers[coded[0]];
      const layer = { key: strings[key], name: strings[name], rfc: strings[rfc], quoted, start: coded[1], length: coded[2], fields: [] };
      eachField(coded, data.fields, (entry, start) => layer.fields.push(fieldOf(this.capture, data.fields[entry], start)));
      return layer;
    });
  }
}

// Calls `take` with the entry and the first bit of each field in a coded layer.
function eachField(coded, fields, take) {
  let at = coded[1] * 8;
  for (let index = 3; index < coded.length; index += 1) {
    if (coded[index] === -1) {
      at = coded[index + 1];
      index += 2;
    }
    take(coded[index], at);
    at += fields[coded[index]][1];
  }
}

function fieldOf(capture, entry, start) {
  const { strings, data } = capture;
  const [definition, width, text, note = 0, group = 0, effect = 0, effectSource = 0, value = null, also = []] = entry;
  const [key, name, meaning, rfc, minor] = data.definitions[definition];
  return {
    key: strings[key], name: strings[name], meaning: strings[meaning], rfc: strings[rfc], minor: minor === 1, start, width,
    text: strings[text], note: strings[note], group: strings[group], effect: strings[effect], effectSource: strings[effectSource],
    value, also: also.map(([first, size]) => ({ start: first, width: size })),
  };
}
