"""How a descent ended, in one word: arrived, parked, bouncing, diverged and so on."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from core.surfaces.descent import SurfacePath
from core.surfaces.outlook import ADAPTIVE, MOST_AHEAD, Outlook, look_ahead
from core.surfaces.surface import Surface
from core.types import Array

Kind = Literal["arrived", "oscillating", "settling", "crawling", "cycling", "bouncing", "parked", "astray", "diverged"]


class Costs(NamedTuple):
    """The cost after the last shown update, and the least and largest of the end, as in `Verdict`."""

    last: float
    low: float
    high: float


@dataclass(frozen=True)
class Verdict:
    """What becomes of a descent, judged from its updates and from those computed ahead (`outlook.py`).

    kind: "arrived", it reaches the target and stays; "oscillating", the same, but it stepped over the minimum and
    back; "settling", its swings become smaller; "crawling", it has not reached the target, and does not rise;
    "cycling", it jumps between the same `period` states for ever; "bouncing", it goes from side to side to the end;
    "parked", it stays where the surface is flat but not low; "astray", it ends higher than its start or than the last
    shown update, or leaves the target again; "diverged".

    since is the first update from which the kind holds; it may lie beyond the shown ones. target is the cost to reach,
    first the first shown update that reached it, and stayed the first update after which the cost stays there, which
    may lie beyond the shown ones too; both None if there is none. swings: there it does not come to rest, but goes
    from low to high. certain says that a run ten times as long has been computed, or that the future is proved.

    last is the cost after the last shown update. low and high are the least and the largest cost: of the last quarter
    of the shown updates if it bounces or settles, of the orbit if it cycles, otherwise of the end. twin has the same
    three of the twin run, whose start differs in the last digit; sensitive says that it ends differently or at another
    time, so that rounding decides.
    """

    kind: Kind
    since: int
    target: float
    first: int | None
    stayed: int | None
    last: float
    low: float
    high: float
    swings: bool
    period: int
    certain: bool
    sensitive: bool
    twin: Costs
    full_batch: bool


def target_cost(surface: Surface, share: float = 0.01) -> float:
    """Return the least cost plus a share of the excess cost at w = b = 0: a goal for timing descents."""
    least = surface.infimum
    return least + share * max(float(surface.cost(0.0, 0.0)) - least, 1e-3)


OFTEN, SWINGS = 0.25, 0.5
"""A descent that turns in this share of its last updates, or whose cost rises and falls by this share of its range."""
SHRINKS, SHRINKS_AT_ONCE = 0.9, 0.5
"""Swings settle if they shrink by the first factor in each of the last quarters, or by the second in the last one."""
LEVEL = 0.02
"""The cost stays if it changes by less than this share of its distance from the least cost."""
HELPS = 0.5
"""A slope is too small to lead to the minimum if, constant all the way, it lowers the cost by less than this share."""
AT_REST = 1e-3
"""A descent at the target swings if it cycles, or if its cost goes up and down by more than this share of it."""


def judge(surface: Surface, path: SurfacePath, target: float | None = None, *, ahead: int = MOST_AHEAD) -> Verdict:
    """Return what becomes of a descent, judged by the end of all its updates, those computed ahead included.

    The end is the last tenth of a run ten times as long as the shown one, or the last quarter of a shorter one.
    diverged: it overflows, or the cost of a linear output, which has no bound, grows. arrived: the whole end is at the
    target; oscillating if most updates before it, at least the first 20, went against the one before. cycling: it
    is proved to return to the same states. parked: see `_is_parked`. bouncing, or settling: see `_goes_to_and_fro` and
    `_settles`. astray: above its start, or above the last shown cost. Any other descent is crawling.
    """
    return judge_all(surface, [path], target, ahead=ahead)[0]


def judge_all(
    surface: Surface, paths: Sequence[SurfacePath], target: float | None = None, *, ahead: int = MOST_AHEAD
) -> list[Verdict]:
    """Do the same for descents with several learning rates at once, from one start and with the same settings."""
    target = target_cost(surface) if target is None else target
    return [
        _verdict(surface, path, outlook, target)
        for path, outlook in zip(paths, look_ahead(surface, paths, target, ahead), strict=True)
    ]


def _verdict(surface: Surface, path: SurfacePath, run: Outlook, target: float) -> Verdict:
    at = path.cost <= target
    stayed = _stays(run.cost <= target, run)
    kind, since = _kind(surface, path, run, target, stayed)
    shown = slice(max(len(path.cost) - len(path.cost) // 4 - 1, 0), len(path.cost))
    end = slice(len(run.cost) - (run.period if kind == "cycling" else run.last), None)
    tail = shown if kind in ("bouncing", "settling") else end
    own, twin = (
        Costs(float(cost[len(path.cost) - 1]), float(cost[tail].min()), float(cost[tail].max()))
        for cost in (run.cost, run.twin)
    )
    return Verdict(
        kind=kind,
        since=since,
        target=target,
        first=int(np.argmax(at)) if at.any() else None,
        stayed=stayed,
        **own._asdict(),
        swings=run.period > 1 or (run.period == 0 and _swings(run.cost[tail], target)),
        period=run.period,
        certain=run.certain,
        twin=twin,
        sensitive=_is_sensitive(surface, run, target, kind, stayed),
        full_batch=path.full_batch,
    )


def _swings(cost: Array, target: float) -> bool:
    """Whether costs at the target go up and down, by more than a small share of it: not if they still come down."""
    wide = float(np.ptp(cost))
    rises = float(np.diff(cost).clip(min=0.0).sum())
    return wide > AT_REST * max(float(cost.min()), target - float(cost.min())) and rises > SWINGS * wide


def _is_sensitive(surface: Surface, run: Outlook, target: float, kind: Kind, stayed: int | None) -> bool:
    """Whether the twin run arrives at another time, or not, or is parked elsewhere or not."""
    if kind == "diverged" or not np.isfinite(run.twin).all():
        return False
    if _stays(run.twin <= target, run) != stayed:
        return True
    apart = abs(float(run.twin[-1] - run.cost[-1]))
    return kind == "parked" and apart > LEVEL * (float(run.cost[-1]) - surface.infimum)


def _stays(at: npt.NDArray[np.bool_], run: Outlook) -> int | None:
    """Return the first index from which all are at the target, if that is before the last quarter, or proved."""
    if not at[-1]:
        return None
    stayed = _first(at)
    needed = run.period or (1 if run.level or run.falls else run.last)
    return stayed if stayed <= len(at) - needed else None


def _last_quarter(values: Array) -> Array:
    return values[-(len(values) // 4 + 1) :]


def _kind(surface: Surface, path: SurfacePath, run: Outlook, target: float, stayed: int | None) -> tuple[Kind, int]:
    """Return the kind, and the first update from which it holds."""
    cost, tail = run.cost, run.cost[-run.last :]
    turned = np.sum(run.steps[1:] * run.steps[:-1], axis=1) < 0.0
    if run.overflows or run.grows or _grows(surface, path, run):
        return "diverged", int(np.argmin(cost))
    if stayed is not None:
        on_the_way = turned[: max(stayed, 20)]
        zigzag = path.full_batch and len(on_the_way) > 0 and bool(np.mean(on_the_way) > 0.5)
        return ("oscillating" if zigzag else "arrived"), stayed
    if run.period > 1:
        return "cycling", _first(np.abs(cost[run.period :] - cost[: -run.period]) <= LEVEL * np.ptp(tail) + 1e-12)
    if run.period == 1 or _is_parked(surface, path, run):
        return "parked", _first(np.abs(cost - cost[-1]) <= LEVEL * (float(cost[-1]) - surface.infimum))
    if not _is_level(surface, run) and _goes_to_and_fro(path, run, turned):
        return ("settling" if _settles(path, run) else "bouncing"), 0
    leaves = path.cost[-1] <= target or cost[-1] > min(cost[0], path.cost[-1])
    return ("astray" if leaves else "crawling"), 0


def _first(holds: npt.NDArray[np.bool_]) -> int:
    """Return the first index from which all are True."""
    return 0 if holds.all() else len(holds) - int(np.argmin(holds[::-1]))


def _grows(surface: Surface, path: SurfacePath, run: Outlook) -> bool:
    """Whether small batches make the cost of a linear output grow: far above its start, and more from end to end."""
    quarter = len(run.cost) // 4
    if surface.bounded or path.full_batch or path.descent.optimizer in ADAPTIVE or quarter < 1:
        return False
    highest = [float(run.cost[k * quarter : (k + 1) * quarter].max()) for k in range(4)]
    return highest[3] > max(10.0 * highest[2], 10.0 * highest[1], 100.0 * run.cost[0])


def _is_parked(surface: Surface, path: SurfacePath, run: Outlook) -> bool:
    """Whether the cost stays, the slope is too small to lead to the minimum, and the gradient does not grow.

    |∇C| d < ½ (C − least), where d is the distance to the minimum (without one, the distance from 0). On a convex
    surface |∇C| d is at least C − least, so only a surface that is concave somewhere has such a place. A descent whose
    gradient grows is leaving it. RMSProp and Adam take steps of a usual length even there.
    """
    if path.descent.optimizer in ADAPTIVE and not run.to_end:
        return False
    tail = run.cost[-run.last :]
    above = float(tail[-1]) - surface.infimum
    if not run.level and np.ptp(tail) > LEVEL * above:
        return False
    least, gradient = surface.minimum, surface.gradient(*run.states[-len(tail) :].T)
    way = math.hypot(*(run.states[-1] - ((least.w, least.b) if least else 0.0)))
    if np.hypot(*gradient[-1]) * max(way, 1.0 if least is None else 0.0) >= HELPS * above:
        return False
    half = len(tail) // 2
    if half < 2 or run.level:
        return True
    earlier, later = (np.hypot(*gradient[rows].T).mean() for rows in (slice(-2 * half, -half), slice(-half, None)))
    return bool(later <= earlier * (1.0 + 1e-9))


def _is_level(surface: Surface, run: Outlook) -> bool:
    """Whether at the end the cost stays, and the updates are short: it does not jump between places of equal height."""
    tail, lengths = run.cost[-run.last :], np.hypot(*run.steps.T)
    above = float(tail[-1]) - surface.infimum
    return bool(np.ptp(tail) <= LEVEL * above and lengths[-len(tail) :].mean() < 0.1 * lengths.max())


def _goes_to_and_fro(path: SurfacePath, run: Outlook, turned: npt.NDArray[np.bool_]) -> bool:
    """Whether many of the last updates turn, or the cost goes up and down by half of its range in the second half.

    With small batches it may come down as well: then the mean cost of each tenth of all updates in the second half is
    below that of the one before, and the fall is more than the noise of the last one.
    """
    turns = float(np.mean(turned[-run.last :])) if len(turned) else 0.0
    half = run.cost[len(run.cost) // 2 :]
    changes = np.diff(half)
    up, down = float(changes[changes > 0.0].sum()), -float(changes[changes < 0.0].sum())
    if turns < OFTEN and min(up, down) <= SWINGS * np.ptp(half):
        return False
    if path.full_batch or len(run.cost) < 20:
        return True
    tenths = np.array_split(run.cost, 10)[5:]
    means = np.array([tenth.mean() for tenth in tenths])
    return not bool((np.diff(means) < 0.0).all() and means[0] - means[-1] > np.std(tenths[-1]))


def _settles(path: SurfacePath, run: Outlook) -> bool:
    """Whether the swings of the cost become smaller from quarter to quarter, and the updates shorter with them.

    Small batches do not settle. The cost does not show whether a descent jumps for ever between two places of equal
    height.
    """
    quarter = len(run.cost) // 4
    if not path.full_batch or quarter < 4 or not run.to_end:
        return False
    if np.ptp(run.cost[-run.last :]) >= np.ptp(_last_quarter(path.cost)):
        return False
    lengths = np.hypot(*run.steps.T)
    if lengths[-quarter:].mean() >= SHRINKS * lengths[-3 * quarter : -2 * quarter].mean():
        return False
    swings = [float(np.ptp(run.cost[len(run.cost) - k * quarter :][:quarter])) for k in (3, 2, 1)]
    steadily = swings[2] < SHRINKS * swings[1] and swings[1] < SHRINKS * swings[0]
    return steadily or swings[2] < SHRINKS_AT_ONCE * min(swings[:2])
