"""What each lesson says and draws: its picture, sentences and tables, and the tabs below."""
