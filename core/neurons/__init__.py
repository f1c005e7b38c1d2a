"""One neuron: its gradient factor by factor, its descent, and where it saturates."""
