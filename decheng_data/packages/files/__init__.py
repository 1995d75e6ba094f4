"""Where the files of a package lie, and how files are written: whole or not at all."""
