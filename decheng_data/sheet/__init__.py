"""The data sheet: one HTML file that opens anywhere and shows the figures, their sources and their rules.

Doors: `page`.
It must not know how rules are decided, nor how to ask the network for anything.

What other rooms use of it today (written by scripts/rooms.py):

    page: data_sheet, sheet_and_report
"""
