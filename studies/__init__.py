"""The command that trains a study of the lesson on fair comparison without the app: `python -m studies`."""
