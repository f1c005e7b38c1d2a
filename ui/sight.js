// An unseen component that brings a part of the page into sight, once for each time it is asked to.

const AGAIN = [0, 150, 400, 900, 1800, 3000]; // ms; what is above may still be drawn
const OF_USERS = ["wheel", "touchstart", "pointerdown", "keydown"]; // whoever moves the page has the last word

export default function ({ data, parentElement }) {
  const sight = (parentElement.sight ??= new Sight());
  return showLatest(
    parentElement,
    () => sight.show(data),
    () => sight.stop(),
  );
}

class Sight {
  constructor() {
    this.stop = () => {
      for (const each of this.waiting ?? []) clearTimeout(each);
      for (const kind of OF_USERS) document.removeEventListener(kind, this.stop, true);
    };
  }

  show({ asked, key, block }) {
    const latest = window.latestSight ?? 0; // survives a change of the page, as Python's number does
    if (asked <= latest) return;
    window.latestSight = asked;
    this.stop();
    for (const kind of OF_USERS) document.addEventListener(kind, this.stop, true);
    const bring = () => document.querySelector(`.st-key-${key}`)?.scrollIntoView({ block });
    this.waiting = AGAIN.map((ms) => setTimeout(bring, ms));
  }
}
