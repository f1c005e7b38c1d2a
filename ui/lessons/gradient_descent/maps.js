// Cost surfaces as maps, and the paths of descents on them. The surfaces come with the description; the paths come
// with it too, or, where they follow the hand, by mail (feed.js).

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".maps");
  root.maps ??= new Maps(root);
  root.maps.show(data, setTriggerValue);
  return () => root.maps.leave();
}

class Maps {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.tip = root.querySelector(".tip");
    this.grounds = new Map(); // drawn maps without paths, by surface, size and theme
    this.canvas.addEventListener("pointermove", (event) => this.hover(event));
    this.canvas.addEventListener("pointerleave", () => (this.tip.hidden = true));
    this.canvas.addEventListener("click", (event) => this.press(event));
    this.mailed = ({ detail }) => detail === this.data.id && this.draw();
    this.darkened = () => setTimeout(() => this.draw(), 200);
    new ResizeObserver(() => this.draw()).observe(root);
  }

  show(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    if (this.data !== data) {
      this.grounds.clear();
      this.data = data;
      this.surfaces = Object.fromEntries(
        Object.entries(data.surfaces).map(([name, each]) => [
          name,
          { ...each, heights: numbers(each.heights), bend: numbers(each.bend) },
        ]),
      );
      for (const surface of Object.values(this.surfaces)) {
        surface.lines = surface.levels.map((level) => isolines(surface.heights, data.side, level));
        surface.edge = isolines(surface.bend, data.side, 0);
      }
      this.paths = data.panels.map(({ path }) => (path ? pathOf(path) : null));
    }
    this.root.classList.toggle("pair", !data.small);
    document.addEventListener("surface-mail", this.mailed);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.darkened);
    this.draw();
  }

  leave() {
    document.removeEventListener("surface-mail", this.mailed);
    matchMedia("(prefers-color-scheme: dark)").removeEventListener("change", this.darkened);
  }

  // --- Drawing ---

  draw() {
    if (!this.drawing) this.drawing = requestAnimationFrame(() => ((this.drawing = null), this.paint()));
  }

  paint() {
    const { canvas, data } = this;
    const width = canvas.clientWidth;
    if (!width) return;
    const layout = this.layout(width);
    if (data.small) canvas.style.height = `${layout.height}px`;
    const height = canvas.clientHeight;
    const scale = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    }
    const context = (this.context = canvas.getContext("2d"));
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    this.scale = scale;
    this.theme = themeOf(this.root);
    this.places = data.panels.map((_, k) => layout.place(k));
    const mail = data.follows ? document.surfaceMail?.[data.id] : null;
    data.panels.forEach((panel, k) => {
      const surface = this.surfaces[panel.surface];
      const sent = mail?.paths[panel.surface];
      const fits = sent && sent.id === surface.id;
      if (fits && this.last?.[k] !== sent.path) {
        (this.last ??= [])[k] = sent.path;
        this.paths[k] = pathOf(sent.path);
      }
      const path = data.follows && !fits ? null : this.paths[k];
      this.paintMap(this.places[k], panel, surface, path, fits ? sent : { step: -1, words: "" });
    });
    if (data.note) this.paintNote(layout.place(data.panels.length));
    canvas.setAttribute("aria-label", mail?.alt ?? data.alt);
    this.root.dataset.frames = Number(this.root.dataset.frames ?? 0) + 1;
    document.dispatchEvent(new Event("picture-painted"));
  }

  layout(width) {
    const { data } = this;
    if (!data.small) {
      const height = this.canvas.clientHeight;
      const [left, head, foot, gap] = [34, 26, 36, 16];
      const half = (width - gap * (data.columns - 1)) / data.columns;
      const side = Math.floor(Math.min(half - left - 4, height - head - foot));
      const place = (k) => ({ x: Math.round(k * (half + gap)) + left, y: head, w: side, h: side });
      return { height, place };
    }
    const columns = Math.max(2, Math.min(data.columns, Math.floor(width / 104)));
    const groups = Object.keys(data.surfaces).length;
    const each = data.panels.length / groups;
    const rows = Math.ceil(each / columns);
    const [head, gap] = [20, 10];
    const side = Math.floor(Math.min(180, (width - gap * (columns - 1)) / columns));
    const place = (k) => {
      const row = rows * Math.floor(k / each) + Math.floor((k % each) / columns);
      return { x: (side + gap) * ((k % each) % columns), y: row * (side + head + gap) + head, w: side, h: side };
    };
    return { height: groups * rows * (side + head + gap), place };
  }

  text(
    words,
    x,
    y,
    { size = 13, weight = 400, colour = this.theme.text, align = "left", alpha = 1, halo = false } = {},
  ) {
    const { context } = this;
    context.font = `${weight} ${size}px ${this.theme.font}`;
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
    return context.measureText(words).width;
  }

  at(place, w, b) {
    const { reach } = this.data;
    return [place.x + ((w + reach) / (2 * reach)) * place.w, place.y + ((reach - b) / (2 * reach)) * place.h];
  }

  paintMap(place, panel, surface, path, { step, words }) {
    const { context, data, theme } = this;
    const colour = theme.series[panel.series] ?? theme.text;
    context.drawImage(this.ground(place, panel.surface, surface), place.x, place.y, place.w, place.h);
    if (!data.small) {
      context.font = `700 15px ${theme.font}`;
      const whole = context.measureText(panel.title).width < place.w - 100;
      const used = this.text(whole ? panel.title : panel.name, place.x, place.y - 9, { size: 15, weight: 700, colour });
      if (words && used + 24 < place.w) this.fitted(words, place.x + place.w, place.y - 9, place.w - used - 10);
      this.paintAxes(place);
    } else this.text(panel.title, place.x, place.y - 6, { size: 13, weight: 600, colour });
    context.save();
    context.beginPath();
    context.rect(place.x, place.y, place.w, place.h);
    context.clip();
    if (!data.small && surface.downhill) {
      const [column, row] = surface.downhill;
      const x = Math.min(Math.max(place.x + column * place.w, place.x + 42), place.x + place.w - 42);
      const y = Math.min(Math.max(place.y + (1 - row) * place.h, place.y + 16), place.y + place.h - 8);
      this.text("bends down", x, y + 4, { size: 13, align: "center", halo: true, weight: 600 });
    }
    if (!data.small && surface.convex)
      this.text("bends down nowhere", place.x + 8, place.y + place.h - 9, { size: 13, halo: true, weight: 600 });
    if (path) this.paintPath(place, path, colour, panel.dash, step);
    if (surface.minimum) this.paintMinimum(place, surface.minimum);
    context.restore();
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    context.strokeRect(place.x + 0.5, place.y + 0.5, place.w - 1, place.h - 1);
    if (path) this.paintExits(place, path, colour);
  }

  fitted(words, x, y, room) {
    for (const said of [words, words.replace("C = ", "")])
      for (const size of [14, 13, 12, 11]) {
        this.context.font = `600 ${size}px ${this.theme.font}`;
        if (this.context.measureText(said).width <= room)
          return this.text(said, x, y, { size, weight: 600, align: "right" });
      }
  }

  paintAxes(place) {
    const { data, theme, context } = this;
    const unit = nice((2 * data.reach) / 5);
    for (let tick = -Math.floor(data.reach / unit) * unit; tick <= data.reach * 1.0001; tick += unit) {
      const value = Math.abs(tick) < unit / 2 ? 0 : tick;
      const label = Number(value.toPrecision(6)).toString().replace("-", "−");
      const [x, y] = this.at(place, value, value);
      context.font = `400 12px ${theme.font}`;
      const most = this.canvas.clientWidth - context.measureText(label).width / 2 - 1; // the last one may stand at the edge
      this.text(label, Math.min(x, most), place.y + place.h + 15, { align: "center", size: 12, alpha: 0.85 });
      this.text(label, place.x - 5, y + 4, { align: "right", size: 12, alpha: 0.85 });
      context.strokeStyle = theme.muted;
      context.beginPath();
      context.moveTo(x, place.y + place.h);
      context.lineTo(x, place.y + place.h + 3);
      context.moveTo(place.x - 3, y);
      context.lineTo(place.x, y);
      context.stroke();
    }
    this.text("weight w", place.x + place.w / 2, place.y + place.h + 31, { align: "center", size: 14, weight: 600 });
    context.save();
    context.translate(place.x - 24, place.y + place.h / 2);
    context.rotate(-Math.PI / 2);
    this.text("bias b", 0, 0, { align: "center", size: 14, weight: 600 });
    context.restore();
  }

  paintNote(place) {
    const { context, theme } = this;
    context.strokeStyle = theme.faint;
    context.setLineDash([4, 4]);
    context.strokeRect(place.x + 0.5, place.y + 0.5, place.w - 1, place.h - 1);
    context.setLineDash([]);
    const [size, room] = [15, place.w - 28];
    context.font = `400 ${size}px ${theme.font}`;
    const lines = [""];
    for (const word of this.data.note.split(" ")) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (context.measureText(longer).width > room) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    const top = place.y + place.h / 2 - (lines.length * 22) / 2 + 15;
    lines.forEach((line, i) => this.text(line, place.x + 14, top + 22 * i, { size }));
  }

  // A map without its path: heights in bands, lines of equal cost, and hatches where the surface bends down.
  ground(place, name, surface) {
    const { data, scale, theme } = this;
    const size = Math.max(2, Math.round(place.w * scale));
    const key = `${name} ${size} ${theme.background}`;
    if (this.grounds.has(key)) return this.grounds.get(key);
    const image = new ImageData(size, size);
    const pixels = image.data;
    const { side } = data;
    const dark = sum(rgb(theme.background)) < 382;
    const bands = surface.levels.map((_, i) => bandColour(i / surface.levels.length, dark));
    bands.push(bandColour(1, dark));
    const hatch = rgb(theme.text);
    const heights = surface.levels;
    for (let j = 0; j < size; j++) {
      const row = ((size - 0.5 - j) / size) * (side - 1);
      const r = Math.min(side - 2, Math.floor(row));
      const up = row - r;
      for (let i = 0; i < size; i++) {
        const column = ((i + 0.5) / size) * (side - 1);
        const c = Math.min(side - 2, Math.floor(column));
        const right = column - c;
        const at = r * side + c;
        const blend = (grid) =>
          (1 - up) * ((1 - right) * grid[at] + right * grid[at + 1]) +
          up * ((1 - right) * grid[at + side] + right * grid[at + side + 1]);
        const height = blend(surface.heights);
        let band = 0;
        while (band < heights.length && height >= heights[band]) band++;
        let colour = bands[band];
        if (blend(surface.bend) < 0 && (i + j) % (12 * scale) < 1.2 * scale)
          colour = mix(colour, hatch, data.small ? 0.18 : 0.34);
        const to = 4 * (j * size + i);
        pixels[to] = colour[0];
        pixels[to + 1] = colour[1];
        pixels[to + 2] = colour[2];
        pixels[to + 3] = 255;
      }
    }
    const canvas = new OffscreenCanvas(size, size);
    const context = canvas.getContext("2d");
    context.putImageData(image, 0, 0);
    const unit = size / (side - 1);
    context.strokeStyle = theme.text;
    const trace = (lines, alpha, width) => {
      context.globalAlpha = alpha;
      context.lineWidth = scale * width;
      context.beginPath();
      for (const line of lines)
        for (let i = 0; i < line.length; i += 4) {
          context.moveTo(line[i] * unit, size - line[i + 1] * unit);
          context.lineTo(line[i + 2] * unit, size - line[i + 3] * unit);
        }
      context.stroke();
    };
    trace(surface.lines, 0.3, 0.8);
    if (!data.small) trace([surface.edge], 0.6, 1);
    if (this.grounds.size > 12) this.grounds.clear();
    this.grounds.set(key, canvas);
    return canvas;
  }

  paintMinimum(place, [w, b, cost, unique]) {
    const { context, theme, data } = this;
    const [x, y] = this.at(place, w, b);
    const size = data.small ? 4 : 7;
    for (const [colour, width] of [
      [theme.background, 5],
      [theme.text, 2],
    ]) {
      context.strokeStyle = colour;
      context.lineWidth = data.small ? width * 0.7 : width;
      context.lineCap = "round";
      context.beginPath();
      context.moveTo(x - size, y - size);
      context.lineTo(x + size, y + size);
      context.moveTo(x + size, y - size);
      context.lineTo(x - size, y + size);
      context.stroke();
    }
    context.lineCap = "butt";
    const label = unique ? "minimum" : "one of the minima";
    if (!data.small && place.w > 170 && x > place.x && x < place.x + place.w) {
      const left = x > place.x + place.w * 0.6;
      this.text(label, x + (left ? -12 : 12), y + 4, {
        size: 12,
        halo: true,
        weight: 600,
        align: left ? "right" : "left",
      });
    }
  }

  paintPath(place, path, colour, dash, step) {
    const { context, data, theme } = this;
    const near = path.w.length;
    const spots = Array.from({ length: near }, (_, k) => this.at(place, path.w[k], path.b[k]));
    const trace = () => {
      context.beginPath();
      let broken = true;
      for (let k = 1; k < near; k++) {
        const part = clipped(spots[k - 1], spots[k], place);
        if (part && (broken || part.from > 0)) context.moveTo(...part.start);
        if (part) context.lineTo(...part.end);
        broken = !part || part.to < 1;
      }
    };
    context.lineJoin = "round";
    trace();
    context.strokeStyle = theme.background;
    context.lineWidth = data.small ? 3 : 4.5;
    context.globalAlpha = 0.75;
    context.stroke();
    context.globalAlpha = 1;
    trace();
    context.strokeStyle = colour;
    context.lineWidth = data.small || near > 150 ? 1.4 : 2;
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = colour;
    let [lastX, lastY] = [NaN, NaN];
    for (const [x, y] of data.small ? [] : spots) {
      if (!(Math.abs(x) + Math.abs(y) < 1e4)) continue;
      if (Math.hypot(x - lastX, y - lastY) < 1.5) continue; // a dot on a dot
      [lastX, lastY] = [x, y];
      context.beginPath();
      context.arc(x, y, near > 150 ? 1.8 : 2.6, 0, 7);
      context.fill();
    }
    this.disc(spots[0], data.small ? 3.5 : 6, theme.background, theme.text, data.small ? 1.5 : 2.5);
    if (step >= 0) this.disc(spots[Math.min(step, near - 1)], 7.5, colour, theme.text, 2);
    if (data.small) this.disc(spots[near - 1], 3.5, colour, theme.text, 1);
  }

  disc([x, y], radius, fill, stroke, width) {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, radius, 0, 7);
    context.fillStyle = fill;
    context.fill();
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.stroke();
  }

  // An arrow on the frame where the path leaves it for the last time, or for the first if it comes back.
  paintExits(place, path, colour) {
    const { context, theme } = this;
    const inside = ([x, y]) => x >= place.x && x <= place.x + place.w && y >= place.y && y <= place.y + place.h;
    let drawn = 0;
    for (let k = path.w.length - 1; k > 0 && drawn < 3; k--) {
      const [from, to] = [this.at(place, path.w[k - 1], path.b[k - 1]), this.at(place, path.w[k], path.b[k])];
      if (!inside(from) || inside(to)) continue;
      drawn++;
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      const shares = [
        dx > 0 ? (place.x + place.w - from[0]) / dx : (place.x - from[0]) / dx,
        dy > 0 ? (place.y + place.h - from[1]) / dy : (place.y - from[1]) / dy,
      ];
      const share = Math.min(...shares.filter((s) => s >= 0), 1);
      const [x, y, angle] = [from[0] + share * dx, from[1] + share * dy, Math.atan2(dy, dx)];
      context.save();
      context.translate(x, y);
      context.rotate(angle);
      context.beginPath();
      context.moveTo(3, 0);
      context.lineTo(-9, -6);
      context.lineTo(-9, 6);
      context.closePath();
      context.fillStyle = colour;
      context.strokeStyle = theme.background;
      context.lineWidth = 1.5;
      context.stroke();
      context.fill();
      context.restore();
    }
  }

  // --- The pointer ---

  under(event) {
    if (!this.places) return null;
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const k = this.places.findIndex(
      (place) => x >= place.x && x < place.x + place.w && y >= place.y && y < place.y + place.h,
    );
    if (k < 0) return null;
    const [place, { reach }] = [this.places[k], this.data];
    return {
      k,
      x,
      y,
      box,
      w: ((x - place.x) / place.w) * 2 * reach - reach,
      b: reach - ((y - place.y) / place.h) * 2 * reach,
    };
  }

  hover(event) {
    const there = this.under(event);
    this.tip.hidden = !there;
    if (!there) return;
    this.tip.textContent =
      `w = ${there.w.toFixed(2)}, b = ${there.b.toFixed(2)}: C = ${written(this.costAt(there.k, there.w, there.b))}`.replaceAll(
        "-",
        "−",
      );
    this.tip.style.left = `${Math.max(0, Math.min(there.x + 14, there.box.width - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${Math.max(0, there.y - 34)}px`;
  }

  costAt(k, w, b) {
    return costAt(this.surfaces[this.data.panels[k].surface], w, b);
  }

  press(event) {
    const there = this.data.follows && this.under(event);
    if (there) this.setTriggerValue("start", { w: there.w, b: there.b, at: Date.now() });
  }
}

// --- What is drawn -------------------------------------------------------------------------------------------------

function pathOf(text) {
  const flat = numbers(text);
  return { w: flat.subarray(0, flat.length / 2), b: flat.subarray(flat.length / 2) };
}

// Segments (x, y, x, y), in columns and rows of the grid, on which the grid between its points is at a level.
function isolines(grid, side, level) {
  const segments = [];
  for (let r = 0; r < side - 1; r++) {
    for (let c = 0; c < side - 1; c++) {
      const at = r * side + c;
      const corners = [grid[at], grid[at + 1], grid[at + side + 1], grid[at + side]];
      const places = [
        [c, r],
        [c + 1, r],
        [c + 1, r + 1],
        [c, r + 1],
      ];
      const cuts = [];
      for (let e = 0; e < 4; e++) {
        const [one, other] = [corners[e], corners[(e + 1) % 4]];
        if (one < level === other < level) continue;
        const share = (level - one) / (other - one);
        cuts.push(places[e].map((from, axis) => from + share * (places[(e + 1) % 4][axis] - from)));
      }
      // Four cuts are a saddle: its middle tells which two belong together.
      const middle = corners.reduce((total, each) => total + each, 0) / 4;
      if (cuts.length === 4 && middle < level !== corners[0] < level) cuts.push(cuts.shift());
      for (let i = 0; i + 1 < cuts.length; i += 2) segments.push(...cuts[i], ...cuts[i + 1]);
    }
  }
  return segments;
}

// The part of a straight line that lies in a map or close to it; null if there is none. A canvas draws no line to 10³⁸.
function clipped([x0, y0], [x1, y1], { x, y, w, h }, around = 20) {
  let [from, to] = [0, 1];
  for (const [start, way, low, high] of [
    [x0, x1 - x0, x - around, x + w + around],
    [y0, y1 - y0, y - around, y + h + around],
  ]) {
    if (way === 0) {
      if (start < low || start > high) return null;
      continue;
    }
    const [one, other] = [(low - start) / way, (high - start) / way];
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
  }
  const point = (share) => [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
  return from > to ? null : { from, to, start: point(from), end: point(to) };
}

// C(w, b), as core/surface.py computes it.
function costAt({ x, y, k, output }, w, b) {
  let total = 0;
  for (let i = 0; i < x.length; i++) {
    const z = w * x[i] + b;
    if (k === null) total += Math.max(z, 0) - z * y[i] + Math.log1p(Math.exp(-Math.abs(z)));
    else total += k * ((output === "linear" ? z : 1 / (1 + Math.exp(-z))) - y[i]) ** 2;
  }
  return total / x.length;
}

// --- Colours and numbers -------------------------------------------------------------------------------------------

const sum = (values) => values.reduce((total, each) => total + each, 0);
// From low ground to high: lightness alone tells the height, so that it is read in grey too.
const GROUND = {
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

function bandColour(share, dark) {
  const stops = GROUND[dark ? "dark" : "light"];
  const at = Math.min(share, 0.9999) * (stops.length - 1);
  return mix(stops[Math.floor(at)], stops[Math.floor(at) + 1], at % 1);
}

function nice(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * [1, 2, 5, 10].find((share) => share * unit >= value * 0.999);
}
