"""Lesson 8: the sentence about its run."""

from core.digits.plan import IMAGES, DigitsPlan
from core.digits.run import DigitsRun
from core.functions.activations import ACTIVATIONS
from core.networks.last_batch import last_batch
from core.numerals import count, numeral, percent
from ui.lessons.handwritten_digits.naming import LETTERS, book_curve, coloured, looks_of, parameters_in_words
from ui.lessons.handwritten_digits.running import OVER, recorded

STEEP = 0.1
FLAT = 0.01
"""A layer that had more than STEEP of its activation's largest slope at the start, and has less than FLAT, is flat."""


def say_now(run: DigitsRun) -> str:
    """Return where the run stands; sentence.js says the same numbers of an earlier moment."""
    looks, epoch = looks_of(run.plan), recorded(run)
    shares = [record.test_accuracy[: epoch + 1] for record in run.records if record.test_accuracy is not None]
    rights = [percent(float(share[-1])) for share in shares]
    first, *others = [coloured(look) for look in looks]
    said = [
        f"{first} has {rights[0]} of the 10,000 test images right",
        *(f"{name} {right}" for name, right in zip(others, rights[1:], strict=True)),
    ]
    text = f"{when(run)}: {', '.join(said)}.{book_at(run, epoch)}{_ending(run)}"
    return text.replace(" %", "\u00a0%")


def when(run: DigitsRun) -> str:
    """Return the moment of the last record in words."""
    epoch, epochs = recorded(run), run.plan.epochs
    if epoch:
        return f"After epoch {count(epoch)} of {count(epochs)}"
    return "Before the only epoch" if epochs == 1 else f"Before the first of {count(epochs)} epochs"


def book_at(run: DigitsRun, epoch: int) -> str:
    """Return what the book's nets had after the same epoch, where that is known."""
    known: dict[str, str] = {}
    for k in range(len(run.plan.nets)):
        curve = book_curve(run.plan, k)
        share = None if curve is None else curve.at(epoch)
        if share is not None:
            known[LETTERS[k] if len(run.plan.nets) > 1 else ""] = percent(share)
    return (
        f" In the book: {', '.join(f'{letter} {share}'.strip() for letter, share in known.items())}." if known else ""
    )


def _ending(run: DigitsRun) -> str:
    """Return why the run is over, and what can be pressed."""
    stopped = [look.name for look, at in zip(looks_of(run.plan), run.diverged_at, strict=True) if at is not None]
    if stopped:
        names = " and ".join(stopped)
        return f" The numbers of {names} have overflowed, and it stopped: its η may be too large."
    return f" {OVER}." if run.over else ""


def say_last_batch(plan: DigitsPlan) -> str:
    """Return what a much smaller last batch of each epoch does; "" if there is none."""
    last = last_batch(plan.images, plan.batch)
    if last is None or not last.telling:
        return ""
    images = f"{count(last.instances)} image{'s' * (last.instances != 1)}"
    without = f" {count(last.even)} training images leave no such batch." if last.even >= IMAGES[0] else ""
    return (
        f"The last batch of each epoch has {images} instead of {count(plan.batch)}, each of which moves the network "
        f"{numeral(last.weight, 3)} times as far. Right after it the accuracy is taken, so that may jump "
        f"from epoch to epoch.{without}"
    )


def say_flattened(run: DigitsRun) -> str:
    """Return which hidden layers the updates have made flat, so that hardly any error gets through them; "" if none."""
    epoch, said = recorded(run), list[str]()
    for k, (record, net) in enumerate(zip(run.records, run.plan.nets, strict=True)):
        hidden = () if record.slope is None else record.slope[:-1]
        steepest = ACTIVATIONS[net.activation].steepest
        of = f" of {LETTERS[k]}" if len(run.plan.nets) > 1 else ""
        for layer, slope in enumerate(hidden, start=1):
            before, now = (float(slope[row].mean()) for row in (0, min(epoch, len(slope) - 1)))
            if before >= STEEP * steepest and now < FLAT * steepest:
                said.append(f"from {numeral(before)} to {_low(now)} in hidden layer {layer}{of}")
    if not said:
        return ""
    return (
        f"The mean σ′(z) has fallen {', and '.join(said)}: hardly any error gets back through there. The steps were "
        "too large. Try a smaller η."
    )


def _low(value: float) -> str:
    return numeral(value, 2) if value else "0"


def say_parameters(run: DigitsRun) -> str:
    """Return how many parameters each network has, with the arithmetic."""
    names = LETTERS if len(run.plan.nets) > 1 else ("The network",)
    return "  \n".join(
        f"{name} has {parameters_in_words(net)} weights and biases."
        for name, net in zip(names, run.plan.nets, strict=True)
    )
