// Paths: as they travel, and the part of them that a map shows.

function pathOf(text) {
  const flat = numbers(text);
  return { w: flat.subarray(0, flat.length / 2), b: flat.subarray(flat.length / 2) };
}

function spotsOf({ w, b }, map) {
  return Array.from({ length: w.length }, (_, k) => map.at(w[k], b[k]));
}

function tracePath(context, spots, place) {
  let broken = true;
  for (let k = 1; k < spots.length; k++) {
    const part = clipped(spots[k - 1], spots[k], place);
    if (part && (broken || part.from > 0)) context.moveTo(...part.start);
    if (part) context.lineTo(...part.end);
    broken = !part || part.to < 1;
  }
}

// The part of a straight line that lies on a map or close to it; null if there is none. A canvas draws no line to 10³⁸.
function clipped([x0, y0], [x1, y1], { x, y, w, h }, around = 20) {
  const across = sharesBetween(x0, x1 - x0, x - around, x + w + around);
  const down = sharesBetween(y0, y1 - y0, y - around, y + h + around);
  if (!across || !down) return null;
  const [from, to] = [Math.max(0, across[0], down[0]), Math.min(1, across[1], down[1])];
  const point = (share) => [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
  return from > to ? null : { from, to, start: point(from), end: point(to) };
}

// The shares of the line at which a coordinate enters and leaves an interval; null if it is never in it.
function sharesBetween(start, way, low, high) {
  if (way === 0) return start < low || start > high ? null : [0, 1];
  const [one, other] = [(low - start) / way, (high - start) / way];
  return [Math.min(one, other), Math.max(one, other)];
}

function isOn({ x, y, w, h }, [px, py]) {
  return px >= x && px <= x + w && py >= y && py <= y + h;
}

// Where the line between a point on the map and one beside it crosses the frame, and in which direction.
function exitOf({ x, y, w, h }, from, to) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const across = ((dx > 0 ? x + w : x) - from[0]) / dx;
  const down = ((dy > 0 ? y + h : y) - from[1]) / dy;
  const share = Math.min(...[across, down].filter((each) => each >= 0), 1);
  return { x: from[0] + share * dx, y: from[1] + share * dy, angle: Math.atan2(dy, dx) };
}
