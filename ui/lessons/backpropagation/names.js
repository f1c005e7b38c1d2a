// What a quantity is called on the screen. Its code, as in the address, is letters and digits: "w211", "dCda111".

const SIGNS = {
  w: "w",
  b: "b",
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
  if (kind === "x" || kind === "y") return `${kind}${low(digits[1])}${of(digits[0])}`;
  if (kind === "C") return `C${of(digits[0])}`;
  const perInstance = !/[wb]$/.test(kind);
  const index = perInstance ? digits[1] : digits.slice(1);
  const place = `${HIGH[digits[0]]}${low(index)}${perInstance ? of(digits[2]) : ""}`;
  return kind === "slope" ? `σ′(z${place})` : `${SIGNS[kind]}${place}`;
}
