// The bytes of a packet, sixteen a row (eight where the window is narrow), in hex and as ASCII; those of a field are lit to the bit.

const MOST_BYTES = 2048;
const WIDE_ROW = 16;
const NARROW_ROW = 8;

class ByteMap {
  constructor(packet, layers, { lit, picked }) {
    this.packet = packet;
    this.bytes = packet.bytes;
    this.lit = lit;
    this.picked = picked;
    this.fields = fieldsByByte(packet, layers);
    this.perRow = matchMedia('(max-width: 40rem)').matches ? NARROW_ROW : WIDE_ROW;
    this.cells = [];
    this.shades = [];
    this.rows = element('div', { class: 'rows', role: 'grid', 'aria-label': `Bytes of packet ${packet.number}, arrow keys move from byte to byte`, keydown: (event) => this.keyed(event) });
    this.rows.addEventListener('mousemove', (event) => this.hovered(event));
    this.rows.addEventListener('mouseleave', () => { this.hover = null; this.lit(null); });
    this.rows.addEventListener('click', (event) => this.clicked(event));
    this.more = element('button', { type: 'button', class: 'quiet', click: () => this.grow(this.bytes.length) });
    this.element = element('div', { class: 'bytes' }, this.rows, this.more);
    this.grow(Math.min(this.bytes.length, MOST_BYTES));
    if (this.cells[0]) this.cells[0].tabIndex = 0;
    else this.rows.append(element('p', {}, 'The capture kept no byte of this packet.'));
  }

  grow(until) {
    for (let row = this.cells.length / this.perRow; row * this.perRow < until; row += 1) this.rows.append(this.row(Math.floor(row)));
    this.more.textContent = `Show all ${counted(this.bytes.length, 'byte')}`;
    this.more.hidden = this.cells.length >= this.bytes.length;
  }

  row(number) {
    const start = number * this.perRow;
    const chunk = this.bytes.subarray(start, start + this.perRow);
    const hex = element('span', { class: 'hex', role: 'presentation' });
    const ascii = element('span', { class: 'ascii', 'aria-hidden': 'true' });
    chunk.forEach((byte, index) => {
      const at = start + index;
      const shade = `shade${this.fields[at]?.layer % 6}`;
      const names = [...new Set((this.fields[at]?.fields ?? []).map((field) => field.name))].join(', ');
      const cell = element('span', { class: `byte ${shade}`, role: 'gridcell', tabindex: -1, 'data-at': at, 'aria-label': `byte ${at}, hex ${hexOf(byte)}, ${names}` }, hexOf(byte));
      cell.addEventListener('focus', () => this.picked(this.fieldAt(at)));
      this.cells.push(cell);
      hex.append(cell);
      const sign = byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
      const twin = element('span', { class: `sign ${shade}`, 'data-at': at }, sign);
      this.shades.push(twin);
      ascii.append(twin);
    });
    return element('div', { class: 'brow', role: 'row' }, element('span', { class: 'offset', role: 'rowheader' }, String(start)), hex, ascii);
  }

  // The field at a byte, or at one of its bits.
  fieldAt(at, bit = null) {
    const there = this.fields[at]?.fields ?? [];
    const place = at * 8 + (bit ?? 0);
    return (bit !== null && there.find((field) => field.start <= place && place < field.start + field.width)) || there[0] || null;
  }

  hovered(event) {
    const at = event.target.dataset?.at;
    if (at === undefined || isStill(event)) return;
    const box = event.target.getBoundingClientRect();
    const bit = Math.max(0, Math.min(7, Math.floor(((event.clientX - box.left) / box.width) * 8)));
    const field = this.fieldAt(Number(at), bit);
    if (field !== this.hover) {
      this.hover = field;
      this.lit(field);
    }
  }

  clicked(event) {
    const at = event.target.dataset?.at;
    if (at === undefined) return;
    this.move(Number(at));
    this.picked(this.hover ?? this.fieldAt(Number(at)));
  }

  move(at) {
    if (at < 0 || at >= this.cells.length) return;
    for (const cell of this.rows.querySelectorAll('[tabindex="0"]')) cell.tabIndex = -1;
    this.cells[at].tabIndex = 0;
    this.cells[at].focus();
  }

  keyed(event) {
    const at = Number(event.target.dataset?.at);
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.perRow, ArrowUp: -this.perRow };
    if (Number.isNaN(at) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in steps) this.move(at + steps[event.key]);
    else if (event.key === 'Home') this.move(at - (at % this.perRow));
    else if (event.key === 'End') this.move(Math.min(at - (at % this.perRow) + this.perRow - 1, this.cells.length - 1));
    else if (event.key === 'Enter' || event.key === ' ') {
      // A byte that holds several fields tells them one after the other.
      const there = this.fields[at]?.fields ?? [];
      this.turn = this.turnAt === at ? (this.turn + 1) % there.length : Math.min(1, there.length - 1);
      this.turnAt = at;
      this.picked(there[this.turn] ?? null);
    } else return;
    event.preventDefault();
  }

  // Lights the bits of a field, and what its value comes from elsewhere; null lights none.
  light(field) {
    for (const cell of this.rows.querySelectorAll('.lit')) cell.classList.remove('lit', 'part', 'first', 'last');
    if (!field || !field.width) return;
    if (field.start + field.width > this.cells.length * 8) this.grow(Math.min(this.bytes.length, Math.ceil((field.start + field.width) / 8)));
    this.lightBits(field.start, field.width);
    for (const other of field.also) this.lightBits(other.start, other.width);
  }

  lightBits(start, width) {
    const first = Math.floor(start / 8);
    const last = Math.min(Math.floor((start + width - 1) / 8), this.cells.length - 1);
    for (let at = first; at <= last; at += 1) {
      const [from, to] = [Math.max(start, at * 8) - at * 8, Math.min(start + width, at * 8 + 8) - at * 8];
      for (const cell of [this.cells[at], this.shades[at]]) {
        cell.classList.add('lit');
        cell.classList.toggle('part', to - from < 8);
        cell.classList.toggle('first', at === first);
        cell.classList.toggle('last', at === last);
        cell.style.setProperty('--from', `${from * 12.5}%`);
        cell.style.setProperty('--to', `${to * 12.5}%`);
      }
    }
  }

  reveal(field) {
    if (field?.width) this.cells[Math.floor(field.start / 8)]?.scrollIntoView({ block: 'nearest' });
  }
}

const hexOf = (byte) => byte.toString(16).padStart(2, '0');

// For each byte the fields that touch it, and the number of its layer.
function fieldsByByte(packet, layers) {
  const found = Array.from({ length: packet.captured }, () => ({ layer: 0, fields: [] }));
  layers.forEach((layer, number) => {
    for (const field of layer.fields) {
      const end = Math.min(found.length - 1, Math.floor((field.start + field.width - 1) / 8));
      for (let at = Math.floor(field.start / 8); field.width && at <= end; at += 1) {
        found[at].layer = number;
        found[at].fields.push(field);
      }
    }
  });
  return found;
}
