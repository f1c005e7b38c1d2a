// What a network or a neuron answers over the plane, as a small image; and the points of the data set.

// The first two classes have colours of the theme (charts/theme.py), which no cost has: one for points, and a ground that
// these stand out from. Further classes have these colours, made to stand out in the same way.
const [FIRST_CLASS, FIRST_GROUND] = [8, 10];
const FURTHER = ["#E69F00", "#56B4E9", "#6B6F76", "#A0522D", "#F4A6A0", "#0F4C5C", "#F0E442", "#8C6D1F"];

function classColour(kind, theme) {
  if (kind < 2) return theme.series[FIRST_CLASS + kind];
  return hex(mix(rgb(FURTHER[(kind - 2) % FURTHER.length]), rgb(theme.text), 0.42));
}

function groundColour(kind, theme) {
  if (kind < 2) return theme.series[FIRST_GROUND + kind];
  return hex(mix(rgb(theme.background), rgb(FURTHER[(kind - 2) % FURTHER.length]), 0.35));
}

// Classes differ in shape, too: circle, square, triangle, diamond.
const TRIANGLE = [
  [0, -1.3],
  [1.2, 0.9],
  [-1.2, 0.9],
];
const DIAMOND = [
  [0, -1.3],
  [1.3, 0],
  [0, 1.3],
  [-1.3, 0],
];

// An image of side × side answers. With one output its colour goes from class 0 at `low` to class 1 at `high`; with
// several it is that of the largest.
function answerImage(a, { units, side, range, theme }) {
  const background = rgb(theme.background);
  const colours = Array.from({ length: Math.max(2, units) }, (_, kind) => rgb(groundColour(kind, theme)));
  return imageOf(side, side, (column, row) => {
    const at = (row * side + column) * units;
    if (!Number.isFinite(a[at])) return background; // a network that has diverged answers nothing
    if (units === 1) return leaningColour(a[at], range, background, colours);
    return largestColour(a.subarray(at, at + units), background, colours);
  });
}

function leaningColour(a, [low, high], background, colours) {
  const leaning = Math.max(-1, Math.min(1, (2 * (a - low)) / (high - low) - 1));
  return mix(background, colours[leaning > 0 ? 1 : 0], Math.abs(leaning) ** 0.7);
}

function largestColour(row, background, colours) {
  let best = 0;
  for (let u = 1; u < row.length; u++) if (row[u] > row[best]) best = u;
  return mix(background, colours[best], 0.2 + 0.8 * Math.max(0, Math.min(1, row[best])));
}

function drawPoint(context, x, y, { kind, size, hollow, theme }) {
  const colour = classColour(kind, theme);
  context.beginPath();
  tracePoint(context, x, y, kind, size);
  context.closePath();
  context.fillStyle = hollow ? theme.background : colour;
  context.strokeStyle = hollow ? colour : theme.background;
  context.lineWidth = hollow ? 1.5 : 0.75;
  context.fill();
  context.stroke();
}

function tracePoint(context, x, y, kind, size) {
  if (kind % 4 === 0) return context.arc(x, y, size, 0, 7);
  if (kind % 4 === 1) return context.rect(x - size * 0.9, y - size * 0.9, 1.8 * size, 1.8 * size);
  (kind % 4 === 2 ? TRIANGLE : DIAMOND).forEach(([dx, dy], i) => {
    context[i ? "lineTo" : "moveTo"](x + dx * size, y + dy * size);
  });
}
