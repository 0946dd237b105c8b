// The words of a filter: names, constants, operators, each with its place in the text.

const END = String.raw`(?![\w.:-])`;
const WORDS = [
  ['raw', /r"(?:[^"\\]|\\.)*"/sy],
  ['string', /"(?:[^"\\]|\\.)*"/sy],
  ['character', /'(?:[^'\\]|\\.)*'/sy],
  ['layer', /#\s*(?:\d+|\[[^\]]*\])/y],
  ['slice', /\[[^\]]*\]/y],
  ['cidr', /[0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*\/[0-9][0-9.]*/y],
  ['or', new RegExp(String.raw`or${END}|\|\|`, 'y')],
  ['and', new RegExp(String.raw`and${END}|&&`, 'y')],
  ['compare', new RegExp(String.raw`(?:any_eq|all_eq|any_ne|all_ne|eq|ne|gt|ge|lt|le)${END}|===|!==|~=|==|!=|>=|<=|>|<`, 'y')],
  ['not', new RegExp(String.raw`not${END}|!`, 'y')],
  ['quantifier', new RegExp(String.raw`(?:any|all)${END}`, 'y')],
  ['contains', new RegExp(String.raw`contains${END}`, 'y')],
  ['matches', new RegExp(String.raw`matches${END}|~`, 'y')],
  ['in', new RegExp(String.raw`in${END}`, 'y')],
  ['mask', new RegExp(String.raw`bitwise_and${END}|&`, 'y')],
  ['word', /\.?[\p{L}\p{N}_:](?:[\p{L}\p{N}_:]|\.(?!\.)|-(?=[\p{L}\p{N}_]))*/uy],
  ['..', /\.\./y],
  ['sign', /[(){},+\-*/%]/y],
];
const SYMBOLS = {
  '=': ['one = is no comparison', '== is the comparison of Wireshark\'s language', 'write ==, or eq'],
  '|': ['one | is no operator', '|| is or; of single bits only & is asked', 'write || or or'],
  '^': ['^ is no operator here', 'there is and, or, not', '(a or b) and not (a and b) is true where exactly one is'],
  ';': ['a filter is one line without a ; at its end', '', 'leave the ; out'],
};
const OPENERS = { "'": 'a character', '"': 'a text', '[': 'a slice' };

function wordsOf(text) {
  const found = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at])) {
      at += 1;
      continue;
    }
    const word = wordAt(text, at);
    if (!word) throw unreadable(text, at);
    found.push(word);
    at = word.at[1];
  }
  return found;
}

function wordAt(text, at) {
  for (const [kind, pattern] of WORDS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { kind: kind === 'sign' ? match[0] : kind, text: match[0], at: [at, at + match[0].length] };
  }
  return null;
}

function unreadable(text, at) {
  const sign = text[at];
  if (OPENERS[sign]) {
    return new FilterError(`${OPENERS[sign]} begins here and does not end`, [at, text.length], { why: `what begins with ${sign} ends with ${sign === '[' ? ']' : sign}` });
  }
  const [what, why, hint] = SYMBOLS[sign] ?? [`${sign} can't stand here`, 'outside of quotes a filter has names, numbers, addresses and operators', 'put a text in double quotes: http.host == "www.harbour.test"'];
  return new FilterError(what, [at, at + 1], { why, hint });
}

const ESCAPES = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', 0: '\0', '"': '"', "'": "'", '\\': '\\', '?': '?' };
// Added to a byte that is no ASCII and was written as an escape, as netkit's engine does: such a sign stands for that byte alone.
const LONE = 0xdc00;

// The text that stands in quotes.
function unescaped(word) {
  return word.text.slice(1, -1).replace(/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g, (whole, hex, octal, short, long, sign, offset) => {
    if (hex || octal) {
      const byte = hex ? parseInt(hex, 16) : parseInt(octal, 8) & 0xff;
      return String.fromCharCode(byte < 0x80 ? byte : LONE + byte);
    }
    if (short || long) return String.fromCodePoint(Math.min(parseInt(short || long, 16), 0x10ffff));
    if (sign in ESCAPES) return ESCAPES[sign];
    const start = word.at[0] + 1 + offset;
    throw new FilterError(`\\${sign} is no escape`, [start, start + 2], {
      why: 'in quotes a \\ begins an escape: \\n, \\t, \\x0d, \\", \\\\', hint: 'write \\\\ for one backslash, or r"…", which knows no escapes',
    });
  });
}
