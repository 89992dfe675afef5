"""Reports on a class: CSV, XML, pages, the teacher's own list, and feedback to learners (pure)."""
