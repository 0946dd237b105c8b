// A ladder: what two ends sent each other, one below the other in time, each an arrow from who sent it to whom it is for.
//
// It is a list of sentences first, which a screen reader reads as they stand; the lines and arrows are drawn by the style.

// `steps` are { seconds, fromClient, label, note, packet }, `ends` the names of the client and the server.
function ladder(steps, [client, server], onPick) {
  const rungs = steps.map(({ seconds, fromClient, label, note, packet }) => element('li', { class: fromClient ? 'out' : 'back' },
    element('span', { class: 'time' }, seconds),
    element('button', { type: 'button', class: 'rung', click: () => onPick(packet) },
      element('span', { class: 'unseen' }, `seconds, packet ${packet.number}, ${fromClient ? 'client to server' : 'server to client'}: `),
      element('span', { class: 'label' }, element('bdi', {}, label), note && element('span', { class: 'note' }, ' ', element('bdi', {}, note))),
      element('span', { class: 'arrow', 'aria-hidden': 'true' })),
    element('span', { class: 'number', 'aria-hidden': 'true' }, `no. ${packet.number}`)));
  return element('div', { class: 'ladder' },
    element('div', { class: 'ends', 'aria-hidden': 'true' }, element('span', {}, 'client ', element('bdi', {}, client)), element('span', {}, 'server ', element('bdi', {}, server))),
    element('ol', { 'aria-label': 'Segments in the order of the capture' }, ...rungs));
}

// What a segment is in its stream, as far as the capture tells; each is a label under tcp.analysis.
const FINDINGS = {
  retransmission: 'sent again', fast_retransmission: 'at once, after duplicate ACKs', spurious_retransmission: 'though it had come', out_of_order: 'out of order',
  lost_segment: 'a segment before it is missing', duplicate_ack: 'duplicate ACK', zero_window: 'no room left', keep_alive: 'keep-alive', window_full: 'fills the window',
};
const FLAG_NAMES = [[2, 'SYN'], [1, 'FIN'], [4, 'RST'], [8, 'PSH'], [16, 'ACK']];

// What a segment says in a few words, by the numbers that count from the stream's beginning.
function segmentLabel(capture, packet) {
  const value = (key) => capture.first(packet, key);
  const flags = FLAG_NAMES.filter(([bit]) => value('tcp.flags') & bit).map(([, name]) => name).join(', ');
  const length = value('tcp.len') ?? 0;
  const told = Object.keys(FINDINGS).filter((name) => value(`tcp.analysis.${name}`) !== undefined).map((name) => FINDINGS[name]);
  const numbers = [...told, `seq ${value('tcp.seq')}`, length ? counted(length, 'byte') : '', value('tcp.flags') & 16 ? `ack ${value('tcp.ack')}` : ''];
  return [flags || 'no flag', numbers.filter(Boolean).join(' · ')];
}
