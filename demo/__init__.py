"""The demo: dispatch one month of a real service desk again, by every installed strategy."""
