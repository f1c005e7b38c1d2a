// What one network answers over the plane, with the points, its name, its cost and its accuracy.

class Responses {
  constructor(stage, place, k) {
    Object.assign(this, { stage, place, k, area: place });
    this.network = stage.data.networks[k];
  }

  paint(thetas) {
    const { stage, place } = this;
    this.paintImage(thetas);
    this.paintPoints(stage.test, true);
    this.paintPoints(stage.training, false);
    stage.outline(place, { colour: stage.theme.faint });
    if (stage.data.origin && place.w > 130) paintAxes(stage, place);
    this.paintName();
    if (place.beside) this.paintNumbersBeside();
    else this.paintNumberAbove();
  }

  // A name that is too long for its picture is written smaller.
  paintName() {
    const { stage, place, network } = this;
    const size = Math.min(15, Math.max(9, (15 * place.w) / stage.widthOf(network.name, 15, 700)));
    stage.text(network.name, place.x, 16, { size, weight: 700, colour: stage.colour(this.k) });
  }

  paintImage(thetas) {
    const { stage, place, network, k } = this;
    const { data, theme, context } = stage;
    const theta = partOf(thetas, k, data.networks.length);
    const a = forward(theta, data.sizes, network.hidden, data.output, stage.grid).at(-1);
    const how = { units: data.sizes.at(-1), side: data.side, range: data.targets, theme };
    context.imageSmoothingEnabled = true;
    context.drawImage(answerImage(a, how), place.x, place.y, place.w, place.h);
    stage.answers[k] = a;
  }

  paintPoints(points, hollow) {
    const { stage, place } = this;
    const [[left, right], [low, high]] = stage.data.window;
    const size = Math.max(2.2, Math.min(4.5, place.w / 70));
    for (const [x1, x2, y] of points) {
      const kind = stage.data.classes ? y : y > 0 ? 1 : 0;
      const x = place.x + ((x1 - left) / (right - left)) * place.w;
      const down = place.y + ((high - x2) / (high - low)) * place.h;
      drawPoint(stage.context, x, down, { kind, size, hollow, theme: stage.theme });
    }
  }

  paintNumbersBeside() {
    const { stage, place, k } = this;
    const { classes, has_test } = stage.data;
    const row = stage.rowOf(k);
    const beside = place.x + place.w + 10;
    ["training", ...(has_test ? ["test"] : [])].forEach((set, i) => {
      const value = (name) => stage.value(row, k, i ? `test_${name}` : name);
      let y = place.y + 14 + 92 * i;
      stage.text(`${set} points`, beside, y, { alpha: 0.8 });
      if (classes) stage.text(`${percent(value("accuracy"))} right`, beside, (y += 22), { size: 14, weight: 600 });
      stage.text("cost", beside, (y += 22), { alpha: 0.8 });
      stage.text(written(value("cost")), beside + 30, y, { size: 14, weight: 600 });
    });
  }

  paintNumberAbove() {
    const { stage, place, k } = this;
    const row = stage.rowOf(k);
    const right = stage.data.classes && `${percent(stage.value(row, k, "accuracy"))} right`;
    const number = right || written(stage.value(row, k, "cost"));
    const [x, y, align] = place.head > 24 ? [place.x, 34, "left"] : [place.x + place.w, 16, "right"];
    stage.text(number, x, y, { size: 15, weight: 600, align });
  }

  // The point of the plane at a place of the picture.
  pointAt(x, y) {
    const { place, stage } = this;
    const [[left, right], [low, high]] = stage.data.window;
    return [left + ((x - place.x) / place.w) * (right - left), high - ((y - place.y) / place.h) * (high - low)];
  }

  valueAt(x, y) {
    const { place, stage, k } = this;
    const { side, window, sizes } = stage.data;
    const [column, row] = [x - place.x, y - place.y].map((at) => Math.floor((at / place.w) * side));
    const [[left, right], [low, high]] = window;
    const x1 = left + ((column + 0.5) / side) * (right - left);
    const x2 = high - ((row + 0.5) / side) * (high - low);
    const units = sizes.at(-1);
    const at = (row * side + column) * units;
    const answer = stage.answers[k].subarray(at, at + units);
    const { origin, targets } = stage.data;
    if (origin) {
      const [first, second] = [x1, x2].map((x, i) => `${origin.inputs[i]} = ${shortly(givenOf(origin, i, x))}`);
      return `${first}, ${second}: ${answerInWords(origin, answer, targets)}`;
    }
    const a = [...answer].map((value) => written(value)).join(", ");
    return withMinus(`x₁ = ${x1.toFixed(2)}, x₂ = ${x2.toFixed(2)}: a = ${a}`);
  }
}

// The parameters of one network among those of all.
function partOf(thetas, k, networks) {
  const size = thetas.length / networks;
  return thetas.subarray(k * size, (k + 1) * size);
}
