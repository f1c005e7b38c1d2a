// Images of digits with words below each. A press on the number of one chooses it.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".gallery");
  return showLatest(
    parentElement,
    () => {
      const images = split(numbers(data.images, Uint8Array), DIGIT_SIDE ** 2);
      root.replaceChildren(...images.map((image, k) => framed(image, data, k, surely(setTriggerValue))));
      root.leaveTheme ??= repaintWithTheme(root);
    },
    () => {
      root.leaveTheme?.();
      root.leaveTheme = null;
    },
  );
}

function framed(image, { numbers, titles, words, names, told }, k, setTriggerValue) {
  const figure = document.createElement("figure");
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", names[k]);
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: titles[k], title: told ?? "" });
  button.disabled = !told;
  button.addEventListener("click", () => setTriggerValue("chosen", { number: numbers[k], at: Date.now() }));
  const caption = document.createElement("figcaption");
  caption.append(
    button,
    ...words[k].map((line) => Object.assign(document.createElement("span"), { textContent: line })),
  );
  figure.append(canvas, caption);
  requestAnimationFrame(() => paintDigit(canvas, image)); // by then it stands on the page, and has the theme's colours
  return figure;
}
