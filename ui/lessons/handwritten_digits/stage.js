// The picture of a run for digits: ten images and what they are taken for, accuracy and cost, and each layer's gradient.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".stage");
  root.stage ??= new Stage(root);
  const show = () => root.stage.show(data, setTriggerValue);
  return showLatest(parentElement, show, () => root.stage.leave());
}

class Stage extends RunStage {
  take(data) {
    super.take(data);
    this.images = split(numbers(data.images, Uint8Array), SIDE * SIDE);
    this.inks = new Map();
  }

  placesFor(width, height) {
    return placesIn(this, width, height);
  }

  panelsIn(places) {
    return [
      new Watched(this, places.watched),
      new Curves(this, places.accuracy, "accuracy"),
      new Curves(this, places.cost, "cost"),
      ...(places.gradient ? [new Layers(this, places.gradient, "gradient")] : []),
      ...(places.slope ? [new Layers(this, places.slope, "slope")] : []),
    ];
  }

  paintOver() {
    if (!this.noting) this.paintLegend();
  }

  // Each network's name with its line, in its colour, and what other lines there are.
  paintLegend() {
    const { networks } = this.data;
    const { small } = this.places;
    const marks = networks.map(({ name, letter, dash }, k) => {
      const line = `2px ${dash.length ? "dashed" : "solid"} ${this.colour(k)}`;
      return marked(line, small && letter ? letter : name);
    });
    const pale = marked(`${PALE.width}px solid ${this.theme.text}`, "training images");
    pale.firstChild.style.opacity = PALE.alpha;
    const words = [
      ...(networks.some(({ book }) => book) ? ["· · · in the book"] : []),
      ...(small ? [] : ["below, wider: nearer the output"]),
      ...(!small && twoCosts(networks) ? ["two costs: compare how they fall, not their heights"] : []),
    ];
    const parts = [...marks, pale, ...words.map((text) => spanOf(text))];
    if (this.legend.textContent !== parts.map((each) => each.textContent).join(""))
      this.legend.replaceChildren(...parts);
    else
      [...marks, pale].forEach((mark, k) => {
        this.legend.children[k].firstChild.style.borderTopColor = mark.firstChild.style.borderTopColor;
      });
  }
}

function marked(line, name) {
  const mark = document.createElement("span");
  const drawn = mark.appendChild(document.createElement("i"));
  drawn.style.cssText = `display: inline-block; width: 1.6em; margin: 0 0.4em 0.25em 0; border-top: ${line}`;
  mark.append(name);
  return mark;
}

function spanOf(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span;
}
