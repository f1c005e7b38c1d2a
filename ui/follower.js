// An invisible component in the fragment that a moving slider redraws: it runs the fragment with each value of a drag.
//
// A component's change runs the fragment that it stands in. The sliders stand outside, so that they need not be drawn
// anew at each move, and call this one.

export default function ({ data, parentElement, setStateValue }) {
  const follower = (parentElement.follower ??= {});
  if (follower.listener) document.removeEventListener("live-slider", follower.listener);
  follower.listener = ({ detail }) => detail.fragment === data.fragment && setStateValue("hand", detail.hand);
  document.addEventListener("live-slider", follower.listener);
  return () => document.removeEventListener("live-slider", follower.listener);
}
