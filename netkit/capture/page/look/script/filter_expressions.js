// Regular expressions: those that mean the same to a browser as to netkit. What differs is left to the terminal.

const SPACES = ' \\t\\n\\r\\f\\v';

function expressionOf(node) {
  let text = node.value;
  let letters = 'i';
  const refuse = (what) => beyond(`${what} in a regular expression`, node.at);
  for (let found = /^\(\?([imsx]*)(?:-([imsx]+))?\)/.exec(text); found; found = /^\(\?([imsx]*)(?:-([imsx]+))?\)/.exec(text)) {
    letters = [...new Set(letters + found[1])].filter((letter) => !(found[2] ?? '').includes(letter)).join('');
    text = text.slice(found[0].length);
  }
  if (/[mx]/.test(letters)) throw refuse('the flags m and x');
  if (/[^\x00-\x7f]/.test(text)) throw refuse('a letter that is not ASCII');
  const dot = letters.includes('s') ? '[^]' : '[^\\n]';
  let made = '';
  for (let at = 0; at < text.length; at += 1) {
    const rest = text.slice(at);
    const set = /^\[(\^?)((?:\\.|[^\]\\])*)\]/s.exec(rest);
    if (rest[0] === '\\') {
      made += escapeOf(rest.slice(0, 4), refuse);
      at += /^\\x[0-9a-fA-F]{2}/.test(rest) ? 3 : 1;
    } else if (rest[0] === '[') {
      if (!set || set[2] === '' || set[2].includes('[:')) throw refuse(`the set ${rest.slice(0, 12)}`);
      made += `[${set[1]}${set[2].replace(/\\(x[0-9a-fA-F]{2}|[^])/g, (whole) => escapeOf(whole, refuse, { inside: true }))}]`;
      at += set[0].length - 1;
    } else if (rest.startsWith('(?')) {
      const opening = /^\(\?(?::|=|!|<=|<!)/.exec(rest);
      if (!opening) throw refuse(rest.slice(0, 4));
      made += opening[0];
      at += opening[0].length - 1;
    } else if (/^(?:[*+?]\+|\{,|\{\d+,?\d*\}\+)/.test(rest)) throw refuse(rest.slice(0, 2));
    else if (rest[0] === '$') made += '(?=\\n?(?![^]))';
    else made += rest[0] === '.' ? dot : rest[0];
  }
  try {
    return new RegExp(made, letters.includes('i') ? 'i' : '');
  } catch {
    throw new FilterError("this regular expression can't be read", node.at, {
      why: 'a bracket that opens has to close, and something has to stand before * + ?',
      hint: 'a sign that means itself stands behind two backslashes, or in brackets: "www[.]harbour"',
    });
  }
}

function escapeOf(word, refuse, { inside = false } = {}) {
  const sign = word[1];
  if (sign === 's') return inside ? SPACES : `[${SPACES}]`;
  if (sign === 'S' && !inside) return `[^${SPACES}]`;
  if (sign === 'x') {
    if (!/^\\x[0-7][0-9a-fA-F]/.test(word)) throw refuse(`the escape ${word}`);
    return word.slice(0, 4);
  }
  if (sign === undefined || (/[A-Za-z0-9]/.test(sign) && !/[dDwWnrtfv]/.test(sign) && (sign !== 'b' || inside) && (sign !== 'B' || inside))) throw refuse(`the escape \\${sign ?? ''}`);
  return `\\${sign}`;
}
