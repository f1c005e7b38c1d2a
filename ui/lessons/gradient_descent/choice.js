// Which map of a pair is shown where there is room for one: a button for each, or for the words in the place of the other.

class MapChoice {
  constructor(maps) {
    this.maps = maps;
    this.chosen = 0;
    this.offered = false;
    this.row = maps.root.querySelector(".choice");
  }

  offer(offered) {
    this.offered = offered;
    this.row.hidden = !offered;
    this.maps.root.classList.toggle("one", offered);
    const { panels, note } = this.maps.data;
    const names = [...panels.map(({ name }) => name), ...(note ? ["why only one map?"] : [])];
    if (!offered || this.names?.join() === names.join()) return;
    this.names = names;
    this.row.replaceChildren(...names.map((name, k) => this.button(name, k)));
    this.mark();
  }

  button(name, k) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => {
      this.chosen = k;
      this.mark();
      this.maps.draw();
    });
    return button;
  }

  mark() {
    [...this.row.children].forEach((button, k) => {
      button.ariaPressed = String(k === this.chosen);
    });
  }
}
