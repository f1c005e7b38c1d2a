// Ten test images, one of each digit, and what each network takes them for at the moment shown.

const SIDE = 28; // pixels along a side of an image
const BESIDE = 20; // pixels left of the images, for the networks' letters

class Watched {
  constructor(stage, place) {
    Object.assign(this, { stage, place, area: place });
  }

  paint() {
    const { stage, place } = this;
    this.paintTitle();
    place.cells.forEach(({ x, y, side }, digit) => {
      stage.context.imageSmoothingEnabled = true;
      stage.context.drawImage(this.inkOf(digit), x, y, side, side);
      stage.outline({ x, y, w: side, h: side }, { colour: stage.theme.faint });
    });
    for (const { k, x, y } of place.letters) {
      stage.text(stage.data.networks[k].letter, x, y, { size: 13, weight: 700, colour: stage.colour(k) });
    }
    stage.data.networks.forEach((_, k) => this.paintAnswers(k));
  }

  paintTitle() {
    const { stage, place } = this;
    const nets = stage.data.networks.length > 1 ? "each net takes" : "the net takes";
    const titles = [
      `Ten test images, what ${nets} them for (✓ right, ✗ wrong), and with which probability`,
      `Ten test images, and what ${nets} them for`,
      "Ten test images, and the answers",
      "Ten test images",
    ];
    const title = titles.find((each) => stage.widthOf(each, 13, 600) <= place.w) ?? titles.at(-1);
    stage.text(title, place.x, place.y + 13, { weight: 600 });
  }

  // The image in the theme's colours, made once for each theme.
  inkOf(digit) {
    const { stage } = this;
    const { background, text } = stage.theme;
    const name = `${digit}${background}${text}`;
    if (!stage.inks.has(name)) {
      const [paper, ink] = [rgb(background), rgb(text)];
      const image = stage.images[digit];
      const made = imageOf(SIDE, SIDE, (column, row) => mix(paper, ink, image[row * SIDE + column] / 255));
      stage.inks.set(name, made);
    }
    return stage.inks.get(name);
  }

  paintAnswers(k) {
    const { stage, place } = this;
    place.cells.forEach(({ lines, align, room }, digit) => {
      const { taken, sure } = this.answerOf(k, digit);
      if (!Number.isFinite(sure)) return;
      const right = taken === digit;
      const short = `${taken} ${right ? "✓" : "✗"}`;
      const long = `${short} ${Math.round(100 * sure)} %`;
      const weight = right ? 400 : 700;
      const words = stage.widthOf(long, 12, weight) < room ? long : short;
      const colour = right ? stage.theme.text : stage.colour(k);
      stage.text(words, lines[k].x, lines[k].y, { size: 12, weight, align, colour });
    });
  }

  answerOf(k, digit) {
    const row = this.stage.rowOf(k);
    const value = (name) => this.stage.value(row, k, `${name}${digit}_`);
    return { taken: value("taken"), sure: value("sure") };
  }

  valueAt(x, y) {
    const { stage, place } = this;
    const digit = place.cells.findIndex(({ box }) => contains(box, [x, y]));
    if (digit < 0) return "";
    const answers = stage.data.networks.map(({ name }, k) => {
      const { taken, sure } = this.answerOf(k, digit);
      return Number.isFinite(sure) ? `${name} says ${taken} with ${percent(sure)}` : `${name} has overflowed`;
    });
    return `a ${digit}: ${answers.join(", ")}`;
  }
}
