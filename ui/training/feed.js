// A component without a picture: it stands in the fragment that trains, and hands each message to the components that
// draw (store.js). It is sent anew with every message, and so is short.
//
// The browser may skip messages that come fast. The feed asks for what is missing, and asks again until something comes:
// what it asks for is lost while the component is being drawn.

const AGAIN = 500; // ms
const TIMES = 20;

export default function ({ data, parentElement, setStateValue }) {
  const feed = (parentElement.feed ??= new Feed());
  return showLatest(
    parentElement,
    () => feed.show(data, whileHere(setStateValue)),
    () => feed.leave(),
  );
}

class Feed {
  constructor() {
    this.missing = ({ detail }) => this.askFor(detail, TIMES);
  }

  show(data, setStateValue) {
    this.setStateValue = setStateValue;
    clearTimeout(this.asking);
    document.addEventListener("training-missing", this.missing);
    (document.trainingMail ??= []).push(data);
    document.dispatchEvent(new Event("training-mail"));
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
    clearTimeout(this.asking);
  }
}
