// Words on the moment shown, in place of the server's sentence, which is about the latest, while that moment is earlier.

export default function ({ data, parentElement }) {
  const words = (parentElement.words ??= new Words(parentElement.querySelector(".moment")));
  return showLatest(
    parentElement,
    () => words.show(data),
    () => words.leave(),
  );
}

class Words {
  constructor(place) {
    this.place = place;
    this.listener = () => this.speak();
  }

  show(data) {
    this.store?.listeners.delete(this.listener);
    this.data = data;
    this.store = storeOf(data.run);
    this.store.listeners.add(this.listener);
    this.speak();
  }

  leave() {
    this.store?.listeners.delete(this.listener);
  }

  // The page hides the server's words by the mark on their place.
  speak() {
    const { store, place, data } = this;
    const earlier = Boolean(store.shown !== null && store.now);
    place.getRootNode().host?.closest('[class*="st-key-sentence_"]')?.toggleAttribute("data-earlier", earlier);
    place.hidden = !earlier;
    if (!earlier) return;
    const { series } = themeOf(place);
    const pieces = sentenceOn(store, data).map(([text, k]) => {
      const piece = document.createElement(k === undefined ? "span" : "strong");
      piece.textContent = text.replaceAll(" %", "\u00a0%");
      if (k !== undefined) piece.style.color = series[data.networks[k].series];
      return piece;
    });
    place.replaceChildren(...pieces);
  }
}
