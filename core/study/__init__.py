"""Studies: methods compared over many seeds, each at every learning rate of a grid."""
