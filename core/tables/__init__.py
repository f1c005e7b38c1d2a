"""Tables that users bring: files and typed lines, read as they are meant or named with what is wrong."""
