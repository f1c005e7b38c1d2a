// An unseen component in the fragment that answers a drawing: it takes the ink of the pad (draw_digit.js) to Python, and
// brings the answers back as mail. So the script of the pad does not travel with every stroke.

export default function ({ data, parentElement, setTriggerValue }) {
  const feed = (parentElement.inkFeed ??= new InkFeed());
  return showLatest(
    parentElement,
    () => feed.show(data, surely(setTriggerValue)),
    () => feed.leave(),
  );
}

class InkFeed {
  constructor() {
    this.listener = ({ detail }) => this.setTriggerValue("ink", detail);
  }

  show(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    document.addEventListener("digit-ink", this.listener);
    (document.mail ??= {})[data.to] = data;
    document.dispatchEvent(new CustomEvent("mail", { detail: data.to }));
  }

  leave() {
    document.removeEventListener("digit-ink", this.listener);
  }
}
