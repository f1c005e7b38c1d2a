"""Components show the newest of what they were called with, and stay until they are taken away."""

import numpy as np
import pytest

from benchmarks.browser import ROOT
from core.thinning import extremes
from ui.canvas import LATEST

pytestmark = pytest.mark.browser
CALLS = """async ({ script, orders }) => {
  const showLatest = new Function(`${script}; return showLatest;`)();
  return orders.map((order) => {
    const [parent, shown] = [{ isConnected: true }, []];
    const calls = {};
    for (const [what, name] of order) {
      if (what === "call") calls[name] = showLatest(parent, () => shown.push(name), () => shown.push("left"));
      if (what === "withdraw") calls[name]();
      if (what === "remove") (parent.isConnected = false), calls[name]();
    }
    return shown.at(-1);
  });
}"""


def test_the_newest_call_counts_whatever_the_order_and_only_the_removal_of_the_component_ends_it(visitor):
    late = [("call", "new"), ("call", "old"), ("withdraw", "old")]
    both_late = [("call", "new"), ("call", "older"), ("withdraw", "older"), ("call", "old"), ("withdraw", "old")]
    in_order = [("call", "old"), ("withdraw", "old"), ("call", "new")]
    many = [("call", str(k)) for k in range(20)]
    orders = {
        "new": [late, both_late, in_order],
        "left": [[*late, ("remove", "new")], [("call", "new"), ("remove", "new")]],
        "19": [many, [*many, ("call", "old"), ("withdraw", "old")], [*many, ("withdraw", "0")]],
    }
    for shown, each in orders.items():
        scripts = {"script": LATEST.read_text("utf-8"), "orders": each}
        assert visitor.page.evaluate(CALLS, scripts) == [shown] * len(each)


def test_a_curve_of_a_run_shows_in_each_column_of_pixels_what_the_charts_show_there(visitor):
    """The browser chooses the points of its curves by the same rule as `core`."""
    values = np.random.default_rng(0).normal(size=3_000).round(1)
    x = np.arange(3_000) / 2_999
    script = (ROOT / "ui/training/charts.js").read_text("utf-8")
    shown = visitor.page.evaluate(
        f"([x, values]) => {{ {script}; return [...visible(values, (at) => Math.min(199, Math.floor(200 * x[at])))] }}",
        [x.tolist(), values.tolist()],
    )
    assert shown == extremes(x, values, columns=200).tolist()
