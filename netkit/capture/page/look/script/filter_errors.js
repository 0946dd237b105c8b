// What is wrong with a filter, where, why, and what to do next: said as netkit says it in a terminal.

class FilterError extends Error {
  constructor(what, at, { why = '', hint = '', terminal = false } = {}) {
    super(what);
    this.at = at;
    this.why = why;
    this.hint = hint;
    this.terminal = terminal;
  }
}

// What netkit's own filters can do and this page can't.
const beyond = (what, at) => new FilterError(`${what}: this page can't do that, netkit in a terminal can`, at, { terminal: true });

function unknownField(key, at, vocabulary) {
  const near = nearKeys(key, vocabulary);
  return new FilterError(`there is no field ${key}`, at, {
    why: 'a field is named by its Wireshark key, such as ip.ttl or dns.qry.name',
    hint: near.length ? `did you mean ${near.join(' or ')}?` : 'click a field below: its key stands beside it',
  });
}

function nearKeys(key, vocabulary) {
  const folded = key.toLowerCase();
  const keys = [...vocabulary.sorts.keys()];
  const same = keys.find((each) => each.toLowerCase() === folded);
  if (same) return [same];
  return keys.map((each) => [distance(folded, each.toLowerCase()), each])
    .filter(([steps]) => steps <= Math.max(1, Math.min(3, key.length / 3)))
    .sort((one, other) => one[0] - other[0]).slice(0, 3).map(([, each]) => each);
}

// How many letters have to be changed, added, left out or swapped to make one word of the other; 9 for many.
function distance(one, other) {
  if (Math.abs(one.length - other.length) > 3) return 9;
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    before = row;
    row = next;
  }
  return row[other.length];
}
