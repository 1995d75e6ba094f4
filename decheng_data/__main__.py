"""`python -m decheng_data` is `decheng-data`."""

from decheng_data.cli import run

if __name__ == "__main__":
    run()
