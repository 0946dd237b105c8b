"""Labs as views: tasks, verdicts, where somebody stands, slides and worksheets."""
