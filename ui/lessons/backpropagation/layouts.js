// How a network may be laid out, and how large and wide its letters and numbers are.

const LARGEST_FONT = 17;
const SMALLEST_FONT = 12;
// Chips beside the boxes or over them, in three rows or in one; boxes with one quantity in a row, or with two.
const LAYOUTS = ["", "stacked", "stacked paired", "flat", "flat stacked", "flat stacked paired"];
// Of a number with so many digits and its power of ten, and of one without on paper, where it may be written smaller.
const WIDTHS = { 4: ["5.5em", "4.8em"], 6: ["6.5em", "5.5em"], 9: ["8em", "6.6em"] };
const IN_ONE_ROW = {
  3: "2.3em var(--number) 3.3em var(--number) 3em var(--number)",
  5: "repeat(5, 3.3em var(--number))",
}; // the columns of a chip with so many kinds of numbers
