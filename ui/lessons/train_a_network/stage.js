// The picture of a run: what the networks answer, cost and accuracy, gradients, saturation, and the player.

const FRAME = 1000 / 60;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".stage");
  root.stage ??= new Stage(root);
  root.stage.show(data, setTriggerValue);
  return () => root.stage.leave();
}

class Stage {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.scrub = root.querySelector("input");
    this.player = root.querySelector(".player");
    this.branch = root.querySelector(".branch");
    this.moment = root.querySelector("output");
    this.tip = root.querySelector(".tip");
    this.listener = () => this.update();
    this.scrub.addEventListener("input", () => this.goTo(Number(this.scrub.value)));
    this.player.addEventListener("click", () => (this.replaying ? this.pause() : this.replay()));
    this.branch.addEventListener("click", () =>
      this.setTriggerValue("branch", { run: this.data.run, updates: shown(this.store).updates, at: Date.now() }),
    );
    this.canvas.addEventListener("pointermove", (event) => this.hover(event));
    this.canvas.addEventListener("pointerleave", () => (this.tip.hidden = true));
    document.addEventListener("training-mail", readMail);
    new ResizeObserver(() => this.draw()).observe(root);
    this.darkened = () => setTimeout(() => this.draw(), 200);
  }

  show(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    const fresh = this.data?.run !== data.run;
    this.data = data;
    if (fresh) {
      this.store?.listeners.delete(this.listener);
      this.pause();
      this.grid = numbers(data.grid);
      this.training = split(numbers(data.training), 3);
      this.test = split(numbers(data.test), 3);
    }
    readMail();
    this.store = storeOf(data.run);
    this.store.listeners.add(this.listener);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.darkened);
    this.update();
  }

  leave() {
    this.pause();
    matchMedia("(prefers-color-scheme: dark)").removeEventListener("change", this.darkened);
    this.store?.listeners.delete(this.listener);
  }

  // --- The player ---

  update() {
    const { store } = this;
    if (store.playing) this.pause();
    const last = store.now?.updates ?? 0;
    this.scrub.max = last;
    this.scrub.step = 1;
    if (store.shown === null) this.scrub.value = last;
    this.draw();
  }

  goTo(updates) {
    const { store } = this;
    store.shown = updates >= (store.now?.updates ?? 0) ? null : updates;
    for (const listener of store.listeners) listener();
  }

  replay() {
    const { store } = this;
    if (!store.snapshots.length) return;
    let at = store.shown === null ? 0 : store.snapshots.findIndex(({ updates }) => updates > store.shown);
    this.drawn = 0;
    const began = performance.now();
    const frame = () => {
      if (!this.replaying) return;
      const next = store.snapshots[at++];
      if (!next) {
        this.pause();
        return this.goTo(Infinity);
      }
      this.goTo(next.updates);
      this.root.dataset.rate = ((1000 * ++this.drawn) / (performance.now() - began)).toFixed(1);
      this.replaying = requestAnimationFrame(frame);
    };
    this.replaying = requestAnimationFrame(frame);
    this.draw();
  }

  pause() {
    cancelAnimationFrame(this.replaying);
    this.replaying = null;
  }

  // --- Drawing ---

  draw() {
    if (!this.drawing) this.drawing = requestAnimationFrame(() => ((this.drawing = null), this.paint()));
  }

  paint() {
    const { canvas, data, store } = this;
    const moment = shown(store);
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!moment || !width) return;
    const scale = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    }
    const context = (this.context = canvas.getContext("2d"));
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    this.theme = themeOf(this.root);
    this.epoch = moment.updates / data.per_epoch;
    this.places = this.layout(width, height);
    data.networks.forEach((network, k) => {
      this.paintAnswers(this.places[`map${k}`], k, moment.theta);
      if (!this.places[`slope${k}`]) return;
      this.paintGradients(this.places[`gradient${k}`], k);
      this.paintSlopes(this.places[`slope${k}`], k);
    });
    this.paintCurves(this.places.cost, "cost", data.log_cost, "cost");
    if (data.classes) this.paintCurves(this.places.accuracy, "accuracy", false, "accuracy, %");
    const { updates } = moment;
    this.moment.textContent = `epoch ${this.epoch.toFixed(updates % data.per_epoch ? 2 : 0)} · update ${updates.toLocaleString("en")}`;
    this.player.textContent = this.replaying ? "❚❚" : "▶ replay";
    this.player.setAttribute("aria-label", this.replaying ? "Stop the replay" : "Replay the whole run");
    this.player.disabled = store.playing || store.snapshots.length < 2;
    this.branch.disabled = store.playing || store.shown === null;
    this.scrub.disabled = store.playing;
    this.scrub.setAttribute("aria-valuetext", this.moment.textContent);
    canvas.setAttribute("aria-label", this.describe());
    this.root.dataset.frames = Number(this.root.dataset.frames ?? 0) + 1;
    this.root.dataset.updates = updates;
  }

  describe() {
    const { data } = this;
    return (
      data.networks
        .map((network, k) => {
          const cost = written(this.value(this.rowOf(k), k, "cost"));
          const accuracy = data.classes ? `, accuracy ${this.percent(this.value(this.rowOf(k), k, "accuracy"))}` : "";
          return `${network.name}: cost ${cost}${accuracy}`;
        })
        .join("; ") + ` at epoch ${Math.floor(this.epoch)}`
    );
  }

  value(row, k, name) {
    const at = this.data.columns.indexOf(`${name}${k}`);
    return row && at >= 0 ? row[at] : NaN;
  }

  // The last row in which a network still had numbers, up to the moment shown.
  rowOf(k) {
    let at = Math.min(Math.floor(this.epoch), this.store.rows.length - 1);
    while (at > 0 && !Number.isFinite(this.value(this.store.rows[at], k, "cost"))) at--;
    return this.store.rows[at];
  }

  percent(share) {
    return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : "undefined";
  }

  layout(width, height) {
    const { data } = this;
    const pair = data.networks.length === 2;
    const [gap, head] = [14, 24];
    const half = (width - gap) / 2;
    const small = height < 380; // a phone's picture: what the networks answer, cost and accuracy
    const side = Math.min(half, (small ? 0.62 : pair ? 0.42 : 0.5) * height - head);
    const top = head + side + 8;
    const rest = height - top;
    const box = (column, y, h, span = 1) => ({ x: column * (half + gap), y, w: span * half + (span - 1) * gap, h });
    const shares = small ? [1, 0, 0] : pair ? [0.4, 0.34, 0.26] : [0, 0.58, 0.42];
    const [curves, gradients, slopes] = shares.map((share) => share * rest);
    const places =
      pair || small
        ? { cost: box(0, top, curves, data.classes ? 1 : 2), accuracy: box(1, top, curves) }
        : { cost: box(1, 0, data.classes ? top / 2 : top), accuracy: box(1, top / 2, top / 2) };
    data.networks.forEach((_, k) => {
      places[`map${k}`] = { x: k * (half + gap), y: head, w: side, h: side, wide: half };
      if (small) return;
      places[`gradient${k}`] = box(k, top + curves, gradients, pair ? 1 : 2);
      places[`slope${k}`] = box(k, top + curves + gradients, slopes, pair ? 1 : 2);
    });
    return places;
  }

  text(words, x, y, { size = 13, weight = 400, colour = this.theme.text, align = "left", alpha = 1 } = {}) {
    const { context } = this;
    context.font = `${weight} ${size}px ${this.theme.font}`;
    context.fillStyle = colour;
    context.textAlign = align;
    context.globalAlpha = alpha;
    context.fillText(words, x, y);
    context.globalAlpha = 1;
  }

  colour(k) {
    return this.theme.series[this.data.networks[k].series] ?? this.theme.text;
  }

  paintAnswers(place, k, theta) {
    const { context, data, theme } = this;
    const network = data.networks[k];
    const size = theta.length / data.networks.length;
    const layers = forward(
      theta.subarray(k * size, (k + 1) * size),
      data.sizes,
      network.hidden,
      data.output,
      this.grid,
    );
    const units = data.sizes.at(-1);
    context.imageSmoothingEnabled = true;
    context.drawImage(
      paintMap(layers.at(-1), units, data.side, data.output, data.classes, theme),
      place.x,
      place.y,
      place.w,
      place.h,
    );
    this.answers ??= [];
    this.answers[k] = layers.at(-1);
    const [[left, right], [low, high]] = data.window;
    const put = ([x1, x2, y], hollow) => {
      const kind = data.classes ? y : y > 0 ? 1 : 0;
      drawPoint(
        context,
        place.x + ((x1 - left) / (right - left)) * place.w,
        place.y + ((high - x2) / (high - low)) * place.h,
        kind,
        3,
        hollow,
        theme,
      );
    };
    for (const point of this.test) put(point, true);
    for (const point of this.training) put(point, false);
    context.strokeStyle = theme.faint;
    context.lineWidth = 1;
    context.strokeRect(place.x, place.y, place.w, place.h);
    this.text(network.name, place.x, 16, { size: 15, weight: 700, colour: this.colour(k) });
    const beside = place.x + place.w + 10;
    const room = place.wide - place.w;
    const row = this.rowOf(k);
    const lines = [["cost", written(this.value(row, k, "cost"))]];
    if (data.has_test) lines.push(["on test", written(this.value(row, k, "test_cost"))]);
    if (data.classes) lines.push(["right", this.percent(this.value(row, k, "accuracy"))]);
    if (data.classes && data.has_test) lines.push(["on test", this.percent(this.value(row, k, "test_accuracy"))]);
    if (room > 70) {
      lines.forEach(([label, number], i) => {
        this.text(label, beside, place.y + 20 + 46 * i, { alpha: 0.75 });
        this.text(number, beside, place.y + 40 + 46 * i, { size: 17, weight: 600 });
      });
    } else {
      const number = data.classes ? `${this.percent(this.value(row, k, "accuracy"))} right` : lines[0][1];
      this.text(number, place.x + place.w, 16, { size: 15, weight: 600, align: "right" });
    }
  }

  // The part of a box that a chart has for its curves, with its title above and its numbers at the left.
  frame(place, title, range, log) {
    const { context, theme } = this;
    const inner = { x: place.x + 52, y: place.y + 23, w: place.w - 58, h: place.h - 43 };
    this.text(title, place.x, place.y + 13, { weight: 600 });
    const end = Math.max(10, this.store.rows.length - 1);
    const [low, high] = range;
    inner.px = (epoch) => inner.x + (epoch / end) * inner.w;
    const place01 = log
      ? (v) => (Math.log10(Math.max(v, low)) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
      : (v) => (v - low) / (high - low);
    inner.py = (v) => inner.y + inner.h * (1 - Math.max(0, Math.min(1, place01(v))));
    inner.end = end;
    const ticks = !range[1] ? [] : log ? this.powers(low, high) : [low, (low + high) / 2, high];
    for (const tick of ticks) {
      context.strokeStyle = theme.faint;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(inner.x, inner.py(tick));
      context.lineTo(inner.x + inner.w, inner.py(tick));
      context.stroke();
      this.text(this.short(tick, log), inner.x - 6, inner.py(tick) + 4, { size: 12, align: "right", alpha: 0.8 });
    }
    this.text("0", inner.x, inner.y + inner.h + 15, { size: 12, align: "center", alpha: 0.8 });
    this.text(`${end} epochs`, inner.x + inner.w, inner.y + inner.h + 15, { size: 12, align: "right", alpha: 0.8 });
    context.setLineDash([2, 3]);
    context.beginPath();
    const now = inner.px(Math.min(this.epoch, end));
    context.moveTo(now, inner.y);
    context.lineTo(now, inner.y + inner.h);
    context.strokeStyle = theme.text;
    context.globalAlpha = 0.5;
    context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
    return inner;
  }

  powers(low, high) {
    const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
    const step = Math.max(1, Math.ceil((last - first) / 3));
    const found = [];
    for (let power = first; power <= last; power += step) found.push(10 ** power);
    return found;
  }

  short(value, log) {
    if (log) {
      const power = Math.round(Math.log10(value));
      return `10${String(power).replace(/./g, (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)])}`;
    }
    return value === 0
      ? "0"
      : Math.abs(value) >= 1000
        ? written(value)
        : String(Number(value.toPrecision(3))).replace("-", "−");
  }

  line(inner, at, colour, { dash = [], width = 2, alpha = 1 } = {}) {
    const { context, store } = this;
    const n = store.rows.length;
    const stride = Math.max(1, Math.floor(n / (2 * inner.w)));
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.globalAlpha = alpha;
    context.beginPath();
    let drawn = false;
    for (let i = 0; i < n; i = i + stride < n || i === n - 1 ? i + stride : n - 1) {
      const value = at(store.rows[i]);
      if (!Number.isFinite(value)) continue;
      context[drawn ? "lineTo" : "moveTo"](inner.px(i), inner.py(value));
      drawn = true;
    }
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  extent(names, log) {
    let [low, high] = [Infinity, log ? 0 : -Infinity];
    for (const row of this.store.rows) {
      for (const at of names) {
        const value = row[at];
        if (!Number.isFinite(value) || (log && value <= 0)) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (log) {
      low = Math.max(low, 1e-12);
      return high > 0 ? [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high) + 1e-9)] : [0.1, 1];
    }
    return high > 0 ? [0, this.nice(high)] : [0, 1];
  }

  nice(value) {
    const unit = 10 ** Math.floor(Math.log10(value));
    return unit * [1, 1.5, 2, 3, 4, 6, 8, 10].find((share) => share * unit >= value);
  }

  paintCurves(place, name, log, title) {
    const { data } = this;
    const places = data.networks
      .flatMap((_, k) => [`${name}${k}`, `test_${name}${k}`])
      .map((column) => data.columns.indexOf(column))
      .filter((at) => at >= 0);
    const factor = name === "accuracy" ? 100 : 1;
    const range = name === "accuracy" ? [0, 100] : this.extent(places, log);
    const inner = this.frame(place, title, range, log);
    data.networks.forEach((network, k) => {
      this.line(inner, (row) => factor * this.value(row, k, name), this.colour(k), { dash: network.dash });
      if (data.has_test)
        this.line(inner, (row) => factor * this.value(row, k, `test_${name}`), this.colour(k), {
          dash: network.dash,
          width: 1,
          alpha: 0.7,
        });
    });
    if (data.has_test && place.w > 230)
      this.text("thin: on the test points", place.x + place.w - 4, place.y + 13, {
        size: 12,
        align: "right",
        alpha: 0.7,
      });
    inner.names = name;
    this.places[name].inner = inner;
  }

  paintGradients(place, k) {
    const { data } = this;
    const layers = data.sizes.length - 1;
    const columns = data.networks.flatMap((_, m) =>
      Array.from({ length: layers }, (_, l) => data.columns.indexOf(`gradient${l + 1}_${m}`)),
    );
    const inner = this.frame(place, "RMS gradient of each layer", this.extent(columns, true), true);
    const ends = [];
    for (let l = 0; l < layers; l++) {
      const at = data.columns.indexOf(`gradient${l + 1}_${k}`);
      const share = layers > 1 ? l / (layers - 1) : 1;
      this.line(inner, (row) => (row[at] > 0 ? row[at] : NaN), this.colour(k), {
        width: 1 + 1.5 * share,
        alpha: 0.45 + 0.55 * share,
        dash: l < layers - 1 ? [6, 1 + 4 * (1 - share)] : [],
      });
      const last = this.store.rows.at(-1)?.[at];
      if (Number.isFinite(last) && (layers <= 4 || l === 0 || l === layers - 1))
        ends.push([inner.py(last), l === layers - 1 ? "output" : `layer ${l + 1}`]);
    }
    // The names stand at the ends of their curves, moved apart where they would cover one another.
    ends.sort(([one], [other]) => one - other);
    let lowest = inner.y + 2;
    ends.forEach(([y, name], i) => {
      lowest = Math.min(Math.max(y - 3, lowest), inner.y + inner.h - 11 * (ends.length - 1 - i));
      this.text(name, inner.x + inner.w - 2, lowest, { size: 11, align: "right", alpha: 0.9 });
      lowest += 11;
    });
    inner.layers = layers;
    place.inner = inner;
  }

  paintSlopes(place, k) {
    const { context, data, store, theme } = this;
    const units = data.sizes.slice(1).reduce((sum, n) => sum + n, 0);
    const first = k * units;
    const inner = this.frame(place, "mean σ′ of each neuron: dark is saturated", [0, 0], false);
    const n = store.slopes.length;
    if (!n) return;
    const columns = Math.min(n, Math.max(1, Math.round(inner.w)));
    const image = new ImageData(columns, units);
    const [dark, light, none] = [rgb("#4A2C6E"), rgb("#F6D58A"), rgb(theme.background)];
    for (let c = 0; c < columns; c++) {
      const epoch = Math.floor((c * n) / columns);
      const row = Number.isFinite(this.value(store.rows[epoch], k, "cost")) ? store.slopes[epoch] : null;
      for (let u = 0; u < units; u++) {
        image.data.set([...(row ? mix(dark, light, row[first + u] / 255) : none), 255], 4 * (u * columns + c));
      }
    }
    const small = new OffscreenCanvas(columns, units);
    small.getContext("2d").putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    const width = Math.max(2, inner.px(n - 1) - inner.x);
    context.drawImage(small, inner.x, inner.y, width, inner.h);
    context.strokeStyle = theme.background;
    context.lineWidth = 2;
    let above = 0;
    data.sizes.slice(1).forEach((size, l) => {
      const [top, bottom] = [above, above + size].map((u) => inner.y + (u / units) * inner.h);
      above += size;
      if (l) context.strokeRect(inner.x, top - 0.5, inner.w, 0.01);
      const last = l === data.sizes.length - 2;
      const room = bottom - top >= 10 && (last || inner.y + inner.h - bottom + (bottom - top) / 2 >= 8);
      if (room || last)
        this.text(last ? "out" : `layer ${l + 1}`, inner.x - 6, (top + bottom) / 2 + 4, {
          size: 11,
          align: "right",
          alpha: 0.8,
        });
    });
    Object.assign(inner, { units, first });
    place.inner = inner;
  }

  // --- Values under the pointer ---

  hover(event) {
    if (!this.places) return;
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const within = ({ x: left, y: top, w, h }) => x >= left && x < left + w && y >= top && y < top + h;
    let words = "";
    for (const [name, place] of Object.entries(this.places)) {
      const area = name.startsWith("map") ? place : place.inner;
      if (area && within(area))
        words = name.startsWith("map") ? this.answerAt(Number(name[3]), area, x, y) : this.valueAt(name, area, x, y);
    }
    this.tip.hidden = !words;
    this.tip.textContent = words;
    this.tip.style.left = `${Math.min(x + 14, box.width - this.tip.offsetWidth - 4)}px`;
    this.tip.style.top = `${Math.max(0, y - 30)}px`;
  }

  answerAt(k, place, x, y) {
    const { data } = this;
    const [column, row] = [x - place.x, y - place.y].map((at) => Math.floor((at / place.w) * data.side));
    const [[left, right], [low, high]] = data.window;
    const units = data.sizes.at(-1);
    const at = (row * data.side + column) * units;
    const a = [...this.answers[k].subarray(at, at + units)].map((value) => written(value)).join(", ");
    const [x1, x2] = [
      left + ((column + 0.5) / data.side) * (right - left),
      high - ((row + 0.5) / data.side) * (high - low),
    ];
    return `x₁ = ${x1.toFixed(2)}, x₂ = ${x2.toFixed(2)}: a = ${a}`.replaceAll("-", "−");
  }

  valueAt(name, inner, x, y) {
    const { data, store } = this;
    const epoch = Math.round(((x - inner.x) / inner.w) * inner.end);
    const row = store.rows[epoch];
    if (!row) return "";
    if (inner.units) {
      let unit = Math.min(inner.units - 1, Math.floor(((y - inner.y) / inner.h) * inner.units));
      const slope = store.slopes[epoch]?.[inner.first + unit];
      let layer = 1;
      while (unit >= data.sizes[layer]) unit -= data.sizes[layer++];
      return `epoch ${epoch}, ${layer === data.sizes.length - 1 ? "output" : `layer ${layer}`}, neuron ${unit + 1}: mean σ′ ${((slope / 255) * data.networks[Number(name.at(-1))].steepest[layer - 1]).toFixed(3)}`;
    }
    if (inner.layers) {
      const k = Number(name.slice(-1));
      return (
        `epoch ${epoch}: ` +
        Array.from({ length: inner.layers }, (_, l) =>
          written(row[data.columns.indexOf(`gradient${l + 1}_${k}`)]),
        ).join(" · ")
      );
    }
    const percent = name === "accuracy";
    return (
      `epoch ${epoch}: ` +
      data.networks
        .map((network, k) => {
          const value = this.value(row, k, name);
          return `${network.name} ${percent ? this.percent(value) : written(value)}`;
        })
        .join(", ")
    );
  }
}
