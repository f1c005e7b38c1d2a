// How a network may be laid out, and how large and wide its letters and numbers are.

const LARGEST_FONT = 17;
const SMALLEST_FONT = 12;
// Chips beside the boxes or over them, in three rows or in one; boxes with one quantity in a row, or with two.
const LAYOUTS = ["", "stacked", "stacked paired", "flat", "flat stacked", "flat stacked paired"];
// In a part of a network chips may also stand in pairs: often each of them has one number only.
const PART_LAYOUTS = [...LAYOUTS, "twin", "stacked twin", "stacked paired twin"];
// Of a number with so many digits and its power of ten, and of one without on paper, where it may be written smaller.
const WIDTHS = { 4: ["5.5em", "4.8em"], 6: ["6.5em", "5.5em"], 9: ["8em", "6.6em"] };
const IN_ONE_ROW = {
  3: "2.3em var(--number) 3.3em var(--number) 3em var(--number)",
  5: "repeat(5, 3.3em var(--number))",
}; // the columns of a chip with so many kinds of numbers

function usable(layouts, { instances }) {
  return layouts.filter((layout) => instances === 1 || !layout.includes("paired"));
}

// A network's size with these letters, as shares of the room; it is measured with the smallest and the largest letters.
function overflow(font, [small, large], { clientWidth, clientHeight }) {
  const share = (font - SMALLEST_FONT) / (LARGEST_FONT - SMALLEST_FONT);
  const [width, height] = [0, 1].map((side) => small[side] + share * (large[side] - small[side]));
  return { across: width / clientWidth, down: height / clientHeight };
}

// The largest letters with which a layout is all in the room, and the first such layout; null if there is none.
function largestThatFits(measured, room) {
  for (let size = LARGEST_FONT; size >= SMALLEST_FONT; size -= 0.5) {
    const at = measured.findIndex((each) => Object.values(overflow(size, each, room)).every((share) => share <= 1));
    if (at >= 0) return { size, at };
  }
  return null;
}

// The layout that is least too large. Readers scroll down more easily than across. For a projector nobody scrolls, and
// each stage brings its layer.
function leastBeyond(measured, room) {
  const [side, height] = room.currentCSSZoom > 1 ? [1, 3] : [2, 1];
  const faults = measured.map((each) => {
    const { across, down } = overflow(SMALLEST_FONT, each, room);
    return Math.max(across, 1) ** side * Math.max(down, 1) ** height;
  });
  return { size: SMALLEST_FONT, at: faults.indexOf(Math.min(...faults)) };
}
