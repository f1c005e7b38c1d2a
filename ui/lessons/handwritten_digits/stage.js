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

  // Each network's name with its line, in its colour.
  paintLegend() {
    const marks = this.data.networks.map(({ name, dash }, k) => {
      const mark = document.createElement("span");
      const line = mark.appendChild(document.createElement("i"));
      line.style.cssText = `display: inline-block; width: 1.6em; margin: 0 0.4em 0.25em 0; border-top: 2px ${dash.length ? "dashed" : "solid"} ${this.colour(k)}`;
      mark.append(name);
      return mark;
    });
    const book = this.data.networks.some(({ book }) => book) ? ["· · · in the book"] : [];
    const words = [...marks, ...["thin: on training images", ...book].map((text) => spanOf(text))];
    if (this.legend.textContent !== words.map((each) => each.textContent).join(""))
      this.legend.replaceChildren(...words);
    else marks.forEach((_, k) => (this.legend.children[k].firstChild.style.borderTopColor = this.colour(k)));
  }
}

function spanOf(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span;
}
