// Where everything stands in the picture of a run for digits: the ten images at the top, accuracy and cost below, and
// what explains them, gradients and slopes, where there is room.

const GAP = 14; // pixels between two parts
const LINE = 19; // pixels for a line of answers

function placesIn(stage, width, height) {
  const small = height < 400; // a phone's or a projector's picture
  const cell = (width - BESIDE) / 10;
  const side = Math.min(cell - 6, small ? 36 : 56);
  const strip = side + 4 + LINE * stage.data.networks.length;
  const top = strip + 10;
  const half = (width - GAP) / 2;
  const curves = (small ? 1 : 0.62) * (height - top);
  const box = (column, y, h) => ({ x: column * (half + GAP), y, w: half, h });
  const places = {
    watched: { x: 0, y: 0, w: width, h: strip, cell, side },
    accuracy: box(0, top, curves),
    cost: box(1, top, curves),
  };
  if (small) return places;
  places.gradient = box(0, top + curves + 6, height - top - curves - 6);
  places.slope = box(1, top + curves + 6, height - top - curves - 6);
  return places;
}
