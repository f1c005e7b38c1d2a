// Colours as every program reads them: a hex code and an opacity; and light ones for what is drawn on a dark page.

const KNOWN = new Map();
const DOT = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

// The colour of a computed style, which may be in any notation, as [hex code, opacity].
function plainColour(text) {
  if (!KNOWN.has(text)) {
    DOT.clearRect(0, 0, 1, 1);
    DOT.fillStyle = text;
    DOT.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = DOT.getImageData(0, 0, 1, 1).data;
    KNOWN.set(text, [hexOf([red, green, blue]), Math.round((alpha / 255) * 1000) / 1000]);
  }
  return KNOWN.get(text);
}

function hexOf(parts) {
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function partsOf(hex) {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

// A function that gives the colour of the light theme for one of the dark theme: its own where it has one, for greys the
// opposite grey, and else the same.
function lighting({ light, dark }) {
  const pairs = Object.entries(dark).flatMap(([name, colours]) =>
    [colours].flat().map((c, i) => [c, [light[name]].flat()[i]]),
  );
  const table = new Map(pairs.map((pair) => pair.map((colour) => plainColour(colour)[0])));
  return (hex) => {
    if (table.has(hex)) return table.get(hex);
    const parts = partsOf(hex);
    const isGrey = Math.max(...parts) - Math.min(...parts) < 24;
    return isGrey ? hexOf(parts.map((part) => 255 - part)) : hex;
  };
}

// Give all that is drawn below an element the colours that a function makes of theirs.
function recolour(root, colourOf) {
  for (const element of root.querySelectorAll("[fill], [stroke]")) {
    for (const name of ["fill", "stroke"]) {
      const text = element.getAttribute(name);
      if (!text || /none|transparent|url|currentColor/.test(text)) continue;
      element.setAttribute(name, colourOf(plainColour(text)[0]));
    }
  }
}
