// The user's own points in the user's words: names of columns and classes, and numbers in the table's units.

const MARKS = ["●", "■", "▲", "◆"];

// The number in the table for a coordinate of the plane: k = 0 to the right, 1 upwards.
function givenOf(origin, k, x) {
  return origin.centre[k] + origin.unit[k] * x;
}

// What a network answers, in words: the value in the table's units, or how near it is to which class.
function answerInWords(origin, a, targets) {
  if (origin.value) return `${origin.label} = ${shortly(origin.value[0] + origin.value[1] * a[0])}`;
  if (a.length > 1) {
    const most = a.indexOf(Math.max(...a));
    return `largest a: ${written(a[most])}, ${origin.classes[most]}`;
  }
  const [low, high] = targets.map((target) => withMinus(String(target)));
  return `a = ${written(a[0])} (${origin.classes[0]} at ${low}, ${origin.classes[1]} at ${high})`;
}

// A number with four digits at most, without zeros at its end.
function shortly(x) {
  const short = Number(x.toPrecision(4));
  return Math.abs(short) >= 1e6 || (short !== 0 && Math.abs(short) < 1e-3) ? written(x) : withMinus(String(short));
}

// Round numbers of the table within the window, with their places in the plane.
function roundTicks(origin, k, [low, high]) {
  const [first, last] = [givenOf(origin, k, low), givenOf(origin, k, high)];
  const step = roundedUp((last - first) / 4, [1, 2, 5, 10]);
  const ticks = [];
  for (let n = Math.ceil(first / step); n * step <= last; n++) {
    ticks.push([(n * step - origin.centre[k]) / origin.unit[k], Number((n * step).toPrecision(6))]);
  }
  return ticks;
}

// Name both axes of a map, with a few numbers along them.
function paintAxes(stage, { x, y, w, h }) {
  const { origin, window } = stage.data;
  const [[left, right], [low, high]] = window;
  const look = { size: 11, halo: true, alpha: 0.9 };
  for (const [at, value] of roundTicks(origin, 0, window[0])) {
    const px = x + ((at - left) / (right - left)) * w;
    stage.segment(px, y + h, px, y + h - 4);
    if (px > x + 26 && px < x + w - 14) stage.text(shortly(value), px, y + h - 7, { ...look, align: "center" });
  }
  for (const [at, value] of roundTicks(origin, 1, window[1])) {
    const py = y + ((high - at) / (high - low)) * h;
    stage.segment(x, py, x + 4, py);
    if (py > y + 28 && py < y + h - 22) stage.text(shortly(value), x + 7, py + 4, look);
  }
  const fitting = (name, arrow) => `${fitted(stage, name, w - 26)} ${arrow}`;
  stage.text(fitting(origin.inputs[0], "→"), x + w - 5, y + h - 22, { ...look, size: 12, align: "right" });
  stage.text(fitting(origin.inputs[1], "↑"), x + 5, y + 14, { ...look, size: 12 });
}

// A name, shortened to a width.
function fitted(stage, name, width) {
  let short = name;
  while (short.length > 4 && stage.widthOf(short, 12) > width) short = `${short.slice(0, -2)}…`;
  return short;
}

// What the points of the picture are: the marks of the classes by their names, and filled or hollow; and the ground.
function legendOf({ origin, classes, has_test }) {
  const entries = kindsOf(origin, classes).map((name, kind) => {
    const entry = document.createElement("span");
    const mark = document.createElement("b");
    mark.textContent = MARKS[kind % MARKS.length];
    entry.append(mark, ` ${name}`);
    return entry;
  });
  const filling = document.createElement("span");
  filling.textContent = has_test ? "filled: training, hollow: test" : "all for training";
  const ground = document.createElement("span");
  ground.textContent = "background: the answer";
  return [...entries, filling, ground];
}

function kindsOf(origin, classes) {
  if (origin?.value) return [`${origin.label} below ${shortly(origin.value[0])}, its mean`, "above"];
  if (origin) return origin.classes;
  return classes ? Array.from({ length: classes }, (_, kind) => `class ${kind}`) : ["y ≤ 0", "y > 0"];
}
