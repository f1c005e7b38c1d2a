// Images of digits with words below each.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".gallery");
  return showLatest(
    parentElement,
    () => {
      const images = split(numbers(data.images, Uint8Array), DIGIT_SIDE ** 2);
      root.replaceChildren(...images.map((image, k) => framed(image, data.words[k], data.names[k])));
      root.leaveTheme ??= repaintWithTheme(root);
    },
    () => {
      root.leaveTheme?.();
      root.leaveTheme = null;
    },
  );
}

function framed(image, words, name) {
  const figure = document.createElement("figure");
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", name);
  const caption = document.createElement("figcaption");
  caption.append(
    ...words.map((line, k) => Object.assign(document.createElement(k ? "span" : "b"), { textContent: line })),
  );
  figure.append(canvas, caption);
  requestAnimationFrame(() => paintDigit(canvas, image)); // by then it stands on the page, and has the theme's colours
  return figure;
}
