// An invisible component in the fragment that a moving slider redraws: it runs the fragment with each value of a drag.
//
// A component's change runs the fragment that it stands in. The sliders stand outside, so that they need not be drawn
// anew at each move, and call this one. One message says where all sliders are that have just moved: a point on a map
// moves two at once, and of two messages that come together only the last one counts.

const TOGETHER = 300; // ms

export default function ({ data, parentElement, setStateValue }) {
  const follower = (parentElement.follower ??= new Follower());
  return showLatest(
    parentElement,
    () => follower.show(data, whileHere(setStateValue)),
    () => follower.leave(),
  );
}

class Follower {
  constructor() {
    this.latest = {}; // by the sliders' keys
    this.listener = ({ detail }) => detail.fragment === this.fragment && this.pass(detail.move);
  }

  show({ fragment }, setStateValue) {
    Object.assign(this, { fragment, setStateValue });
    document.addEventListener("live-slider", this.listener);
    document.dispatchEvent(new CustomEvent("followed", { detail: fragment }));
  }

  pass(move) {
    const now = performance.now();
    this.latest[move.key] = { move, at: now };
    const recent = Object.values(this.latest).filter(({ at }) => now - at < TOGETHER);
    this.setStateValue(
      "moves",
      recent.map((each) => each.move),
    );
  }

  leave() {
    document.removeEventListener("live-slider", this.listener);
  }
}
