"""What a clause says of a figure: names, measures, periods, subjects."""
