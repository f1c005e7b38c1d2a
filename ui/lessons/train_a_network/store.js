// What has arrived of each run, kept by the browser for all components on the page.

const KEPT_RUNS = 2;
const MOST_SNAPSHOTS = 800;

function storeOf(run) {
  const stores = (document.trainingRuns ??= new Map());
  if (!stores.has(run)) {
    stores.set(run, { rows: [], slopes: [], snapshots: [], now: null, shown: null, listeners: new Set() });
    for (const old of [...stores.keys()].slice(0, -KEPT_RUNS)) stores.delete(old);
  }
  return stores.get(run);
}

// Take in what the feed has brought. Whoever draws calls this first, and again whenever there is mail.
function readMail() {
  for (const message of (document.trainingMail ??= []).splice(0)) {
    if (receive(message)) continue;
    const detail = `${message.run}:${storeOf(message.run).rows.length}:${Date.now()}`; // never twice the same
    document.dispatchEvent(new CustomEvent("training-missing", { detail }));
  }
}

function split(flat, width) {
  return Array.from({ length: width ? flat.length / width : 0 }, (_, i) => flat.subarray(i * width, (i + 1) * width));
}

// Take in what one message brings. Returns false if what came before it is missing.
function receive(message) {
  const store = storeOf(message.run);
  if (message.from > store.rows.length) return false;
  split(numbers(message.rows), message.columns).forEach((row, i) => (store.rows[message.from + i] = row));
  split(numbers(message.slopes, Uint8Array), message.units).forEach((row, i) => (store.slopes[message.from + i] = row));
  const thetas = split(numbers(message.thetas), message.parameters);
  const known = new Set(store.snapshots.map(({ updates }) => updates));
  message.at.forEach((updates, i) => known.has(updates) || store.snapshots.push({ updates, theta: thetas[i] }));
  store.snapshots.sort((one, other) => one.updates - other.updates);
  if (store.snapshots.length > MOST_SNAPSHOTS) store.snapshots = store.snapshots.filter((_, i) => i % 2 === 0);
  if (message.playing || store.now?.updates !== message.now) store.shown = null; // what was scrubbed to is past
  store.now = { updates: message.now, theta: numbers(message.theta) };
  Object.assign(store, { playing: message.playing });
  for (const listener of store.listeners) listener();
  return true;
}

// The moment to show: the one that was scrubbed to, or the latest.
function shown(store) {
  if (store.shown === null || !store.snapshots.length) return store.now;
  let best = store.snapshots[0];
  for (const each of store.snapshots) if (each.updates <= store.shown) best = each;
  return best;
}

// --- Forward pass ------------------------------------------------------------------------------------------------
// The same formulas as core/network.py, in single precision, for pictures alone; a test compares the two.

const ACTIVATE = {
  linear: (z) => z,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  relu: (z) => (z > 0 ? z : 0),
  leaky_relu: (z) => (z > 0 ? z : 0.01 * z),
};

function softmaxRows(a, units) {
  for (let start = 0; start < a.length; start += units) {
    const row = a.subarray(start, start + units);
    const top = Math.max(...row);
    let sum = 0;
    for (let i = 0; i < units; i++) sum += row[i] = Math.exp(row[i] - top);
    for (let i = 0; i < units; i++) row[i] /= sum;
  }
}

// Every layer's a for inputs x of shape (n, sizes[0]); [0] is x itself.
function forward(theta, sizes, hidden, output, x) {
  const layers = [x];
  const n = x.length / sizes[0];
  let at = 0;
  for (let l = 1; l < sizes.length; l++) {
    const [fanIn, units] = [sizes[l - 1], sizes[l]];
    const [below, a] = [layers[l - 1], new Float32Array(n * units)];
    const name = l < sizes.length - 1 ? hidden : output;
    const activate = ACTIVATE[name] ?? ACTIVATE.linear;
    for (let u = 0; u < units; u++) {
      const start = at + u * (fanIn + 1);
      const bias = theta[start + fanIn];
      for (let i = 0; i < n; i++) {
        let z = bias;
        for (let j = 0; j < fanIn; j++) z += theta[start + j] * below[i * fanIn + j];
        a[i * units + u] = activate(z);
      }
    }
    if (name === "softmax") softmaxRows(a, units);
    layers.push(a);
    at += units * (fanIn + 1);
  }
  return layers;
}

// --- Colours and numbers -----------------------------------------------------------------------------------------

// Classes are told apart by their shapes too: circle, square, triangle, diamond, cross …
const CLASS_COLOURS = [
  "#D55E00",
  "#0072B2",
  "#009E73",
  "#CC79A7",
  "#E69F00",
  "#56B4E9",
  "#8C6D1F",
  "#6B6F76",
  "#A0522D",
  "#4B0082",
];

// What a network answers, between −1 (class 0, low) and 1 (class 1, high), for colouring.
function leaning(a, output) {
  return Math.max(-1, Math.min(1, output === "sigmoid" ? 2 * a - 1 : a));
}

// A picture of side × side answers; `units` outputs for each point.
function paintMap(a, units, side, output, classes, theme) {
  const image = new ImageData(side, side);
  const ground = rgb(theme.background);
  const colours = CLASS_COLOURS.map(rgb);
  for (let i = 0; i < side * side; i++) {
    let colour = ground; // for a network that has diverged and answers nothing
    if (!Number.isFinite(a[i * units])) colour = ground;
    else if (units === 1) {
      const lean = leaning(a[i], output);
      colour = mix(ground, colours[lean > 0 ? 1 : 0], 0.75 * Math.abs(lean) ** 0.7);
    } else {
      const row = a.subarray(i * units, (i + 1) * units);
      let best = 0;
      for (let u = 1; u < units; u++) if (row[u] > row[best]) best = u;
      colour = mix(ground, colours[best], 0.15 + 0.55 * Math.max(0, Math.min(1, row[best])));
    }
    image.data.set([...colour, 255], 4 * i);
  }
  const small = new OffscreenCanvas(side, side);
  small.getContext("2d").putImageData(image, 0, 0);
  return small;
}

function drawPoint(context, x, y, kind, size, hollow, theme) {
  context.beginPath();
  if (kind % 4 === 0) context.arc(x, y, size, 0, 7);
  else if (kind % 4 === 1) context.rect(x - size * 0.9, y - size * 0.9, 1.8 * size, 1.8 * size);
  else if (kind % 4 === 2)
    [
      [0, -1.3],
      [1.2, 0.9],
      [-1.2, 0.9],
    ].forEach(([dx, dy], i) => context[i ? "lineTo" : "moveTo"](x + dx * size, y + dy * size));
  else
    [
      [0, -1.3],
      [1.3, 0],
      [0, 1.3],
      [-1.3, 0],
    ].forEach(([dx, dy], i) => context[i ? "lineTo" : "moveTo"](x + dx * size, y + dy * size));
  context.closePath();
  context.fillStyle = hollow ? theme.background : CLASS_COLOURS[kind % CLASS_COLOURS.length];
  context.strokeStyle = hollow ? CLASS_COLOURS[kind % CLASS_COLOURS.length] : theme.background;
  context.lineWidth = hollow ? 1.5 : 0.75;
  context.fill();
  context.stroke();
}
