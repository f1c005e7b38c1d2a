// What every canvas shares: numbers as they travel and as they are written, and the theme's colours.

function numbers(text, Kind = Float32Array) {
  const bytes = Uint8Array.from(atob(text ?? ""), (sign) => sign.charCodeAt(0));
  return new Kind(bytes.buffer);
}

function themeOf(element) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const series = read("chart-categorical-colors")
    .split(/,\s*(?![^(]*\))/)
    .map((colour) => colour.trim());
  return {
    text: read("text-color"),
    background: read("background-color"),
    faint: read("border-color"),
    muted: series[3] ?? read("text-color"),
    font: read("font") || "sans-serif",
    series,
  };
}

function rgb(colour) {
  const hex = colour.replace("#", "");
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

function mix(from, to, share) {
  return from.map((value, i) => value + (to[i] - value) * share);
}

function written(x) {
  if (!Number.isFinite(x)) return "undefined";
  if (x === 0) return "0";
  if (Math.abs(x) > 3.4e38) return "> 10³⁸"; // the largest number that a message can bring
  const power = Math.floor(Math.log10(Math.abs(x)) + 1e-12);
  if (power < -3 || power > 5) {
    const up = String(power).replace(/./g, (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]);
    return `${(x / 10 ** power).toFixed(3)} × 10${up}`.replace("-", "−");
  }
  return x.toFixed(Math.max(0, 3 - power)).replace("-", "−");
}
