"""Handwritten digits: a session's run on the MNIST images, its picture, and what its nets answer."""
