"""Tables from users: files and typed lines, read as the user meant them, or reported with what is wrong."""
