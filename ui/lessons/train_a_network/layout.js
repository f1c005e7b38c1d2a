// Where everything stands in the picture of a run. The networks' answers come first, then cost and accuracy; gradients and
// slopes, which explain them, are left out where there is no room.

const GAP = 14; // pixels between two parts
const CURVES = 210; // pixels that cost and accuracy need at least beside the answers
const NUMBERS_BESIDE = 98; // pixels that the numbers take at the right of a map

function placesIn(stage, width, height) {
  const small = height < 380; // a phone's or a projector's picture
  const below = placesBelow(stage, width, height, small);
  if (!small) return below;
  const inRow = placesInRow(stage, width, height);
  return inRow.map0.w > below.map0.w ? inRow : below;
}

// Cost and accuracy at the right of all answers.
function placesInRow(stage, width, height) {
  const { networks, classes } = stage.data;
  const across = (width - CURVES) / networks.length - GAP;
  const head = headOver(stage, Math.min(across, height - 24));
  const side = Math.min(across, height - head);
  const maps = networks.map((_, k) => [`map${k}`, { x: k * (side + GAP), y: head, w: side, h: side, head }]);
  const left = networks.length * (side + GAP);
  const right = (at, parts) => ({ x: left, y: (at * height) / parts, w: width - left, h: height / parts });
  const curves = classes ? { cost: right(0, 2), accuracy: right(1, 2) } : { cost: right(0, 1) };
  return { ...Object.fromEntries(maps), ...curves };
}

// Everything else below the answers of two networks; cost and accuracy beside those of one.
function placesBelow(stage, width, height, small) {
  const { data } = stage;
  const pair = data.networks.length === 2;
  const half = (width - GAP) / 2;
  const sideBelow = (above) => Math.min(half, (small ? 0.62 : pair ? 0.46 : 0.5) * height - above);
  const beside = !small && half - sideBelow(24) > NUMBERS_BESIDE - 20; // a little smaller, they fit
  const head = beside ? 24 : headOver(stage, sideBelow(24));
  const side = Math.min(sideBelow(head), beside ? half - NUMBERS_BESIDE : half);
  const top = head + side + 8;
  const box = (column, y, h, span = 1) => ({ x: column * (half + GAP), y, w: span * half + (span - 1) * GAP, h });
  const shares = small ? [1, 0, 0] : pair ? [0.45, 0.29, 0.26] : [0, 0.55, 0.45];
  const [curves, gradients, slopes] = shares.map((share) => share * (height - top));
  const places =
    pair || small
      ? { cost: box(0, top, curves, data.classes ? 1 : 2), accuracy: box(1, top, curves) }
      : { cost: box(1, 0, data.classes ? top / 2 : top), accuracy: box(1, top / 2, top / 2) };
  data.networks.forEach((_, k) => {
    places[`map${k}`] = { x: k * (half + GAP), y: head, w: side, h: side, beside, head };
    if (small) return;
    places[`gradient${k}`] = box(k, top + curves, gradients, pair ? 1 : 2);
    places[`slope${k}`] = box(k, top + curves + gradients, slopes, pair ? 1 : 2);
  });
  return places;
}

// The height of a network's name over a map of this width, and of its number, which stands beside it or below.
function headOver(stage, side) {
  const number = stage.widthOf("99.99 % right", 15, 600);
  return stage.data.networks.every(({ name }) => stage.widthOf(name, 15, 700) + number + 14 <= side) ? 24 : 42;
}
