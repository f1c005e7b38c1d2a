// The background of a map: costs in bands, lines of equal cost, and hatches where the surface is not convex.

// From low costs to high ones. Lightness alone shows the height, so that it can be read in grey, too. A projector
// washes out what is faint: there the bands end at this share, and the lines on them stand out by 3 : 1.
const LARGE_SHARE = 2 / 3;
const BANDS = {
  light: [
    [250, 250, 245],
    [222, 226, 214],
    [186, 192, 186],
    [140, 148, 152],
  ],
  dark: [
    [20, 26, 29],
    [38, 47, 50],
    [62, 70, 74],
    [96, 101, 106],
  ],
};

// A surface as the server describes it, with the lines that are to be drawn on its map.
function withLines(surface, side) {
  const [heights, curvature] = [numbers(surface.heights), numbers(surface.curvature)];
  const lines = surface.levels.map((level) => isolines(heights, side, level));
  return { ...surface, heights, curvature, lines, edge: isolines(curvature, side, 0) };
}

function backgroundOf(surface, how) {
  const { size, side, scale, theme, small, large } = how;
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext("2d");
  context.putImageData(bandsOf(surface, how), 0, 0);
  context.strokeStyle = theme.text;
  const unit = size / (side - 1);
  strokeLines(context, surface.lines, unit, { alpha: large ? 1 : 0.3, width: scale * 0.8 });
  if (!small) strokeLines(context, [surface.edge], unit, { alpha: large ? 1 : 0.6, width: large ? 2 * scale : scale });
  return canvas;
}

function strokeLines(context, lines, unit, { alpha, width }) {
  const { height } = context.canvas;
  context.globalAlpha = alpha;
  context.lineWidth = width;
  context.beginPath();
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 4) {
      context.moveTo(line[i] * unit, height - line[i + 1] * unit);
      context.lineTo(line[i + 2] * unit, height - line[i + 3] * unit);
    }
  }
  context.stroke();
}

function bandsOf(surface, { size, side, scale, theme, small, large }) {
  const image = new ImageData(size, size);
  const { plain, hatched } = bandColours(surface.levels.length, theme, { small, large });
  for (let j = 0; j < size; j++) {
    const row = ((size - 0.5 - j) / size) * (side - 1);
    for (let i = 0; i < size; i++) {
      const column = ((i + 0.5) / size) * (side - 1);
      const height = between(surface.heights, side, column, row);
      let band = 0;
      while (band < surface.levels.length && height >= surface.levels[band]) band++;
      const onHatch = (i + j) % (12 * scale) < 1.2 * scale;
      const colours = onHatch && between(surface.curvature, side, column, row) < 0 ? hatched : plain;
      setPixel(image.data, 4 * (j * size + i), colours[band]);
    }
  }
  return image;
}

function bandColours(levels, theme, { small, large }) {
  const shares = Array.from({ length: levels + 1 }, (_, i) => (large ? LARGE_SHARE * i : i) / levels);
  const plain = shares.map((share) => bandColour(share, isDark(theme)));
  const ink = rgb(theme.text);
  return { plain, hatched: plain.map((colour) => mix(colour, ink, small ? 0.18 : 0.34)) };
}

function bandColour(share, dark) {
  const stops = BANDS[dark ? "dark" : "light"];
  const at = Math.min(share, 0.9999) * (stops.length - 1);
  return mix(stops[Math.floor(at)], stops[Math.floor(at) + 1], at % 1);
}

// The value of a grid between its points, bilinear.
function between(grid, side, column, row) {
  const [c, r] = [Math.min(side - 2, Math.floor(column)), Math.min(side - 2, Math.floor(row))];
  const [right, up] = [column - c, row - r];
  const at = r * side + c;
  const below = (1 - right) * grid[at] + right * grid[at + 1];
  const above = (1 - right) * grid[at + side] + right * grid[at + side + 1];
  return (1 - up) * below + up * above;
}

function setPixel(data, at, [red, green, blue]) {
  data[at] = red;
  data[at + 1] = green;
  data[at + 2] = blue;
  data[at + 3] = 255;
}

// Segments (x, y, x, y), in columns and rows of the grid, along which the grid has a certain level.
function isolines(grid, side, level) {
  const segments = [];
  for (let r = 0; r < side - 1; r++) {
    for (let c = 0; c < side - 1; c++) {
      const cuts = cutsOf(grid, side, level, c, r);
      for (let i = 0; i + 1 < cuts.length; i += 2) segments.push(...cuts[i], ...cuts[i + 1]);
    }
  }
  return segments;
}

// Where the level crosses the edges of one cell of the grid; each pair of crossings is joined by a line.
function cutsOf(grid, side, level, c, r) {
  const at = r * side + c;
  const corners = [grid[at], grid[at + 1], grid[at + side + 1], grid[at + side]];
  const below = corners.map((corner) => corner < level);
  if (below.every((each) => each === below[0])) return [];
  const cuts = [];
  for (let edge = 0; edge < 4; edge++) {
    const next = (edge + 1) % 4;
    if (below[edge] === below[next]) continue;
    const share = (level - corners[edge]) / (corners[next] - corners[edge]);
    const [from, to] = [CORNERS[edge], CORNERS[next]];
    cuts.push([0, 1].map((axis) => [c, r][axis] + from[axis] + share * (to[axis] - from[axis])));
  }
  // Four crossings are a saddle: the value in its middle decides which two belong together.
  const middle = corners.reduce((total, each) => total + each, 0) / 4;
  if (cuts.length === 4 && middle < level !== below[0]) cuts.push(cuts.shift());
  return cuts;
}

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
