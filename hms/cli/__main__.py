"""`python -m hms.cli` is `hms`, for an environment that is not installed."""

from hms.cli import main

if __name__ == "__main__":
    main()
