"""What others wrote -> the text of lessons, and a lesson -> a notebook: pure, but for the reading of files."""
