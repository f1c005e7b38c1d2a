// The networks themselves: every weight a line, every neuron a small map of what it answers over the plane.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".inside");
  root.inside ??= new Inside(root);
  root.inside.show(data, setTriggerValue);
  return () => root.inside.leave();
}

const NEURON = 34; // pixels

class Inside {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.tip = root.querySelector(".tip");
    this.form = root.querySelector("form");
    this.listener = () => {
      if (this.store.playing) this.form.hidden = true;
      this.draw();
    };
    this.canvas.addEventListener("pointermove", (event) => this.hover(event));
    this.canvas.addEventListener("pointerleave", () => (this.tip.hidden = true));
    this.canvas.addEventListener("click", (event) => this.choose(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.form.elements.value.value.trim().replace(",", ".").replace("−", "-");
      const value = Number(text);
      if (text && Number.isFinite(value))
        this.setTriggerValue("set", { run: this.data.run, what: this.chosen.what, value, at: Date.now() });
      this.form.hidden = true;
    });
    this.form.addEventListener("keydown", (event) => event.key === "Escape" && (this.form.hidden = true));
    document.addEventListener("training-mail", readMail);
    new ResizeObserver(() => this.draw()).observe(root);
    new IntersectionObserver(() => this.draw()).observe(root);
  }

  show(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    this.store?.listeners.delete(this.listener);
    this.data = data;
    this.grid = numbers(data.grid);
    readMail();
    this.store = storeOf(data.run);
    this.store.listeners.add(this.listener);
    this.draw();
  }

  leave() {
    this.store?.listeners.delete(this.listener);
  }

  draw() {
    if (!this.drawing) this.drawing = requestAnimationFrame(() => ((this.drawing = null), this.paint()));
  }

  paint() {
    const { canvas, data, store } = this;
    const moment = shown(store);
    const box = canvas.getBoundingClientRect();
    if (!moment || !box.width || box.bottom < 0 || box.top > innerHeight) return; // what is not in sight costs nothing
    const scale = devicePixelRatio || 1;
    [canvas.width, canvas.height] = [Math.round(box.width * scale), Math.round(box.height * scale)];
    const context = (this.context = canvas.getContext("2d"));
    context.setTransform(scale, 0, 0, scale, 0, 0);
    this.theme = themeOf(this.root);
    this.lines = [];
    this.neurons = [];
    const count = data.networks.length;
    const wide = box.width >= 800;
    data.networks.forEach((network, k) => {
      const area = wide
        ? { x: (k * box.width) / count, y: 0, w: box.width / count, h: box.height }
        : { x: 0, y: (k * box.height) / count, w: box.width, h: box.height / count };
      this.paintNetwork(area, network, k, moment.theta);
    });
    const largest = this.lines.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0);
    canvas.setAttribute(
      "aria-label",
      `${data.networks.map(({ name }) => name).join(" and ")} as drawn networks; the largest weight is ${written(largest)}`,
    );
  }

  paintNetwork(area, network, k, thetas) {
    const { context, data, theme } = this;
    const size = thetas.length / data.networks.length;
    const theta = thetas.subarray(k * size, (k + 1) * size);
    const layers = forward(theta, data.sizes, network.hidden, data.output, this.grid);
    context.font = `700 15px ${theme.font}`;
    context.textAlign = "left";
    context.fillStyle = theme.series[network.series];
    context.fillText(network.name, area.x + 4, area.y + 16);
    const most = Math.max(...data.sizes);
    const tile = Math.max(14, Math.min(NEURON, (area.h - 40) / most - 6));
    const gap = (area.w - tile - 60) / Math.max(1, data.sizes.length - 1);
    const spot = (l, u) => ({
      x: area.x + 44 + l * gap,
      y: area.y + 30 + (area.h - 40) * ((u + 0.5) / data.sizes[l]) - tile / 2,
    });
    let at = 0;
    for (let l = 1; l < data.sizes.length; l++) {
      const [fanIn, units] = [data.sizes[l - 1], data.sizes[l]];
      for (let u = 0; u < units; u++) {
        for (let j = 0; j < fanIn; j++) {
          const [from, to] = [spot(l - 1, j), spot(l, u)];
          const value = theta[at + u * (fanIn + 1) + j];
          this.lines.push({
            x1: from.x + tile,
            y1: from.y + tile / 2,
            x2: to.x,
            y2: to.y + tile / 2,
            value,
            what: `${"AB"[k]}${at + u * (fanIn + 1) + j}`,
            words: `${network.name}: weight from ${this.named(l - 1, j)} to ${this.named(l, u)}`,
          });
        }
      }
      at += units * (fanIn + 1);
    }
    for (const { x1, y1, x2, y2, value, what } of this.lines.filter((line) => line.what[0] === "AB"[k])) {
      context.strokeStyle = CLASS_COLOURS[value > 0 ? 1 : 0];
      context.setLineDash(value > 0 ? [] : [4, 3]);
      context.lineWidth = Math.min(6, 0.3 + 1.2 * Math.abs(value));
      context.globalAlpha = what === this.chosen?.what ? 1 : Math.min(0.9, 0.15 + 0.4 * Math.abs(value));
      context.beginPath();
      context.moveTo(x1, y1);
      context.bezierCurveTo((x1 + x2) / 2, y1, (x1 + x2) / 2, y2, x2, y2);
      context.stroke();
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
    at = 0;
    data.sizes.forEach((units, l) => {
      const fanIn = data.sizes[l - 1];
      for (let u = 0; u < units; u++) {
        const { x, y } = spot(l, u);
        const own = Float32Array.from({ length: data.side ** 2 }, (_, i) => layers[l][i * units + u]);
        const last = l === data.sizes.length - 1;
        const reach = Math.max(1e-6, ...own.map(Math.abs));
        const name = l === 0 ? "linear" : last ? data.output : network.hidden;
        const scaled = ["linear", "relu", "leaky_relu"].includes(name) ? own.map((a) => a / reach) : own;
        context.imageSmoothingEnabled = true;
        context.drawImage(
          paintMap(scaled, 1, data.side, name === "softmax" ? "sigmoid" : name, 2, theme),
          x,
          y,
          tile,
          tile,
        );
        context.strokeStyle = theme.text;
        context.lineWidth = 1;
        context.strokeRect(x, y, tile, tile);
        const bias = l
          ? { what: `${"AB"[k]}${at + u * (fanIn + 1) + fanIn}`, value: theta[at + u * (fanIn + 1) + fanIn] }
          : null;
        this.neurons.push({
          x,
          y,
          tile,
          bias,
          words: `${network.name}: ${this.named(l, u)}, a from ${written(Math.min(...own))} to ${written(Math.max(...own))}`,
        });
        if (l === 0) {
          context.font = `13px ${theme.font}`;
          context.textAlign = "right";
          context.fillStyle = theme.text;
          context.fillText(data.features[u], x - 6, y + tile / 2 + 4);
        }
      }
      if (l) at += units * (fanIn + 1);
    });
  }

  named(l, u) {
    return l === 0
      ? this.data.features[u]
      : l === this.data.sizes.length - 1
        ? `output ${u + 1}`
        : `neuron ${u + 1} of layer ${l}`;
  }

  // The neuron, or else the weight, under the pointer.
  under(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const neuron = this.neurons?.find(
      (each) => x >= each.x && x <= each.x + each.tile && y >= each.y && y <= each.y + each.tile,
    );
    if (neuron)
      return {
        ...neuron.bias,
        x,
        y,
        words: neuron.bias ? `${neuron.words}, bias ${written(neuron.bias.value)}` : neuron.words,
      };
    let best = null;
    let nearest = 7;
    for (const line of this.lines ?? []) {
      if (x < line.x1 || x > line.x2) continue;
      const t = (x - line.x1) / (line.x2 - line.x1);
      const away = Math.abs(line.y1 + (line.y2 - line.y1) * t * t * (3 - 2 * t) - y);
      if (away < nearest) [nearest, best] = [away, line];
    }
    return best && { what: best.what, value: best.value, x, y, words: `${best.words}: ${written(best.value)}` };
  }

  hover(event) {
    const found = this.under(event);
    this.tip.hidden = !found;
    if (!found) return;
    this.canvas.style.cursor = found.what ? "pointer" : "default";
    this.tip.textContent = found.words;
    this.tip.style.left = `${Math.max(0, Math.min(found.x + 14, this.canvas.clientWidth - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${Math.max(0, found.y - 30)}px`;
  }

  choose(event) {
    const found = this.under(event);
    if (!found?.what || this.store.playing || this.store.shown !== null) return; // only the latest moment can be changed
    this.chosen = found;
    this.form.hidden = false;
    this.form.querySelector("label").firstChild.textContent =
      `${found.words.replace(/[:,] (bias )?[^:,]*$/, "")}${found.words.includes("bias") ? ", bias" : ""} = `;
    this.form.elements.value.value = Number(found.value.toPrecision(4));
    this.form.style.left = `${Math.max(0, Math.min(found.x, this.canvas.clientWidth - 360))}px`;
    this.form.style.top = `${found.y + 8}px`;
    this.form.elements.value.select();
    this.draw();
  }
}
