// The weights of the first layer: for each neuron an image of 28 × 28 weights, dark below 0 and light above it.

const SMALLEST = 58; // px of an image's side, at least
const GAP = 8;
const TOP = 46; // px for the scale
const WORDS = 15; // px for the name below each image
const LEAST = [0, 34, 78]; // these three differ in lightness as much as in hue, so none needs the hue
const ZERO = [124, 123, 120];
const MOST = [254, 232, 56];
const NEXT = { ArrowLeft: -1, ArrowRight: 1 };

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".weights");
  root.weights ??= new Weights(root);
  return showLatest(
    parentElement,
    () => root.weights.show(data),
    () => root.weights.stopWatching(),
  );
}

class Weights extends Picture {
  constructor(root) {
    super(root);
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.canvas.addEventListener("blur", () => this.choose(null));
    letKeysIn(this.canvas, "Arrow keys go from one neuron to the next.");
  }

  show(data) {
    this.data = data;
    this.images = split(numbers(data.weights, Int8Array), DIGIT_SIDE ** 2);
    this.tiles = this.images.map((weights) =>
      imageOf(DIGIT_SIDE, DIGIT_SIDE, (column, row) => shade(weights[row * DIGIT_SIDE + column] / 127)),
    );
    this.canvas.setAttribute("aria-label", data.words);
    this.watchTheme();
    this.draw();
  }

  get columns() {
    const room = this.canvas.clientWidth + GAP;
    return Math.max(1, Math.min(this.tiles.length, Math.floor(room / (SMALLEST + GAP)), 16));
  }

  get side() {
    return Math.min((this.canvas.clientWidth + GAP) / this.columns - GAP, 112);
  }

  tileAt(k) {
    const { columns, side } = this;
    return {
      x: (k % columns) * (side + GAP),
      y: TOP + Math.floor(k / columns) * (side + GAP + WORDS),
      w: side,
      h: side,
    };
  }

  paint() {
    const { canvas, data, tiles } = this;
    const width = canvas.clientWidth;
    if (!width || !data) return;
    const height = TOP + Math.ceil(tiles.length / this.columns) * (this.side + GAP + WORDS);
    canvas.style.height = `${height}px`;
    this.begin(width, height);
    if (data.most) this.paintScale(Math.min(width, 360));
    this.context.imageSmoothingEnabled = false;
    tiles.forEach((tile, k) => {
      const { x, y, w, h } = this.tileAt(k);
      this.context.drawImage(tile, x, y, w, h);
      this.text(data.names[k], x + w / 2, y + h + 13, { size: 12, align: "center" });
    });
    if (this.chosen !== null && this.chosen !== undefined) {
      const { x, y, w, h } = this.tileAt(this.chosen);
      this.outline({ x: x - 2, y: y - 2, w: w + 4, h: h + 4 }, { width: 3 });
    }
    this.countFrame();
  }

  paintScale(width) {
    const scale = imageOf(101, 1, (column) => shade((column - 50) / 50));
    this.context.imageSmoothingEnabled = true;
    this.context.drawImage(scale, 0, 20, width, 12);
    const most = written(this.data.most);
    this.text(`${this.data.symbol} = −${most}`, 0, 14);
    this.text("0", width / 2, 14, { align: "center" });
    this.text(`+${most}`, width, 14, { align: "right" });
  }

  // --- What is under the pointer, or chosen by keys ---

  hover(event) {
    const [x, y] = this.pointer(event);
    const k = this.tiles?.findIndex((_, each) => contains(this.tileAt(each), [x, y])) ?? -1;
    if (k < 0) return this.showTip("");
    const tile = this.tileAt(k);
    const [row, column] = [y - tile.y, x - tile.x].map((place) => Math.floor((DIGIT_SIDE * place) / tile.w));
    const value = (this.images[k][row * DIGIT_SIDE + column] / 127) * this.data.most;
    this.showTip(
      `${this.data.neurons[k]}, row ${row}, column ${column}: ${this.data.symbol} ≈ ${withMinus(value.toPrecision(2))}`,
      x,
      y,
    );
  }

  key(event) {
    const way = NEXT[event.key] ?? { ArrowUp: -this.columns, ArrowDown: this.columns }[event.key];
    if (event.key === "Escape") return this.choose(null);
    if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const to = this.chosen === null || this.chosen === undefined ? 0 : this.chosen + way;
    if (to >= 0 && to < this.tiles.length) this.choose(to);
  }

  choose(k) {
    if (k === (this.chosen ?? null)) return;
    this.chosen = k;
    this.draw();
    if (k === null) return this.showTip("");
    const { x, y, h } = this.tileAt(k);
    this.showTip(this.data.spoken[k], x, y + h + 60);
    speak(this.data.spoken[k]);
  }
}

function shade(share) {
  return mix(ZERO, share < 0 ? LEAST : MOST, Math.min(1, Math.abs(share))).map(Math.round);
}
