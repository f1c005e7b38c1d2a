"""What the book's own nets reached: the accuracies that its notebooks print, to be drawn behind one's own.

Source: the notebooks "Shallow Net in Keras" and "Intermediate Net in Keras" of *Deep Learning Illustrated* (Krohn,
Beyleveld and Bassens), each one recorded run without a seed: trained on 60,000 images in batches of 128, and evaluated
on the 10,000 test images after each epoch.
"""

from typing import NamedTuple


class BookCurve(NamedTuple):
    """One recorded run: the share of the test images answered rightly after these epochs, and its last costs.

    Those are the cost on the training images, as Keras averages it during the last epoch, with the accuracy of the
    same average, and the cost on the test images after it.
    """

    name: str
    epochs: tuple[int, ...]
    accuracy: tuple[float, ...]
    training_cost: float
    training_accuracy: float
    test_cost: float

    def at(self, epoch: int) -> float | None:
        """Return the recorded accuracy after an epoch; None for an epoch that is not known."""
        return dict(zip(self.epochs, self.accuracy, strict=True)).get(epoch)


SHALLOW_CURVE = BookCurve(
    "shallow net of the book",
    (1, 2, 3, 4, 5, 10, 20, 30, 40, 50, 60, 80, 100, 120, 140, 150, 160, 180, 190, 200),
    (0.1010, 0.1075, 0.1165, 0.1330, 0.1653, 0.3649, 0.3836, 0.4219, 0.4782, 0.5364, 0.5824, 0.6698, 0.7340, 0.7732,
     0.7920, 0.7966, 0.8044, 0.8322, 0.8469, 0.8560),
    training_cost=0.0296,
    training_accuracy=0.8446,
    test_cost=0.0286,
)  # fmt: skip

INTERMEDIATE_CURVE = BookCurve(
    "intermediate net of the book",
    tuple(range(1, 21)),
    (0.9234, 0.9404, 0.9521, 0.9574, 0.9616, 0.9641, 0.9683, 0.9672, 0.9709, 0.9691,
     0.9710, 0.9735, 0.9754, 0.9729, 0.9752, 0.9752, 0.9741, 0.9752, 0.9760, 0.9759),
    training_cost=0.0332,
    training_accuracy=0.9906,
    test_cost=0.0821,
)  # fmt: skip
