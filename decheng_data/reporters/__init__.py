"""How a report is written: one form a module, each with `render(report) -> str`."""
