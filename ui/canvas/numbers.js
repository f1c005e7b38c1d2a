// Numbers: as they travel from the server, and as they are written on the screen.

function numbers(text, Kind = Float32Array) {
  const bytes = Uint8Array.from(atob(text ?? ""), (sign) => sign.charCodeAt(0));
  return new Kind(bytes.buffer);
}

function split(flat, width) {
  return Array.from({ length: width ? flat.length / width : 0 }, (_, i) => flat.subarray(i * width, (i + 1) * width));
}

function written(x) {
  if (!Number.isFinite(x)) return "undefined";
  if (x === 0) return "0";
  if (Math.abs(x) > 3.4e38) return "> 10³⁸"; // the largest number that a message can bring
  const power = Math.floor(Math.log10(Math.abs(x)) + 1e-12);
  if (power < -3 || power > 5) return withMinus(`${(x / 10 ** power).toFixed(3)}\u00a0×\u00a010${superscript(power)}`);
  return withMinus(x.toFixed(Math.max(0, 3 - power)));
}

function superscript(power) {
  return String(power).replace(/./g, (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]);
}

function withMinus(text) {
  return text.replaceAll("-", "−");
}

// The smallest of these shares of a power of ten that is at least the value.
function roundedUp(value, shares, tolerance = 0) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * shares.find((share) => share * unit >= value * (1 - tolerance));
}
