"""The types that the formulas of this package work on."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
"""Numbers in any shape, the batch axis first. float32 passes through the activations and stays float32."""

Real = Array | float
"""One number or many: the elementwise functions take both, and return the shape of their argument."""
