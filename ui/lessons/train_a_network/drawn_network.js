// One drawn network: where its neurons and weights are on the canvas, what they are called, and how they are painted.

const NEURON = 34; // pixels

class DrawnNetwork {
  constructor(inside, area, k, thetas) {
    Object.assign(this, { inside, area });
    const { data } = inside;
    this.network = data.networks[k];
    this.sizes = data.sizes;
    this.theta = partOf(thetas, k, data.networks.length);
    this.layers = forward(this.theta, this.sizes, this.network.hidden, data.output, inside.grid);
    this.tile = Math.max(14, Math.min(NEURON, (area.h - 40) / Math.max(...this.sizes) - 6));
    this.gap = (area.w - this.tile - 60) / Math.max(1, this.sizes.length - 1);
    this.lines = [];
    this.neurons = [];
    this.sizes.forEach((units, l) => {
      for (let u = 0; u < units; u++) this.place(l, u);
    });
  }

  // Where a neuron's image stands.
  spot(l, u) {
    const { area, tile, gap, sizes } = this;
    const y = area.y + 30 + (area.h - 40) * ((u + 0.5) / sizes[l]) - tile / 2;
    return { x: area.x + 44 + l * gap, y };
  }

  // The index in theta of a neuron's first weight; its bias follows its weights.
  start(l, u) {
    let at = 0;
    for (let below = 1; below < l; below++) at += this.sizes[below] * (this.sizes[below - 1] + 1);
    return at + u * (this.sizes[l - 1] + 1);
  }

  parameter(index) {
    return { what: `${this.network.letter}${index}`, value: this.theta[index] };
  }

  place(l, u) {
    const { tile, sizes } = this;
    const to = this.spot(l, u);
    const name = this.called(l, u);
    const side = this.inside.data.side;
    const own = Float32Array.from({ length: side ** 2 }, (_, i) => this.layers[l][i * sizes[l] + u]);
    const words = `${this.network.name}: ${name}, a from ${written(Math.min(...own))} to ${written(Math.max(...own))}`;
    const neuron = { ...to, l, tile, own, words };
    this.neurons.push(neuron);
    if (l === 0) return;
    const first = this.start(l, u);
    const bias = this.parameter(first + sizes[l - 1]);
    Object.assign(neuron, bias, { label: `${words}, bias`, words: `${words}, bias ${written(bias.value)}` });
    for (let j = 0; j < sizes[l - 1]; j++) {
      const from = this.spot(l - 1, j);
      const weight = this.parameter(first + j);
      const label = `${this.network.name}: weight from ${this.called(l - 1, j)} to ${name}`;
      const ends = { x1: from.x + tile, y1: from.y + tile / 2, x2: to.x, y2: to.y + tile / 2 };
      this.lines.push({ ...ends, ...weight, label, words: `${label}: ${written(weight.value)}` });
    }
  }

  called(l, u) {
    if (l === 0) return this.inside.data.features[u];
    return l === this.sizes.length - 1 ? `output ${u + 1}` : `neuron ${u + 1} of layer ${l}`;
  }

  paint() {
    const { inside, area, network } = this;
    const colour = inside.theme.series[network.series];
    inside.text(network.name, area.x + 4, area.y + 16, { size: 15, weight: 700, colour });
    for (const line of this.lines) this.paintWeight(line);
    for (const neuron of this.neurons) this.paintNeuron(neuron);
    inside.data.features.forEach((feature, u) => {
      const { x, y } = this.spot(0, u);
      inside.text(fitted(inside, feature, x - 10 - area.x), x - 6, y + this.tile / 2 + 4, { align: "right" });
    });
  }

  paintWeight({ x1, y1, x2, y2, value, what }) {
    const size = Math.abs(value);
    const here = what === this.inside.chosen?.what;
    const trace = (context) => {
      context.moveTo(x1, y1);
      context.bezierCurveTo((x1 + x2) / 2, y1, (x1 + x2) / 2, y2, x2, y2);
    };
    this.inside.stroke(trace, {
      colour: classColour(value > 0 ? 1 : 0, this.inside.theme),
      dash: value > 0 ? [] : [4, 3],
      width: here ? 6 : Math.min(6, 0.3 + 1.2 * size),
      alpha: here ? 1 : Math.min(0.9, 0.15 + 0.4 * size),
    });
  }

  // The colours span the range of the activation; where that has no end, the largest |a| on the plane. An output's are
  // those of the large picture: white is where it decides.
  paintNeuron({ x, y, l, tile, own, what }) {
    const { context, data, theme } = this.inside;
    const largest = Math.max(1e-6, ...own.map(Math.abs));
    const isOutput = l === this.sizes.length - 1;
    const range = isOutput ? data.targets : (this.network.ranges[l] ?? [-largest, largest]);
    context.imageSmoothingEnabled = true;
    context.drawImage(answerImage(own, { units: 1, side: data.side, range, theme }), x, y, tile, tile);
    const here = what !== undefined && what === this.inside.chosen?.what;
    this.inside.outline({ x, y, w: tile, h: tile }, { width: here ? 4 : 1 });
  }
}

function isOver({ x, y, tile }, px, py) {
  return px >= x && px <= x + tile && py >= y && py <= y + tile;
}

// How far above or below a line the pointer is.
function distanceTo({ x1, y1, x2, y2 }, x, y) {
  if (x < x1 || x > x2) return Infinity;
  const t = (x - x1) / (x2 - x1);
  return Math.abs(y1 + (y2 - y1) * t * t * (3 - 2 * t) - y);
}
