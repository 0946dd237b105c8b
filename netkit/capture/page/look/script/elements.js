// Elements of the page. What came from a wire only ever becomes text, never markup.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') made.addEventListener(key, value);
    else made.setAttribute(key, value === true ? '' : String(value));
  }
  return filled(made, ...children);
}

// An element with these children in place of its own; what is empty is left out.
function filled(parent, ...children) {
  parent.replaceChildren(...children.filter((child) => child !== undefined && child !== null && child !== false && child !== ''));
  return parent;
}

// Whether the page moved under the pointer, and not the pointer over the page: then nobody pointed at anything.
const isStill = (event) => event.movementX === 0 && event.movementY === 0;

const sentenceOf = (text) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.?!…]$/.test(text) ? '' : '.'}`;

const counted = (count, noun) => `${count.toLocaleString('en')} ${count === 1 ? noun : `${noun}s`}`;

// Controls, and characters that hide themselves or turn the text around them, as escapes that are seen.
const UNSEEN = /[^\P{C}\n]|[\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]|[^\P{Zs} ]/gu;

function visible(text) {
  return text.replace(UNSEEN, (sign) => {
    const number = sign.codePointAt(0);
    if (sign === '\t') return '\\t';
    if (sign === '\r') return '\\r';
    if (number < 0x100) return `\\x${number.toString(16).padStart(2, '0')}`;
    return number < 0x10000 ? `\\u${number.toString(16).padStart(4, '0')}` : `\\U${number.toString(16).padStart(8, '0')}`;
  });
}

// A source such as "RFC 791 §3.1" leads to where it can be read; following it is up to the reader.
function sourceLink(text) {
  const found = /^RFC (\d+)(?: §(\d+(?:\.\d+)*))?/.exec(text);
  if (!found) return document.createTextNode(text);
  const place = found[2] ? `#section-${found[2]}` : '';
  return element('a', { href: `https://www.rfc-editor.org/rfc/rfc${found[1]}${place}`, rel: 'noreferrer noopener', target: '_blank' }, text);
}

// A word for a shell, as it stands in a command.
const shellWord = (text) => `'${text.replaceAll("'", "'\\''")}'`;
