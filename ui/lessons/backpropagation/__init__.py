"""The drawn network of the lesson on backpropagation, with every quantity on it."""
