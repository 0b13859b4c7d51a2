"""Behind /app/: what an employee does with their own demands."""
