// Constants of a filter as values of the field beside them, and values as they are compared: each sort has its reader.
//
// Numbers are numbers (a BigInt where they are too large), addresses numbers with a mask, bytes and texts strings; of bytes each sign is one.

const SORT_NAMES = {
  number: 'a number', signed: 'a number', flag: 'true or false', ipv4: 'an IPv4 address', ipv6: 'an IPv6 address', mac: 'a MAC address',
  bytes: 'bytes', text: 'text', moment: 'a time', span: 'a number of seconds', protocol: 'a protocol', label: 'a label',
};
const EXAMPLES = {
  number: '64, 0x40 or 0b1000000', signed: '-64, 64 or 0x40', flag: '1, 0, True or False',
  ipv4: '192.0.2.37, or 192.0.2.0/24 for all of a prefix', ipv6: '2001:db8::1, or 2001:db8::/32 for all of a prefix',
  mac: '02:00:5e:10:00:01', bytes: '47:45:54, 474554 or "GET"', protocol: '47:45:54, 474554 or "GET"', text: '"www.harbour.test"',
  moment: '"2026-11-24 07:00:00", which is UTC, or 1795503600.5 seconds since 1970', span: '0.25, in seconds', label: 'nothing',
};

const exact = (big) => (big >= -9007199254740991n && big <= 9007199254740991n ? Number(big) : big);

function numberIn(text, sort) {
  if (sort === 'character') return byteIn(text);
  const found = /^(-)?(?:0[xX]([0-9a-fA-F]{1,16})|0[bB]([01]{1,64})|(0[0-7]*|[1-9][0-9]{0,19}))$/.exec(text);
  if (sort !== 'word' || !found) throw new Error('a number is wanted, without quotes');
  const [, sign, hex, binary, decimal] = found;
  const big = hex ? BigInt(`0x${hex}`) : binary ? BigInt(`0b${binary}`) : decimal.length > 1 && decimal.startsWith('0') ? BigInt(`0o${decimal.slice(1)}`) : BigInt(decimal);
  return exact(sign ? -big : big);
}

function byteIn(text) {
  const code = text.charCodeAt(0);
  if (code >= 0x80 && (code < LONE || code > LONE + 0xff)) throw new Error('a character in single quotes is one byte, so it is ASCII or an escape as \\xff');
  return code & 0xff;
}

function unsignedIn(text, sort) {
  const number = numberIn(text, sort);
  if (number < 0) throw new Error('it is never below zero');
  return number;
}

function flagIn(text, sort) {
  const truth = { true: 1, set: 1, false: 0, 'not set': 0 }[text.toLowerCase()];
  if (sort !== 'character' && truth !== undefined) return truth;
  try {
    return unsignedIn(text, sort) ? 1 : 0;
  } catch {
    throw new Error('a flag is set or not');
  }
}

function ipv4Number(text) {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255)) {
    throw new Error('an IPv4 address has four numbers from 0 to 255, with points between them');
  }
  return parts.reduce((number, part) => number * 256n + BigInt(part), 0n);
}

function ipv6Number(text) {
  const wrong = new Error('an IPv6 address has eight groups of up to four digits of hex; :: stands for groups of zeros, once');
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail) {
    const low = ipv4Number(tail[2]);
    text = `${tail[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`;
  }
  const halves = text.split('::');
  if (halves.length > 2) throw wrong;
  const [first, last = null] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const gap = 8 - first.length - (last ? last.length : 0);
  if (last === null ? gap !== 0 : gap < 1) throw wrong;
  const groups = last === null ? first : [...first, ...Array(gap).fill('0'), ...last];
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) throw wrong;
  return groups.reduce((number, group) => number * 65536n + BigInt(`0x${group}`), 0n);
}

function prefixIn(text, sort, parse, bits, what) {
  if (sort === 'character') throw new Error(`${what} is wanted`);
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  if (/[g-zG-Z]/.test(address)) throw new Error('netkit asks nobody for the address of a name, for the answer changes from day to day');
  const number = parse(address);
  const full = (1n << BigInt(bits)) - 1n;
  if (slash < 0) return { number, mask: full };
  const length = text.slice(slash + 1);
  if (!/^\d+$/.test(length) || Number(length) > bits) throw new Error(`behind / stands how many bits of ${what} count: 0 to ${bits}`);
  const mask = full ^ ((1n << BigInt(bits - Number(length))) - 1n);
  return { number: number & mask, mask };
}

function macIn(text, sort) {
  const bytes = sort === 'word' ? bytesIn(text, sort) : '';
  if (bytes.length !== 6) throw new Error('a MAC address has six bytes, in hex');
  return bytes;
}

function bytesIn(text, sort) {
  if (sort === 'character') return String.fromCharCode(byteIn(text));
  if (sort === 'string') return textBytes(text);
  const found = /^(?:(?:0[xX])?([0-9a-fA-F]+)|([0-9a-fA-F]{1,4}(?:[:.-][0-9a-fA-F]{1,4})+)[:.-]?)$/.exec(text);
  if (!found) throw new Error('bytes are written in hex, and text in double quotes');
  if (found[1]) {
    if (found[1].length > 2 && found[1].length % 2) throw new Error('two digits of hex make a byte, and one is left over');
    return hexBytes(found[1].padStart(2, '0'));
  }
  const pieces = found[2].split(/[:.-]/);
  if (pieces.some((piece) => piece.length !== 2 && piece.length !== 4)) throw new Error('two digits of hex make a byte');
  return hexBytes(pieces.join(''));
}

const hexBytes = (hex) => hex.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
const octetsText = (octets) => {
  let text = '';
  for (let at = 0; at < octets.length; at += 8192) text += String.fromCharCode(...octets.subarray(at, at + 8192));
  return text;
};

// A text's bytes in UTF-8; a sign that stands for a byte alone is that byte.
function textBytes(text) {
  const coder = new TextEncoder();
  return Array.from(text, (sign) => {
    const code = sign.charCodeAt(0);
    return sign.length === 1 && code >= LONE && code <= LONE + 0xff ? String.fromCharCode(code & 0xff) : octetsText(coder.encode(sign));
  }).join('');
}

function spanIn(text, sort) {
  const found = /^(-)?(\d{1,11})(?:\.(\d{1,9})\d*)?$/.exec(text);
  if (sort !== 'word' || !found) throw new Error('seconds are wanted, with a point before their parts');
  const time = BigInt(found[2]) * 1000000000n + BigInt((found[3] ?? '0').padEnd(9, '0'));
  return exact(found[1] ? -time : time);
}

function momentIn(text, sort) {
  if (/^-?\d{1,11}(\.\d+)?$/.test(text)) return spanIn(text, 'word');
  const found = /^(\d{4})-(\d\d?)-(\d\d?)(?:[ T]+(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(?:Z|UTC)?$/.exec(text.trim());
  if (/^[A-Z][a-z]{2} |[+-]\d\d:?\d\d$/.test(text.trim()) && !found) throw Object.assign(new Error('a date with the month in letters, or in a zone of its own'), { terminal: true });
  if (!found || sort === 'character') throw new Error('a date is written as year-month-day, hours:minutes:seconds');
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0));
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  if (new Date(time).getUTCDate() !== day || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) throw new Error('there is no such time');
  return exact(BigInt(time) * 1000000n + BigInt((found[7] ?? '0').padEnd(9, '0')));
}

const CONSTANTS = {
  number: unsignedIn, signed: numberIn, flag: flagIn, mac: macIn, bytes: bytesIn, protocol: bytesIn, text: (text) => text, moment: momentIn, span: spanIn,
  ipv4: (text, sort) => prefixIn(text, sort, ipv4Number, 32, 'an IPv4 address'),
  ipv6: (text, sort) => prefixIn(text, sort, ipv6Number, 128, 'an IPv6 address'),
};

// A value of the page's data as it is compared.
const HELD = {
  ipv4: ipv4Number, ipv6: ipv6Number, mac: (text) => hexBytes(text.replaceAll(':', '')), bytes: (hex) => hexBytes(hex), text: (text) => String(text),
};
const held = (sort, value) => (HELD[sort] ? HELD[sort](value) : typeof value === 'string' ? exact(BigInt(value)) : value);
