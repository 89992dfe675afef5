"""What others wrote -> the text of lessons, and a lesson -> a notebook and back. It reads files, and writes none."""
