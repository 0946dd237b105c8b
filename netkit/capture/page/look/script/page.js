// The page: the two parts behind their tabs, the colours, and what happens on paper.

function tabs(parts) {
  const buttons = parts.map(({ id, name }) => element('button', { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `part-${id}` }, name));
  const panels = parts.map(({ id, content }) => element('div', { role: 'tabpanel', id: `part-${id}`, 'aria-labelledby': `tab-${id}` }, ...content));
  const show = (wanted) => parts.forEach(({ id }, place) => {
    buttons[place].setAttribute('aria-selected', String(id === wanted));
    buttons[place].tabIndex = id === wanted ? 0 : -1;
    panels[place].hidden = id !== wanted;
  });
  const bar = element('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Parts of this page', keydown: (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (buttons.indexOf(document.activeElement) + step + parts.length) % parts.length;
    show(parts[next].id);
    buttons[next].focus();
  } }, ...buttons);
  buttons.forEach((button, place) => button.addEventListener('click', () => show(parts[place].id)));
  show(parts[0].id);
  return { bar, panels, show };
}

function themes(button) {
  const dark = () => (document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const name = () => { button.textContent = dark() ? 'Light colours' : 'Dark colours'; };
  button.hidden = false;
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = dark() ? 'light' : 'dark';
    name();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', name);
  name();
}

function build(capture) {
  const view = new PacketView({
    onStep: (step) => list.choose(list.chosen + step),
    onFilter: (text) => { parts.show('packets'); box.set(text); box.input.focus(); },
    onStream: (protocol, number) => { parts.show('streams'); streams.pick(protocol, number); },
  });
  const list = new PacketList(capture, (packet) => view.show(packet));
  const box = new FilterBox(capture, (found) => list.show(found));
  const open = (packet) => {
    parts.show('packets');
    if (!list.shown.includes(packet)) box.set('');
    list.choose(list.shown.indexOf(packet));
    view.element.focus({ preventScroll: true });
    view.element.scrollIntoView({ block: 'nearest' });
  };
  const streams = new Streams(capture, open, (text) => { parts.show('packets'); box.set(text); });
  const help = element('p', { id: 'list-help', class: 'hint' }, 'Click a packet, or move with the arrow keys. Tab leads on to its fields and its bytes.');
  const parts = tabs([
    { id: 'packets', name: 'Packets', content: [box.element, help, list.element, view.element] },
    { id: 'streams', name: `Conversations (${streams.entries.length})`, content: [streams.element] },
  ]);
  const app = document.getElementById('app');
  app.append(parts.bar, ...parts.panels);
  app.hidden = false;
  list.draw();
  if (capture.packets.length) list.choose(0);
  const moment = capture.packets.length ? momentOf(capture, capture.packets[0]) : '';
  if (capture.start !== null && moment.endsWith('UTC')) document.getElementById('lead-more').textContent = `, from ${moment.slice(0, 19)} UTC on`;
  addEventListener('beforeprint', () => list.paper(true));
  addEventListener('afterprint', () => list.paper(false));
}

async function begin() {
  themes(document.getElementById('theme'));
  if (typeof DecompressionStream === 'undefined') throw new Error('This browser is too old for this page: it needs one from 2023 or later.');
  const [data, octets] = await Promise.all([inflated('data'), inflated('octets')]);
  build(new Capture(JSON.parse(new TextDecoder().decode(data)), octets));
}

begin().catch((error) => {
  const app = document.getElementById('app');
  app.replaceChildren(element('p', { class: 'trouble', role: 'alert' }, element('strong', {}, 'This page could not be shown: '), error.message));
  app.hidden = false;
  throw error;
});
