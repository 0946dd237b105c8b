// What a filter asks of a packet: the values under a key, and whether any of them (or all) compares so.

// Gives every value under a key in a packet, in the order of the bytes, as it is compared; entries are looked up once for all packets.
class KeyReader {
  constructor(capture, key) {
    const { data } = capture;
    const { either, sorts } = capture.vocabulary;
    this.capture = capture;
    this.sort = sorts.get(key).sort;
    this.frame = FRAME[key];
    const keys = new Set(either[key] ?? [key]);
    const wanted = new Set();
    data.definitions.forEach((each, place) => { if (keys.has(capture.strings[each[0]])) wanted.add(place); });
    this.fields = new Set();
    // A key that is worked out (an answer) is no longer the field of that name.
    this.answers = new Set();
    data.answers.forEach((each, place) => { if (each[0] === key) this.answers.add(place); });
    if (!capture.vocabulary.derived.has(key) && this.sort !== 'protocol') data.fields.forEach((each, place) => { if (wanted.has(each[0]) && each[1]) this.fields.add(place); });
    this.known = new Map();
  }

  each(packet, take) {
    if (this.frame) {
      const value = this.frame(packet, this.capture);
      if (value !== null) take(value);
      return;
    }
    const { data } = this.capture;
    if (this.answers.size) {
      for (const place of packet.entry[10]) if (this.answers.has(place)) take(this.answer(packet, data.answers[place]));
    }
    if (this.fields.size) {
      for (const coded of packet.entry[8]) {
        eachField(coded, data.fields, (entry, start) => { if (this.fields.has(entry)) take(this.value(packet, entry, start)); });
      }
    }
  }

  value(packet, place, start) {
    if (this.known.has(place)) return this.known.get(place);
    const entry = this.capture.data.fields[place];
    const value = entry[7] ?? null;
    if (this.sort === 'bytes' && value === null) return octetsText(packet.bytes.subarray(start / 8, (start + entry[1]) / 8));
    const found = held(this.sort, value ?? this.capture.strings[entry[2]]);
    this.known.set(place, found);
    return found;
  }

  answer(packet, entry) {
    if (entry.length === 3) return octetsText(packet.bytes.subarray(entry[1], entry[1] + entry[2]));
    if (typeof entry[1] === 'string' && (this.sort === 'bytes' || this.sort === 'protocol')) return hexBytes(entry[1].replace('hex:', ''));
    return held(this.sort, entry[1]);
  }
}

const timeOf = (packet, capture) => (packet.after === null || capture.start === null ? null : capture.start + BigInt(packet.after));
const FRAME = {
  frame: (packet) => octetsText(packet.bytes),
  'frame.number': (packet) => packet.number,
  'frame.len': (packet) => packet.length,
  'frame.cap_len': (packet) => packet.captured,
  'frame.time': timeOf,
  'frame.time_epoch': timeOf,
  'frame.marked': () => 0,
  'frame.ignored': () => 0,
};

function readerOf(capture, key) {
  if (!capture.readers.has(key)) capture.readers.set(key, new KeyReader(capture, key));
  return capture.readers.get(key);
}

const SIGNS = {
  '==': (one, other) => one == other, '!=': (one, other) => one != other, // eslint-disable-line eqeqeq -- 1n is 1 here
  '<': (one, other) => one < other, '<=': (one, other) => one <= other, '>': (one, other) => one > other, '>=': (one, other) => one >= other,
};

// Whether a value compares so with a constant: of an address the bits that a mask leaves, of bytes the longer are larger.
function comparing(sign, sort, constant) {
  const compare = SIGNS[sign];
  if (sort === 'ipv4' || sort === 'ipv6') return (value) => compare(value & constant.mask, constant.number);
  if (sort === 'bytes' || sort === 'protocol') return (value) => compareBytes(compare, value, constant);
  return (value) => compare(value, constant);
}

function compareBytes(compare, one, other) {
  return one.length === other.length ? compare(one, other) : compare(one.length, other.length);
}

// Whether any value of a packet is true, or every one and there is one.
function quantified(reader, truth, every) {
  return (packet) => {
    let some = false;
    let all = true;
    reader.each(packet, (value) => {
      if (truth(value)) some = true;
      else all = false;
    });
    return every ? some && all : some;
  };
}

// Every pair of a value on the left and one on the right.
function paired(left, right, compare, every) {
  return (packet) => {
    const others = [];
    right.each(packet, (value) => others.push(value));
    return quantified(left, (value) => (every ? others.every((other) => compare(value, other)) : others.some((other) => compare(value, other))), every)(packet) && others.length > 0;
  };
}
