"""What each lesson says and draws: its picture, sentences and tables, and the sections below."""

NAMES = {"quadratic": ":orange[**quadratic**]", "cross_entropy": ":blue[**cross-entropy**]"}
"""The two costs, each in the colour of its curve."""

ACTIVATIONS = {"tanh": "tanh", "sigmoid": "sigmoid", "relu": "ReLU", "leaky_relu": "leaky ReLU", "linear": "linear"}
"""What the activations of networks are called."""
