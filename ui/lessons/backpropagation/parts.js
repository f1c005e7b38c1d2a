// On a projector, in a low window and on a phone a network is drawn in part where there is no room for all of it: what is
// known at the stage, what the stage is about, or at least what the chosen number is made of; and besides whatever else
// there is room for. What is left out leaves a sign that shows it when it is pressed: a layer its name, a neuron three
// dots.

// Which numbers are drawn, from most to fewest: a function of a number's code for each degree.
function degreesOf({ numbers, needed, chosen, factors, fresh }, buttons) {
  const known = (code) => numbers[code] !== undefined;
  const formula = (known(chosen) ? [chosen, ...factors] : fresh).filter(known);
  const asked = new Set([...needed, ...formula]);
  const wanted = (code) => known(code) && asked.has(code);
  const within = (part) => {
    const parts = new Set(formula.map((code) => buttons[code].closest(part)));
    return (code) => wanted(code) && parts.has(buttons[code].closest(part));
  };
  return [known, wanted, within(".column"), within(".nodes > *, .cost"), (code) => formula.includes(code)];
}

// What may be drawn besides, in three rounds: of each column the inputs and outputs, all of its boxes, and all that is
// known. Nearest to the chosen number it begins. A round of a column: where it is, and its codes.
function roundsOf({ numbers, chosen, fresh }, buttons, columns) {
  const placeOf = (code) => [...columns.children].indexOf(buttons[code].closest(".column"));
  const known = Object.keys(numbers).filter((code) => buttons[code]);
  const here = placeOf(known.includes(chosen) ? chosen : fresh[0]);
  const far = (column) => Math.abs(column - here);
  const places = range(columns.children.length).map((k) => k - 1);
  places.sort((one, other) => far(one) - far(other));
  const rounds = [(code) => /^[xay]\d/.test(code), (code) => buttons[code].closest(".box"), () => true];
  return rounds.flatMap((isIn) =>
    places.map((column) => [column, known.filter((code) => placeOf(code) === column && isIn(code))]),
  );
}

// Leave out the rows without such a number, and what then is empty.
function leaveOut(columns, rows, drawn) {
  for (const [elements, codes] of rows) {
    const out = !codes.some(drawn);
    for (const element of elements) element.classList.toggle("out", out);
  }
  for (const button of columns.querySelectorAll(".chip > [data-code]:not(.out)")) showOwner(button.parentElement);
  for (const box of columns.querySelectorAll(".box")) leaveOutInstances(box, drawn);
  const isEmpty = (part) => !part.querySelector("[data-code]:not(.out)");
  for (const part of columns.querySelectorAll(".chip, .neuron > .box, .cost")) {
    part.classList.toggle("out", isEmpty(part));
  }
  for (const node of columns.querySelectorAll(".nodes > *")) node.classList.toggle("away", isEmpty(node));
  for (const column of columns.children) column.classList.toggle("folded", isEmpty(column));
}

// A gradient or a new value is read beside its weight or bias.
function showOwner(chip) {
  for (const element of [...chip.children].slice(0, 2)) element.classList.remove("out");
}

// Instances of which a box has no such number. Its cells stand in rows: a name, and then a cell for each instance.
function leaveOutInstances(box, drawn) {
  const heads = box.querySelectorAll(".case").length;
  if (!heads) return;
  const cells = [...box.children];
  let left = 0;
  for (let k = 1; k <= heads; k++) {
    const own = cells.filter((_, at) => at % (heads + 1) === k);
    const out = !own.some(({ dataset }) => dataset.code && drawn(dataset.code));
    own[0].classList.toggle("out", out);
    if (out) for (const cell of own) cell.classList.add("out");
    else left++;
  }
  box.style.setProperty("--drawn", Math.max(left, 1));
}

function isDrawn(element) {
  return element.getClientRects().length > 0;
}
