// Where the network goes on, out of sight: a sign at each such edge, and a press on it leads there.

class Beyond {
  constructor(root) {
    this.root = root;
    this.signs = [...root.parentElement.querySelectorAll(".more")];
    root.addEventListener("scroll", () => this.say());
    for (const sign of this.signs) sign.addEventListener("click", () => this.go(sign.dataset.to));
  }

  say() {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = this.root;
    const unseen = {
      left: scrollLeft,
      right: scrollWidth - clientWidth - scrollLeft,
      up: scrollTop,
      down: scrollHeight - clientHeight - scrollTop,
    };
    const fits = !this.root.matches(".tall");
    for (const sign of this.signs) sign.hidden = fits || unseen[sign.dataset.to] <= NEARLY;
  }

  go(to) {
    const { clientWidth, clientHeight } = this.root;
    const [x, y] = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[to];
    this.root.scrollBy({ left: 0.7 * x * clientWidth, top: 0.7 * y * clientHeight, behavior: "smooth" });
  }
}

const NEARLY = 2; // px out of sight that hide nothing
