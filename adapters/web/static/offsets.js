// A browser counts UTF-16 units, the wire counts code points: an emoji is two of the one and one of the other.

// How many code points stand before a place in UTF-16 units.
export function toPoints(text, units) {
  let points = 0;
  for (let at = 0; at < units && at < text.length; points++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return points;
}

// The place in UTF-16 units of a number of code points.
export function toUnits(text, points) {
  let at = 0;
  for (let seen = 0; seen < points && at < text.length; seen++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

// Line ends as the server holds them; a pasted CRLF is one line end.
export function lineFeeds(text) {
  return text.replace(/\r\n?/g, "\n");
}

// Stretches of `before`, where they stand in `after`; one that the edit touched is dropped.
export function shifted(stretches, before, after) {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const moved = after.length - before.length;
  return stretches.flatMap((stretch) => {
    if (stretch.end <= head) return [stretch];
    if (stretch.start >= before.length - tail) {
      return [{ ...stretch, start: stretch.start + moved, end: stretch.end + moved }];
    }
    return [];
  });
}
