"""The data sheet: one HTML file that opens anywhere and shows the figures, where they come from, and whether they hold."""
