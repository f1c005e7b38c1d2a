// What a quantity is called on the screen. Its code, as in the address, is letters and digits: "w211", "dCda111".

const SIGNS = {
  w: "w",
  b: "b",
  vw: "v(w)",
  vb: "v(b)",
  x: "x",
  y: "y",
  z: "z",
  a: "a",
  C: "C",
  delta: "δ",
  slope: "σ′",
  dCda: "∂C/∂a",
  dCdw: "∂C/∂w",
  dCdb: "∂C/∂b",
  dCdx: "∂C/∂x",
  neww: "new w",
  newb: "new b",
};
const HIGH = "⁰¹²³⁴";
const LOW = "₀₁₂₃₄";

// A quantity as it is written in formulas; the number of the instance is left out if there is only one.
function named(code, instances) {
  const [, kind, digits] = code.match(/([A-Za-z]+)([1-4]*)/);
  const low = (text) => [...text].map((digit) => LOW[digit]).join("");
  const of = (digit) => (digit && instances > 1 ? `⁽${HIGH[digit]}⁾` : "");
  if (["x", "y", "dCdx"].includes(kind)) return `${SIGNS[kind]}${low(digits[1])}${of(digits[0])}`;
  if (kind === "C") return `C${of(digits[0])}`;
  const perInstance = !/[wb]$/.test(kind);
  const index = perInstance ? digits[1] : digits.slice(1);
  const place = `${HIGH[digits[0]]}${low(index)}${perInstance ? of(digits[2]) : ""}`;
  const velocity = kind.match(/^(new)?v([wb])$/);
  if (velocity) return `${velocity[1] ? "new " : ""}v(${velocity[2]}${place})`;
  return kind === "slope" ? `σ′(z${place})` : `${SIGNS[kind]}${place}`;
}
