// The list of packets: only the rows that are seen are made, so that ten thousand are as quick as ten.

const SPARE_ROWS = 8;
const MOST_PRINTED = 500;

class PacketList {
  constructor(capture, onPick) {
    this.capture = capture;
    this.onPick = onPick;
    this.shown = capture.packets;
    this.chosen = -1;
    this.rows = new Map();
    this.filler = element('div', { class: 'filler', role: 'rowgroup' });
    this.heads = element('div', { class: 'row heads', role: 'row', 'aria-rowindex': 1 },
      ...['No.', 'Seconds', 'From', 'To', 'Protocol', 'What it says'].map((name, column) => element('span', { role: 'columnheader', class: `c${column}` }, name)));
    this.body = element('div', {
      id: 'list', class: 'list', role: 'grid', tabindex: 0, 'aria-label': 'Packets', 'aria-colcount': 6,
      'aria-describedby': 'list-help', scroll: () => this.draw(), keydown: (event) => this.keyed(event), focus: () => { if (this.chosen < 0 && this.shown.length) this.choose(0); },
    }, this.heads, this.filler);
    this.element = this.body;
    new ResizeObserver(() => { if (!this.onPaper) this.redraw(); }).observe(this.body);
  }

  // A row's height is the style's business; it is another where the window is narrow.
  get height() { return parseFloat(getComputedStyle(this.body).getPropertyValue('--row')) || 34; }

  show(packets) {
    const before = this.shown[this.chosen];
    this.shown = packets;
    this.chosen = before ? packets.indexOf(before) : -1;
    this.body.setAttribute('aria-rowcount', packets.length + 1);
    this.body.scrollTop = this.chosen > 0 ? this.chosen * this.height - this.body.clientHeight / 2 : 0;
    this.redraw();
  }

  redraw() {
    this.rows.forEach((row) => row.remove());
    this.rows.clear();
    this.draw();
  }

  // On paper all rows are there (as far as anybody reads that many), and none scrolls.
  paper(onPaper) {
    this.onPaper = onPaper;
    this.redraw();
  }

  draw() {
    const all = this.onPaper;
    const height = this.height;
    this.filler.style.height = all ? 'auto' : `${this.shown.length * height}px`;
    const first = all ? 0 : Math.max(0, Math.floor(this.body.scrollTop / height) - SPARE_ROWS);
    const last = all ? Math.min(this.shown.length, MOST_PRINTED) : Math.min(this.shown.length, Math.ceil((this.body.scrollTop + this.body.clientHeight) / height) + SPARE_ROWS);
    for (const [place, row] of this.rows) {
      if (place < first || place >= last) {
        row.remove();
        this.rows.delete(place);
      }
    }
    for (let place = first; place < last; place += 1) if (!this.rows.has(place)) this.rows.set(place, this.row(place, height));
    this.filler.append(...[...this.rows].sort(([one], [other]) => one - other).map(([, row]) => row).filter((row, index) => this.filler.children[index] !== row));
  }

  row(place, height) {
    const packet = this.shown[place];
    const cells = [packet.number, packet.seconds, packet.from, packet.to, packet.protocol, packet.summary];
    const row = element('div', {
      class: `row${packet.troubled ? ' troubled' : ''}`, role: 'row', id: `row-${packet.number}`, 'aria-rowindex': place + 2,
      'aria-selected': place === this.chosen ? 'true' : 'false', 'data-number': packet.number, click: () => { this.choose(place); this.body.focus({ preventScroll: true }); },
    }, ...cells.map((cell, column) => element('span', { role: 'gridcell', class: `c${column}`, title: column > 1 ? cell : undefined }, element('bdi', {}, String(cell)))));
    if (packet.troubled) row.lastChild.prepend(element('span', { class: 'sign' }, element('span', { 'aria-hidden': 'true' }, '!'), element('span', { class: 'unseen' }, 'Problem: ')));
    row.style.transform = `translateY(${place * height}px)`;
    return row;
  }

  choose(place, { scroll = true } = {}) {
    this.rows.get(this.chosen)?.setAttribute('aria-selected', 'false');
    this.chosen = Math.max(0, Math.min(place, this.shown.length - 1));
    if (scroll) this.reveal();
    const row = this.rows.get(this.chosen);
    row?.setAttribute('aria-selected', 'true');
    const packet = this.shown[this.chosen];
    if (!packet) return;
    this.body.setAttribute('aria-activedescendant', `row-${packet.number}`);
    this.onPick(packet);
  }

  reveal() {
    const height = this.height;
    const top = this.chosen * height;
    const room = this.body.clientHeight - this.heads.offsetHeight;
    if (top < this.body.scrollTop) this.body.scrollTop = top;
    else if (top + height > this.body.scrollTop + room) this.body.scrollTop = top + height - room;
    this.draw();
  }

  keyed(event) {
    const page = Math.max(1, Math.floor(this.body.clientHeight / this.height) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const last = this.shown.length - 1;
    this.choose(event.key === 'Home' ? 0 : event.key === 'End' ? last : this.chosen + steps[event.key]);
  }
}
