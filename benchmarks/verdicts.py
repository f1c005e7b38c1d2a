"""Whether the verdicts of the lesson on gradient descent keep their word: `python -m benchmarks.verdicts [settings]`.

Random settings: points, output, cost, every optimiser, batches, starts, 10 to 2,000 steps, and 20 η for each, from
0.01 to 30 times the largest stable one. Each verdict is held against its own run, continued ten times as long. What
came is read from the costs and steps of that run alone, by the rules below, which share nothing with the judge but the
target that the page prints. Ends with status 1 if more than one verdict in 500 is wrong.
"""

import sys
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.networks.optimizers import OPTIMIZERS, Settings
from core.surfaces.descent import SurfacePath, descend_with_rates
from core.surfaces.outlook import ALL_AHEAD, MOST_AHEAD
from core.surfaces.points import POINT_SETS, Points
from core.surfaces.stability import stability_limit
from core.surfaces.surface import Surface
from core.surfaces.verdicts import Verdict, judge_all
from core.surfaces.walk import Descent
from core.types import Array

TIMES, RATES = 10, 20
WRONG_AT_MOST = 1 / 500
COLUMNS = ("at the target", "level above it", "repeats itself", "to and fro", "comes down", "goes up", "explodes")


@dataclass(frozen=True)
class Setting:
    """Descents by chance that differ in η, and what they have in common in words."""

    surface: Surface
    start: tuple[float, float]
    etas: tuple[float, ...]
    steps: int
    descent: Descent
    words: str


def setting(seed: int) -> Setting:
    """Return a setting, the same for the same seed."""
    rng = np.random.default_rng(seed)
    points, name = _points(rng)
    output = "linear" if rng.random() < 0.15 else "sigmoid"
    cost = "half_quadratic" if output == "linear" or rng.random() < 0.5 else "cross_entropy"
    surface = Surface(points, cost, output)
    optimizer = str(rng.choice(list(OPTIMIZERS)))
    usual = rng.random() < 0.5
    settings = (
        Settings() if usual else Settings(rng.uniform(0, 0.99), rng.uniform(0, 0.999), rng.uniform(0, 0.99), 0.99)
    )
    size = len(points) if rng.random() < 0.6 else int(rng.integers(1, len(points) + 1))
    least = surface.minimum
    curvature = least.eigenvalues[0] if least else float(np.linalg.eigvalsh(surface.hessian(0.0, 0.0))[-1])
    limit = stability_limit(optimizer, curvature, settings.momentum)
    times = 10.0 ** rng.uniform(-2.0, np.log10(30.0), RATES)
    etas = tuple(float(eta) for eta in np.clip(times * (limit or 0.3), 1e-3, 1e3))
    steps = int(round(10.0 ** rng.uniform(1.0, np.log10(2000.0)) / 10.0) * 10)
    w, b = (float(value) for value in np.round(rng.uniform(-1.0, 1.0, 2) * rng.choice([2.0, 6.0, 20.0]), 2))
    words = f"{name}, {output}, {cost}, {optimizer} {settings}, batch {size}, ({w}, {b}), {steps} steps"
    return Setting(surface, (w, b), etas, steps, Descent(optimizer, settings, size, seed), words)


def _points(rng: np.random.Generator) -> tuple[Points, str]:
    """One of the sets of the lesson, or points of one's own: few or many, near or far, with hard or soft targets."""
    name = str(rng.choice([*POINT_SETS, "own", "own"]))
    if name != "own":
        seed = int(rng.integers(20))
        return POINT_SETS[name].make(seed), f"{name} {seed}"
    n = int(rng.integers(1, 12))
    x = np.round(rng.uniform(-1.0, 1.0, n) * rng.choice([1.0, 3.0, 10.0]), 2)
    y = np.round(rng.uniform(0.0, 1.0, n), 2) if rng.random() < 0.5 else rng.integers(0, 2, n).astype(float)
    return Points(x, y), "; ".join(f"{a:g} {c:g}" for a, c in zip(x, y, strict=True))


def descend(chosen: Setting, times: int = 1) -> list[SurfacePath]:
    """Descend as the page does, or on for so many times as long."""
    how = {"learning_rates": chosen.etas, "steps": times * chosen.steps, "descent": chosen.descent}
    return descend_with_rates(chosen.surface, *chosen.start, **how)


# --- What came -----------------------------------------------------------------------------------------------------


def what_came(long: SurfacePath, target: float, least: float) -> str:
    """Name the last tenth of a run from its costs alone."""
    cost, tenth = long.cost, len(long.cost) // 10
    last = cost[-tenth:]
    if long.diverged or last.max() > max(100.0 * cost[0], 2.0 * cost[: len(cost) // 2].max()):
        return "explodes"
    if last.max() <= target:
        return "at the target"
    if _repeats(last) and np.ptp(last) > 1e-6 * last.max():
        return "repeats itself"
    lengths = np.hypot(np.diff(long.w), np.diff(long.b))
    if np.ptp(last) <= 0.05 * (last.min() - least) and lengths[-tenth:].mean() < 0.1 * lengths[: 2 * tenth].mean():
        return "level above it"
    back = np.sign(np.diff(long.w[-tenth:])), np.sign(np.diff(long.b[-tenth:]))
    if max(np.mean(each[1:] * each[:-1] < 0.0) for each in back) > 0.1:
        return "to and fro"
    if np.ptp(last) <= 0.05 * (last.min() - least):
        return "level above it"
    if abs(last[-1] - last[0]) < 0.5 * np.ptp(last):
        return "to and fro"
    return "comes down" if last[-1] < last[0] else "goes up"


def _repeats(cost: Array) -> bool:
    """Whether the costs come again after some number of updates, to 1 % of their swing."""
    longest = min(40, len(cost) // 2)
    return any(np.abs(cost[k:] - cost[:-k]).max() <= 0.01 * np.ptp(cost) for k in range(2, longest + 1))


def keeps_its_word(verdict: Verdict, long: SurfacePath, shown: int, least: float) -> bool:
    """Return whether what the page says of the shown updates, and promises for those after them, is so.

    "So far" promises nothing: then only the shown part is compared.
    """
    cost, came = long.cost, what_came(long, verdict.target, least)
    after, tail = cost[shown:], cost[: shown + 1][-(shown // 4 + 1) :]
    if verdict.kind in ("bouncing", "settling") and (tail.min(), tail.max()) != (verdict.low, verdict.high):
        return False
    match verdict.kind:
        case "arrived" | "oscillating":
            until = len(cost) if verdict.certain else shown + 1
            return bool((cost[verdict.stayed or 0 : until] <= verdict.target * (1 + 1e-9)).all())
        case "diverged":
            return came == "explodes" or (came == "goes up" and bool(cost[-1] > 2.0 * cost.min()))
        case "parked":
            start = max(verdict.since, shown)
            rest = cost[start : len(cost) if verdict.certain else start + 1]
            low = came != "at the target" or not verdict.certain
            return low and bool(np.ptp(rest) <= 0.06 * (rest.max() - least))
        case "cycling":
            last = cost[-shown:][-60:]
            alike = abs(last.min() - verdict.low) + abs(last.max() - verdict.high)
            return came != "at the target" and bool(alike <= 0.01 * verdict.high)
        case "bouncing":
            return not verdict.certain or came not in ("at the target", "level above it", "explodes")
        case "settling":
            return bool(np.ptp(after[-shown:]) <= verdict.high - verdict.low)
        case "astray":
            return bool(after.max() > min(cost[0], cost[shown]) or verdict.last <= verdict.target < after.max())
        case _:
            still = verdict.last > verdict.target
            return still if not verdict.certain else still and not long.diverged and bool(after[-1] <= after[0])


def row_of(verdict: Verdict, shown: int) -> str:
    """Name a verdict as in the table."""
    later = " later" if verdict.since > shown else ""
    return verdict.kind + later + ("" if verdict.certain else ", so far")


class Tried(NamedTuple):
    """A verdict on a random setting: its row, what came, whether it kept its word, and the setting in words."""

    row: str
    came: str
    kept: bool
    words: str


def tried(seed: int) -> dict[str, list[Tried]]:
    """Return what the page says of a random setting with each η, while a slider moves and once it rests."""
    chosen = setting(seed)
    paths, continued = descend(chosen), descend(chosen, TIMES)
    least, found = chosen.surface.infimum, dict[str, list[Tried]]()
    for when, ahead in (("at rest", ALL_AHEAD), ("while a slider moves", MOST_AHEAD)):
        found[when] = []
        for eta, verdict, long in zip(
            chosen.etas, judge_all(chosen.surface, paths, ahead=ahead), continued, strict=True
        ):
            kept = keeps_its_word(verdict, long, chosen.steps, least)
            came, words = what_came(long, verdict.target, least), f"{seed}: η {eta:.4g}, {chosen.words}"
            found[when].append(Tried(row_of(verdict, chosen.steps), came, kept, words))
    return found


def table(found: list[Tried]) -> str:
    """Return the table of verdicts against what came, and the verdicts that were wrong."""
    came = Counter((each.row, each.came) for each in found)
    wrong = Counter(each.row for each in found if not each.kept)
    rows = [row for row, _ in Counter(each.row for each in found).most_common()]
    lines = [f"| verdict | {' | '.join(COLUMNS)} | wrong |", f"|:--|{'--:|' * (len(COLUMNS) + 1)}"]
    for row in rows:
        lines.append(f"| {row} | " + " | ".join(str(came[row, what] or "") for what in COLUMNS) + f" | {wrong[row]} |")
    lines += ["", f"{sum(wrong.values())} of {len(found):,} verdicts did not keep their word."]
    return "\n".join(lines + [f"- {each.row}, but {each.came}: {each.words}" for each in found if not each.kept])


def main(settings: int = 500) -> int:
    """Try them all, and print both tables."""
    found = [tried(seed) for seed in range(settings)]
    wrong = 0
    for when in found[0]:
        chosen = [each for setting in found for each in setting[when]]
        wrong = max(wrong, sum(not each.kept for each in chosen))
        print(f"\n## The verdict {when}\n\n{table(chosen)}")
    return 1 if wrong > WRONG_AT_MOST * settings * RATES else 0


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:])))
