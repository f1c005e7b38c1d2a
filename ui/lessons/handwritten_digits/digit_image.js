// An image of a digit, 28 × 28 bytes, on a small canvas that the page shows larger: ink in the colour of the words.

const DIGIT_SIDE = 28;

function paintDigit(canvas, bytes) {
  Object.assign(canvas, { width: DIGIT_SIDE, height: DIGIT_SIDE, digit: bytes });
  canvas.getContext("2d").drawImage(inkImage(bytes, DIGIT_SIDE, rgb(themeOf(canvas).text)), 0, 0);
}

// Bytes of ink, side × side, as an image in one colour that is transparent where the paper is.
function inkImage(bytes, side, colour = [0, 0, 0]) {
  const image = new ImageData(side, side);
  bytes.forEach((strength, i) => {
    image.data.set([...colour, strength], 4 * i);
  });
  const canvas = new OffscreenCanvas(side, side);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

// Streamlit has set its new colours a moment after the change.
function repaintWithTheme(root) {
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const again = () => {
    for (const canvas of root.querySelectorAll("canvas")) if (canvas.digit) paintDigit(canvas, canvas.digit);
  };
  const changed = () => setTimeout(again, 200);
  scheme.addEventListener("change", changed);
  return () => scheme.removeEventListener("change", changed);
}
