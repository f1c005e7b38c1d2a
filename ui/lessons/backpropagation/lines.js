// The lines of a network: each weight's leads from the box of the neuron below, or of the input, to the weight's chip.

function placeLines({ plane, boxes, lines }) {
  const origin = plane.getBoundingClientRect();
  const times = origin.width / plane.offsetWidth || 1; // a projector's view enlarges all
  for (const { from, chip, path } of lines) {
    const box = boxes[from[0]][from[1]];
    path.toggleAttribute("hidden", !isDrawn(box) || !isDrawn(chip));
    const source = box.getBoundingClientRect();
    const target = chip.getBoundingClientRect();
    const within = (x, y) => [(x - origin.left) / times, (y - origin.top) / times];
    const [x1, y1] = within(source.right, (source.top + source.bottom) / 2);
    const [x2, y2] = within(target.left, (target.top + target.bottom) / 2);
    const middle = (x1 + x2) / 2;
    path.setAttribute("d", `M${x1},${y1}C${middle},${y1} ${middle},${y2} ${x2},${y2}`);
  }
}

// Colour and dashes say the sign of the weight, and the width its size.
function inkLine(line, { weights, kind, layer }, colours, marked) {
  const value = weights[line.code];
  const largest = Math.max(2.5, ...Object.values(weights).map(Math.abs));
  const used = (kind === "forward" && line.layer === layer) || (kind === "hidden" && line.layer === layer + 1);
  const { path } = line;
  path.setAttribute("class", used || marked ? "now" : "");
  path.setAttribute("stroke", colours[value < 0 ? 0 : value > 0 ? 1 : 3]);
  path.setAttribute("stroke-dasharray", value < 0 ? "5 4" : value > 0 ? "none" : "1 5");
  path.setAttribute("stroke-width", 1 + (5 * Math.abs(value)) / largest);
}

const SVG = "http://www.w3.org/2000/svg";
