// Where something lies, in words: bytes, or the bits of a byte, counted from the packet's start.

function placeOf(start, width) {
  if (width <= 0) return '';
  const first = Math.floor(start / 8);
  const last = Math.floor((start + width - 1) / 8);
  const where = first === last ? `byte ${first}` : `bytes ${first}–${last}`;
  if (start % 8 === 0 && width % 8 === 0) return where;
  const bit = start % 8;
  return `${where}, ${width === 1 ? `bit ${bit}` : `bits ${bit}–${bit + width - 1}`}`;
}

// The date and time of a packet, in UTC, with nine digits behind the point.
function momentOf(capture, packet) {
  if (capture.start === null || packet.after === null) return 'not in the capture';
  const time = capture.start + BigInt(packet.after);
  const part = ((time % 1000000000n) + 1000000000n) % 1000000000n;
  const date = new Date(Number((time - part) / 1000000n));
  if (Number.isNaN(date.getTime())) return `${time} nanoseconds since 1970`;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}.${String(part).padStart(9, '0')} UTC`;
}
