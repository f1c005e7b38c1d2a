// Making elements, finding them, and where they are.

function label(text, name = "of") {
  return made("span", name, text);
}

function made(kind, name, text = "") {
  const element = document.createElement(kind);
  element.className = name;
  element.textContent = text;
  return element;
}

function range(n) {
  return Array.from({ length: n }, (_, i) => i + 1);
}

// The first such element in the components within a part of the page.
function inShadows(part, selector) {
  const roots = [...part.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  return [part, ...roots].map((root) => root.querySelector(selector)).find(Boolean);
}

function centre(element) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return [(left + right) / 2, (top + bottom) / 2];
}
