// Ten test images, one of each digit, and what each network takes them for at the moment shown.

const SIDE = 28; // pixels along a side of an image
const BESIDE = 20; // pixels left of the images, for the networks' letters

class Watched {
  constructor(stage, place) {
    Object.assign(this, { stage, place, area: place });
  }

  paint() {
    const { stage, place } = this;
    const { context } = stage;
    stage.images.forEach((_, digit) => {
      const x = BESIDE + digit * place.cell + (place.cell - place.side) / 2;
      context.imageSmoothingEnabled = true;
      context.drawImage(this.inkOf(digit), x, place.y, place.side, place.side);
      stage.outline({ x, y: place.y, w: place.side, h: place.side }, { colour: stage.theme.faint });
    });
    stage.data.networks.forEach((_, k) => this.paintAnswers(k));
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
    const y = place.y + place.side + 4 + LINE * k + 13;
    const colour = stage.colour(k);
    stage.text(stage.data.networks[k].letter, 2, y, { size: 13, weight: 700, colour });
    stage.images.forEach((_, digit) => {
      const middle = BESIDE + (digit + 0.5) * place.cell;
      const { taken, sure } = this.answerOf(k, digit);
      if (!Number.isFinite(sure)) return;
      const right = taken === digit;
      const short = `${taken} ${right ? "✓" : "✗"}`;
      const long = `${short} ${Math.round(100 * sure)} %`;
      const weight = right ? 400 : 700;
      const words = stage.widthOf(long, 12, weight) < place.cell - 3 ? long : short;
      stage.text(words, middle, y, { size: 12, weight, align: "center", colour: right ? stage.theme.text : colour });
    });
  }

  answerOf(k, digit) {
    const row = this.stage.rowOf(k);
    const value = (name) => this.stage.value(row, k, `${name}${digit}_`);
    return { taken: value("taken"), sure: value("sure") };
  }

  valueAt(x) {
    const { stage, place } = this;
    const digit = Math.floor((x - BESIDE) / place.cell);
    if (!stage.images[digit]) return "";
    const answers = stage.data.networks.map(({ name }, k) => {
      const { taken, sure } = this.answerOf(k, digit);
      return Number.isFinite(sure) ? `${name} says ${taken} with ${percent(sure)}` : `${name} has overflowed`;
    });
    return `a ${digit}: ${answers.join(", ")}`;
  }
}
