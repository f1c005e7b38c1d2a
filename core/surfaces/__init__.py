"""The cost of one neuron as a surface over its weight and bias, and descents on it."""
