// Colours: the theme's, as Streamlit gives them to a component, and mixtures of two.

function themeOf(element) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const series = seriesColours(style);
  return {
    text: read("text-color"),
    background: read("background-color"),
    faint: read("border-color"),
    muted: series[3] ?? read("text-color"),
    font: read("font") || "sans-serif",
    series,
  };
}

function seriesColours(style) {
  const list = style.getPropertyValue("--st-chart-categorical-colors");
  return list.split(/,\s*(?![^(]*\))/).map((colour) => colour.trim());
}

function rgb(colour) {
  const hex = colour.replace("#", "");
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

function hex(parts) {
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function mix(from, to, share) {
  return from.map((value, i) => value + (to[i] - value) * share);
}

function isDark(theme) {
  const [red, green, blue] = rgb(theme.background);
  return red + green + blue < 382;
}
