// An invisible component in the fragment that a moving slider redraws: it runs the fragment with each value of a drag.
//
// A component's change runs the fragment that it stands in. The sliders stand outside, so that they need not be drawn
// anew at each move, and call this one.

export default function ({ data, parentElement, setStateValue }) {
  const follower = (parentElement.follower ??= new Follower());
  return showLatest(
    parentElement,
    () => follower.show(data.fragment, setStateValue),
    () => follower.leave(),
  );
}

class Follower {
  constructor() {
    this.listener = ({ detail }) => detail.fragment === this.fragment && this.setStateValue("move", detail.move);
  }

  show(fragment, setStateValue) {
    Object.assign(this, { fragment, setStateValue });
    document.addEventListener("live-slider", this.listener);
  }

  leave() {
    document.removeEventListener("live-slider", this.listener);
  }
}
