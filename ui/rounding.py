"""What a page says of runs whose digits rounding decides."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from core.numerals import count


def say_rounding(runs: Iterable[tuple[str, npt.NDArray[np.bool_]]]) -> str:
    """Return from which update on rounding decides, given the runs' names and where they are torn; empty if never."""
    said = [f"{name} from update {count(int(np.argmax(torn)))} on" for name, torn in runs if torn.any()]
    if not said:
        return ""
    return (
        f"Rounding decides the later digits of {' and of '.join(said)}: a second run, whose start differs in the "
        "sixteenth digit, is elsewhere by then. Only digits that both runs share are printed, and ? where they share "
        "none."
    )
