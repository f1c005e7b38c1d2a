// A component that stands in the fragment that trains, and hands each message to the components that draw (store.js).
// It is sent anew with every message, and so is short. While an earlier moment is shown, it says that moment's numbers
// in place of the server's sentence, which is about the latest.
//
// The browser may skip messages that come fast. The feed asks for what is missing, and asks again until something comes:
// what it asks for is lost while the component is being drawn.

const AGAIN = 500; // ms
const TIMES = 20;

export default function ({ data, parentElement, setStateValue }) {
  const feed = (parentElement.feed ??= new Feed(parentElement.querySelector(".moment")));
  return showLatest(
    parentElement,
    () => feed.show(data, setStateValue),
    () => feed.leave(),
  );
}

class Feed {
  constructor(words) {
    this.words = words;
    this.missing = ({ detail }) => this.askFor(detail, TIMES);
    this.listener = () => this.speak();
  }

  show(data, setStateValue) {
    this.setStateValue = setStateValue;
    clearTimeout(this.asking);
    document.addEventListener("training-missing", this.missing);
    (document.trainingMail ??= []).push(data);
    document.dispatchEvent(new Event("training-mail"));
    this.store?.listeners.delete(this.listener);
    this.store = storeOf(data.run);
    this.store.listeners.add(this.listener);
    this.speak();
  }

  // Speak of the moment shown, unless it is the latest. The page hides the server's words by the mark on their place.
  speak() {
    const { store, words } = this;
    const earlier = store.shown !== null && store.about && store.now;
    const place = words.getRootNode().host?.closest('[class*="st-key-sentence_"]');
    if (place) place.toggleAttribute("data-earlier", Boolean(earlier));
    words.hidden = !earlier;
    if (!earlier) return;
    const { series } = themeOf(words);
    const pieces = sentenceOn(store, store.about).map(([text, k]) => {
      const piece = document.createElement(k === undefined ? "span" : "strong");
      piece.textContent = text;
      if (k !== undefined) piece.style.color = series[store.about.networks[k].series];
      return piece;
    });
    words.replaceChildren(...pieces);
  }

  askFor(detail, times) {
    clearTimeout(this.asking);
    if (times === 0) return;
    const ask = () => {
      this.setStateValue("have", `${detail}:${Date.now()}`); // never twice the same
      this.askFor(detail, times - 1);
    };
    this.asking = setTimeout(ask, times === TIMES ? 0 : AGAIN);
  }

  leave() {
    document.removeEventListener("training-missing", this.missing);
    this.store?.listeners.delete(this.listener);
    clearTimeout(this.asking);
  }
}
