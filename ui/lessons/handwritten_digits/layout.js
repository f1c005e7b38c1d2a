// Where everything stands in the picture of a run for digits: the ten images at the top, accuracy and cost below, and
// what explains them, gradients and slopes, where there is room. In a projector's picture, which is wide and low, the
// images stand at the left, accuracy beside them, and cost and gradients at the right.

const GAP = 14; // pixels between two parts
const LINE = 19; // pixels for a line of answers
const TITLE = 20; // pixels for the title of the images
const ANSWER = 62; // pixels across for an answer at the right of an image

function placesIn(stage, width, height) {
  const small = height < 400; // a phone's or a projector's picture
  return small && width > 480 ? placesBeside(stage, width, height) : placesBelow(stage, width, height, small);
}

function placesBelow(stage, width, height, small) {
  const watched = watchedAbove(stage, width, small ? 36 : 56);
  const top = watched.h + 10;
  const half = (width - GAP) / 2;
  const curves = (small ? 1 : 0.62) * (height - top);
  const box = (column, y, h) => ({ x: column * (half + GAP), y, w: half, h });
  const places = { watched, accuracy: box(0, top, curves), cost: box(1, top, curves), small };
  if (small) return places;
  places.gradient = box(0, top + curves + 6, height - top - curves - 6);
  places.slope = box(1, top + curves + 6, height - top - curves - 6);
  return places;
}

function placesBeside(stage, width, height) {
  const watched = watchedBeside(stage, height);
  const left = watched.w + GAP;
  const main = 0.46 * (width - left - GAP);
  const right = { x: left + main + GAP, w: width - left - GAP - main };
  const cost = 0.5 * height;
  return {
    watched,
    accuracy: { x: left, y: 0, w: main, h: height },
    cost: { ...right, y: 0, h: cost },
    gradient: { ...right, y: cost + 4, h: height - cost - 4 },
    small: true,
  };
}

// The images in one row, and the answers of each network in a line below.
function watchedAbove(stage, width, most) {
  const cell = (width - BESIDE) / 10;
  const side = Math.min(cell - 6, most);
  const { networks } = stage.data;
  const h = TITLE + side + 4 + LINE * networks.length;
  const cells = Array.from({ length: 10 }, (_, digit) => {
    const box = { x: BESIDE + digit * cell, y: 0, w: cell, h };
    const middle = box.x + cell / 2;
    const lines = networks.map((_, k) => ({ x: middle, y: TITLE + side + 4 + LINE * k + 13 }));
    return { box, x: middle - side / 2, y: TITLE, side, lines, align: "center", room: cell - 3 };
  });
  const letters = networks.map((_, k) => ({ k, x: 2, y: cells[0].lines[k].y }));
  return { x: 0, y: 0, w: width, h, cells, letters };
}

// The images in two columns, each with the answers at its right.
function watchedBeside(stage, height) {
  const cell = (height - TITLE) / 5;
  const side = Math.min(cell - 6, 40);
  const { networks } = stage.data;
  const letter = networks.length > 1 ? 13 : 0;
  const across = side + letter + ANSWER;
  const cells = Array.from({ length: 10 }, (_, digit) => {
    const box = { x: across * Math.floor(digit / 5), y: TITLE + cell * (digit % 5), w: across, h: cell };
    const first = box.y + side / 2 + 4 - (LINE / 2) * (networks.length - 1);
    const lines = networks.map((_, k) => ({ x: box.x + side + 5 + letter, y: first + LINE * k }));
    return { box, x: box.x + 1, y: box.y, side, lines, align: "left", room: ANSWER - 5 };
  });
  const letters = cells.flatMap(({ lines }) => lines.map(({ x, y }, k) => ({ k, x: x - letter, y })));
  return { x: 0, y: 0, w: 2 * across, h: height, cells, letters };
}
