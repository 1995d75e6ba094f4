"""`python -m decheng_data`, and `decheng-data`: interrupted or ended at any time, while libraries load too, it leaves
nothing half done and ends with 130 or 143 and no traceback.
"""

import signal
import sys


def main() -> None:
    """The entry point of the program."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # 128 and the number of the signal, as a shell has it
    try:
        from decheng_data.cli.app import run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
