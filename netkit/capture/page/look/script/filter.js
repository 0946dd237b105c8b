// Display filters: the text becomes a test of packets, by the rules of netkit's own engine (docs/filters.md), or an error that says what is wrong.

const COMPARISONS = {
  eq: ['=='], any_eq: ['=='], '==': ['=='], '===': ['==', true], all_eq: ['==', true], ne: ['!=', true], all_ne: ['!=', true], '!=': ['!=', true],
  '!==': ['!=', false], '~=': ['!=', false], any_ne: ['!=', false], gt: ['>'], ge: ['>='], lt: ['<'], le: ['<='],
};
const SEARCHABLE = ['bytes', 'protocol', 'text', 'mac'];
const COUNTED = ['number', 'signed', 'flag'];
const TIMES = ['moment', 'span'];
const DEEPEST = 100;

// A test for each packet; FilterError where the text is no filter, or one for the terminal.
function compileFilter(text, capture) {
  const words = wordsOf(text);
  if (!words.length) return () => true;
  // How the words go together is judged before what they mean, so that of several faults the same one is told as in a terminal.
  new FormParser(text, words, capture).whole();
  return new FilterParser(text, words, capture).whole();
}

class FilterParser {
  constructor(text, words, capture) {
    Object.assign(this, { text, words, capture, index: 0, vocabulary: capture.vocabulary });
  }

  whole() {
    const found = this.disjunction(0);
    if (this.next) throw this.unexpected();
    return this.test(found);
  }

  get next() { return this.words[this.index]; }

  take(...kinds) {
    if (this.next && kinds.includes(this.next.kind)) return this.words[this.index++];
    return null;
  }

  wanted(kind) {
    const found = this.take(kind);
    if (!found) throw this.unexpected();
    return found;
  }

  disjunction(depth) {
    if (depth > DEEPEST) throw new FilterError('too many brackets within brackets', this.next?.at ?? [0, 0], { why: `a filter is nested at most ${DEEPEST} deep` });
    const parts = [this.conjunction(depth)];
    while (this.take('or')) parts.push(this.conjunction(depth));
    if (parts.length === 1) return parts[0];
    const tests = parts.map((part) => this.test(part));
    return (packet) => tests.some((test) => test(packet));
  }

  conjunction(depth) {
    const parts = [this.negation(depth)];
    while (this.take('and')) parts.push(this.negation(depth));
    if (parts.length === 1) return parts[0];
    const tests = parts.map((part) => this.test(part));
    return (packet) => tests.every((test) => test(packet));
  }

  negation(depth) {
    let times = 0;
    while (this.take('not')) times += 1;
    const found = this.relation(depth);
    if (!times) return found;
    const test = this.test(found);
    return times % 2 ? (packet) => !test(packet) : test;
  }

  relation(depth) {
    const quantifier = this.take('quantifier');
    const left = this.operand(depth);
    const word = this.next;
    if (this.take('compare')) return this.compared(quantifier, left, word, depth);
    const every = quantifier?.text === 'all';
    if (this.take('contains')) return this.contains(left, this.operand(depth), every);
    if (this.take('matches')) return this.matches(left, this.operand(depth), every);
    if (word?.kind === 'not' && this.words[this.index + 1]?.kind === 'in') {
      this.index += 2;
      const among = this.among(left, quantifier ? false : every);
      return (packet) => !among(packet);
    }
    if (this.take('in')) return this.among(left, every);
    if (quantifier) throw this.unexpected();
    return left;
  }

  compared(quantifier, left, sign, depth) {
    const right = this.operand(depth);
    const tests = [this.comparison(quantifier, left, sign, right)];
    let before = right;
    while (!quantifier && this.next?.kind === 'compare') {
      const next = this.take('compare');
      const after = this.operand(depth);
      tests.push(this.comparison(null, before, next, after));
      before = after;
    }
    return tests.length === 1 ? tests[0] : (packet) => tests.every((test) => test(packet));
  }

  // Operands: a constant until it is known what it stands beside, or a field.

  operand(depth) {
    const word = this.next;
    if (!word) throw this.unexpected();
    if (this.take('(')) {
      const found = this.disjunction(depth + 1);
      this.wanted(')');
      return found;
    }
    if (['-', '+', '*', '/', '%', '{'].includes(word.kind)) {
      const number = this.words[this.index + 1];
      if (word.kind === '-' && number?.kind === 'word' && /^\d/.test(number.text)) {
        this.index += 2;
        return this.plain({ kind: 'constant', sort: 'word', value: `-${number.text}`, at: [word.at[0], number.at[1]] });
      }
      throw word.kind === '{' || word.kind === '-' ? beyond('calculating', word.at) : this.unexpected();
    }
    const found = this.take('word', 'cidr', 'string', 'raw', 'character');
    if (!found) throw this.unexpected();
    return this.plain(this.made(found));
  }

  made(word) {
    if (word.kind === 'string') return { kind: 'constant', sort: 'string', value: unescaped(word), at: word.at };
    if (word.kind === 'raw') return { kind: 'constant', sort: 'string', value: word.text.slice(2, -1), at: word.at };
    if (word.kind === 'character') {
      const value = unescaped(word);
      if (value.length !== 1) throw new FilterError(`${word.text} is not one character`, word.at, { why: 'single quotes hold one character, which is one byte; a text stands in double quotes', hint: `write "${word.text.slice(1, -1)}"` });
      return { kind: 'constant', sort: 'character', value, at: word.at };
    }
    const renamed = word.text.replace(/^\./, '').replace(/^bootp(?=\.|$)/, 'dhcp').replace(/^ssl(?=\.|$)/, 'tls');
    if (word.kind === 'word' && this.vocabulary.sorts.has(renamed)) {
      if (this.vocabulary.left_out.includes(renamed)) throw beyond(`asking for ${renamed}`, word.at);
      return { kind: 'field', key: renamed, ...this.vocabulary.sorts.get(renamed), at: word.at };
    }
    return { kind: 'constant', sort: 'word', value: word.text, at: word.at };
  }

  // The operand, if nothing follows that only the terminal can do.
  plain(operand) {
    const word = this.next;
    if (!word) return operand;
    if (word.kind === 'slice') throw beyond('taking some bytes of a field', word.at);
    if (word.kind === 'layer') throw beyond('choosing a layer', word.at);
    if (word.kind === 'mask') throw beyond('asking for single bits', word.at);
    if (['-', '+', '*', '/', '%'].includes(word.kind)) throw beyond('calculating', word.at);
    if (word.kind === '(' && operand.sort === 'word') throw beyond(`the function ${operand.value}()`, operand.at);
    return operand;
  }

  field(operand, alone = false) {
    if (operand.kind === 'field') return operand;
    if (typeof operand === 'function') throw new FilterError('the result of a test is no value', this.around(), { why: 'what is compared are fields and constants', hint: 'join tests with and, or: tcp.port == 80 or tcp.port == 443' });
    const key = operand.value.replace(/^\.+|\.+$/g, '');
    if (operand.sort === 'word' && /^\.?[A-Za-z_][\w-]*(\.[\w-]+)*\.?$/.test(operand.value)) throw unknownField(key, operand.at, this.vocabulary);
    throw new FilterError('a field is wanted here, not a constant', operand.at, alone
      ? { why: 'a test names a field', hint: 'each side of and, or needs a field of its own: tcp.port == 80 or tcp.port == 443' }
      : { why: 'a comparison has a field on its left, and what it is compared with on its right', hint: 'for example ip.ttl > 1 && ip.ttl < 65' });
  }

  // A field that has values to compare: a label has none.
  valued(operand) {
    const field = this.field(operand);
    if (field.sort !== 'label') return field;
    throw new FilterError(`${field.key} has no value`, field.at, { why: 'it is a label, which a packet has or has not', hint: `write ${field.key} by itself` });
  }

  // Tests

  test(node) {
    if (typeof node === 'function') return node;
    return quantified(readerOf(this.capture, this.field(node, true).key), () => true, false);
  }

  comparison(quantifier, left, sign, right) {
    const [plain, own = false] = COMPARISONS[sign.text] ?? [sign.text];
    const every = quantifier ? quantifier.text === 'all' : own;
    const field = this.valued(left);
    const reader = readerOf(this.capture, field.key);
    if (right.kind === 'constant') return quantified(reader, comparing(plain, field.sort, this.constant(right, field)), every);
    const other = this.comparable(field, this.field(right));
    const compare = ['bytes', 'protocol'].includes(field.sort) ? (one, two) => compareBytes(SIGNS[plain], one, two) : SIGNS[plain];
    return paired(reader, readerOf(this.capture, other.key), compare, every);
  }

  comparable(left, right) {
    if (left.sort === right.sort || [COUNTED, TIMES, ['bytes', 'protocol']].some((group) => group.includes(left.sort) && group.includes(right.sort))) return right;
    const bytes = ['bytes', 'protocol'];
    if (bytes.includes(left.sort) || bytes.includes(right.sort)) throw beyond('comparing the bytes of fields of two sorts', right.at);
    throw new FilterError(`${SORT_NAMES[left.sort]} can't be compared with ${SORT_NAMES[right.sort]}`, right.at, {
      why: `${this.text.slice(...right.at)} is a field of another sort`,
      hint: left.sort === 'text' ? `write "${right.key}" for the text itself` : `${left.key} takes ${EXAMPLES[left.sort]}`,
    });
  }

  // The value of a constant in a field's sort; an address comes with its mask.
  constant(node, field, sort = field.sort) {
    let value;
    try {
      value = CONSTANTS[sort](node.value, node.sort);
    } catch (error) {
      if (error.terminal) throw beyond(error.message, node.at);
      value = COUNTED.includes(sort) ? this.vocabulary.names[field.key]?.[node.value.toLowerCase()] : undefined;
      // The names of numbers are in the page for fields that some packet has; of the others no packet has any value.
      if (value === undefined && this.vocabulary.named.includes(field.key) && !this.vocabulary.names[field.key]) return NaN;
      if (value === undefined) throw this.cannot(field, node, `${field.key} is ${SORT_NAMES[sort]}: ${error.message}`, `write ${EXAMPLES[sort]}`);
    }
    if (sort === 'number' && field.width && BigInt(value) >> BigInt(field.width)) {
      throw this.cannot(field, node, `it has ${field.width} bits, so ${((1n << BigInt(field.width)) - 1n).toLocaleString('en')} is its largest value`);
    }
    return value;
  }

  cannot(field, node, why, hint = '') {
    const quoted = { word: node.value, string: `"${node.value}"`, character: `'${node.value}'` }[node.sort];
    return new FilterError(`${field.key} can't be ${quoted}`, node.at, { why, hint });
  }

  searchable(left, word) {
    const field = this.field(left);
    if (SEARCHABLE.includes(field.sort)) return field;
    throw new FilterError(`${word} can't look into ${SORT_NAMES[field.sort]}`, field.at, {
      why: `${word} looks into texts, bytes and protocols`, hint: `in a terminal, string(…) makes a text of it: string(${field.key}) ${word} "192"`,
    });
  }

  contains(left, right, every) {
    const field = this.searchable(left, 'contains');
    if (right.kind !== 'constant') throw beyond('looking for one field in another', right.at ?? this.around());
    const part = this.constant(right, field, field.sort === 'text' ? 'text' : 'bytes');
    return quantified(readerOf(this.capture, field.key), (value) => part !== '' && value.includes(part), every);
  }

  matches(left, right, every) {
    if (right.kind !== 'constant' || right.sort !== 'string') {
      throw new FilterError('matches wants a regular expression in double quotes', right.at ?? this.around(), { hint: 'for example http.host matches "^www[.]"' });
    }
    const field = this.searchable(left, 'matches');
    const expression = expressionOf(right);
    return quantified(readerOf(this.capture, field.key), (value) => expression.test(value), every);
  }

  // One element of a set has to fit: with all, one of them every value.
  among(left, every) {
    const field = this.valued(left);
    const reader = readerOf(this.capture, field.key);
    this.wanted('{');
    if (this.next?.kind === '}') throw new FilterError('this set is empty', this.next.at, { why: 'a set has at least one value', hint: 'for example tcp.port in {80, 443, 8000..8099}' });
    const tests = [];
    do {
      const first = this.element(field);
      if (this.take('..')) {
        const last = this.element(field);
        const [least, most] = [first('>='), last('<=')];
        tests.push(quantified(reader, (value) => least(value) && most(value), every));
      } else tests.push(quantified(reader, first('=='), every));
    } while (this.take(','));
    this.wanted('}');
    return (packet) => tests.some((test) => test(packet));
  }

  element(field) {
    const node = this.operand(0);
    if (node.kind !== 'constant') throw beyond('a field in a set', node.at ?? this.around());
    const value = this.constant(node, field);
    return (sign) => comparing(sign, field.sort, value);
  }

  // Errors

  around() {
    const word = this.words[Math.max(0, this.index - 1)];
    return word ? word.at : [0, this.text.length];
  }

  unexpected() {
    const word = this.next;
    if (!word) return new FilterError('the filter ends too early', [this.text.length, this.text.length], { why: 'something has to follow: a value, a field or a closing bracket', hint: 'for example tcp.port == 80 && ip.ttl < 64' });
    const before = this.text.slice(0, word.at[0]).trim().split(/\s+/);
    if (/^(and|or|not|eq|ne|contains|matches|in)$/i.test(word.text) && word.text !== word.text.toLowerCase()) {
      return new FilterError(`${word.text} is not known`, word.at, { why: 'operators are written small', hint: `write ${word.text.toLowerCase()}` });
    }
    if (['host', 'port', 'net', 'src', 'dst', 'proto', 'portrange'].includes(before.at(-1))) {
      return new FilterError("this is tcpdump's language, not Wireshark's", word.at, { why: 'a capture filter says host 192.0.2.1 and port 80, a display filter names fields and compares them', hint: 'ip.addr == 192.0.2.1 && tcp.port == 80' });
    }
    if (before.at(-1) === 'in') return new FilterError(`${word.text} can't stand here`, word.at, { why: 'a set stands in braces, with commas between its values and .. in a range', hint: 'for example tcp.port in {80, 443, 8000..8099}' });
    return new FilterError(`${word.text} can't stand here`, word.at, { why: 'two tests are joined by and or or, and a field is compared by ==, !=, <, contains, matches, in', hint: 'for example tcp.port == 80 and not ip.ttl < 64' });
  }
}

// Looks at how the words of a filter go together, and not at what they mean.
class FormParser extends FilterParser {
  test() { return () => true; }

  field() { return { key: 'frame', sort: 'protocol' }; }

  comparison() { return () => true; }

  contains() { return () => true; }

  matches() { return () => true; }

  constant() { return ''; }

  made(word) { return { kind: 'constant', sort: 'word', value: word.text, at: word.at }; }
}
