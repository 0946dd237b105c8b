// The filter box: what is typed is judged at once; what is wrong is said with its place, and what only a terminal can do with the command.

const EXAMPLE_FILTERS = ['dns', 'http', 'tls', 'arp', 'icmp', 'tcp.flags.syn == 1', 'tcp.flags.reset == 1', 'tcp.analysis.retransmission', 'dns.flags.response == 1', 'ip.ttl < 64'];
const PAUSE = 150;

class FilterBox {
  constructor(capture, onFound) {
    this.capture = capture;
    this.onFound = onFound;
    this.input = element('input', { id: 'filter', type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', placeholder: 'for example tcp.port == 80 and not ip.ttl < 64', 'aria-describedby': 'filter-told', input: () => this.later() });
    this.clear = element('button', { type: 'button', class: 'quiet', click: () => this.set('') }, 'Clear');
    this.told = element('div', { id: 'filter-told', class: 'told' });
    this.count = element('p', { class: 'count', role: 'status', 'aria-live': 'polite' });
    const fitting = EXAMPLE_FILTERS.filter((text) => this.fits(text)).slice(0, 5);
    this.element = element('form', { class: 'filter', role: 'search', 'aria-label': 'Filter the packets', submit: (event) => { event.preventDefault(); this.apply(); } },
      element('label', { for: 'filter' }, 'Filter'), this.input, this.clear, this.count,
      fitting.length ? element('p', { class: 'tries' }, 'Try: ', ...fitting.map((text) => element('button', { type: 'button', class: 'chip', click: () => this.set(text) }, text))) : null,
      this.told);
    this.apply();
  }

  // An example is worth showing where it selects some of the packets, and not all.
  fits(text) {
    const test = compileFilter(text, this.capture);
    const found = this.capture.packets.filter(test).length;
    return found > 0 && found < this.capture.packets.length;
  }

  set(text) {
    this.input.value = text;
    this.apply();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.apply(), PAUSE);
  }

  apply() {
    clearTimeout(this.timer);
    const text = this.input.value;
    this.clear.hidden = text === '';
    let test;
    try {
      test = compileFilter(text, this.capture);
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      this.refuse(text, error);
      return;
    }
    const found = this.capture.packets.filter(test);
    const all = this.capture.packets.length;
    this.input.removeAttribute('aria-invalid');
    this.told.replaceChildren();
    this.count.textContent = !text.trim() ? counted(all, 'packet') : found.length ? `${found.length.toLocaleString('en')} of ${counted(all, 'packet')}` : `No packet of ${all.toLocaleString('en')} is selected`;
    this.onFound(found);
  }

  refuse(text, error) {
    const [start, end] = error.at;
    this.input.setAttribute('aria-invalid', 'true');
    this.count.textContent = `${error.message}. The list is as it was.`;
    const place = element('p', { class: 'mark' }, element('code', {}, visible(text.slice(0, start)), element('mark', {}, visible(text.slice(start, Math.max(end, start + 1))) || ' '), visible(text.slice(Math.max(end, start + 1)))));
    const command = `netkit capture show ${this.capture.data.path} -Y ${shellWord(text)}`;
    filled(this.told,
      element('p', { class: 'what' }, element('strong', {}, error.terminal ? 'Not here: ' : 'Wrong: '), error.message), place,
      error.why && element('p', {}, sentenceOf(error.why)), error.hint && element('p', {}, 'Hint: ', error.hint),
      error.terminal && element('p', {}, 'Type: ', element('code', {}, visible(command))));
  }
}
