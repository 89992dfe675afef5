"""`python -m tuitutor`, for when the script is not on PATH."""

from tuitutor.cli.main import main

if __name__ == "__main__":
    main()
