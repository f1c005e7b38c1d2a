// A canvas that a component draws on. It is as sharp as the screen allows, is painted once a frame at most, and is
// painted again when its size or the theme changes. A subclass has paint(), and hover(event) for the tooltip.

class Picture {
  constructor(root) {
    this.root = root;
    root.picture = this; // for whoever takes the picture away or prints it
    this.canvas = root.querySelector("canvas");
    this.tip = root.querySelector(".tip");
    this.canvas.addEventListener("pointermove", (event) => this.hover(event));
    this.canvas.addEventListener("pointerleave", () => this.showTip(""));
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.themeChanged = () => setTimeout(() => this.draw(), 200); // by then Streamlit has set its new colours
    new ResizeObserver(() => this.draw()).observe(root);
  }

  // To be called each time the component is shown; stopWatching() when it is taken away.
  watchTheme() {
    this.scheme.addEventListener("change", this.themeChanged);
  }

  stopWatching() {
    this.scheme.removeEventListener("change", this.themeChanged);
  }

  watchSight() {
    new IntersectionObserver(() => this.draw()).observe(this.root);
  }

  draw() {
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = null;
      this.paint();
    });
  }

  // The same picture as SVG, in the theme's colours or in others.
  asSvg(colours = {}) {
    this.noting = new SvgContext({ ...themeOf(this.root), ...colours });
    this.paint();
    const { group } = this.noting;
    this.noting = null;
    this.context = this.canvas.getContext("2d");
    return group;
  }

  // Prepare an empty canvas of this size, in pixels of the page, and read the theme.
  begin(width, height) {
    const { canvas, noting } = this;
    if (noting) {
      [this.context, this.theme] = [noting, noting.theme];
      return;
    }
    const scale = (devicePixelRatio || 1) * this.enlarged();
    const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== across || canvas.height !== down) [canvas.width, canvas.height] = [across, down];
    this.context = canvas.getContext("2d");
    this.context.setTransform(scale, 0, 0, scale, 0, 0);
    this.context.clearRect(0, 0, across / scale, down / scale);
    this.scale = scale;
    this.theme = themeOf(this.root);
  }

  // How many times as large the page shows the canvas: a projector's view enlarges it.
  enlarged() {
    const shown = this.canvas.getBoundingClientRect().width;
    return shown > 0 && this.canvas.offsetWidth > 0 ? shown / this.canvas.offsetWidth : 1;
  }

  countFrame() {
    this.root.dataset.frames = Number(this.root.dataset.frames ?? 0) + 1;
  }

  // --- Drawing ---

  // Write words, with the background's colour around them if they have a halo.
  text(
    words,
    x,
    y,
    { size = 13, weight = 400, colour = this.theme.text, align = "left", alpha = 1, halo = false } = {},
  ) {
    const { context } = this;
    this.useFont(size, weight);
    context.textAlign = align;
    context.globalAlpha = alpha;
    if (halo) {
      context.strokeStyle = this.theme.background;
      context.lineWidth = 4;
      context.lineJoin = "round";
      context.strokeText(words, x, y);
    }
    context.fillStyle = colour;
    context.fillText(words, x, y);
    context.globalAlpha = 1;
  }

  widthOf(words, size, weight = 400) {
    this.useFont(size, weight);
    return this.context.measureText(words).width;
  }

  useFont(size, weight) {
    this.context.font = `${weight} ${size}px ${this.theme.font}`;
  }

  // Draw the line that `trace` describes.
  stroke(trace, look) {
    this.withLook(look, (context) => {
      context.beginPath();
      trace(context);
      context.stroke();
    });
  }

  segment(x1, y1, x2, y2, look) {
    this.stroke((context) => {
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
    }, look);
  }

  outline({ x, y, w, h }, look) {
    this.withLook(look, (context) => context.strokeRect(x, y, w, h));
  }

  withLook({ colour = this.theme.text, width = 1, dash = [], alpha = 1 } = {}, draw) {
    const { context } = this;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.globalAlpha = alpha;
    context.setLineDash(dash);
    draw(context);
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  disc([x, y], radius, fill, edge, width) {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, radius, 0, 7);
    context.fillStyle = fill;
    context.fill();
    context.strokeStyle = edge;
    context.lineWidth = width;
    context.stroke();
  }

  // --- The pointer ---

  pointer(event) {
    const box = this.canvas.getBoundingClientRect();
    const times = this.enlarged();
    return [(event.clientX - box.left) / times, (event.clientY - box.top) / times];
  }

  // Show words beside the pointer; without words the tooltip disappears.
  showTip(words, x, y) {
    const { tip } = this;
    tip.hidden = !words;
    if (!words) return;
    tip.textContent = words;
    const room = this.canvas.clientWidth - tip.offsetWidth - 4;
    tip.style.left = `${Math.max(0, Math.min(x + 14, room))}px`;
    tip.style.top = `${Math.max(0, y - 30)}px`;
  }
}

function contains({ x, y, w, h }, [px, py]) {
  return px >= x && px < x + w && py >= y && py < y + h;
}

// A small image of colours: colourAt(column, row) of so many columns and rows. The canvas enlarges it.
function imageOf(columns, rows, colourAt) {
  const image = new ImageData(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      image.data.set([...colourAt(column, row), 255], 4 * (row * columns + column));
    }
  }
  const canvas = new OffscreenCanvas(columns, rows);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}
