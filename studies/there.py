"""What a machine of a Dask cluster does: this module is imported there, from the archive that the command has sent."""

from typing import Any

from studies.blocks import Block, train
from studies.sources import mark_of, sources

MARK = mark_of(sources())
"""The mark of the sources that this process has read."""


def train_there(mark: str, settings: str, block: Block) -> list[Any] | str:
    """Train a block; return its parts, or the sentence why it cannot be trained here."""
    if mark != MARK:
        return (
            "A worker of the cluster has already loaded another version of this program, and would train with that: "
            "restart the workers."
        )
    try:
        return [*train(settings, block)]
    except MemoryError:
        return "A worker of the cluster has not enough memory for this study: give the workers more."
    except ValueError as error:
        return f"These settings cannot be trained: {error}"
