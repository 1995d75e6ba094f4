"""`python -m decheng_data`, and `decheng-data`: interrupted at any time, while libraries load too, it ends with 130 and
no traceback.
"""

import sys


def main() -> None:
    """The entry point of the program."""
    try:
        from decheng_data.cli.app import run

        run()
    except KeyboardInterrupt:
        sys.exit(130)  # 128 and the number of the signal, as a shell has it


if __name__ == "__main__":
    main()
