"""The mathematics of the laboratory: costs, activations, a neuron, its weights, and the tables students bring."""

import os

# Set before NumPy is first imported: on matrices as small as ours, two BLAS threads are slower and less even than one.
for _variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
