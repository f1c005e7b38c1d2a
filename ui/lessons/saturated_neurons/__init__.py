"""What the page draws and says, with one file for each part."""
