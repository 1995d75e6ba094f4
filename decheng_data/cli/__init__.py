"""The command line: a file a command.

`options.py` has what commands let a user choose, `delivery.py` brings reports where they were asked for.
Doors: `app.app`, `app.run`.
It must not know more than how to parse, call, print and exit.

What other rooms use of it today (written by scripts/rooms.py):

    app: run
"""
