"""The report on a course: what its lecturer acts on, of each task and each student."""
